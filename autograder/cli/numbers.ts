/** `gradus numbers`: a lesson run with its solutions, and the numbers of its text recorded. */
import { relative } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { recordOf, runSeeds, writeRecord } from '../course/kernel-run/record-numbers.js';
import { RunStore } from '../course/kernel-run/store.js';
import { gateProblems } from '../course/numbers-recorded.js';
import { type LessonToRun, lessonsToRun, lessonToRun, tellProblems } from './lesson-to-run.js';
import { limitsHere, runSolved } from './run.js';

export interface NumbersFlags {
  seeds: readonly number[];
  /** One seed, nothing written. */
  fast: boolean;
}

/**
 * @returns 0 when the lesson ran and every number holds, else 1
 * @throws UsageError `repository-only`, `unknown-lesson`, `no-jupyter`
 */
export async function numbersCommand(
  id: string,
  { seeds, fast }: NumbersFlags,
  language: Language,
  m: Messages,
): Promise<number> {
  const { root } = await lessonsToRun(id);
  const given = await lessonToRun(root, id);
  if (fast) {
    const { problems } = await runSolved(
      given,
      given.lesson,
      { seed: seeds[0] ?? 1, seconds: (await limitsHere(m)).solved },
      m,
    );
    tellProblems(id, problems, language);
    if (problems.length === 0) console.log(m.cli.numbersHold({ lesson: id }));
    return problems.length === 0 ? 0 : 1;
  }
  return (await recordNumbers(given, seeds, new RunStore(root), language, m)) === undefined ? 1 : 0;
}

/**
 * Runs the seeds that are not kept, writes `numbers.json`, and tells what does not hold.
 *
 * @returns the runs; undefined when one went wrong or a number does not hold
 */
export async function recordNumbers(
  { root, lesson, solutions }: LessonToRun,
  seeds: readonly number[],
  store: RunStore,
  language: Language,
  m: Messages,
) {
  const { id } = lesson;
  const { runs, problems } = await runSeeds(lesson, {
    root,
    solutions,
    seeds,
    store,
    onRun: (seed, { seconds }, isKept) => {
      const said = { lesson: id, seed, seconds: seconds.toFixed(1) };
      console.log(isKept ? m.cli.numbersKept(said) : m.cli.numbersRan(said));
    },
  });
  if (problems.length > 0) {
    tellProblems(id, problems, language);
    return undefined;
  }
  if (Object.keys(lesson.numbers).length === 0) {
    console.log(m.cli.numbersNone({ lesson: id }));
    return runs;
  }
  const recorded = recordOf(lesson, { root, seeds, runs });
  const path = await writeRecord(lesson, recorded);
  console.log(m.cli.built({ file: relative(root, path) }));
  const missed = gateProblems(lesson, recorded, 'full');
  tellProblems(id, missed, language);
  if (missed.length > 0) return undefined;
  console.log(m.cli.numbersHold({ lesson: id }));
  return runs;
}
