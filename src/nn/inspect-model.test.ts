import { inspect } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/index.js';
import { tf } from './tf.js';

beforeAll(async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
});

const net = () =>
  tf.sequential({
    name: 'net',
    layers: [tf.layers.dense({ units: 3, inputShape: [4], name: 'd' })],
  });

test('a model shows its summary; deep inside other values its name alone', () => {
  const text = inspect(net());
  expect(text).toMatch(/^Sequential 'net'\n/);
  expect(text).toMatch(/d \(Dense\) .*\[null,3\] +15\n/);
  expect(text).toContain('Total params: 15');
  expect(inspect({ a: { b: { c: net() } } }, { depth: 2 })).toContain("c: Sequential 'net' }");
  const input = tf.input({ shape: [4], name: 'x' });
  const functional = tf.model({ inputs: input, outputs: net().apply(input) as never, name: 'f' });
  expect(inspect(functional)).toContain('Total params: 15');
});

test('a model without layers says what it lacks instead of throwing', () => {
  expect(inspect(tf.sequential({ name: 'empty' }))).toMatch(/^Sequential 'empty' \(not built yet/);
});

test('a layer shows its output and weights, a symbolic tensor its shape, a weight its numbers', () => {
  const model = net();
  expect(inspect(model.layers[0])).toBe(
    "Dense 'd' → [null, 3], 15 parameters (kernel [4, 3], bias [3])",
  );
  expect(inspect(tf.layers.dense({ units: 2, name: 'new' }))).toMatch(/^Dense 'new' \(not built/);
  expect(inspect(tf.input({ shape: [4], name: 'in' }))).toBe(
    "SymbolicTensor 'in' float32 [null, 4]",
  );
  expect(inspect(model.layers[0]?.weights[1])).toMatch(
    /^LayerVariable '[^']*bias[^']*' float32 \[3\] \[0, 0, 0\]$/,
  );
});
