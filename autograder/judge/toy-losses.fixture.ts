/** Toy exercises of losses: preferences (DPO), two towers, and the image that raises a loss (FGSM). */
import { type JudgedModel, modelNumbers, weightSlopes } from '../test-kit/models.js';
import type { ModelValue } from './model-spec.js';
import type { TestContext } from './test.js';
import { list, mean, slopes, type ToyExercise, visible } from './toy-exercise.fixture.js';
import { TensorValue, type Value } from './value.js';

const policy = (t: TestContext): ModelValue =>
  t.model({
    layers: [
      { type: 'embedding', embeddings: t.randomTensor([6, 3]) },
      { type: 'layerNorm', gamma: t.tensor([1, 0.5, 2]), beta: t.randomTensor([3]) },
      { type: 'dense', kernel: t.randomTensor([3, 6]), activation: 'logSoftmax' },
    ],
  });

const preferenceCode = (
  flows = 'tf.stopGradient',
  margin = 'tf.sub(a, b)',
  beta = 'beta',
): string => `
const total = (model, { x, y }) =>
  tf.sum(tf.mul(model(x), tf.oneHot(y, 6)), [1, 2]);
const f = (policy, reference, chosen, rejected, beta) => {
  const still = ${flows};
  const a = tf.sub(total(policy, chosen), still(total(reference, chosen)));
  const b = tf.sub(total(policy, rejected), still(total(reference, rejected)));
  return tf.mean(tf.softplus(tf.neg(tf.mul(${margin}, ${beta}))));
}`;

export const preferenceLoss: ToyExercise = {
  name: 'a loss of preferences (DPO)',
  allow: [],
  tests: [
    visible('the loss, and what it trains', 'gradient', async (t) => {
      const [own, other] = [policy(t), policy(t)];
      const text = (): TensorValue =>
        t.tensor(
          list(6).map(() => t.rng.integer(0, 6)),
          [2, 3],
          'int32',
        );
      const [chosen, rejected] = [
        { x: text(), y: text() },
        { x: text(), y: text() },
      ];
      const beta = 0.7;
      const total = (model: JudgedModel, { x, y }: typeof chosen, row: number): number => {
        const { data } = modelNumbers(model, x);
        return list(3).reduce((sum, k) => {
          const at = row * 3 + k;
          return sum + (data[at * 6 + (y.data[at] ?? 0)] ?? 0);
        }, 0);
      };
      const loss = (model: JudgedModel): number =>
        mean(
          [0, 1].map((row) => {
            const a = total(model, chosen, row) - total(other, chosen, row);
            const b = total(model, rejected, row) - total(other, rejected, row);
            return Math.log1p(Math.exp(-beta * (a - b)));
          }),
        );
      const { value, gradients } = await t.gradients('f', own, other, chosen, rejected, beta);
      t.expectClose(value, t.tensor([loss(own)], []), { rtol: 1e-3 });
      t.expectClose(gradients[0], weightSlopes(own, loss), { rtol: 1e-2, atol: 1e-3 });
      const none = (gradients[1] as Value[]).every((gradient) => gradient === null);
      t.expect(none, 'No gradient reaches the reference.');
    }),
  ],
  solution: preferenceCode(),
  mutants: {
    'the reference is trained': preferenceCode('(x) => x'),
    'no reference': preferenceCode('tf.zerosLike'),
    'the wrong one preferred': preferenceCode(undefined, 'tf.sub(b, a)'),
    'without beta': preferenceCode(undefined, undefined, '1'),
  },
};

const tower = (t: TestContext): ModelValue =>
  t.model({
    layers: [
      { type: 'embedding', embeddings: t.randomTensor([5, 3]) },
      { type: 'globalAveragePooling' },
      {
        type: 'dense',
        kernel: t.randomTensor([3, 2]),
        bias: t.randomTensor([2]),
        activation: 'gelu',
      },
    ],
  });

const towersCode = (scores: string, flows = 'items(i)', cost = ''): string => `
const f = (users, items, u, i, temperature) => {
  const [a, b] = [users(u), ${flows}];
  const scores = ${scores};
  ${cost}
  const right = tf.sum(tf.mul(scores, tf.eye(4)), 1);
  return tf.mean(tf.sub(tf.logSumExp(scores, 1), right));
}`;
const product = 'tf.div(tf.matMul(a, b, false, true), temperature)';

export const twoTowers: ToyExercise = {
  name: 'two towers with the batch as negatives',
  allow: [],
  tests: [
    visible('the loss trains both towers', 'gradient', async (t) => {
      const [users, items] = [tower(t), tower(t)];
      const history = (): TensorValue =>
        t.tensor(
          list(8).map(() => t.rng.integer(0, 5)),
          [4, 2],
          'int32',
        );
      const [u, i] = [history(), history()];
      const temperature = 0.5;
      const loss = (a: JudgedModel, b: JudgedModel): number => {
        const [x, y] = [modelNumbers(a, u).data, modelNumbers(b, i).data];
        const score = (n: number, m: number): number =>
          list(2).reduce((sum, k) => sum + (x[n * 2 + k] ?? 0) * (y[m * 2 + k] ?? 0), 0) /
          temperature;
        return mean(
          list(4).map((n) => {
            const all = list(4).reduce((sum, m) => sum + Math.exp(score(n, m)), 0);
            return Math.log(all) - score(n, n);
          }),
        );
      };
      const { value, gradients } = await t.gradients('f', users, items, u, i, temperature);
      t.expectClose(value, t.tensor([loss(users, items)], []), { rtol: 1e-3 });
      const expected = [
        weightSlopes(users, (changed) => loss(changed, items)),
        weightSlopes(items, (changed) => loss(users, changed)),
      ];
      t.expectClose(gradients.slice(0, 2), expected, { rtol: 1e-2, atol: 1e-3 });
    }),
  ],
  solution: towersCode(product),
  mutants: {
    'softmax over the users': towersCode(`tf.transpose(${product})`),
    'without temperature': towersCode('tf.matMul(a, b, false, true)'),
    'one tower stands still': towersCode(product, 'tf.stopGradient(items(i))'),
    'no negatives': towersCode(
      product,
      undefined,
      'return tf.neg(tf.mean(tf.sum(tf.mul(scores, tf.eye(4)), 1)));',
    ),
  },
};

const classifier = (t: TestContext): ModelValue =>
  t.model({
    layers: [
      { type: 'reshape', shape: [4, 4, 1] },
      {
        type: 'conv2d',
        kernel: t.randomTensor([3, 3, 1, 3], 0.7),
        bias: t.randomTensor([3]),
        padding: 'same',
        activation: 'softplus',
      },
      { type: 'flatten' },
      { type: 'dense', kernel: t.randomTensor([48, 3], 0.4) },
    ],
  });

const attackCode = (moved: string, clipped = 'tf.clipByValue(moved, 0, 1)'): string => `
const f = (model, x, y, epsilon) => {
  const loss = (image) => {
    const scores = model(image);
    return tf.mean(tf.sub(tf.logSumExp(scores, 1), tf.sum(tf.mul(scores, tf.oneHot(y, 3)), 1)));
  };
  const slope = tf.grad(loss)(x);
  const moved = ${moved};
  return ${clipped};
}`;
const uphill = 'tf.add(x, tf.mul(tf.sign(slope), epsilon))';

export const fastGradientSign: ToyExercise = {
  name: 'an adversarial image (FGSM)',
  allow: ['tf.grad'],
  tests: [
    visible('each pixel moves by epsilon', 'value', async (t) => {
      const model = classifier(t);
      const pixels = t.rng.uniforms(32);
      const x = new TensorValue('float32', [2, 16], pixels);
      const y = t.tensor([0, 2], [2], 'int32');
      const epsilon = 0.1;
      const loss = (moved: Float64Array): number => {
        const { data } = modelNumbers(model, { shape: [2, 16], data: moved });
        return mean(
          [0, 1].map((n) => {
            const row = [...data.slice(n * 3, n * 3 + 3)];
            const all = row.reduce((sum, score) => sum + Math.exp(score), 0);
            return Math.log(all) - (row[y.data[n] ?? 0] ?? 0);
          }),
        );
      };
      const by = slopes(loss, pixels);
      const expected = pixels.map((value, k) =>
        Math.min(1, Math.max(0, value + epsilon * Math.sign(by[k] ?? 0))),
      );
      const got = await t.student.f?.(model, x, y, epsilon);
      t.expectClose(got, new TensorValue('float32', [2, 16], expected));
    }),
  ],
  solution: attackCode(uphill),
  mutants: {
    downhill: attackCode('tf.sub(x, tf.mul(tf.sign(slope), epsilon))'),
    'no sign': attackCode('tf.add(x, tf.mul(slope, epsilon))'),
    'not clipped': attackCode(uphill, 'moved'),
    'the sign of the image': attackCode('tf.add(x, tf.mul(tf.sign(x), epsilon))'),
  },
};
