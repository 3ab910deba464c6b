/** The tests of `trainMlp`: what the statement promises, measured on toy problems. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { meanLoss, type Network, numbers, rowsOf, scores, weightNames } from './arithmetic.js';
import { fullSteps, ordersFrom } from './steps.js';

/** What differs between a visible test and its hidden twin, inputs apart. */
export interface Given {
  name: string;
  points: number;
  visible: boolean;
  hint?: string;
}

interface Toy {
  x: TensorValue;
  y: TensorValue;
  classes: number;
}

interface Settings {
  hidden: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
}

interface Trained {
  weights: Record<(typeof weightNames)[number], TensorValue>;
  network: Network;
  losses: number[];
}

const labels = (t: TestContext, examples: number, classes: number): TensorValue =>
  t.tensor(
    Array.from({ length: examples }, (_, i) => i % classes),
    [examples],
    'int32',
  );

/** Examples without any pattern. */
function noise(t: TestContext, examples: number, features: number, classes: number): Toy {
  return { x: t.randomTensor([examples, features]), y: labels(t, examples, classes), classes };
}

/** One cloud of points for each class, far apart, around a circle. */
function clouds(t: TestContext, examples: number, classes: number): Toy {
  const y = labels(t, examples, classes);
  const points = Array.from(y.data, (label) => {
    const angle = (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle), 2 * Math.sin(angle)].map((v) => v + t.rng.normal(0, 0.2));
  });
  return { x: t.tensor(points), y, classes };
}

/** Calls the student's function and checks the form of its answer. */
async function train(
  t: TestContext,
  toy: Toy,
  settings: Settings,
  more: Record<string, Value> = {},
): Promise<Trained> {
  const got: Value = await t.student.trainMlp?.({ ...toy, ...settings, ...more });
  const answer = t.expectObject(got, [...weightNames, 'losses'] as const);
  const [d, h, c] = [toy.x.shape[1] as number, settings.hidden, toy.classes];
  const form = (what: (typeof weightNames)[number], shape: number[]): TensorValue =>
    t.expectTensor(answer[what], { what, shape, dtype: 'float32' });
  const weights = {
    w1: form('w1', [d, h]),
    b1: form('b1', [h]),
    w2: form('w2', [h, c]),
    b2: form('b2', [c]),
  };
  const losses = t.expectNumbers(answer.losses, 'losses');
  t.expect(
    losses.length === settings.epochs,
    `losses should hold one number for each of the ${settings.epochs} epochs, but holds ${losses.length}.`,
    { got: losses },
  );
  const network = {
    w1: numbers(weights.w1),
    b1: numbers(weights.b1),
    w2: numbers(weights.w2),
    b2: numbers(weights.b2),
  };
  return { weights, network, losses };
}

/** The largest difference between two sets of weights. */
function distance(a: Network, b: Network): number {
  const gaps = weightNames.flatMap((name) =>
    Array.from(a[name], (value, i) => Math.abs(value - (b[name][i] as number))),
  );
  return gaps.reduce((most, gap) => Math.max(most, gap), 0);
}

const zeros = (network: Network): Network => ({
  w1: new Float64Array(network.w1.length),
  b1: new Float64Array(network.b1.length),
  w2: new Float64Array(network.w2.length),
  b2: new Float64Array(network.b2.length),
});

/** Weights and losses have the promised form, a smaller last minibatch included. */
function form(given: Given): Test {
  return test({ kind: 'contract', ...given }, async (t) => {
    const settings = { hidden: 5, epochs: 2, batchSize: 4, learningRate: 0.1, seed: 1 };
    await train(t, noise(t, 6, 2, 3), settings);
    t.expectArgumentsUnchanged();
  });
}

/** With learning rate 0 the start shows: zero biases, a loss near ln C, nothing moves. */
function start(given: Given): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const toy = noise(t, 6, 4, 3);
    const settings = { hidden: 6, epochs: 2, batchSize: 3, learningRate: 0, seed: 2 };
    const { weights, network, losses } = await train(t, toy, settings);
    const whole = meanLoss(network, rowsOf(toy.x), toy.y.data);
    const close = { atol: 1e-3, rtol: 1e-3, what: 'losses' };
    t.expectClose(losses, [whole, whole], close);
    t.expectClose(weights.b1, t.tensor(new Array<number>(6).fill(0)), { what: 'b1' });
    t.expectClose(weights.b2, t.tensor(new Array<number>(3).fill(0)), { what: 'b2' });
    const units = new Set(Array.from({ length: 6 }, (_, j) => network.w1[j]));
    t.expect(units.size > 1, 'All hidden units start with the same weights.', { got: weights.w1 });
  });
}

/**
 * Minibatches of everything: each weight moves by the learning rate times the slope of the loss, in
 * the first step and in the third, where momentum or a falling rate would show.
 */
export function oneStep(given: Given, examples: number, features: number, classes: number): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    let toy = noise(t, examples, features, classes);
    const settings = { hidden: 3, batchSize: examples + 2, seed: 3 };
    for (const epochs of [1, 3]) {
      const still = { ...settings, epochs, learningRate: 0 };
      const { network: start } = await train(t, toy, still);
      // On a large weight the relative tolerance would swallow the step, and standing still would pass.
      const largest = distance(start, zeros(start));
      t.expect(
        largest < 10,
        `The start weights are too large to train: one of them is ${largest.toPrecision(3)} away from 0.`,
      );
      const moving = { ...still, learningRate: 0.1 };
      let steps = fullSteps(start, toy, moving);
      // At a kink of the ReLU there is no one slope: other data, a few times at most.
      for (let tries = 0; steps.nearKink && tries < 20; tries++) {
        toy = noise(t, examples, features, classes);
        steps = fullSteps(start, toy, moving);
      }
      const after = await train(t, toy, moving);
      const when = epochs === 1 ? 'after one step' : `after ${epochs} steps`;
      t.expectClose(after.losses, steps.losses, { what: 'losses', atol: 1e-4, rtol: 1e-3 });
      for (const name of weightNames) {
        const expected = t.tensor(Array.from(steps.end[name]), after.weights[name].shape);
        t.expectClose(after.weights[name], expected, {
          what: `${name} ${when}`,
          atol: 1e-4,
          rtol: 1e-4,
        });
      }
    }
  });
}

/** The seed, and nothing else, decides the run. */
function seeded(given: Given): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const toy = noise(t, 6, 2, 2);
    const run = async (seed: number): Promise<Network> => {
      const settings = { hidden: 3, epochs: 1, batchSize: 3, learningRate: 0.5, seed };
      return (await train(t, toy, settings)).network;
    };
    const first = await run(7);
    t.expect(distance(first, await run(7)) < 1e-5, 'Two runs with the same seed differ.');
    t.expect(distance(first, await run(8)) > 1e-5, 'Two runs with different seeds are the same.');
  });
}

/**
 * Examples change places within what would be a minibatch of the given order. Who takes them in
 * the given order gets the same minibatches, so the same weights; who shuffles does not.
 */
function shuffled(given: Given): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const [examples, batchSize] = [9, 3];
    const toy = noise(t, examples, 2, 2);
    const turn = (i: number): number => i - (i % batchSize) + ((i + 1) % batchSize);
    const rows = rowsOf(toy.x);
    const turned = {
      ...toy,
      x: t.tensor(rows.map((_, i) => Array.from(rows[turn(i)] ?? []))),
      y: t.tensor(
        rows.map((_, i) => toy.y.data[turn(i)] ?? 0),
        [examples],
        'int32',
      ),
    };
    const settings = { hidden: 3, epochs: 1, batchSize, learningRate: 0.5, seed: 5 };
    const [plain, other] = [await train(t, toy, settings), await train(t, turned, settings)];
    t.expect(
      distance(plain.network, other.network) > 1e-4,
      'The minibatches follow the order of the data: the examples are not shuffled.',
    );
    const few = noise(t, 3, 2, 2);
    const many = { hidden: 3, epochs: 8, batchSize: 1, learningRate: 0.5, seed: 5 };
    const start = (await train(t, few, { ...many, learningRate: 0 })).network;
    const orders = ordersFrom(start, few, many, (await train(t, few, many)).losses);
    // A right one draws the same of six orders eight times once in 280,000.
    t.expect(
      orders === undefined || new Set(orders.map(String)).size > 1,
      `Every epoch takes the examples in the same order: draw a new one each epoch.`,
    );
  });
}

/** `onEpoch` is called and awaited once for each epoch, with its number and its loss. */
function reports(given: Given): Test {
  return test({ kind: 'contract', ...given }, async (t) => {
    const settings = { hidden: 3, epochs: 2, batchSize: 3, learningRate: 0.3, seed: 9 };
    const onEpoch = t.callback(
      () => {
        t.expect(
          onEpoch.settled === onEpoch.calls.length - 1,
          'The next epoch begins before the promise of `onEpoch` has settled: await it.',
        );
        return undefined;
      },
      { answersBy: 'promise' },
    );
    const { losses } = await train(t, noise(t, 5, 2, 2), settings, { onEpoch });
    t.expect(
      onEpoch.calls.length === settings.epochs,
      `onEpoch should be called once for each of the ${settings.epochs} epochs, but is called ${onEpoch.calls.length} times.`,
    );
    t.expectClose(
      onEpoch.calls.map(([epoch]) => epoch),
      losses.map((_, i) => i + 1),
      { what: 'epochs' },
    );
    t.expectClose(
      onEpoch.calls.map(([, loss]) => loss),
      losses,
      { what: 'losses given to onEpoch' },
    );
    t.expect(onEpoch.settled === settings.epochs, 'The promise of `onEpoch` is not awaited.');
  });
}

/** Clouds of points are told apart after a few steps. */
export function learns(given: Given, examples: number, classes: number): Test {
  return test({ kind: 'training', ...given }, async (t) => {
    const toy = clouds(t, examples, classes);
    // Few and large steps: in a fresh process each costs some milliseconds before V8 is warm.
    const settings = { hidden: 12, epochs: 6, batchSize: examples, learningRate: 0.4, seed: 11 };
    const { network, losses } = await train(t, toy, settings);
    const [first, last] = [losses[0] ?? Number.NaN, losses.at(-1) ?? Number.NaN];
    t.expect(
      // A start that happens to be right has little left to fall.
      last < Math.max(0.7 * first, 0.1),
      `The loss should fall, but goes from ${first.toFixed(3)} to ${last.toFixed(3)}.`,
      { got: losses },
    );
    const right = rowsOf(toy.x).filter((example, i) => {
      const z = scores(network, example);
      return z.indexOf(Math.max(...z)) === toy.y.data[i];
    }).length;
    t.expect(
      // Six steps from an unlucky start; guessing gets a half of two classes, a third of three.
      right >= (2 / 3) * examples,
      `The returned weights get only ${right} of ${examples} training examples right.`,
    );
  });
}

export const visible: readonly Test[] = [
  form({
    name: 'four weights and a loss for each epoch',
    points: 0.5,
    visible: true,
    hint: 'Return { w1, b1, w2, b2, losses }; losses are plain numbers. The last minibatch may be smaller.',
  }),
  start({
    name: 'learning rate 0 shows the start',
    points: 0.5,
    visible: true,
    hint: 'Biases start at 0, weights at random, and a loss is the mean over the examples.',
  }),
  oneStep(
    {
      name: 'one step goes down the gradient of the mean loss',
      points: 1,
      visible: true,
      hint: 'Start at (softmax - oneHot) / B and go back layer by layer; the ReLU lets a gradient through only where its input was positive.',
    },
    5,
    2,
    3,
  ),
  seeded({
    name: 'the seed decides',
    points: 0.5,
    visible: true,
    hint: 'Draw the start weights and the order of the examples from createRng(seed).',
  }),
  shuffled({
    name: 'the examples are shuffled',
    points: 0.5,
    visible: true,
    hint: 'Draw a new order each epoch (rng.permutation) and cut it into minibatches.',
  }),
  reports({
    name: 'every epoch is reported',
    points: 0.5,
    visible: true,
    hint: 'At the end of each epoch: `await onEpoch?.(epoch, loss)`, with the epoch counted from 1 and the number that `losses` holds.',
  }),
  learns(
    {
      name: 'it learns three clouds',
      points: 1,
      visible: true,
      hint: 'Print the losses: do they fall? If not, check the sign of the step.',
    },
    12,
    3,
  ),
];
