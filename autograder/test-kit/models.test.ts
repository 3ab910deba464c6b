import { expect, test } from 'vitest';
import { modelValue } from '../judge/check-model.js';
import { makeTensor } from '../judge/make-tensor.js';
import { modelNumbers, weightSlopes } from './models.js';

const model = modelValue({
  layers: [
    { type: 'dense', kernel: makeTensor([[2], [-1]]), bias: makeTensor([0.5]) },
    { type: 'activation', activation: 'tanh' },
  ],
});
const x = makeTensor([[1, 3]]);

test('slopes are those of the loss, by each weight in its shape', () => {
  const slopes = weightSlopes(model, (changed) => modelNumbers(changed, x).data[0] ?? 0);
  const slope = 1 - Math.tanh(2 - 3 + 0.5) ** 2;
  expect(slopes.map(({ shape }) => shape)).toEqual([[2, 1], [1]]);
  for (const [i, expected] of [[slope, 3 * slope], [slope]].entries()) {
    for (const [k, value] of expected.entries()) {
      expect(slopes[i]?.data[k]).toBeCloseTo(value, 5);
    }
  }
});

test('the model is as it was, and each loss sees one number changed', () => {
  const before = model.weights.map(({ data }) => [...data]);
  const seen: number[] = [];
  weightSlopes(model, ({ layers }) => {
    const [layer] = layers;
    if (layer?.type !== 'dense') throw new Error('Expected the dense layer.');
    const now = [layer.kernel, layer.bias].map((weight) => [...Array.from(weight?.data ?? [])]);
    seen.push(now.flat().filter((value, k) => value !== before.flat()[k]).length);
    return 0;
  });
  expect(seen).toEqual([1, 1, 1, 1, 1, 1]);
  expect(model.weights.map(({ data }) => [...data])).toEqual(before);
});
