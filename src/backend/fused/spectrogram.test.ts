import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import {
  nativeTensorsLeft,
  numericalGradient,
  opsOf,
  relativeError,
  useNative,
} from '../../nn/test-tools.js';
import { useBackend } from '../index.js';
import { composedMfcc, logMelSpectrogram, melMatrix, mfcc } from './mel.js';
import { composedSpectrogram, spectrogram } from './spectrogram.js';

const RATE = 8000;
/** A tone of this many hertz. */
const tone = (hz: number, samples = 1000): core.Tensor1D =>
  core.tensor1d(
    Float32Array.from({ length: samples }, (_, t) => Math.sin((2 * Math.PI * hz * t) / RATE)),
  );

test('a tone is strongest in the bin of its frequency, in every frame', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    const frames = spectrogram(tone(1000), { windowSize: 200, stride: 80 });
    expect(frames.shape).toEqual([11, 129]);
    // 256 points of 8000 Hz: 31.25 Hz a bin.
    expect(core.argMax(frames, 1).arraySync()).toEqual(new Array(11).fill(32));
    const squared = spectrogram(tone(1000), { windowSize: 200, stride: 80, squared: true });
    expect(relativeError(core.square(frames).dataSync(), squared.dataSync())).toBeLessThan(1e-6);
    const both = spectrogram(core.stack([tone(1000), tone(500)]), { windowSize: 256, stride: 256 });
    expect(core.argMax(both, 2).arraySync()).toEqual([
      [32, 32, 32],
      [16, 16, 16],
    ]);
  });
});

test('the mel filters overlap by halves: each bin between two centres is shared out', () => {
  const matrix = melMatrix(129, { sampleRate: RATE, lowerHz: 0, upperHz: 4000, channels: 10 });
  const sums = Array.from({ length: 129 }, (_, bin) =>
    matrix.slice(bin * 10, bin * 10 + 10).reduce((sum, v) => sum + v, 0),
  );
  expect(sums[0]).toBe(0);
  for (const sum of sums.slice(20, 80)) expect(sum).toBeCloseTo(1, 6);
});

test('silence has a finite logarithm, and its cepstrum one coefficient', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    const power = core.zeros([2, 3, 129]);
    const bands = logMelSpectrogram(power, { sampleRate: RATE, channels: 20 });
    expect(bands.shape).toEqual([2, 3, 20]);
    expect(bands.dataSync()[7]).toBeCloseTo(Math.log(1e-12), 3);
    const [first, ...rest] = mfcc(power, { sampleRate: RATE }).dataSync().slice(0, 13);
    expect(first).toBeCloseTo(Math.log(1e-12) * Math.sqrt(2 * 40), 1);
    for (const value of rest) expect(Math.abs(value)).toBeLessThan(1e-3);
  });
});

test('options out of range are said with the range', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    expect(() => spectrogram(tone(1), { windowSize: 1, stride: 1 })).toThrow(
      'Expected integers windowSize >= 2 and stride >= 1. Received: windowSize=1, stride=1',
    );
    expect(() => spectrogram(tone(1, 100), { windowSize: 200, stride: 1 })).toThrow(
      'Expected a signal [samples] or [B, samples] with at least 200 samples: one window. Received: [100]',
    );
    const power = core.ones([3, 129]);
    expect(() => mfcc(power, { sampleRate: 4000 })).toThrow(
      'Expected 0 <= lowerHz < upperHz <= sampleRate / 2. Received: lowerHz=20, upperHz=4000, sampleRate=4000',
    );
    expect(() => mfcc(power, { sampleRate: RATE, channels: 5 })).toThrow(
      'Expected integers 1 <= coefficients <= channels. Received: coefficients=13, channels=5',
    );
    expect(() => mfcc(core.ones([3]), { sampleRate: RATE })).toThrow(
      'Expected `mfcc` to get a spectrogram [..., F, bins]. Received: [3]',
    );
  });
});

describeIf('native', "TensorFlow's audio operations", () => {
  beforeAll(useNative);

  test.each([
    [200, 80],
    [256, 100],
    [50, 50],
  ])('spectrogram of windows of %i samples equals the composed one', (windowSize, stride) => {
    core.tidy(() => {
      const signal = core.randomNormal<core.Rank.R2>([2, 1000], 0, 1, 'float32', 1);
      for (const squared of [false, true]) {
        const options = { windowSize, stride, squared };
        const native = spectrogram(signal, options);
        const composed = composedSpectrogram(signal, options);
        expect(native.shape).toEqual(composed.shape);
        expect(relativeError(native.dataSync(), composed.dataSync())).toBeLessThan(1e-5);
      }
    });
  });

  test.each([{}, { lowerHz: 100, upperHz: 3000, channels: 20, coefficients: 20 }])(
    'coefficients with %j equal the composed ones',
    (options) => {
      core.tidy(() => {
        const power = core.randomUniform<core.Rank.R2>([5, 129], 0, 9, 'float32', 2);
        const all = {
          sampleRate: RATE,
          lowerHz: 20,
          upperHz: 4000,
          channels: 40,
          coefficients: 13,
        };
        const native = mfcc(power, { sampleRate: RATE, ...options });
        const composed = composedMfcc(power, { ...all, ...options });
        expect(native.shape).toEqual(composed.shape);
        expect(relativeError(native.dataSync(), composed.dataSync())).toBeLessThan(1e-4);
      });
    },
  );

  test('they are used where no gradient is asked for, and leave no tensor', () => {
    const signal = tone(440);
    const features = (x: core.Tensor): core.Tensor =>
      mfcc(spectrogram(x, { windowSize: 200, stride: 100, squared: true }), { sampleRate: RATE });
    const run = (): void => core.tidy(() => void features(signal));
    run();
    expect(nativeTensorsLeft(run)).toBe(0);
    expect(opsOf(run)).toEqual(expect.arrayContaining(['AudioSpectrogram', 'Mfcc']));
    const gradient = (): void =>
      core.tidy(() => void core.grad((x: core.Tensor) => core.sum(features(x)))(signal));
    expect(opsOf(gradient)).not.toContain('AudioSpectrogram');
    signal.dispose();
  });

  test('a signal has the gradient of finite differences', () => {
    core.tidy(() => {
      const signal = core.randomNormal([20], 0, 1, 'float32', 3);
      const weights = core.randomNormal([4, 5], 0, 1, 'float32', 4);
      const f = (x: core.Tensor): core.Scalar => {
        const power = spectrogram(x, { windowSize: 8, stride: 4, squared: true });
        return core.sum(core.mul(power, weights));
      };
      const numerical = numericalGradient(
        (x) => f(core.tensor1d(x)).dataSync()[0] as number,
        signal.dataSync(),
      );
      expect(relativeError(core.grad(f)(signal).dataSync(), numerical)).toBeLessThan(1e-3);
    });
  });
});
