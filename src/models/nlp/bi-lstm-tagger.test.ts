import { beforeAll, expect, test } from 'vitest';
import { gapAlongDirections, savedAndLoaded, use } from '../../nn/layers/test-tools.js';
import { type Scalar, type Tensor, tf, type Variable } from '../../nn/tf.js';
import { biLstmTagger, spec } from './bi-lstm-tagger.js';

beforeAll(() => use('cpu'));

const sizes = { vocabSize: 7, length: 5, tags: 3, width: 3, units: 4, seed: 2 };
const rows = (...lists: number[][]): Tensor => tf.tensor2d(lists, [lists.length, 5], 'int32');
const scoresOf = (model: ReturnType<typeof biLstmTagger>, x: Tensor): number[][][] =>
  tf.tidy(() => (model.predict(x) as Tensor).arraySync() as number[][][]);

test('has a CRF, or not, and hands out its parts', () => {
  const [model, plain] = [biLstmTagger(sizes), biLstmTagger({ ...sizes, crf: false })];
  expect(model.countParams() - plain.countParams()).toBe(3 * 3 + 3 + 3);
  expect(spec.parts(model).crf?.name).toBe('crf');
  expect(spec.parts(plain).crf).toBeUndefined();
  expect(spec.parts(plain).scoring.map(({ name }) => name)).toEqual([
    'embedding',
    'bi_lstm',
    'logits',
  ]);
  expect(() => biLstmTagger({ ...sizes, tags: 0 })).toThrow(
    'Expected `tags` to be an integer >= 1',
  );
  for (const one of [model, plain]) one.dispose();
});

test('gives log-probabilities, the softmax of the tokens at first, and tag 0 at padding', () => {
  const [model, plain] = [biLstmTagger(sizes), biLstmTagger({ ...sizes, crf: false })];
  const x = rows([4, 2, 6, 0, 0]);
  const found = scoresOf(model, x)[0] ?? [];
  const alone = tf.tidy(() =>
    tf.logSoftmax(plain.predict(x) as Tensor).arraySync(),
  ) as number[][][];
  found.slice(0, 3).forEach((row, t) => {
    row.forEach((value, k) => void expect(value).toBeCloseTo(alone[0]?.[t]?.[k] as number, 4));
  });
  expect(found.slice(3)).toEqual([
    [0, -30, -30],
    [0, -30, -30],
  ]);
  tf.dispose(x);
  for (const one of [model, plain]) one.dispose();
});

test('padding changes nothing, at whichever end it stands', async () => {
  const model = biLstmTagger(sizes);
  model
    .getLayer('crf')
    .setWeights([
      tf.randomNormal([3, 3], 0, 1, 'float32', 1),
      tf.tensor1d([1, -1, 0]),
      tf.tensor1d([0, 2, -1]),
    ]);
  const loaded = await savedAndLoaded(model);
  for (const one of [model, loaded]) {
    const [behind, before] = scoresOf(one, rows([4, 2, 6, 0, 0], [0, 0, 4, 2, 6]));
    behind?.slice(0, 3).forEach((row, t) => {
      row.forEach((value, k) => void expect(value).toBeCloseTo(before?.[t + 2]?.[k] as number, 4));
    });
  }
  for (const one of [model, loaded]) one.dispose();
});

test('has the gradient of finite differences', () => {
  const model = biLstmTagger({ ...sizes, vocabSize: 6, length: 4 });
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  tf.tidy(() => {
    for (const one of variables)
      one.assign(tf.add(one, tf.randomNormal(one.shape, 0, 0.4, 'float32', 3)));
    const x = tf.tensor2d([[3, 4, 5, 0]], [1, 4], 'int32');
    const weighting = tf.randomNormal([1, 4, 3], 0, 1, 'float32', 2);
    const loss = (): Scalar => tf.sum(tf.mul(model.apply(x as Tensor) as Tensor, weighting));
    expect(gapAlongDirections(loss, variables)).toBeLessThan(1e-3);
  });
  model.dispose();
});
