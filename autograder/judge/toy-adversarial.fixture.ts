/** Toy exercises of adversarial training: a gradient penalty (WGAN-GP) and a step of a generator. */
import { type JudgedModel, modelNumbers, weightSlopes } from '../test-kit/models.js';
import type { Numbers } from './model-output.js';
import type { ModelValue } from './model-spec.js';
import type { TestContext } from './test.js';
import { list, mean, slopes, type ToyExercise, visible } from './toy-exercise.fixture.js';
import { TensorValue, type Value } from './value.js';

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

export const gradientPenalty: ToyExercise = {
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

export const generatorStep: ToyExercise = {
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
