/** The seed of a lesson: one for all readers, another one for each run that measures the spread. */
import { messages } from '../messages/index.js';

/** Names the seed of a run that records numbers. */
export const seedVariable = 'GRADUS_SEED';

/** What a lesson is read with, and the first seed of a run that records. */
const usual = 1;

/**
 * The seed from which a lesson draws its splits and start weights: 1, so that every reader sees the
 * same numbers. `gradus numbers` runs the lesson with others, by the variable `GRADUS_SEED`.
 *
 * @throws RangeError when `GRADUS_SEED` is not a whole number from 0 to 2³¹ − 1
 * @example
 * const seed = lessonSeed();
 * const { train, test } = trainTestSplit(digits, { testFraction: 0.2, seed });
 */
export function lessonSeed(): number {
  const given = process.env[seedVariable];
  if (given === undefined || given === '') return usual;
  const seed = Number(given);
  if (!/^\d{1,10}$/.test(given) || seed >= 2 ** 31) {
    throw new RangeError(messages().notebook.record.seed({ got: given }));
  }
  return seed;
}
