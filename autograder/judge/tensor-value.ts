/** A tensor as plain data: what crosses the wall, and what the judge computes with. */

export type RealDType = 'float32' | 'int32' | 'bool';
export type DType = RealDType | 'complex64';

/**
 * A tensor as plain data. `data` is row-major, its length the product of `shape`; of complex64 it is
 * twice that, each number as its real part and its imaginary one.
 */
export class TensorValue {
  constructor(
    readonly dtype: DType,
    readonly shape: readonly number[],
    readonly data: Float32Array | Int32Array | Uint8Array,
  ) {}
}
