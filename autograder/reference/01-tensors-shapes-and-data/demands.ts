/** The demands of lesson 01's tests about shapes. Nothing here knows the solution. */
import type { Text } from '../../../src/messages/text.js';
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Given } from '../../test-kit/given.js';
import { expectRefusal } from '../../test-kit/refuses.js';

/** The offset of each index of a shape, in the order of a row-major walk, by these strides. */
function offsets(shape: readonly number[], strides: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (found, size, axis) =>
      found.flatMap((offset) =>
        Array.from({ length: size }, (_, i) => offset + i * (strides[axis] ?? Number.NaN)),
      ),
    [0],
  );
}

/** Sizes from 2 on, or from `smallest`. */
const randomShape = ({ rng }: TestContext, rank: number, smallest = 2): number[] =>
  Array.from({ length: rank }, () => rng.integer(smallest, 6));

/** Strides lead to each place in memory once, in order. */
export const stridesReachAll = (given: Given, ranks: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const rank of ranks) {
      const shape = randomShape(t, rank);
      const strides = t.expectNumbers(await t.student.stridesOf?.([...shape]), 'stridesOf');
      t.expect(
        strides.length === rank,
        {
          en: `Shape [${shape}] has ${rank} axes and gets ${strides.length} strides.`,
          zh: `形状 [${shape}] 有 ${rank} 个轴，却得到 ${strides.length} 个步长。`,
        },
        { got: strides },
      );
      const got = offsets(shape, strides);
      const wrong = got.findIndex((offset, i) => offset !== i);
      t.expect(
        wrong < 0,
        {
          en: `In shape [${shape}] element ${wrong}, counted row by row, is looked for at ${got[wrong]}.`,
          zh: `形状为 [${shape}] 时，按行数第 ${wrong} 个元素被到位置 ${got[wrong]} 去找。`,
        },
        { got: strides },
      );
      t.expectArgumentsUnchanged();
    }
  });

/** A size of 1 or 0 is a factor like any other. */
export const stridesOfSmallSizes = (given: Given): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const [a, b, c] = randomShape(t, 3) as [number, number, number];
    t.expectClose(await t.student.stridesOf?.([a, 1, b]), [b, b, 1]);
    t.expectClose(await t.student.stridesOf?.([1, c, 1]), [c, 1, 1]);
    t.expectClose(await t.student.stridesOf?.([a, 0, c]), [0, c, 1]);
  });

/** Two shapes that fit: a result with some sizes put to 1, and with axes in front left out. */
function fittingShapes(t: TestContext, rank: number): [number[], number[], number[]] {
  const result = randomShape(t, rank);
  const [a, b] = [[...result], [...result]];
  for (const axis of result.keys()) {
    const which = t.rng.integer(0, 3);
    if (which === 1) a[axis] = 1;
    if (which === 2) b[axis] = 1;
  }
  const short = b.slice(t.rng.integer(0, rank));
  // What is left out counts as 1: there the other shape must keep its size.
  for (let axis = 0; axis < rank - short.length; axis++) a[axis] = result[axis] as number;
  return [a, short, result];
}

export const broadcastFits = (given: Given, ranks: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const rank of ranks) {
      const [a, b, result] = fittingShapes(t, rank);
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        const what: Text = {
          en: `The shape of [${one}] and [${other}]`,
          zh: `[${one}] 与 [${other}] 的结果形状`,
        };
        const got = await t.student.broadcastShapes?.([...one], [...other]);
        t.expectClose(got, result, { what });
        t.expectArgumentsUnchanged();
      }
    }
  });

/** Two shapes that differ along one axis, neither size being 1. */
export function clashingShapes(t: TestContext, rank: number): [number[], number[]] {
  const [a, b] = fittingShapes(t, rank);
  const back = t.rng.integer(1, b.length + 1);
  const size = t.rng.integer(2, 6);
  a[rank - back] = size;
  b[b.length - back] = size + t.rng.integer(1, 4);
  return [a, b];
}

/** 1 gives way to 0 as to any other size; a larger size does not. */
export const broadcastsEmpty = (given: Given, ranks: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const rank of ranks) {
      const shape = randomShape(t, rank);
      const axis = t.rng.integer(0, rank);
      const put = (size: number): number[] => shape.map((old, i) => (i === axis ? size : old));
      const [empty, one] = [put(0), put(1)];
      for (const [a, b] of [
        [empty, one],
        [one, empty],
        [empty, empty],
      ] as const) {
        const what: Text = {
          en: `The shape of [${a}] and [${b}]`,
          zh: `[${a}] 与 [${b}] 的结果形状`,
        };
        t.expectClose(await t.student.broadcastShapes?.([...a], [...b]), empty, { what });
      }
      const call = `broadcastShapes([${empty}], [${shape}])`;
      await expectRefusal(t, 'broadcastShapes', call, [empty, shape]);
    }
  });
