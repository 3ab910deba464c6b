/** That a function refuses what its contract excludes, by throwing the error that is named there. */

import { Failure } from '../judge/failure.js';
import type { TestContext } from '../judge/test.js';
import type { Value } from '../judge/value.js';

/**
 * Fails unless the function throws a `RangeError`. Another error fails the test as itself, an answer
 * with a sentence that says what should have been refused.
 *
 * @param shown the call as a person reads it: `batchIndices(10, 0, 1)`
 */
export async function expectRefusal(
  t: Pick<TestContext, 'student' | 'expect'>,
  exercise: string,
  shown: string,
  args: readonly Value[],
): Promise<void> {
  let got: Value;
  try {
    got = await t.student[exercise]?.(...args);
  } catch (error) {
    if (error instanceof Failure && error.issue.code === 'threw') {
      if (error.issue.params.name === 'RangeError') return;
    }
    throw error;
  }
  t.expect(
    false,
    {
      en: `\`${shown}\` must throw a RangeError; it gave an answer.`,
      zh: `\`${shown}\` 应抛出 RangeError，却给出了结果。`,
    },
    { got },
  );
}
