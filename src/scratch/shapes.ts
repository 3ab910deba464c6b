/** Shapes of tensors as lists of sizes, by hand. */

/**
 * How far apart in memory two neighbours along each axis lie, row after row (row-major): the last
 * axis has stride 1, each other one the product of the sizes behind it.
 *
 * @param shape sizes; `[]`, the shape of one number, gives `[]`
 * @example
 * stridesOf([2, 3, 4]); // [12, 4, 1]
 */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

/**
 * The shape of a result of two tensors of these shapes: aligned at the right, each pair of sizes is
 * equal or one of them is 1.
 *
 * @throws RangeError when two sizes differ and neither is 1
 * @example
 * broadcastShapes([5, 1], [3]); // [5, 3]
 */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [m, n] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (m !== n && m !== 1 && n !== 1) {
      throw new RangeError(
        `Expected sizes that are equal, or 1, along each axis. Received: [${a}] and [${b}]`,
      );
    }
    return m === 1 ? n : m;
  });
}
