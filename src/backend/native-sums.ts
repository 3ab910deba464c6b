/**
 * Long sums of the `tensorflow` backend, in stages.
 *
 * TensorFlow adds the rows of a matrix one after the other in float32, where a long sum stops
 * growing: the mean of four million rows of 0.1 is 0.0961 there.
 */
import * as core from '@tensorflow/tfjs-core';

/** Up to here one sum of TensorFlow's is off by less than 1e-6 of the result. */
const SHORT = 512;
/** Neighbouring numbers are added up by several running sums, which adds exactness. */
const SHORT_ROW = 2048;
/** How many numbers a stage adds up. */
const STAGE = 32;

/** `count` numbers as whole groups: `[number of groups, size of one]`, the last filled up. */
function groups(count: number): [number, number] {
  let size = STAGE;
  while (size > 8 && count % size !== 0) size--;
  if (count % size !== 0) size = STAGE;
  return [Math.ceil(count / size), size];
}

/** With zeros at the end of its middle dimension, up to `count`. */
function filledUp(x: core.Tensor3D, count: number): core.Tensor3D {
  if (x.shape[1] === count) return x;
  return core.pad3d(x, [
    [0, 0],
    [0, count - x.shape[1]],
    [0, 0],
  ]);
}

/** Sums of the middle dimension: `[before, count, after]` → `[before, after]`. */
function stagedSum(x: core.Tensor3D): core.Tensor {
  const [before, count, after] = x.shape;
  if (count <= STAGE) return core.sum(x, 1);
  const [number, size] = groups(count);
  const rows = core.reshape(filledUp(x, number * size), [before * number, size, after]);
  return stagedSum(core.reshape(core.sum(rows, 1), [before, number, after]));
}

/** Running sums along the middle dimension. */
function stagedCumsum(x: core.Tensor3D, exclusive: boolean): core.Tensor3D {
  const [before, count, after] = x.shape;
  if (count <= STAGE) return core.cumsum(x, 1, exclusive);
  const [number, size] = groups(count);
  const rows = core.reshape(filledUp(x, number * size), [before, number, size, after]);
  const within = core.cumsum(rows, 2, exclusive);
  const totals = core.reshape(core.sum(rows, 2), [before, number, after]) as core.Tensor3D;
  const start = core.reshape(stagedCumsum(totals, true), [before, number, 1, after]);
  const all = core.reshape(core.add(within, start), [before, number * size, after]);
  return core.slice3d(all as core.Tensor3D, [0, 0, 0], [before, count, after]);
}

/** Axes `first … end - 1` as the middle of three. */
function asBlock(x: core.Tensor, first: number, end: number): core.Tensor3D {
  const size = (from: number, to?: number): number =>
    core.util.sizeFromShape(x.shape.slice(from, to));
  return core.reshape(x, [size(0, first), size(first, end), size(end)]);
}

/** Runs of neighbouring axes: `[0, 1, 3]` is `[0, 1]` and `[3]`. */
function neighbours(axes: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const axis of axes) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1) === axis - 1) last.push(axis);
    else runs.push([axis]);
  }
  return runs;
}

/**
 * The sum or mean of a large float32 tensor; undefined for a small one, which TensorFlow adds up
 * well enough in one operation.
 */
export function longSum(
  x: core.Tensor,
  { axis, keepDims }: { axis: number | number[]; keepDims?: boolean },
  what: 'sum' | 'mean',
): core.Tensor | undefined {
  const axes = core.util.parseAxisParam(axis, x.shape);
  const count = axes.reduce((product, one) => product * (x.shape[one] as number), 1);
  if (x.dtype !== 'float32' || count <= SHORT || x.size === 0) return undefined;
  const runs = neighbours(axes);
  const isRow = runs.length === 1 && axes.at(-1) === x.rank - 1;
  if (isRow && count <= SHORT_ROW) return undefined;
  return core.tidy(() => {
    let sum = x;
    // The last axes first: what is left of the shape keeps its places.
    for (const run of runs.reverse()) {
      const [first, end] = [run[0] as number, (run.at(-1) as number) + 1];
      const shape = [...sum.shape.slice(0, first), ...sum.shape.slice(end)];
      sum = core.reshape(stagedSum(asBlock(sum, first, end)), shape);
    }
    if (what === 'mean') sum = core.mul(sum, 1 / count);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    return keepDims === true ? core.reshape(sum, kept) : sum;
  });
}

/** Running sums along a long axis; undefined for a short one. */
export function longCumsum(
  x: core.Tensor,
  { axis, exclusive, reverse }: core.CumsumAttrs,
): core.Tensor | undefined {
  const [along] = core.util.parseAxisParam(axis, x.shape);
  if (along === undefined || x.dtype !== 'float32' || (x.shape[along] as number) <= SHORT) {
    return undefined;
  }
  return core.tidy(() => {
    const turned = reverse ? core.reverse(x, along) : x;
    const sums = stagedCumsum(asBlock(turned, along, along + 1), exclusive);
    const shaped = core.reshape(sums, x.shape);
    return reverse ? core.reverse(shaped, along) : shaped;
  });
}
