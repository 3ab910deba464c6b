import { expect, test } from 'vitest';
import type { HeatmapTrace } from './figure.js';
import { spectrogramFigure } from './spectrogram-figure.js';

const settings = { title: 'S', sampleRate: 8000, stride: 80 };

test('decibels below the loudest place, the same from every unit', () => {
  const z = (values: number[][], unit: 'magnitude' | 'power' | 'nats' | 'dB') =>
    (spectrogramFigure({ ...settings, values, unit }).data[0] as HeatmapTrace).z;
  expect(z([[1, 10]], 'magnitude')).toEqual([[-20], [0]]);
  expect(z([[1, 100]], 'power')).toEqual([[-20], [0]]);
  expect(z([[0, Math.log(100)]], 'nats')).toEqual([[-20], [0]]);
  expect(z([[-50, -30]], 'dB')).toEqual([[-20], [0]]);
  // Silence is the floor, not minus infinity.
  expect(z([[0, 1]], 'power')).toEqual([[-80], [0]]);
});

test('says when and at what frequency it is loudest', () => {
  const values = Array.from({ length: 100 }, (_, t) =>
    Array.from({ length: 129 }, (_, b) => (t === 50 && b === 32 ? 1 : 0.01)),
  );
  expect(spectrogramFigure({ ...settings, values }).alt).toBe(
    'Spectrogram: S. 1 s, up to 4000 Hz, from -80 to 0 dB. The loudest is at 0.505 s and 1000 Hz.',
  );
});

test('bands of the mel scale have ticks in Hz where they belong', () => {
  const values = [Array.from({ length: 40 }, (_, band) => (band === 39 ? 0 : -9))];
  const figure = spectrogramFigure({ ...settings, values, mel: { lowerHz: 20, upperHz: 4000 } });
  const { tickvals = [], ticktext = [], range = [0, 0] } = figure.layout.yaxis;
  expect(ticktext).toEqual(['125', '250', '500', '1000', '2000', '4000']);
  expect(tickvals.at(-1)).toBeCloseTo(range[1]);
  // 1000 Hz is 1000 mel: the scale's own definition.
  expect(tickvals[3]).toBeCloseTo(1000, 0);
});

test('a long sound is averaged to a picture of moderate size', () => {
  const values = Array.from({ length: 3000 }, () => new Float32Array(513).fill(1));
  const [trace] = spectrogramFigure({ ...settings, values }).data as HeatmapTrace[];
  expect((trace?.z.length ?? 0) * (trace?.z[0]?.length ?? 0)).toBeLessThanOrEqual(100_000);
  expect(trace?.z[0]?.[0]).toBe(0);
});

test('refuses silence and wrong settings', () => {
  expect(() => spectrogramFigure({ ...settings, values: [[0, 0]] })).toThrow(
    'a spectrogram that is not silent',
  );
  expect(() => spectrogramFigure({ ...settings, values: [[1]], stride: 0 })).toThrow(
    '`stride` to be a number above 0',
  );
  expect(() =>
    spectrogramFigure({ ...settings, values: [[1]], mel: { lowerHz: 20, upperHz: 9000 } }),
  ).toThrow('up to half the sample rate');
});
