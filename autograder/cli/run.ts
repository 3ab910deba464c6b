/** `gradus run`: lessons run top to bottom in the real kernel, solved and as they are handed out. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { type LessonRun, runLesson } from '../course/kernel-run/run.js';
import { valuesOf } from '../course/kernel-run/values.js';
import { slownessOf, timedWork } from '../course/kernel-run/yardstick.js';
import type { Lesson } from '../course/lesson.js';
import { differences, gateProblems } from '../course/numbers-recorded.js';
import { outputsMissing } from '../course/outputs-missing.js';
import type { Problem } from '../course/problem.js';
import { cellsWithout } from '../outputs.js';
import {
  inLanguage,
  type LessonToRun,
  lessonsToRun,
  lessonToRun,
  publishedPath,
  tellProblems,
} from './lesson-to-run.js';

/** What a lesson may take on two cores, in seconds: with its solutions, and as it is handed out. */
const limits = { solved: 45, unsolved: 15 };
type Limits = Readonly<typeof limits>;

/** The limits on this machine as it is now, and a word of it where they are others. */
export async function limitsHere(m: Messages): Promise<Limits> {
  const slowness = slownessOf(await timedWork());
  if (slowness === 1) return limits;
  const here = {
    solved: Math.ceil(limits.solved * slowness),
    unsolved: Math.ceil(limits.unsolved * slowness),
  };
  console.log(
    m.cli.runSlowMachine({
      times: slowness.toFixed(1),
      ...{ usualSolved: limits.solved, usualUnsolved: limits.unsolved, ...here },
    }),
  );
  return here;
}

/** After these it did not run to its end. */
const endedEarly = new Set<Problem['code']>([
  'run-cell',
  'run-dead',
  'run-failed',
  'run-overtime',
  'run-start',
]);

/** Where nothing is solved a training shows only that it runs. */
const unsolvedSteps = 2;

export interface RunFlags {
  /** Only with its solutions. */
  solved: boolean;
  /** Only as it is handed out. */
  unsolved: boolean;
}

/**
 * @param id default: all lessons
 * @param language of the notebooks, and of what is said
 * @returns 0 when nothing is wrong with them, else 1
 * @throws UsageError `repository-only`, `unknown-lesson`, `no-jupyter`; CourseError for a lesson that
 *   cannot be read
 */
export async function runCommand(
  id: string | undefined,
  flags: RunFlags,
  language: Language,
  m: Messages,
): Promise<number> {
  const { root, ids } = await lessonsToRun(id);
  const [both, seed] = [flags.solved === flags.unsolved, 1];
  let ok = true;
  for (const one of ids) {
    const given = await lessonToRun(root, one);
    const lesson = await inLanguage(given, language);
    if (lesson === undefined) {
      console.log(m.cli.notTranslatedRun({ lesson: one }));
      continue;
    }
    const problems: Problem[] = [];
    const seconds = await limitsHere(m);
    if (both || flags.solved) {
      const solved = await runSolved(given, lesson, { seed, seconds: seconds.solved }, m);
      problems.push(...solved.problems, ...(await missingOutputs(lesson, solved.run)));
    }
    if (both || flags.unsolved) {
      const run = await runLesson(lesson, {
        root,
        seed,
        seconds: seconds.unsolved,
        maxSteps: unsolvedSteps,
      });
      tellTime(m.cli.ranUnsolved, lesson, run);
      problems.push(...run.problems);
    }
    tellProblems(one, problems, language);
    ok &&= problems.length === 0;
  }
  if (ok) console.log(m.cli.runsClean({ n: ids.length }));
  return ok ? 0 : 1;
}

/** One seed of a solved lesson, and whether its numbers hold. */
export async function runSolved(
  { root, solutions }: LessonToRun,
  lesson: Lesson,
  { seed, seconds }: { readonly seed: number; readonly seconds: number },
  m: Messages,
): Promise<{ run: LessonRun; problems: Problem[] }> {
  const run = await runLesson(lesson, { root, solutions, seed, seconds });
  tellTime(m.cli.ranSolved, lesson, run);
  if (run.problems.length > 0) return { run, problems: run.problems };
  const { values, problems } = valuesOf(lesson, run);
  if (problems.length > 0) return { run, problems };
  const columns = Object.entries(values).map(([name, value]) => [name, [value]] as const);
  const once = { seeds: [seed], numbers: Object.fromEntries(columns) };
  const { recorded } = lesson;
  const differ = typeof recorded === 'object' ? differences(lesson, recorded, once) : [];
  return { run, problems: [...gateProblems(lesson, once, 'fast'), ...differ] };
}

function tellTime(
  words: (p: { lesson: string; seconds: string }) => string,
  lesson: Lesson,
  run: LessonRun,
): void {
  if (!run.problems.some(({ code }) => endedEarly.has(code)))
    console.log(words({ lesson: lesson.id, seconds: run.seconds.toFixed(1) }));
}

/** Cells that show something here and nothing in the published notebook. */
async function missingOutputs(lesson: Lesson, run: LessonRun): Promise<Problem[]> {
  if (run.problems.length > 0) return [];
  const path = publishedPath(lesson);
  if (!existsSync(path)) return [];
  const text = await readFile(path, 'utf8');
  return outputsMissing(lesson, basename(path), cellsWithout(text, run.outputs));
}
