/** A tensor as plain data: what crosses the wall, and what the judge computes with. */

export type DType = 'float32' | 'int32' | 'bool';

/** A tensor as plain data. `data` is row-major, its length the product of `shape`. */
export class TensorValue {
  constructor(
    readonly dtype: DType,
    readonly shape: readonly number[],
    readonly data: Float32Array | Int32Array | Uint8Array,
  ) {}
}
