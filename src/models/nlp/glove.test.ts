import { beforeAll, expect, test } from 'vitest';
import { use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { glove } from './glove.js';

beforeAll(() => use('cpu'));

test('a logarithm is the product of two vectors and a bias of each token', () => {
  const model = glove({ vocabSize: 4, width: 2, seed: 1 });
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map(({ shape }, i) => tf.randomNormal(shape, 0, 1, 'float32', i + 1)),
    ),
  );
  const row = (layer: string, token: number): number[] =>
    ((model.getLayer(layer).getWeights()[0] as Tensor).arraySync() as number[][])[
      token
    ] as number[];
  const inputs = [3, 1].map((token) => tf.tensor2d([[token]], [1, 1], 'int32'));
  const output = model.predict(inputs) as Tensor;
  const [a, b] = [row('words', 3), row('contexts', 1)];
  const biases = (row('words_bias', 3)[0] as number) + (row('contexts_bias', 1)[0] as number);
  const wanted = a.reduce((sum, x, i) => sum + x * (b[i] as number), biases);
  expect(output.dataSync()[0]).toBeCloseTo(wanted, 5);
  tf.dispose([inputs, output]);
  model.dispose();
});
