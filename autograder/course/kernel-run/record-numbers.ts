/** The numbers of a lesson measured on several seeds, and written down beside it. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Lesson } from '../lesson.js';
import { type Recorded, recordedPath } from '../numbers-file.js';
import { codeHash } from '../numbers-recorded.js';
import type { Problem } from '../problem.js';
import { type LessonRun, runLesson } from './run.js';
import type { RunStore } from './store.js';
import { valuesOf } from './values.js';

/** For all seeds of a lesson together: so long may a release take for one lesson on two cores. */
const fullSeconds = 600;

export interface SeedRuns {
  runs: LessonRun[];
  /** Of the first seed that went wrong; none are tried behind it. */
  problems: Problem[];
}

/**
 * Runs a solved lesson on each seed, those that are kept left out: a command that was stopped goes on at
 * the next one.
 *
 * @param onRun called after each
 */
export async function runSeeds(
  lesson: Lesson,
  options: {
    root: string;
    solutions: Readonly<Record<string, string>>;
    seeds: readonly number[];
    store: RunStore;
    onRun: (seed: number, run: LessonRun, kept: boolean) => void;
  },
): Promise<SeedRuns> {
  const { root, solutions, seeds, store, onRun } = options;
  const runs: LessonRun[] = [];
  let left = fullSeconds;
  for (const seed of seeds) {
    const given = { root, solutions, seed, seconds: Math.max(1, left) };
    const kept = store.find(lesson, given);
    const run = kept ?? (await runLesson(lesson, given));
    left -= run.seconds;
    const problems = [...run.problems, ...valuesOf(lesson, run).problems];
    if (problems.length > 0) return { runs, problems };
    if (kept === undefined) store.keep(lesson, given, run);
    runs.push(run);
    onRun(seed, run, kept !== undefined);
  }
  return { runs, problems: [] };
}

/** What is written down of runs that went well, one for each seed. */
export function recordOf(
  lesson: Lesson,
  { root, seeds, runs }: { root: string; seeds: readonly number[]; runs: readonly LessonRun[] },
): Recorded {
  const values = runs.map((run) => valuesOf(lesson, run).values);
  const names = Object.keys(lesson.numbers);
  return {
    schemaVersion: 2,
    lesson: lesson.id,
    command: `gradus numbers ${lesson.id} --seeds ${seeds.join(',')}`,
    commit: commitOf(root),
    machine: thisMachine(),
    backend: runs[0]?.backend ?? { name: 'none', device: 'none' },
    at: new Date().toISOString(),
    code: codeHash(lesson),
    seeds: [...seeds],
    seconds: runs.map(({ seconds }) => Number(seconds.toFixed(1))),
    numbers: Object.fromEntries(names.map((name) => [name, values.map((one) => one[name] ?? 0)])),
  };
}

/** @returns the file */
export async function writeRecord(lesson: Lesson, recorded: Recorded): Promise<string> {
  const path = recordedPath(lesson.path);
  await writeFile(path, `${JSON.stringify(recorded, null, 2)}\n`);
  return path;
}

function commitOf(root: string): string {
  const words = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude', '*'];
  try {
    return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    // A copy without its history has no commit to name.
    return 'unknown';
  }
}

const thisMachine = (): Recorded['machine'] => ({
  cpu: cpus()[0]?.model.trim() || 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.version,
});
