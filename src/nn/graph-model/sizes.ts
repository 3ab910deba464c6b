/** Sizes that stay open in a graph, such as that of the batch. */

/** A size of the inputs that is not fixed. */
export interface OpenSize {
  /** The input, and the axis of it. */
  readonly input: number;
  readonly axis: number;
  /** What it is in each of the two runs that are compared. */
  readonly tried: readonly [number, number];
}

/** `factor` times powers of the open sizes: 4·B, B·T. */
export interface Product {
  readonly factor: number;
  /** One exponent for each open size. */
  readonly powers: readonly number[];
}

/** A number of an operation: fixed, or a product with open sizes. */
export type Size = number | Product;

export const isOpen = (size: Size): size is Product => typeof size !== 'number';

/** Exponents up to a degree of 2 each and 3 together: B, T, B·T, T², B·T². */
function exponents(count: number): number[][] {
  let all: number[][] = [[]];
  for (let i = 0; i < count; i++) all = all.flatMap((some) => [0, 1, 2].map((n) => [...some, n]));
  const degree = (powers: number[]): number => powers.reduce((a, b) => a + b, 0);
  return all.filter((one) => degree(one) <= 3).sort((a, b) => degree(a) - degree(b));
}

const productOf = (open: readonly OpenSize[], powers: readonly number[], run: 0 | 1): number =>
  open.reduce((product, { tried }, i) => product * tried[run] ** (powers[i] as number), 1);

/** What a number is that was `a` in the first run and `b` in the second; undefined: no product. */
export function sizeOf(open: readonly OpenSize[], a: number, b: number): Size | undefined {
  if (Object.is(a, b) || a === b) return a;
  for (const powers of exponents(open.length)) {
    const factor = a / productOf(open, powers, 0);
    if (factor > 0 && Number.isInteger(factor) && factor * productOf(open, powers, 1) === b) {
      return { factor, powers };
    }
  }
  return undefined;
}

/**
 * Two sizes to try for each open one: of different ratios, so that a number that changes from one run
 * to the other says by its ratio which sizes are in it.
 */
const TRIED = [
  [2, 5],
  [3, 2],
  [7, 8],
  [9, 4],
] as const;

/** The open sizes of a model's inputs: all have the batch in common. */
export function openSizes(shapes: readonly (readonly (number | null)[])[]): OpenSize[] {
  const open: OpenSize[] = [{ input: 0, axis: 0, tried: [2, 3] }];
  shapes.forEach((shape, input) => {
    shape.forEach((size, axis) => {
      if (size !== null || axis === 0) return;
      open.push({ input, axis, tried: TRIED[open.length] ?? [11, 10 + open.length] });
    });
  });
  if (open.length > 1) open[0] = { input: 0, axis: 0, tried: TRIED[0] };
  return open;
}

/** The shape of an input in one of the two runs. */
export function triedShape(
  open: readonly OpenSize[],
  shape: readonly (number | null)[],
  input: number,
  run: 0 | 1,
): number[] {
  return shape.map((size, axis) => {
    const found =
      axis === 0 ? open[0] : open.find((one) => one.input === input && one.axis === axis);
    return axis === 0 || size === null ? (found?.tried[run] as number) : size;
  });
}
