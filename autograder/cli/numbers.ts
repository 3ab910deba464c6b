/** `gradus numbers`: a lesson run with its solutions, and the numbers of its text recorded. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { lessonFolders } from '../course/course.js';
import { readLesson, solutionSources } from '../course/index.js';
import { type Recorded, recordedPath } from '../course/numbers-file.js';
import { codeHash, differences, gateProblems } from '../course/numbers-recorded.js';
import { jupyterPython, runForNumbers } from '../course/numbers-run.js';
import { CourseError, type Problem, problemText } from '../course/problem.js';
import { holdsSolutions } from '../judge/reference-folder.js';
import { UsageError } from '../results/types.js';

export interface NumbersFlags {
  seeds: readonly number[];
  /** One seed, nothing written. */
  fast: boolean;
}

/** @returns 0 when the lesson ran and every number holds, else 1 */
export async function numbersCommand(
  id: string,
  { seeds, fast }: NumbersFlags,
  language: Language,
  m: Messages,
): Promise<number> {
  const root = packageRoot();
  if (!holdsSolutions) throw new UsageError('repository-only');
  const folders = await lessonFolders(root);
  if (!folders.includes(id)) {
    throw new UsageError('unknown-lesson', { lesson: id, known: folders.join(', ') });
  }
  const jupyter = jupyterPython(root);
  if (!existsSync(jupyter)) throw new UsageError('no-jupyter', { path: jupyter });
  const lesson = await readLesson(join(root, 'notebooks', id, 'lesson.md'));
  const sources = solutionSources(join(root, 'autograder', 'reference', id, 'solution.ts'));
  const known = lesson.exercises.map((exercise) => [exercise.id, sources[exercise.id] ?? '']);
  const solutions = Object.fromEntries(known);
  const tell = (problems: readonly Problem[]): number => {
    for (const one of problems) {
      console.error(problemText({ ...one, file: `${id}/${one.file}` }, language));
    }
    if (problems.length === 0) console.log(m.cli.numbersHold({ lesson: id }));
    return problems.length === 0 ? 0 : 1;
  };

  const wanted = fast ? seeds.slice(0, 1) : seeds;
  const seconds: number[] = [];
  const numbers: Record<string, number[]> = {};
  for (const seed of wanted) {
    try {
      const run = await runForNumbers(lesson, { root, solutions, seed });
      console.log(m.cli.numbersRan({ lesson: id, seed, seconds: run.seconds.toFixed(1) }));
      seconds.push(Number(run.seconds.toFixed(1)));
      for (const [name, value] of Object.entries(run.values)) {
        numbers[name] = [...(numbers[name] ?? []), value];
      }
    } catch (error) {
      if (error instanceof CourseError) return tell(error.problems);
      throw error;
    }
  }
  if (Object.keys(lesson.numbers).length === 0) {
    console.log(m.cli.numbersNone({ lesson: id }));
    return 0;
  }
  const found = gateProblems(lesson, { seeds: wanted, numbers }, fast ? 'fast' : 'full');
  if (fast) {
    const { recorded } = lesson;
    const kept = typeof recorded === 'object' ? recorded : undefined;
    const differ = kept === undefined ? [] : differences(lesson, kept, { seeds: wanted, numbers });
    return tell([...found, ...differ]);
  }
  const recorded: Recorded = {
    schemaVersion: 1,
    lesson: id,
    command: `gradus numbers ${id} --seeds ${seeds.join(',')}`,
    commit: commitOf(root),
    machine: thisMachine(),
    at: new Date().toISOString(),
    code: codeHash(lesson),
    seeds: [...seeds],
    seconds,
    numbers,
  };
  const path = recordedPath(lesson.path);
  await writeFile(path, `${JSON.stringify(recorded, null, 2)}\n`);
  console.log(m.cli.built({ file: relative(root, path) }));
  return tell(found);
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
