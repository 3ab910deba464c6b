/** That a function refuses what its contract excludes, by throwing the error that is named there. */

import type { Wording } from '../../src/messages/text.js';
import { Failure } from '../judge/failure.js';
import type { TestContext } from '../judge/test.js';
import type { Value } from '../judge/value.js';
import type { Issue } from '../judge/verdict.js';

/** Whether what a call threw is a `RangeError`, by its name or as an instance of a class of its own. */
const isRangeError = ({ params }: Issue): boolean =>
  params.name === 'RangeError' || params.builtin === 'RangeError';

/**
 * What a function threw where a `RangeError` is due.
 *
 * @param who begins the sentence that says what was due: `` `batchIndices(10, 0, 1)` ``
 * @returns the error as the judge holds it; undefined where the call gave an answer
 * @throws Failure where another error came, which says both what was due and what came
 */
export async function refusalOf(
  call: Promise<Value> | undefined,
  who: Wording,
): Promise<Issue | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure) || error.issue.code !== 'threw') throw error;
    const { issue, verdict } = error;
    if (isRangeError(issue)) return issue;
    // What the library refuses says its own remedy.
    if (issue.params.name === 'NotAllowedError') throw error;
    const { code: _threw, params, ...details } = issue;
    throw new Failure(
      'wrong-error',
      { ...params, what: who, expected: 'RangeError' },
      details,
      verdict,
    );
  }
}

/**
 * Fails unless the function throws a `RangeError`; another error and an answer fail the test with a
 * sentence that says what should have been refused.
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
  const call = t.student[exercise]?.(...args).then((value) => {
    got = value;
    return value;
  });
  if ((await refusalOf(call, { en: `\`${shown}\``, zh: `\`${shown}\`` })) !== undefined) return;
  t.expect(
    false,
    {
      en: `\`${shown}\` must throw a RangeError; it gave an answer.`,
      zh: `\`${shown}\` 应抛出 RangeError，却给出了结果。`,
    },
    { got },
  );
}
