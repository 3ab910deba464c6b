import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { tf } from '../../nn/tf.js';
import { drawnScenes, sceneClasses } from './drawn-scenes.js';
import { mnist1d } from './mnist-1d.js';
import { moons, spirals } from './points.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

const rowsOf = (x: { arraySync(): unknown }): number[][] => x.arraySync() as number[][];

test('the same seed gives the same, another seed another', () => {
  const draws = [
    (seed: number) => moons({ count: 20, seed }).x,
    (seed: number) => spirals({ count: 20, seed }).x,
    (seed: number) => mnist1d({ count: 20, seed }).train.x,
    (seed: number) => drawnScenes({ count: 2, seed }).x,
  ];
  for (const draw of draws) {
    expect(draw(1).dataSync()).toEqual(draw(1).dataSync());
    expect(draw(1).dataSync()).not.toEqual(draw(2).dataSync());
  }
});

test('moons without noise lie on their half circles, half of them on each', () => {
  const { x, y } = moons({ count: 100, noise: 0 });
  rowsOf(x).forEach(([a = 0, b = 0], i) => {
    const lower = y.dataSync()[i] === 1;
    const [cx, cy] = lower ? [1, 0.5] : [0, 0];
    expect(Math.hypot(a - cx, b - cy)).toBeCloseTo(1, 5);
    expect(lower ? b <= 0.5 + 1e-6 : b >= -1e-6).toBe(true);
  });
  expect([...y.dataSync()].filter((c) => c === 1)).toHaveLength(50);
});

test('spirals without noise: the angle grows with the radius, by four radians an arm', () => {
  const { x, y, classes } = spirals({ count: 90, classes: 3, noise: 0 });
  expect(classes).toEqual(['0', '1', '2']);
  rowsOf(x).forEach(([a = 0, b = 0], i) => {
    const radius = Math.hypot(a, b);
    const angle = 4 * (y.dataSync()[i] as number) + 4 * radius;
    expect([a, b].map((v) => v.toFixed(4))).toEqual(
      [radius * Math.sin(angle), radius * Math.cos(angle)].map((v) => v.toFixed(4)),
    );
  });
});

test('MNIST-1D: four fifths to learn from, centred, deviation 1; a nearest neighbour beats chance', () => {
  const { train, test: held } = mnist1d({ count: 1000, seed: 3 });
  expect([train.x.shape, held.x.shape]).toEqual([
    [800, 40],
    [200, 40],
  ]);
  const all = [...train.x.dataSync(), ...held.x.dataSync()];
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const variance = all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length;
  expect(mean).toBeCloseTo(0, 4);
  expect(variance).toBeCloseTo(1, 3);
  const [rows, labels, answers] = [rowsOf(train.x), train.y.dataSync(), held.y.dataSync()];
  const distance = (a: number[], b: number[]): number =>
    a.reduce((sum, v, i) => sum + (v - (b[i] as number)) ** 2, 0);
  const right = rowsOf(held.x).filter((row, i) => {
    const gaps = rows.map((other) => distance(row, other));
    return labels[gaps.indexOf(Math.min(...gaps))] === answers[i];
  });
  // Chance has a tenth.
  expect(right.length / 200).toBeGreaterThan(0.25);
});

test('boxes and masks hold exactly the ink of their shapes, and do not meet', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 16, max: 64 }),
      (seed, size) => {
        const { x, masks, boxes } = drawnScenes({ count: 1, size, seed, noise: 0 });
        const [pixels, mask] = [x.dataSync(), masks.dataSync()];
        const found = boxes[0] ?? [];
        expect(found.length).toBeGreaterThanOrEqual(1);
        expect(found.length).toBeLessThanOrEqual(3);
        const inBox = new Set<number>();
        for (const { x: left, y: top, width, height, label } of found) {
          expect(sceneClasses[label]).toBeTypeOf('string');
          const edges = { left: 0, right: 0, top: 0, bottom: 0 };
          for (let row = top; row < top + height; row++) {
            for (let column = left; column < left + width; column++) {
              const place = row * size + column;
              expect(inBox.has(place)).toBe(false);
              inBox.add(place);
              if ((pixels[place] as number) < 0.5) continue;
              // A shape fills its box so that no other's ink is in it.
              expect(mask[place]).toBe(label + 1);
              edges.left += column === left ? 1 : 0;
              edges.right += column === left + width - 1 ? 1 : 0;
              edges.top += row === top ? 1 : 0;
              edges.bottom += row === top + height - 1 ? 1 : 0;
            }
          }
          expect(Math.min(...Object.values(edges))).toBeGreaterThan(0);
        }
        pixels.forEach((value, place) => {
          if (value > 0.5) expect(inBox.has(place)).toBe(true);
          expect((mask[place] as number) > 0).toBe(value > 0.5);
        });
      },
    ),
    { numRuns: 30 },
  );
});

test('masks are those of the shapes, whatever the noise', () => {
  const of = (noise: number) => drawnScenes({ count: 20, seed: 4, noise });
  const { masks, boxes, x } = of(0.2);
  expect([masks.shape, masks.dtype, x.shape]).toEqual([[20, 48, 48], 'int32', [20, 48, 48, 1]]);
  expect(new Set(masks.dataSync())).toEqual(new Set([0, 1, 2, 3]));
  const seen = (masks.arraySync() as number[][][]).map(
    (mask) => new Set(mask.flat().filter(Boolean)),
  );
  expect(seen).toEqual(boxes.map((all) => new Set(all.map(({ label }) => label + 1))));
});

test('options out of range are named', () => {
  expect(() => moons({ count: 0 })).toThrow(/count/);
  expect(() => spirals({ count: 10, noise: -1 })).toThrow(/noise/);
  expect(() => mnist1d({ count: 1.5 })).toThrow(/count/);
  expect(() => drawnScenes({ count: 1, size: 4 })).toThrow(/size/);
});
