/** `gradus mutate`: mutants of a lesson's solutions, and which of them no test rejects. */
import { join } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { lessonsWithReference } from '../judge/reference-folder.js';
import type { ExerciseScore } from '../reference/mutation/mutate.js';
import type { OperatorName } from '../reference/mutation/operator.js';
import { UsageError } from '../results/types.js';
import { askedLessons, requireRepository } from './asked-lessons.js';

export interface MutateFlags {
  sample?: string;
  seed: string;
}

/** The longest line that is shown whole. */
const longest = 160;

/**
 * @param lesson default: every lesson
 * @returns 0 when a test rejects every mutant that is not recorded as equivalent, else 1
 * @throws UsageError `repository-only`, `unknown-lesson`, `bad-value`
 */
export async function mutateCommand(
  lesson: string | undefined,
  { sample, seed }: MutateFlags,
  m: Messages,
): Promise<number> {
  requireRepository();
  const asked = askedLessons(lessonsWithReference(), lesson);
  const options = { sample: sampleOf(sample), seed };
  let ok = true;
  for (const one of asked) {
    ok = (await mutateLesson(one, options, m)) && ok;
  }
  if (ok) console.log(m.mutation.allRejected);
  return ok ? 0 : 1;
}

async function mutateLesson(
  lesson: string,
  options: { sample: number | undefined; seed: string },
  m: Messages,
): Promise<boolean> {
  const { loadReference } = await import('../reference/load.js');
  const { equivalentsOf } = await import('../reference/mutation/equivalents.js');
  const { isClean, mutateExercise, solutionOf, solutionPath } = await import(
    '../reference/mutation/mutate.js'
  );
  const { readLesson } = await import('../course/index.js');
  const { allowed } = await readLesson(join(packageRoot(), 'notebooks', lesson, 'lesson.md'));
  const reference = await loadReference(lesson, undefined, allowed);
  const [solution, equivalents] = [await solutionOf(lesson), await equivalentsOf(lesson)];
  let ok = true;
  for (const exercise of Object.keys(reference.tests)) {
    const score = await mutateExercise(reference, exercise, solution, { ...options, equivalents });
    ok = isClean(score) && ok;
    const { mutants, rejected, equivalent, ms } = score;
    const share = percent(rejected, mutants - equivalent);
    const seconds = (ms / 1000).toFixed(1);
    console.log(
      m.mutation.score({ lesson, exercise, mutants, rejected, equivalent, share, seconds }),
    );
    for (const line of findings(score, solutionPath(lesson), m)) console.error(line);
  }
  return ok;
}

/** What stands against an exercise, a line each. */
export function findings(score: ExerciseScore, file: string, m: Messages): string[] {
  const { said } = m.mutation;
  const told = (one: { operator: OperatorName; before: string; after: string }) => ({
    ...{ file, operator: m.mutation.operators[one.operator] },
    ...{ before: cut(one.before), after: cut(one.after) },
  });
  const { exercise, mostEquivalents } = score;
  return [
    ...score.survivors.map((one) => said.survived({ ...told(one), ...numbersOf(one) })),
    ...score.broken.map((one) => said.broken({ ...told(one), line: one.line, test: one.test })),
    ...score.rejectedEquivalents.map((one) => said.rejected({ ...told(one), line: one.line })),
    ...score.stale.map((one) => said.stale({ ...told(one), exercise })),
    ...(mostEquivalents === undefined ? [] : [said.tooMany({ exercise, most: mostEquivalents })]),
  ];
}

const numbersOf = ({ line, rejectedIn, draws }: ExerciseScore['survivors'][number]) => ({
  ...{ line, rejectedIn, draws },
});

/** A survivor in a thousand is no 100 %. */
const percent = (part: number, whole: number): string =>
  `${whole === 0 ? 100 : Math.floor((1000 * part) / whole) / 10}`;

const cut = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;

/** @throws UsageError `bad-value` */
function sampleOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const n = Number(given);
  if (!/^\d+$/.test(given) || n < 1 || n > 1_000_000) {
    throw new UsageError('bad-value', {
      ...{ option: '--sample', got: given, expected: '1 … 1000000' },
    });
  }
  return n;
}
