/** The discrete Fourier transform of real signals as products of matrices, so that it has gradients. */
import * as core from '@tensorflow/tfjs-core';
import type { Tensor } from '../tf-types.js';

/** Where the two matrices of N · (N/2 + 1) numbers take 32 MB together. */
const MAX_LENGTH = 2048;

/** A spectrum: `[…, K]` each, for the frequencies 0 … K-1. */
export interface Spectrum {
  real: Tensor;
  imaginary: Tensor;
}

function checkLength(length: number): void {
  if (Number.isInteger(length) && length >= 1 && length <= MAX_LENGTH) return;
  throw new RangeError(
    `Expected signals of 1 to ${MAX_LENGTH} values; cut longer ones into frames. Received: ${length}`,
  );
}

function asCore(x: Tensor): core.Tensor {
  if (x instanceof core.Tensor && x.rank >= 1 && x.dtype === 'float32') return x;
  throw new TypeError(`Expected a float32 tensor […, N]. Received: ${x?.dtype} [${x?.shape}]`);
}

/** Cosines and sines `[length, bins]`; made on the device, so that nothing large is uploaded. */
function waves(length: number, bins: number): { cosines: core.Tensor2D; sines: core.Tensor2D } {
  const times = core.reshape(core.range(0, length), [length, 1]);
  // The remainder is exact, and keeps the angles within one turn, where float32 is finest.
  const turns = core.mod(core.mul(times, core.range(0, bins)), length);
  const angles = core.mul(turns, (2 * Math.PI) / length) as core.Tensor2D;
  return { cosines: core.cos(angles), sines: core.sin(angles) };
}

function product(x: core.Tensor, matrix: core.Tensor2D): core.Tensor {
  const [rows, columns] = matrix.shape;
  const flat = core.reshape(x, [x.size / rows, rows]) as core.Tensor2D;
  return core.reshape(core.matMul(flat, matrix), [...x.shape.slice(0, -1), columns]);
}

/**
 * The spectrum of real signals, as `tf.spectral.rfft`, but with gradients: tfjs lets none pass
 * through complex numbers. Costs N² instead of N log N; for frames of a few hundred values.
 *
 * @param x signals along the last axis, `[…, N]`, float32, N at most 2048; not disposed
 * @returns real and imaginary part, `[…, K]` with K = floor(N / 2) + 1
 * @throws TypeError for another dtype or a scalar; RangeError for N out of range
 * @example
 * const { real, imaginary } = rdft(frames);
 * const power = tf.add(tf.square(real), tf.square(imaginary));
 */
export function rdft(x: Tensor): Spectrum {
  const signal = asCore(x);
  const length = signal.shape.at(-1) as number;
  checkLength(length);
  const [real, imaginary] = core.tidy(() => {
    const { cosines, sines } = waves(length, Math.floor(length / 2) + 1);
    return [product(signal, cosines), core.neg(product(signal, sines))];
  }) as [core.Tensor, core.Tensor];
  return { real, imaginary };
}

/**
 * Real signals from their spectrum, as `tf.spectral.irfft`, but with gradients: the inverse of
 * `rdft`.
 *
 * @param spectrum real and imaginary part, `[…, K]`, float32; not disposed
 * @param length N, with K = floor(N / 2) + 1; default 2 · (K - 1)
 * @returns signals, `[…, N]`
 * @throws TypeError for another dtype or a scalar; RangeError for N that does not fit K
 * @example
 * const again = irdft(rdft(frames)); // equal to frames
 */
export function irdft({ real, imaginary }: Spectrum, length?: number): Tensor {
  const [re, im] = [asCore(real), asCore(imaginary)];
  const bins = re.shape.at(-1) as number;
  const size = length ?? Math.max(1, 2 * (bins - 1));
  checkLength(size);
  if (Math.floor(size / 2) + 1 !== bins || re.shape.join() !== im.shape.join()) {
    throw new RangeError(
      `Expected two parts of one shape with floor(N / 2) + 1 frequencies for N = ${size}. Received: ` +
        `[${re.shape}] and [${im.shape}]`,
    );
  }
  return core.tidy(() => {
    const { cosines, sines } = waves(size, bins);
    // Frequencies other than 0 and N/2 stand for their mirror image too.
    const counts = Array.from(
      { length: bins },
      (_, k) => (k === 0 || 2 * k === size ? 1 : 2) / size,
    );
    const share = core.tensor1d(counts);
    const even = product(core.mul(re, share), core.transpose(cosines));
    return core.sub(even, product(core.mul(im, share), core.transpose(sines)));
  });
}
