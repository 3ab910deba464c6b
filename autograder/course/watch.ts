/** Files of lessons watched, so that a notebook follows its Markdown as it is saved. */
import { watch } from 'node:fs';
import { basename } from 'node:path';

/** An editor saves in several steps; what is built waits until they are over. */
const quietMs = 60;
const sources = new Set(['lesson.md', 'lesson.zh.md']);

/**
 * Calls `build` after each save of a lesson or of the syllabus, never twice at once, until `signal`
 * ends it. What was saved during a build is built after it.
 *
 * @param root the folder that holds `syllabus.md`
 * @param lessons the folder of the lessons
 * @param build must not reject: an error that it throws ends the watching
 */
export async function watchLessons(
  { root, lessons }: { root: string; lessons: string },
  build: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let building: Promise<void> | undefined;
  let isAgain = false;
  await new Promise<void>((resolve, reject) => {
    const run = (): void => {
      if (building !== undefined) {
        isAgain = true;
        return;
      }
      building = build()
        .catch(reject)
        .finally(() => {
          building = undefined;
          if (isAgain && !signal.aborted) {
            isAgain = false;
            run();
          }
        });
    };
    const saved = (name: string | null, isSource: (name: string) => boolean): void => {
      if (name === null || !isSource(basename(name))) return;
      clearTimeout(timer);
      timer = setTimeout(run, quietMs);
    };
    const watching = { recursive: true, signal };
    watch(lessons, watching, (_event, name) => saved(name, (file) => sources.has(file))).on(
      'error',
      reject,
    );
    // The folder, not the file: editors put a new file in the place of the old one.
    watch(root, { signal }, (_event, name) => saved(name, (file) => file === 'syllabus.md')).on(
      'error',
      reject,
    );
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  clearTimeout(timer);
  await building;
}
