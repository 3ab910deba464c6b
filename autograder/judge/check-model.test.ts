/** A test's author is told what is wrong with a model, before anything is sent. */
import { describe, expect, test } from 'vitest';
import { maxLayers, maxParameters, modelValue } from './check-model.js';
import { modelNumbers } from './model-output.js';
import type { LayerSpec } from './model-spec.js';
import { TensorValue } from './value.js';

const zeros = (...shape: number[]): TensorValue =>
  new TensorValue('float32', shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));
const odd = (layer: unknown): LayerSpec => layer as LayerSpec;
const dense = (inputs: number, units: number): LayerSpec => ({
  type: 'dense',
  kernel: zeros(inputs, units),
});

describe('a model that cannot be is refused', () => {
  test.each<[string, LayerSpec[], RegExp]>([
    ['no layer', [], /1 to 32 layers\. Received: 0/],
    ['too many layers', Array.from({ length: maxLayers + 1 }, () => dense(1, 1)), /Received: 33/],
    ['an unknown layer', [odd({ type: 'lstm' })], /`type` of layer 0 .* Received: lstm/],
    ['a name from the prototype', [odd({ type: 'constructor' })], /Received: constructor/],
    ['no layer at all', [odd(null)], /Received: undefined/],
    ['an unknown setting', [odd({ ...dense(2, 2), units: 2 })], /Received: units/],
    ['no kernel', [odd({ type: 'dense' })], /layer 0 to have `kernel`/],
    ['a kernel that is a list', [odd({ type: 'dense', kernel: [[1]] })], /`kernel` of layer 0/],
    [
      'whole numbers',
      [odd({ type: 'dense', kernel: new TensorValue('int32', [1, 1], Int32Array.of(1)) })],
      /float32 tensor\. Received: dtype int32/,
    ],
    [
      'NaN',
      [{ type: 'dense', kernel: new TensorValue('float32', [1, 1], Float32Array.of(Number.NaN)) }],
      /finite/,
    ],
    ['a kernel of rank 1', [{ type: 'dense', kernel: zeros(3) }], /shape \[\?, \?\]/],
    ['a layer that does not fit', [dense(2, 3), dense(2, 1)], /`kernel` of layer 1 .* \[3, \?\]/],
    [
      'a bias of another size',
      [{ type: 'dense', kernel: zeros(2, 3), bias: zeros(2) }],
      /`bias` of layer 0 to have shape \[3\]/,
    ],
    [
      'an unknown activation',
      [{ type: 'activation', activation: 'swish' as 'relu' }],
      /Received: swish/,
    ],
    ['strides of 0', [{ type: 'conv2d', kernel: zeros(1, 1, 1, 1), strides: 0 }], /`strides`/],
    [
      'unknown padding',
      [{ type: 'conv2d', kernel: zeros(1, 1, 1, 1), padding: 'full' as 'same' }],
      /`padding`/,
    ],
    ['a large window', [{ type: 'conv2d', kernel: zeros(17, 1, 1, 1) }], /window/],
    [
      'a variance that may vanish',
      [{ type: 'layerNorm', gamma: zeros(2), beta: zeros(2), epsilon: 0 }],
      /`epsilon`/,
    ],
    ['a shape of parts', [{ type: 'reshape', shape: [1.5] }], /`shape`/],
    ['too many numbers', [dense(400, 251)], new RegExp(`${maxParameters} numbers`)],
  ])('%s', (_name, layers, text) => {
    expect(() => modelValue({ layers })).toThrow(text);
    expect(() => modelValue({ layers })).toThrow(RangeError);
  });

  test('weights that are not as many, or of another shape', () => {
    const model = modelValue({ layers: [dense(2, 3), dense(3, 1)] });
    expect(() => model.withWeights([zeros(2, 3)])).toThrow(/2 weights\. Received: 1/);
    expect(() => model.withWeights([zeros(2, 3), zeros(1, 3)])).toThrow(/weight 1 .* \[3, 1\]/);
  });

  test('an input that does not fit is said in the judge too', () => {
    const run = (layers: LayerSpec[], x: TensorValue) => () =>
      modelNumbers(modelValue({ layers }), x);
    expect(run([dense(2, 1)], zeros(1, 3))).toThrow(/layer 0 to be given 2 features/);
    expect(run([{ type: 'reshape', shape: [2, 2] }], zeros(1, 3))).toThrow(/2 × 2 numbers/);
    const row = new TensorValue('int32', [1, 1], Int32Array.of(7));
    expect(run([{ type: 'embedding', embeddings: zeros(3, 2) }], row)).toThrow(/rows 0 to 2/);
  });
});
