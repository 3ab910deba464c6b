/** Vectors that are compared by the angle between them, row by row. */

/** Brings each row to length 1, in place; one of nothing but zeros stays, and is like nothing. */
export function toUnitRows<T extends Float32Array | Float64Array>(values: T, width: number): T {
  for (let from = 0; from < values.length; from += width) {
    const row = values.subarray(from, from + width);
    const length = Math.hypot(...row);
    if (length > 0) for (let i = 0; i < width; i++) row[i] = (row[i] as number) / length;
  }
  return values;
}

/** The product of each row with a vector of the rows' width: its cosine, where both have length 1. */
export function products(
  rows: Float32Array | Float64Array,
  vector: ArrayLike<number>,
): Float64Array {
  const width = vector.length;
  const found = new Float64Array(rows.length / width);
  for (let row = 0; row < found.length; row++) {
    let product = 0;
    for (let i = 0; i < width; i++) {
      product += (rows[row * width + i] as number) * (vector[i] as number);
    }
    found[row] = product;
  }
  return found;
}
