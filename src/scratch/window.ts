/** Where the windows of a convolution lie along one axis. */

/** `valid`: inside the picture; `same`: as many as there are pixels, divided by the stride. */
export type Padding = 'same' | 'valid';

/** Windows along one axis. */
export interface Slides {
  /** How many there are. */
  count: number;
  /** Zeros before the first pixel. */
  before: number;
  /** Zeros behind the last. */
  after: number;
}

/** @throws RangeError when it is no integer >= 1 */
export function checkStride(stride: number): void {
  if (!Number.isInteger(stride) || stride < 1) {
    throw new RangeError(`Expected \`stride\` to be an integer >= 1. Received: ${stride}`);
  }
}

/**
 * The windows along an axis of `size` pixels.
 *
 * @throws RangeError for a stride that is no integer >= 1, a padding of another name, or a window
 *   larger than the axis with `valid`
 */
export function slides(size: number, window: number, stride: number, padding: Padding): Slides {
  checkStride(stride);
  if (padding === 'valid') {
    if (window > size) {
      throw new RangeError(
        `Expected a window of at most ${size} pixels (or padding 'same'). Received: ${window}`,
      );
    }
    return { count: Math.floor((size - window) / stride) + 1, before: 0, after: 0 };
  }
  if (padding !== 'same') {
    throw new RangeError(`Expected \`padding\` to be 'same' or 'valid'. Received: ${padding}`);
  }
  const count = Math.ceil(size / stride);
  const zeros = Math.max((count - 1) * stride + window - size, 0);
  const before = Math.floor(zeros / 2);
  return { count, before, after: zeros - before };
}
