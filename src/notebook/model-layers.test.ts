import { beforeAll, expect, test } from 'vitest';
import { useBackend } from '../backend/index.js';
import { tf } from '../nn/tf.js';
import { modelGraph } from '../plot/model-graph.js';
import { modelLayers } from './model-layers.js';

beforeAll(async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
});

test('a model in a row: kinds, shapes, parameters', () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [4], name: 'hidden' }),
      tf.layers.dense({ units: 2, name: 'out' }),
    ],
  });
  expect(modelLayers(model)).toEqual([
    { name: 'hidden', kind: 'Dense', shape: [null, 3], parameters: 15, inputs: [] },
    { name: 'out', kind: 'Dense', shape: [null, 2], parameters: 8, inputs: ['hidden'] },
  ]);
});

test('a model with branches, a shared layer and a model within it is drawn', () => {
  const input = tf.input({ shape: [4], name: 'in' });
  const inner = tf.sequential({
    name: 'inner',
    layers: [tf.layers.dense({ units: 4, inputShape: [4] })],
  });
  const shared = tf.layers.dense({ units: 4, name: 'shared' });
  const one = shared.apply(input) as typeof input;
  const two = shared.apply(inner.apply(one)) as typeof input;
  const sum = tf.layers.add({ name: 'sum' }).apply([one, two]) as typeof input;
  const model = tf.model({ inputs: input, outputs: sum });
  const layers = modelLayers(model);
  const brief = layers.map(({ name, inputs, parameters }) => [name, inputs, parameters]);
  expect(brief).toEqual([
    ['in', [], 0],
    ['shared', ['in'], 20],
    ['inner', ['shared'], 20],
    ['shared (2)', ['inner'], 0],
    ['sum', ['shared', 'shared (2)'], 0],
  ]);
  expect(modelGraph({ title: 't', layers }).layout.shapes).toHaveLength(5);
});

test('a layer that another model holds too has the inputs of this one', () => {
  const a = tf.input({ shape: [2], name: 'a' });
  const b = tf.input({ shape: [2], name: 'b' });
  const layer = tf.layers.dense({ units: 2, name: 'both' });
  const first = tf.model({ inputs: a, outputs: layer.apply(a) as typeof a });
  const second = tf.model({ inputs: b, outputs: layer.apply(b) as typeof b });
  expect(modelLayers(first).map(({ inputs }) => inputs)).toEqual([[], ['a']]);
  expect(modelLayers(second).map(({ inputs }) => inputs)).toEqual([[], ['b']]);
});

test('what has no layers is refused', () => {
  expect(() => modelLayers({ layers: [] })).toThrow('Expected `model` to be a model of tf.layers');
});

test('a residual connection goes round the layers between', () => {
  const input = tf.input({ shape: [4], name: 'in' });
  const hidden = tf.layers.dense({ units: 4, name: 'hidden' }).apply(input) as typeof input;
  const sum = tf.layers.add({ name: 'sum' }).apply([input, hidden]) as typeof input;
  const layers = modelLayers(tf.model({ inputs: input, outputs: sum }));
  expect(layers.at(-1)?.inputs).toEqual(['in', 'hidden']);
  const figure = modelGraph({ title: 'Residual', layers });
  expect(figure.alt).toBe(
    'Graph of a model: Residual. 3 layers, 20 parameters. InputLayer in [B, 4]. Dense hidden [B, 4] after in. Add sum [B, 4] after in, hidden.',
  );
});
