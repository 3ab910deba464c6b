/**
 * Runs that are kept in `.cache/`, so that a command which was stopped goes on at the next one, and the
 * run that gives the numbers gives the outputs as well. A run is found again by all that decides what
 * comes of it: the lesson's code, its solutions, the library, the seed and the language.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeWhole } from '../../../src/notebook/course-record.js';
import type { Lesson } from '../lesson.js';
import { codeHash } from '../numbers-recorded.js';
import type { LessonRun, RunOptions } from './run.js';

/** Of everything that a notebook imports. */
function packageHash(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of files) {
    const data = readFileSync(file);
    hash.update(`${relative(folder, file)}:${data.length}:`).update(data);
  }
  return hash.digest('hex');
}

/** Where the runs of one lesson are kept, found by what decides them. */
export class RunStore {
  private readonly library: string;
  /** @param folder default: in the checkout's own cache */
  constructor(
    root: string,
    private readonly folder = join(root, '.cache', 'runs'),
  ) {
    this.library = packageHash(join(root, 'dist', 'student'));
  }

  private path(lesson: Lesson, { solutions = {}, seed }: RunOptions): string {
    const { version, platform, arch } = process;
    const parts = [lesson.id, lesson.language, seed, codeHash(lesson), solutions, this.library];
    const backend = process.env.GRADUS_BACKEND ?? '';
    const all = JSON.stringify([...parts, backend, version, platform, arch]);
    const key = createHash('sha256').update(all).digest('hex').slice(0, 24);
    return join(this.folder, `${lesson.id}-${key}.json`);
  }

  /** A run that went well; undefined where there is none. */
  find(lesson: Lesson, options: RunOptions): LessonRun | undefined {
    try {
      return JSON.parse(readFileSync(this.path(lesson, options), 'utf8')) as LessonRun;
    } catch {
      return undefined;
    }
  }

  /** Keeps a run that went well; whole or not at all. */
  keep(lesson: Lesson, options: RunOptions, run: LessonRun): void {
    writeWhole(this.path(lesson, options), JSON.stringify(run));
  }
}
