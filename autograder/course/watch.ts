/** What `gradus build --watch` does: a lesson is compiled anew each time its text is saved. */
import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { type BuildOptions, type BuildResult, buildLessons } from './build.js';

/** Editors save in several steps, a rename among them. */
const quietMs = 60;

export interface WatchOptions extends Pick<BuildOptions, 'root' | 'loadReference'> {
  /** Called after each lesson that was compiled, with what came of it and how long it took. */
  onBuilt: (lesson: string, result: BuildResult, milliseconds: number) => void;
  /** Called with what went wrong beside the text, such as a file that cannot be written; it goes on. */
  onError: (error: unknown) => void;
  /** Ends it. */
  signal: AbortSignal;
}

/**
 * Watches `lesson.md` and `lesson.zh.md` of all lessons, those that are added later too. References are
 * loaded once: a change in one is seen by the next start.
 *
 * @returns when the signal ends it and the last lesson is written
 */
export async function watchLessons(options: WatchOptions): Promise<void> {
  const { root, loadReference, onBuilt, onError, signal } = options;
  const waiting = new Map<string, NodeJS.Timeout>();
  // One at a time: two builds of a lesson would write the same file.
  let last = Promise.resolve();
  const build = async (only: string): Promise<void> => {
    const start = performance.now();
    const given = { root, only, ...(loadReference !== undefined && { loadReference }) };
    try {
      onBuilt(only, await buildLessons(given), performance.now() - start);
    } catch (error) {
      onError(error);
    }
  };
  const watcher = watch(join(root, 'notebooks'), { recursive: true }, (_event, name) => {
    const [lesson = '', file = '', ...deeper] = (name ?? '').split(sep);
    if (deeper.length > 0 || !/^lesson(?:\.zh)?\.md$/.test(file)) return;
    clearTimeout(waiting.get(lesson));
    const start = () => {
      waiting.delete(lesson);
      last = last.then(() => build(lesson));
    };
    waiting.set(lesson, setTimeout(start, quietMs));
  });
  watcher.on('error', onError);
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  watcher.close();
  for (const timer of waiting.values()) clearTimeout(timer);
  await last;
}
