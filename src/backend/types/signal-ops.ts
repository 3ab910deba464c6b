/** Complex numbers, spectra and the functions of `tf.signal`. */
import type { Tensor, Tensor1D, TensorLike } from './tensor.js';

export interface SpectralOps {
  /** Discrete Fourier transform over the last dimension: complex64 in, complex64 out. */
  fft(input: Tensor): Tensor;
  /** Inverse of `fft`, divided by its length. */
  ifft(input: Tensor): Tensor;
  /** Of real numbers: [..., N] → complex64 [..., N / 2 + 1]. `fftLength` cuts or pads first. */
  rfft(input: Tensor, fftLength?: number): Tensor;
  /** Inverse of `rfft`: complex64 [..., N / 2 + 1] → float32 [..., N]. */
  irfft(input: Tensor): Tensor;
}

export interface ComplexOps extends SpectralOps {
  readonly spectral: SpectralOps;
  /** Complex numbers of two float32 tensors of one shape. */
  complex(real: TensorLike, imag: TensorLike): Tensor;
  /** The real parts, float32. */
  real(input: TensorLike): Tensor;
  /** The imaginary parts, float32. */
  imag(input: TensorLike): Tensor;
}

export interface SignalOps {
  /** Frames of a signal: [T] → [frames, frameLength]. */
  frame<T extends Tensor1D>(signal: T, frameLength: number, frameStep: number): Tensor;
  frame<T extends Tensor1D>(
    signal: T,
    frameLength: number,
    frameStep: number,
    padEnd: boolean,
    padValue?: number,
  ): Tensor;
  hannWindow(windowLength: number): Tensor1D;
  hammingWindow(windowLength: number): Tensor1D;
  /**
   * Short-time Fourier transform: [T] → complex64 [frames, fftLength / 2 + 1].
   *
   * @param fftLength default: the power of two from `frameLength` on
   * @param windowFn default: `tf.signal.hannWindow`
   */
  stft<T extends Tensor1D>(signal: T, frameLength: number, frameStep: number): Tensor;
  stft<T extends Tensor1D>(
    signal: T,
    frameLength: number,
    frameStep: number,
    fftLength: number,
    windowFn?: (length: number) => Tensor1D,
  ): Tensor;
}
