/** `gradus mutate`: what the tests of a lesson say of the mutants of its solution. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRng, type Seed } from '../../../src/backend/random.js';
import { packageRoot } from '../../../src/package-root.js';
import { partFile } from '../../judge/reference-folder.js';
import type { LoadedReference } from '../load.js';
import { compileMutant, importsOf } from './compile.js';
import { type Equivalent, isRecorded, matches } from './equivalents.js';
import { type GeneratedMutant, mutantsOf } from './generate.js';
import { judgeFunction, judgeMutant } from './judge-mutant.js';
import { withoutStrays } from './strays.js';

/** At most one mutant in so many may be recorded as equivalent. */
const mutantsToAnEquivalent = 10;

/** A survivor is tried with so many more draws of inputs: some may reject it. */
const moreDraws = 9;

/** A solution that needs longer for one call is no good to anybody. */
const longestSolutionMs = 60_000;

export interface Survivor extends GeneratedMutant {
  /** Draws of inputs in which a test rejects it, of `draws`. */
  rejectedIn: number;
  draws: number;
}

export interface ExerciseScore {
  exercise: string;
  /** Mutants judged. */
  mutants: number;
  rejected: number;
  equivalent: number;
  survivors: Survivor[];
  /** A test broke on these, so nothing is known of them. */
  broken: (GeneratedMutant & { test: string })[];
  /** Entries of `equivalents.ts` that a test rejects. */
  rejectedEquivalents: GeneratedMutant[];
  /** Entries of `equivalents.ts` that are no mutant of today's solution. */
  stale: Equivalent[];
  /** How many may be recorded as equivalent, where more are. */
  mostEquivalents?: number;
  ms: number;
}

export interface MutateOptions {
  equivalents?: readonly Equivalent[];
  /** Mutants of each exercise, drawn from `seed`. Default: all. */
  sample?: number | undefined;
  /** Default 0. */
  seed?: Seed;
}

/** The file of a lesson's solution as its author wrote it. */
export const solutionPath = (lesson: string): string =>
  join('autograder', 'reference', lesson, 'solution.ts');

/**
 * Judges the mutants of an exercise.
 *
 * @param text the file of the solution
 * @param at what its imports are relative to
 * @throws Error when the solution itself, compiled as mutants are, does not pass
 */
export async function mutateExercise(
  reference: LoadedReference,
  exercise: string,
  { text, at }: { text: string; at: URL },
  { equivalents = [], sample, seed = 0 }: MutateOptions = {},
): Promise<ExerciseScore> {
  const begun = performance.now();
  const imports = await importsOf(text, at);
  const all = await mutantsOf(text, exercise);
  const chosen =
    sample === undefined ? all : createRng(`${seed}/${exercise}`).shuffle(all).slice(0, sample);
  const mostMs = await limitOf(reference, exercise, text, imports);
  const score: ExerciseScore = {
    ...{ exercise, mutants: chosen.length, rejected: 0, equivalent: 0, ms: 0 },
    ...{ survivors: [], broken: [], rejectedEquivalents: [] },
    ...bookkeeping(exercise, all, equivalents),
  };
  await withoutStrays(async () => {
    for (const mutant of chosen) await judge(mutant);
  });
  return { ...score, ms: performance.now() - begun };

  async function judge(mutant: GeneratedMutant): Promise<void> {
    const recorded = isRecorded(equivalents, mutant);
    const options = { imports, mostMs, moreDraws: recorded ? 0 : moreDraws };
    const { fate, by, rejectedIn } = await judgeMutant(reference, mutant, options);
    if (fate === 'broken') score.broken.push({ ...mutant, test: by?.id ?? '' });
    else if (fate === 'rejected') {
      score.rejected++;
      if (recorded) score.rejectedEquivalents.push(mutant);
    } else if (recorded) score.equivalent++;
    else score.survivors.push({ ...mutant, rejectedIn, draws: 1 + moreDraws });
  }
}

/** What is wrong with the records themselves, judged by all mutants, whatever the sample. */
function bookkeeping(
  exercise: string,
  all: readonly GeneratedMutant[],
  equivalents: readonly Equivalent[],
): Pick<ExerciseScore, 'stale' | 'mostEquivalents'> {
  const own = equivalents.filter((one) => one.exercise === exercise);
  const most = Math.floor(all.length / mutantsToAnEquivalent);
  const covered = all.filter((mutant) => isRecorded(own, mutant)).length;
  return {
    stale: own.filter((one) => !all.some((mutant) => matches(one, mutant))),
    ...(covered > most && { mostEquivalents: most }),
  };
}

/** A limit that the solution keeps with ease, so that a mutant which waits for ever is ended. */
async function limitOf(
  reference: LoadedReference,
  exercise: string,
  text: string,
  imports: ReadonlyMap<string, unknown>,
): Promise<number> {
  const { fn } = await compileMutant(text, exercise, imports, longestSolutionMs);
  const begun = performance.now();
  const { fate, by } = await judgeFunction(reference, exercise, fn, { mostMs: longestSolutionMs });
  if (fate !== 'survived') {
    throw new Error(
      `Expected the solution of ${exercise} to pass its tests before it is changed. Received: ${by?.id} ${by?.verdict}. Run the reference's tests.`,
    );
  }
  return Math.max(1000, 2 * (performance.now() - begun));
}

/** The solution of a lesson of this package, as `mutateExercise` takes it. */
export async function solutionOf(lesson: string): Promise<{ text: string; at: URL }> {
  const at = partFile(lesson, 'solution');
  if (at === undefined) throw new Error(`Expected a solution of lesson ${lesson}.`);
  return { text: await readFile(join(packageRoot(), solutionPath(lesson)), 'utf8'), at };
}

/** Whether nothing stands against an exercise. */
export const isClean = (score: ExerciseScore): boolean =>
  score.mostEquivalents === undefined &&
  [score.survivors, score.broken, score.rejectedEquivalents, score.stale].every(
    ({ length }) => length === 0,
  );
