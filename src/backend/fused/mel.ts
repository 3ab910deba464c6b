/** Mel spectrograms and cepstral coefficients: what speech recognisers listen to. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, nativeOps, probe } from '../native-op.js';
import { gradientWanted } from './spectrogram.js';

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

export interface MfccOptions extends MelOptions {
  /** Cepstral coefficients; at most `channels`. Default 13. */
  readonly coefficients?: number | undefined;
}

type Mel = { readonly [K in keyof MelOptions]-?: number };

/** Below this a filter's output counts as silence. */
const FLOOR = 1e-12;

/** The mel scale (O'Shaughnessy 1987): as far as the ear tells apart. */
const mel = (hz: number): number => 1127 * Math.log1p(hz / 700);

/** `[bins, channels]`: overlapping triangles, as in HTK and TensorFlow's `Mfcc`. */
export function melMatrix(
  bins: number,
  { sampleRate, lowerHz, upperHz, channels }: Mel,
): Float32Array {
  const hzPerBin = (0.5 * sampleRate) / (bins - 1);
  // The lowest bin is left out: it holds the mean of the signal.
  const first = Math.floor(1.5 + lowerHz / hzPerBin);
  const last = Math.min(bins - 1, Math.floor(upperHz / hzPerBin));
  const [low, high] = [mel(lowerHz), mel(upperHz)];
  const spacing = (high - low) / (channels + 1);
  const centre = (channel: number): number => low + spacing * (channel + 1);
  const matrix = new Float32Array(bins * channels);
  let channel = -1;
  for (let bin = first; bin <= last; bin++) {
    const here = mel(bin * hzPerBin);
    while (channel + 1 < channels && centre(channel + 1) < here) channel++;
    const falling = (centre(channel + 1) - here) / (centre(channel + 1) - centre(channel));
    if (channel >= 0) matrix[bin * channels + channel] = falling;
    if (channel + 1 < channels) matrix[bin * channels + channel + 1] = 1 - falling;
  }
  return matrix;
}

/** `[channels, coefficients]`: the discrete cosine transform, type II. */
function cosineMatrix(channels: number, coefficients: number): core.Tensor2D {
  const values = Float32Array.from({ length: channels * coefficients }, (_, at) => {
    const [channel, k] = [Math.floor(at / coefficients), at % coefficients];
    return Math.sqrt(2 / channels) * Math.cos(((Math.PI * k) / channels) * (channel + 0.5));
  });
  return core.tensor2d(values, [channels, coefficients]);
}

/** Options with their defaults. @throws RangeError when one is out of range */
function checked(name: string, spectrogram: core.Tensor, options: MfccOptions) {
  const { sampleRate, lowerHz = 20, upperHz = 4000, channels = 40, coefficients = 13 } = options;
  if (spectrogram.rank < 2 || (spectrogram.shape.at(-1) as number) < 2) {
    throw new RangeError(
      `Expected \`${name}\` to get a spectrogram [..., F, bins]. Received: [${spectrogram.shape}]`,
    );
  }
  if (!(lowerHz >= 0 && upperHz > lowerHz && upperHz <= sampleRate / 2)) {
    throw new RangeError(
      `Expected 0 <= lowerHz < upperHz <= sampleRate / 2. ` +
        `Received: lowerHz=${lowerHz}, upperHz=${upperHz}, sampleRate=${sampleRate}`,
    );
  }
  const whole = Number.isInteger(channels) && Number.isInteger(coefficients);
  if (!whole || coefficients < 1 || channels < coefficients) {
    throw new RangeError(
      `Expected integers 1 <= coefficients <= channels. Received: coefficients=${coefficients}, channels=${channels}`,
    );
  }
  return { sampleRate, lowerHz, upperHz, channels, coefficients };
}

/** `log(max(filters · |X|, 1e-12))` of squared magnitudes, `[M, bins]` to `[M, channels]`. */
function logMel(power: core.Tensor2D, options: Mel): core.Tensor2D {
  const bins = power.shape[1];
  const filters = core.tensor2d(melMatrix(bins, options), [bins, options.channels]);
  return core.log(core.maximum(core.matMul(core.sqrt(power), filters), FLOOR));
}

type Checked = ReturnType<typeof checked>;

/** The same from matrices; `[M, bins]` to `[M, coefficients]`. */
export function composedMfcc(power: core.Tensor2D, options: Checked): core.Tensor2D {
  const { channels, coefficients } = options;
  return core.matMul(logMel(power, options), cosineMatrix(channels, coefficients));
}

function nativeMfcc(power: core.Tensor2D, options: Checked): core.Tensor2D {
  const { sampleRate, lowerHz, upperHz, channels, coefficients } = options;
  const inputs = [core.expandDims(power, 0), core.scalar(sampleRate, 'int32')];
  const result = nativeOp1('Mfcc', inputs, {
    floats: { upper_frequency_limit: upperHz, lower_frequency_limit: lowerHz },
    ints: { filterbank_channel_count: channels, dct_coefficient_count: coefficients },
  });
  return core.squeeze(result, [0]);
}

const works = probe(() => {
  if (nativeOps()?.isUsingGpuDevice !== false) return false;
  const options = { sampleRate: 8000, lowerHz: 20, upperHz: 4000, channels: 2, coefficients: 1 };
  const power = core.ones<core.Rank.R2>([1, 17]);
  const [native, composed] = [nativeMfcc, composedMfcc].map((f) => f(power, options).dataSync()[0]);
  return Math.abs((native as number) - (composed as number)) < 1e-3;
});

/** Applies `f` to the frames as rows, and gives the result the shape of the spectrogram. */
function byFrame(spectrogram: core.Tensor, f: (rows: core.Tensor2D) => core.Tensor2D): core.Tensor {
  return core.tidy(() => {
    const rows = f(core.reshape(spectrogram, [-1, spectrogram.shape.at(-1) as number]));
    return core.reshape(rows, [...spectrogram.shape.slice(0, -1), rows.shape[1]]);
  });
}

/** The logarithm of the energy in each band of the mel scale: see `gradus/speech`. */
export function logMelSpectrogram(spectrogram: core.Tensor, options: MelOptions): core.Tensor {
  const { channels = 40 } = options;
  const all = checked('logMelSpectrogram', spectrogram, { ...options, coefficients: channels });
  return byFrame(spectrogram, (rows) => logMel(rows, all));
}

/**
 * Mel-frequency cepstral coefficients: see `gradus/speech`.
 *
 * By TensorFlow's `Mfcc` on the tensorflow backend on a CPU; elsewhere, and where a gradient is
 * asked for, by products of matrices.
 */
export function mfcc(spectrogram: core.Tensor, options: MfccOptions): core.Tensor {
  const all = checked('mfcc', spectrogram, options);
  return byFrame(spectrogram, (rows) =>
    (works() && Number.isInteger(all.sampleRate) && !gradientWanted() ? nativeMfcc : composedMfcc)(
      rows,
      all,
    ),
  );
}
