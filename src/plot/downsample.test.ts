import { expect, test } from 'vitest';
import { downsample } from './downsample.js';

const line = (y: (number | null)[]) => ({ x: y.map((_, i) => i), y });

test('a short line is left as it is', () => {
  const short = line([1, 2, 3]);
  expect(downsample(short)).toEqual(short);
});

test('a long line keeps its spikes, its ends and its order', () => {
  const y = Array.from({ length: 50_000 }, (_, i) => Math.sin(i / 5000));
  y[12_345] = 99;
  y[23_456] = -99;
  const downsampled = downsample(line(y));
  expect(downsampled.y.length).toBeLessThanOrEqual(1002);
  expect(downsampled.y.length).toBeGreaterThan(500);
  expect([
    Math.max(...(downsampled.y as number[])),
    Math.min(...(downsampled.y as number[])),
  ]).toEqual([99, -99]);
  expect([downsampled.x[0], downsampled.x.at(-1)]).toEqual([0, 49_999]);
  const x = downsampled.x as number[];
  expect(x).toEqual([...x].sort((a, b) => a - b));
});

test('a gap stays a gap', () => {
  const y: (number | null)[] = Array.from({ length: 20_000 }, () => 1);
  y.fill(null, 8000, 9000);
  expect(downsample(line(y)).y).toContain(null);
});
