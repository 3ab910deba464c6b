/**
 * Tests that every function of tensors needs, whatever it computes: other sizes, a batch of one,
 * square matrices beside others, and one shape twice with other values.
 */
import { type Test, type TestContext, test } from '../judge/test.js';
import type { TensorValue, Value } from '../judge/value.js';
import { type Given, unseen } from './given.js';
import { oneExample, sameShape, squareAndOthers } from './words.js';

/** A function under test: how its arguments are drawn and its answer is judged. */
export interface Asked {
  /** Name of the exercise. */
  exercise: string;
  /** How many sizes its arguments are made of; the batch is the first: 3 for `[B, D]`, `[D, H]`. */
  sizes: number;
  /** Arguments of one call. */
  draw(t: TestContext, ...sizes: number[]): Value[];
  /** Judges an answer. Default: as close as usual to the reference's. */
  judge?(t: TestContext, got: Value, args: readonly Value[]): Promise<void> | void;
}

/**
 * Draws tensors of normal deviates, their shapes given by a letter for each size in the order of
 * their first use: `drawn('BD DH H')` with 4, 3 and 2 draws `[4, 3]`, `[3, 2]` and `[2]`.
 */
export function drawn(shapes: string, stddev = 1) {
  const names = shapes.split(' ');
  const letters = [...new Set(names.join(''))];
  return ({ randomTensor }: Pick<TestContext, 'randomTensor'>, ...sizes: number[]): TensorValue[] =>
    names.map((name) =>
      randomTensor(
        [...name].map((letter) => sizes[letters.indexOf(letter)] as number),
        stddev,
      ),
    );
}

/** Calls the function once and judges its answer; its arguments must be as they were. */
async function callOnce(
  t: TestContext,
  { exercise, draw, judge }: Asked,
  sizes: readonly number[],
): Promise<void> {
  const args = draw(t, ...sizes);
  const got = await t.student[exercise]?.(...args);
  if (judge === undefined) t.expectClose(got, await t.reference[exercise]?.(...args));
  else await judge(t, got, args);
  t.expectArgumentsUnchanged();
}

/** The function at each of these sizes, with values of its own for each. */
export function atSizes(asked: Asked, given: Given, ...all: readonly (readonly number[])[]): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    for (const sizes of all) await callOnce(t, asked, sizes);
  });
}

/** Sizes that differ from each other, smallest first, the smallest at least 2. */
function growing(t: TestContext, count: number): number[] {
  let size = 1;
  return Array.from({ length: count }, () => {
    size += t.rng.integer(1, 3);
    return size;
  });
}

/** One example is a batch too: its axis stays. */
export function batchOfOne(asked: Asked, given: Given): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const [, ...others] = growing(t, asked.sizes);
    await callOnce(t, asked, [1, ...others]);
    await callOnce(t, asked, [1, ...others.reverse()]);
  });
}

/** Square matrices hide a missing transpose, others hide what is done to square ones alone. */
export function squareAndNot(asked: Asked, given: Given): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const side = t.rng.integer(2, 6);
    await callOnce(t, asked, new Array<number>(asked.sizes).fill(side));
    await callOnce(t, asked, growing(t, asked.sizes));
    await callOnce(t, asked, growing(t, asked.sizes).reverse());
  });
}

/** A second call of the same shapes and other values: an answer from a memory is the old one. */
export function sameShapeTwice(asked: Asked, given: Given): Test {
  return test({ kind: 'value', ...given }, async (t) => {
    const sizes = growing(t, asked.sizes);
    for (let call = 0; call < 2; call++) await callOnce(t, asked, sizes);
  });
}

/** The hidden tests that every function of tensors needs, each worth these points. */
export function hiddenAtSizes(asked: Asked, points: number): Test[] {
  return [
    squareAndNot(asked, unseen(squareAndOthers, points)),
    batchOfOne(asked, unseen(oneExample, points)),
    sameShapeTwice(asked, unseen(sameShape, points)),
  ];
}
