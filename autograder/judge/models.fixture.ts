/**
 * Toy exercises on models: each with tests, a right answer and wrong ones, as text that runs in this
 * process and behind the walls alike.
 */
import vm from 'node:vm';
import { type JudgedModel, modelNumbers, weightSlopes } from '../test-kit/models.js';
import type { Numbers } from './model-output.js';
import type { ModelValue } from './model-spec.js';
import { type Test, type TestContext, test } from './test.js';
import { TensorValue, type Value } from './value.js';

export interface ToyExercise {
  name: string;
  allow: string[];
  tests: Test[];
  solution: string;
  /** Wrong answers by what is wrong with them. */
  mutants: Record<string, string>;
}

/** The function `f` that a text declares. */
export function functionOf(code: string, tf: unknown): unknown {
  return (vm.runInThisContext(`((tf) => { ${code}; return f; })`) as (tf: unknown) => unknown)(tf);
}

/** Slopes by central differences. */
export function slopes(
  f: (x: Float64Array) => number,
  x: ArrayLike<number>,
  step = 1e-4,
): Float64Array {
  const moved = Float64Array.from(x);
  return Float64Array.from(moved, (value, i) => {
    moved[i] = value + step;
    const above = f(moved);
    moved[i] = value - step;
    const below = f(moved);
    moved[i] = value;
    return (above - below) / (2 * step);
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const list = (length: number): number[] => Array.from({ length }, (_, i) => i);
const visible = (
  name: string,
  kind: 'value' | 'gradient' | 'training',
  run: (t: TestContext) => Promise<void>,
): Test => test({ name, kind, points: 1, visible: true, timeoutMs: 3000 }, run);

const critic = (t: TestContext, trainable = false): ModelValue =>
  t.model(
    {
      layers: [
        { type: 'dense', kernel: t.randomTensor([3, 5], 0.8), activation: 'tanh' },
        { type: 'dense', kernel: t.randomTensor([5, 1]), bias: t.randomTensor([1]) },
      ],
    },
    { trainable },
  );

/** ((‖∇D(x)‖ − 1)², averaged over points between real and generated ones. */
function penalty(model: JudgedModel, mixed: Numbers): number {
  const [rows = 0, width = 0] = mixed.shape;
  return mean(
    list(rows).map((row) => {
      const x = Array.from(mixed.data).slice(row * width, (row + 1) * width);
      const score = (moved: Float64Array): number =>
        modelNumbers(model, { shape: [1, width], data: moved }).data[0] ?? 0;
      return (Math.hypot(...slopes(score, x)) - 1) ** 2;
    }),
  );
}

const penaltyArguments = (t: TestContext) => {
  const [real, fake] = [t.randomTensor([4, 3]), t.randomTensor([4, 3])];
  const share = t.tensor([[0.1], [0.4], [0.7], [0.9]]);
  const data = real.data as Float32Array;
  const mixed = data.map((x, i) => {
    const of = share.data[Math.floor(i / 3)] ?? 0;
    return of * x + (1 - of) * (fake.data[i] ?? 0);
  });
  return { real, fake, share, mixed: { shape: [4, 3], data: mixed } };
};

const penaltyCode = (
  norm = 'tf.sqrt(tf.sum(tf.square(g), 1))',
  cost = '(n) => tf.mean(tf.square(tf.sub(n, 1)))',
  mix = 'tf.add(tf.mul(share, real), tf.mul(tf.sub(1, share), fake))',
): string => `const f = (critic, real, fake, share) => {
  const mixed = ${mix};
  const g = tf.grad((x) => tf.sum(critic(x)))(mixed);
  const cost = ${cost};
  return cost(${norm});
}`;

const gradientPenalty: ToyExercise = {
  name: 'a gradient penalty',
  allow: ['tf.grad', 'tf.customGrad'],
  tests: [
    visible('the penalty', 'value', async (t) => {
      const model = critic(t);
      const { real, fake, share, mixed } = penaltyArguments(t);
      const got = await t.student.f?.(model, real, fake, share);
      t.expectClose(got, t.tensor([penalty(model, mixed)], []), { rtol: 1e-3 });
      t.expectArgumentsUnchanged();
    }),
    visible('it trains the critic', 'gradient', async (t) => {
      const model = critic(t);
      const { real, fake, share, mixed } = penaltyArguments(t);
      const { gradients } = await t.gradients('f', model, real, fake, share);
      const expected = weightSlopes(model, (changed) => penalty(changed, mixed));
      // The last bias has no part in a slope.
      const [first, second] = gradients[0] as Value[];
      t.expectClose([first, second], expected.slice(0, 2), { rtol: 1e-2, atol: 1e-3 });
    }),
  ],
  solution: penaltyCode(),
  mutants: {
    'no root': penaltyCode('tf.sum(tf.square(g), 1)'),
    'the norm itself is made small': penaltyCode(undefined, '(n) => tf.mean(tf.square(n))'),
    'the norm over the whole batch': penaltyCode('tf.sqrt(tf.sum(tf.square(g)))'),
    'at the real points': penaltyCode(undefined, undefined, 'real'),
    'a number that no gradient flows through': penaltyCode(
      undefined,
      '(n) => tf.scalar(tf.mean(tf.square(tf.sub(n, 1))).dataSync()[0])',
    ),
  },
};

const generator = (t: TestContext): ModelValue =>
  t.model(
    {
      layers: [
        {
          type: 'dense',
          kernel: t.randomTensor([2, 4]),
          bias: t.randomTensor([4]),
          activation: 'softplus',
        },
        { type: 'dense', kernel: t.randomTensor([4, 3]) },
      ],
    },
    { trainable: true },
  );

const stepCode = (loss: string, variables: string, sign = 'sub'): string => `
const f = ({ generator, critic, z, learningRate }) => {
  const score = () => critic.apply(generator.apply(z));
  const { value, grads } = tf.variableGrads(() => ${loss}, ${variables});
  for (const variable of [...generator.trainableVariables, ...critic.trainableVariables]) {
    const slope = grads[variable.name];
    if (slope) variable.assign(tf.${sign}(variable, tf.mul(slope, learningRate)));
  }
  return value.dataSync()[0];
}`;
const [nonSaturating, own] = [
  'tf.mean(tf.softplus(tf.neg(score())))',
  'generator.trainableVariables',
];

const generatorStep: ToyExercise = {
  name: 'a step of a generator',
  allow: ['tf.variableGrads'],
  tests: [
    visible('the generator moves, the critic does not', 'training', async (t) => {
      const [made, judged] = [generator(t), critic(t, true)];
      const z = t.randomTensor([6, 2]);
      const learningRate = 0.5;
      const loss = (changed: JudgedModel): number =>
        mean(
          Array.from(modelNumbers(judged, modelNumbers(changed, z)).data, (score) =>
            Math.log1p(Math.exp(-score)),
          ),
        );
      const got = await t.student.f?.({ generator: made, critic: judged, z, learningRate });
      t.expectClose(got, loss(made), { rtol: 1e-3 });
      const after = t.argumentsAfter()[0] as Record<string, Value>;
      const moved = t.expectWeights(after.generator, made, 'generator');
      const expected = weightSlopes(made, loss).map(({ shape, data }, i) => {
        const before = made.weights[i]?.data as Float32Array;
        const values = before.map((w, k) => w - learningRate * (data[k] ?? 0));
        return new TensorValue('float32', shape, values);
      });
      t.expectClose(moved, expected, { rtol: 1e-3, atol: 1e-4 });
      t.expectClose(after.critic, judged.weights, { rtol: 0, atol: 0, what: 'critic' });
    }),
  ],
  solution: stepCode(nonSaturating, own),
  mutants: {
    'the critic is trained too': stepCode(
      nonSaturating,
      '[...generator.trainableVariables, ...critic.trainableVariables]',
    ),
    'the saturating loss': stepCode('tf.neg(tf.mean(tf.softplus(score())))', own),
    uphill: stepCode(nonSaturating, own, 'add'),
    'the critic’s own loss': stepCode('tf.mean(tf.softplus(score()))', own),
    'nothing moves': stepCode(nonSaturating, own).replace('if (slope)', 'if (slope === null)'),
  },
};

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

const preferenceLoss: ToyExercise = {
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

const twoTowers: ToyExercise = {
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

const fastGradientSign: ToyExercise = {
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

export const toyExercises: readonly ToyExercise[] = [
  gradientPenalty,
  generatorStep,
  preferenceLoss,
  twoTowers,
  fastGradientSign,
];
