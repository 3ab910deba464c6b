import { beforeAll, expect, test } from 'vitest';
import { nearestCentroid } from '../deep-learning/nearest-centroid.js';
import { useCpu } from '../deep-learning/test-tools.js';
import { tf } from '../nn/tf.js';
import { shapeImages } from './shape-images.js';

beforeAll(useCpu);

test('gives images of each class, the same for a seed', () => {
  const [a, b, c] = [1, 1, 2].map((seed) => shapeImages({ count: 16, seed }));
  if (a === undefined || b === undefined || c === undefined) throw new Error('no images');
  expect(a.x.shape).toEqual([16, 28, 28, 1]);
  expect(a.classes).toHaveLength(8);
  const counts = a.classes.map((_, label) => a.y.dataSync().filter((y) => y === label).length);
  expect(counts).toEqual(Array(8).fill(2));
  const pixels = Array.from(a.x.dataSync());
  expect(Math.min(...pixels)).toBe(0);
  expect(Math.max(...pixels)).toBe(1);
  expect(pixels).toEqual(Array.from(b.x.dataSync()));
  expect(pixels).not.toEqual(Array.from(c.x.dataSync()));
  tf.dispose([a.x, a.y, b.x, b.y, c.x, c.y]);
});

test('the shape lies within the image, and without noise the background is black', () => {
  const { x, y } = shapeImages({ count: 80, noise: 0, size: 20 });
  const ink = x.dataSync();
  for (let i = 0; i < 80; i++) {
    const image = Array.from(ink.subarray(i * 400, (i + 1) * 400));
    const share = image.filter((value) => value > 0).length / 400;
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.5);
    const corners = [0, 19, 380, 399].map((at) => image[at]);
    expect(corners).toEqual([0, 0, 0, 0]);
  }
  tf.dispose([x, y]);
});

test('no pixel tells the class: the nearest centroid is wrong more often than right', () => {
  const [train, held] = [
    shapeImages({ count: 800, seed: 1 }),
    shapeImages({ count: 200, seed: 2 }),
  ];
  const share = tf.tidy(() => {
    const flat = { x: tf.reshape(train.x, [800, 784]), y: train.y, classes: 8 };
    const predicted = nearestCentroid(flat).predict(tf.reshape(held.x, [200, 784]));
    return tf.mean(tf.cast(tf.equal(predicted, held.y), 'float32')).dataSync()[0] as number;
  });
  expect(share).toBeLessThan(0.5);
  tf.dispose([train.x, train.y, held.x, held.y]);
});

test('says what does not fit', () => {
  expect(() => shapeImages({ count: 0 })).toThrow(
    'Expected `count` to be an integer >= 1. Received: 0',
  );
  expect(() => shapeImages({ count: 1, noise: -1 })).toThrow(
    'Expected `noise` to be a number >= 0. Received: -1',
  );
});
