import { beforeAll, expect, test } from 'vitest';
import { useCpu } from '../deep-learning/test-tools.js';
import { tf } from '../nn/tf.js';
import { parameterCount, receptiveField } from './layer-counts.js';

beforeAll(useCpu);

test('parameters are those of the same layers in tf.layers', () => {
  const model = tf.sequential();
  model.add(
    tf.layers.conv2d({
      filters: 5,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      inputShape: [9, 7, 2],
    }),
  );
  model.add(tf.layers.conv2d({ filters: 4, kernelSize: 2 }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 3 }));
  model.add(tf.layers.dense({ units: 2 }));
  const counts = parameterCount(
    [9, 7, 2],
    [
      { type: 'conv', filters: 5, size: 3, stride: 2, padding: 'same' },
      { type: 'conv', filters: 4, size: 2 },
      { type: 'pool', size: 2 },
      { type: 'flatten' },
      { type: 'dense', units: 3 },
      { type: 'dense', units: 2 },
    ],
  );
  expect(counts).toEqual(model.layers.map((layer) => layer.countParams()));
});

test('global pooling leaves one value for each channel', () => {
  const layers = [
    { type: 'conv', filters: 6, size: 3 },
    { type: 'globalPool' },
    { type: 'dense', units: 10 },
  ] as const;
  expect(parameterCount([8, 8, 1], layers)).toEqual([60, 0, 70]);
});

test('sizes that cannot be are refused', () => {
  expect(() => parameterCount([2, 2, 1], [{ type: 'conv', size: 3, filters: 1 }])).toThrow(
    /at most/,
  );
  expect(() => parameterCount([2, 2, 1], [{ type: 'dense', units: 0 }])).toThrow(/units/);
  expect(() => parameterCount([2, 2, 1], [{ type: 'norm' } as never])).toThrow(/norm/);
  expect(() => receptiveField([{ size: 0, stride: 1 }])).toThrow(/size/);
});

/** Marks what of the input each value of the last layer has seen. */
function seen(layers: readonly { size: number; stride: number }[]): number {
  let values = Array.from({ length: 200 }, (_, i) => new Set([i]));
  for (const { size, stride } of layers) {
    const next: Set<number>[] = [];
    for (let i = 0; i + size <= values.length; i += stride) {
      next.push(new Set(values.slice(i, i + size).flatMap((one) => [...one])));
    }
    values = next;
  }
  return values[0]?.size ?? 0;
}

test.each([
  [
    [3, 1],
    [2, 2],
    [3, 1],
  ],
  [
    [5, 2],
    [3, 2],
    [3, 2],
  ],
  [
    [3, 1],
    [3, 1],
    [3, 1],
  ],
  [
    [2, 2],
    [2, 2],
    [3, 1],
    [2, 2],
  ],
])('the receptive field is what one value has seen: %j', (...pairs) => {
  const layers = pairs.map(([size = 1, stride = 1]) => ({ size, stride }));
  const expected = layers.map((_, i) => seen(layers.slice(0, i + 1)));
  expect(receptiveField(layers)).toEqual(expected);
});
