/** Spectrograms: how strong each frequency of a sound is, frame by frame. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, nativeOps, probe } from '../native-op.js';

export interface SpectrogramOptions {
  /** Samples in a frame, at least 2. */
  readonly windowSize: number;
  /** Samples from one frame to the next. */
  readonly stride: number;
  /** Gives squared magnitudes. Default false. */
  readonly squared?: boolean | undefined;
}

/** The points of the Fourier transform of a frame: the next power of two. */
function fftLength(windowSize: number): number {
  return 2 ** Math.ceil(Math.log2(windowSize));
}

/**
 * Windowed cosines and sines, `[window, 2 * bins]`: a frame times this is its Fourier transform.
 * The window is a periodic Hann window.
 */
function fourierMatrix(windowSize: number): core.Tensor2D {
  const points = fftLength(windowSize);
  const bins = points / 2 + 1;
  const values = new Float32Array(windowSize * 2 * bins);
  for (let i = 0; i < windowSize; i++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowSize);
    for (let k = 0; k < bins; k++) {
      // Reduced to one turn while it is an integer: large angles lose digits.
      const angle = (2 * Math.PI * ((i * k) % points)) / points;
      values[i * 2 * bins + k] = hann * Math.cos(angle);
      values[i * 2 * bins + bins + k] = hann * Math.sin(angle);
    }
  }
  return core.tensor2d(values, [windowSize, 2 * bins]);
}

/** By the discrete Fourier transform as a product of matrices; `[B, samples]` to `[B, F, bins]`. */
export function composedSpectrogram(
  signal: core.Tensor2D,
  { windowSize, stride, squared = false }: SpectrogramOptions,
): core.Tensor3D {
  const [batch, samples] = signal.shape;
  const frames = 1 + Math.floor((samples - windowSize) / stride);
  const places = Int32Array.from(
    { length: frames * windowSize },
    (_, i) => Math.floor(i / windowSize) * stride + (i % windowSize),
  );
  const framed = core.reshape(core.gather(signal, core.tensor1d(places), 1), [-1, windowSize]);
  const transformed = core.matMul(framed as core.Tensor2D, fourierMatrix(windowSize));
  const [real, imaginary] = core.split(core.square(transformed), 2, 1) as [
    core.Tensor2D,
    core.Tensor2D,
  ];
  const power = core.add(real, imaginary);
  return core.reshape(squared ? power : core.sqrt(power), [batch, frames, -1]);
}

function nativeSpectrogram(
  signal: core.Tensor2D,
  { windowSize, stride, squared = false }: SpectrogramOptions,
): core.Tensor3D {
  return nativeOp1('AudioSpectrogram', [core.transpose(signal)], {
    ints: { window_size: windowSize, stride },
    bools: { magnitude_squared: squared },
  });
}

const works = probe(() => {
  if (nativeOps()?.isUsingGpuDevice !== false) return false;
  const spectrogram = nativeSpectrogram(core.ones([1, 4]), { windowSize: 4, stride: 4 });
  // The Hann window itself: 0, 1/2, 1, 1/2.
  return Math.abs((spectrogram.dataSync()[0] as number) - 2) < 1e-4;
});

/** Whether a gradient is being recorded: TensorFlow's audio operations have none. */
export function gradientWanted(): boolean {
  return core.engine().state.gradientDepth > 0;
}

/** @throws RangeError for options out of range, or a signal shorter than a frame */
function check(signal: core.Tensor, { windowSize, stride }: SpectrogramOptions): void {
  if (!Number.isInteger(windowSize) || windowSize < 2 || !Number.isInteger(stride) || stride < 1) {
    throw new RangeError(
      `Expected integers windowSize >= 2 and stride >= 1. Received: windowSize=${windowSize}, stride=${stride}`,
    );
  }
  const samples = signal.shape.at(-1) ?? 0;
  if (signal.rank < 1 || signal.rank > 2 || samples < windowSize) {
    throw new RangeError(
      `Expected a signal [samples] or [B, samples] with at least ${windowSize} samples: one window. ` +
        `Received: [${signal.shape}]`,
    );
  }
}

/**
 * Magnitudes of the short-time Fourier transform: see `gradus/speech`.
 *
 * By TensorFlow's `AudioSpectrogram` on the tensorflow backend on a CPU; elsewhere, and where a
 * gradient is asked for, by products of matrices.
 */
export function spectrogram(signal: core.Tensor, options: SpectrogramOptions): core.Tensor {
  check(signal, options);
  return core.tidy(() => {
    const batch = core.reshape(signal, [-1, signal.shape.at(-1) as number]) as core.Tensor2D;
    const native = works() && !gradientWanted();
    const result = (native ? nativeSpectrogram : composedSpectrogram)(batch, options);
    return signal.rank === 1 ? core.squeeze(result, [0]) : result;
  });
}
