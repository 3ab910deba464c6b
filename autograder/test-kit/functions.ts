/** Tests of a function of tensors: worked examples, slopes, inputs that are hard to compute with. */
import type { NestedNumbers, Test, TestContext, Tolerance } from '../judge/test.js';
import { test } from '../judge/test.js';
import type { TensorValue, Value } from '../judge/value.js';
import { numbers, slopes } from './float64.js';
import type { Given } from './given.js';
import { mapNames, namesOf, type Parameters } from './parameters.js';

/** A tensor written down: nested lists of float32, or of whole numbers. */
export type Written = NestedNumbers | { readonly int32: NestedNumbers };

/** A call as the statement shows it. */
export interface WorkedCall {
  args: readonly Written[];
  /** The answer, or each part of it by its name. */
  expected: Written | Readonly<Record<string, Written>>;
}

const isNumbers = (written: unknown): written is NestedNumbers =>
  typeof written === 'number' || Array.isArray(written);

const tensorOf = ({ tensor }: Pick<TestContext, 'tensor'>, written: Written): TensorValue =>
  isNumbers(written) ? tensor(written) : tensor(written.int32, undefined, 'int32');

const answerOf = (
  t: Pick<TestContext, 'tensor'>,
  expected: WorkedCall['expected'],
): TensorValue | Record<string, TensorValue> =>
  isNumbers(expected) || 'int32' in expected
    ? tensorOf(t, expected as Written)
    : mapNames(expected as Readonly<Record<string, Written>>, (part) => tensorOf(t, part));

/** Calls whose answers stand in the statement; a number as an answer is a scalar tensor. */
export function worked(exercise: string, given: Given, ...calls: readonly WorkedCall[]): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    for (const { args, expected } of calls) {
      const tensors = args.map((arg) => tensorOf(t, arg));
      t.expectClose(await t.student[exercise]?.(...tensors), answerOf(t, expected));
    }
  });
}

/** The answer of the solution, on inputs that the test's author chooses. */
export function likeReference(
  exercise: string,
  given: Given,
  draw: (t: TestContext) => readonly Value[],
  tolerance: Tolerance = {},
): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const args = draw(t);
    const got = await t.student[exercise]?.(...args);
    t.expectClose(got, await t.reference[exercise]?.(...args), tolerance);
  });
}

/**
 * Inputs so large or so small that a formula written down as it stands gives NaN or Infinity.
 * Default tolerance: wide, for float32 rounds differently on each right way.
 */
export const stable = (
  exercise: string,
  given: Given,
  draw: (t: TestContext) => readonly Value[],
  tolerance: Tolerance = { atol: 2e-3, rtol: 2e-3 },
): Test => likeReference(exercise, { kind: 'stability', ...given }, draw, tolerance);

/** A point at which a function's gradients are asked for. */
export interface Point<N extends string> {
  /** Of the call. */
  args: readonly Value[];
  /** By the name of each gradient, the tensor that it belongs to; it need not be an argument. */
  at: Readonly<Record<N, TensorValue>>;
  /** The loss in float64, by loops: a forward pass, no gradient. */
  loss(at: Parameters<N>): number;
}

/** Gradients that the function answers by name are the slopes of a loss. */
export function gradientsAreSlopes<N extends string>(
  exercise: string,
  given: Given,
  draw: (t: TestContext) => Point<N>,
): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    const { args, at, loss } = draw(t);
    const names = namesOf(at);
    const got = t.expectObject(await t.student[exercise]?.(...args), names);
    const point = mapNames(at, numbers);
    for (const name of names) {
      const expected = slopes(() => loss(point), point[name], 1e-3);
      const close = { what: name, atol: 1e-3, rtol: 1e-3 };
      t.expectClose(got[name], t.tensor(expected, at[name].shape), close);
    }
  });
}
