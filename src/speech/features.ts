/** What a network hears: spectrograms and cepstral coefficients of a sound. */
import type * as core from '@tensorflow/tfjs-core';
import * as mel from '../backend/fused/mel.js';
import * as fourier from '../backend/fused/spectrogram.js';
import type { Tensor1D, Tensor2D, Tensor3D } from '../nn/tf.js';

/** Frames of a spectrogram. */
export interface SpectrogramOptions {
  /** Samples in a frame, at least 2. */
  readonly windowSize: number;
  /** Samples from one frame to the next. */
  readonly stride: number;
  /** Gives squared magnitudes. Default false. */
  readonly squared?: boolean | undefined;
}

/** Bands of a mel spectrogram. */
export interface MelOptions {
  /** Samples a second, Hz. */
  readonly sampleRate: number;
  /** Lowest frequency, Hz. Default 20. */
  readonly lowerHz?: number | undefined;
  /** Highest frequency, Hz; at most half the sample rate. Default 4000. */
  readonly upperHz?: number | undefined;
  /** Triangular filters, evenly spaced in mel. Default 40. */
  readonly channels?: number | undefined;
}

/** Bands and number of cepstral coefficients. */
export interface MfccOptions extends MelOptions {
  /** Cepstral coefficients; at most `channels`. Default 13. */
  readonly coefficients?: number | undefined;
}

/**
 * Magnitudes of the short-time Fourier transform with a periodic Hann window; each frame is padded
 * with zeros to the next power of two, P.
 *
 * On the tensorflow backend on a CPU it is one operation; elsewhere, and where a gradient is asked
 * for, products of matrices.
 *
 * @param signal `[samples]` or `[B, samples]`, float32; not disposed
 * @returns `[F, P / 2 + 1]` or `[B, F, P / 2 + 1]`, F = 1 + floor((samples - windowSize) / stride)
 * @throws RangeError for options out of range, or a signal shorter than a window
 * @example
 * const second = tf.sin(tf.range(0, 16000).mul((2 * Math.PI * 440) / 16000)); // 440 Hz at 16 kHz
 * const frames = spectrogram(second, { windowSize: 400, stride: 160 }); // [98, 257]
 */
export function spectrogram(signal: Tensor1D, options: SpectrogramOptions): Tensor2D;
export function spectrogram(signal: Tensor2D, options: SpectrogramOptions): Tensor3D;
export function spectrogram(
  signal: Tensor1D | Tensor2D,
  options: SpectrogramOptions,
): Tensor2D | Tensor3D {
  return fourier.spectrogram(signal as core.Tensor, options) as core.Tensor2D | core.Tensor3D;
}

/**
 * The logarithm of the energy in each band of the mel scale (O'Shaughnessy 1987).
 *
 * @param power squared magnitudes, `[F, bins]` or `[B, F, bins]`; not disposed
 * @returns the same with `channels` in the place of bins, in nats; silence is log(1e-12)
 * @throws RangeError for options out of range
 * @example
 * const power = spectrogram(signal, { windowSize: 400, stride: 160, squared: true });
 * const bands = logMelSpectrogram(power, { sampleRate: 16000 }); // [F, 40]
 */
export function logMelSpectrogram<T extends Tensor2D | Tensor3D>(power: T, options: MelOptions): T {
  return mel.logMelSpectrogram(power as core.Tensor, options) as core.Tensor & T;
}

/**
 * Mel-frequency cepstral coefficients (Davis & Mermelstein 1980): the discrete cosine transform of
 * the log mel spectrogram.
 *
 * On the tensorflow backend on a CPU it is one operation; elsewhere, and where a gradient is asked
 * for, products of matrices.
 *
 * @param power squared magnitudes, `[F, bins]` or `[B, F, bins]`; not disposed
 * @returns the same with `coefficients` in the place of bins
 * @throws RangeError for options out of range
 * @example
 * const power = spectrogram(signal, { windowSize: 400, stride: 160, squared: true });
 * const features = mfcc(power, { sampleRate: 16000 }); // [F, 13]
 */
export function mfcc<T extends Tensor2D | Tensor3D>(power: T, options: MfccOptions): T {
  return mel.mfcc(power as core.Tensor, options) as core.Tensor & T;
}
