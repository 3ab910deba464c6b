import { beforeAll, expect, test } from 'vitest';
import {
  numericalGradient,
  relativeError,
  tensorsLeft,
  useCpu,
} from '../deep-learning/test-tools.js';
import { analogy as analogyOfWords } from '../nlp/embeddings/analogy.js';
import { skipGramLoss } from '../nlp/embeddings/losses.js';
import { wordVectorsOf } from '../nlp/embeddings/word-vectors.js';
import {
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../nn/tf.js';
import { analogy, type LstmState, lstmStep, negativeSamplingLoss } from './words-in-context.js';

beforeAll(useCpu);

let seed = 0;
const normal = <T extends Tensor>(...shape: number[]): T =>
  tf.randomNormal(shape, 0, 1, 'float32', ++seed) as T;

test('the loss is that of the library, and finite where probabilities round to 0', () => {
  const [words, contexts] = [normal<Tensor2D>(4, 3), normal<Tensor3D>(4, 6, 3)];
  const logits = tf.squeeze(tf.matMul(contexts, tf.expandDims(words, 2)), [2]);
  const got = negativeSamplingLoss(words, contexts).dataSync()[0];
  expect(got).toBeCloseTo(skipGramLoss(logits).dataSync()[0] as number, 4);
  const far = tf.fill([1, 2, 1], 400) as Tensor3D;
  expect(negativeSamplingLoss(tf.tensor2d([[1]]), far).dataSync()[0]).toBe(400);
});

test('gradients of the loss are its slopes', () => {
  const [words, contexts] = [normal<Tensor2D>(2, 3), normal<Tensor3D>(2, 3, 3)];
  const loss = (w: Tensor): Scalar => negativeSamplingLoss(w as Tensor2D, contexts);
  const slopes = numericalGradient(
    (values) => tf.tidy(() => loss(tf.tensor2d(values, [2, 3])).dataSync()[0] as number),
    words.dataSync(),
  );
  const got = tf
    .grad((w: Tensor) => loss(w))(words)
    .dataSync();
  expect(relativeError(got, slopes)).toBeLessThan(1e-2);
});

test('analogies are those of the library', () => {
  const rows = normal<Tensor2D>(9, 4);
  const names = [...'abcdefghi'];
  const vectors = wordVectorsOf(names, rows.arraySync() as number[][]);
  for (const [a, b, c] of [
    [0, 1, 2],
    [3, 3, 5],
    [8, 2, 2],
  ] as const) {
    const [first] = analogyOfWords(vectors, [names[a], names[b], names[c]] as [
      string,
      string,
      string,
    ]);
    expect(names[analogy(rows, a, b, c)]).toBe(first?.word);
  }
});

test('steps are those of tf.layers.lstm, and a masked step changes nothing', () => {
  const [batch, time, width, units] = [3, 4, 2, 5];
  const x = normal<Tensor3D>(batch, time, width);
  const layer = tf.layers.lstm({ units, returnState: true });
  const [, ...last] = layer.apply(x) as unknown as Tensor2D[];
  const [kernel, recurrentKernel, bias] = layer.getWeights() as [Tensor2D, Tensor2D, Tensor1D];
  const weights = { kernel, recurrentKernel, bias };
  const zeros = tf.zeros([batch, units]) as Tensor2D;
  let state: LstmState = { h: zeros, c: zeros };
  const ones = tf.ones([batch, 1]) as Tensor2D;
  for (const word of tf.unstack(x, 1)) state = lstmStep(word as Tensor2D, state, weights, ones);
  const differs = (one: Tensor, other: Tensor) =>
    tf.max(tf.abs(tf.sub(one, other))).dataSync()[0] as number;
  expect(differs(state.h, last[0] as Tensor)).toBeLessThan(1e-5);
  expect(differs(state.c, last[1] as Tensor)).toBeLessThan(1e-5);
  const mask = tf.tensor2d([[0], [1], [0]]);
  const next = lstmStep(normal<Tensor2D>(batch, width), state, weights, mask);
  expect(next.c.arraySync()[0]).toEqual(state.c.arraySync()[0]);
  expect(next.h.arraySync()[2]).toEqual(state.h.arraySync()[2]);
  expect(next.h.arraySync()[1]).not.toEqual(state.h.arraySync()[1]);
});

test('a step leaves its answer and nothing else', async () => {
  const weights = {
    kernel: normal<Tensor2D>(2, 12),
    recurrentKernel: normal<Tensor2D>(3, 12),
    bias: normal<Tensor1D>(12),
  };
  const [x, h, c] = [normal<Tensor2D>(2, 2), normal<Tensor2D>(2, 3), normal<Tensor2D>(2, 3)];
  const mask = tf.ones([2, 1]) as Tensor2D;
  const left = await tensorsLeft(() => {
    const state = lstmStep(x, { h, c }, weights, mask);
    tf.dispose([state.h, state.c]);
  });
  expect(left).toBe(0);
});
