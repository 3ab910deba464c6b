/** The tests of `trainMlp`: what the statement promises, measured on toy problems. */
import { type Test, test } from '../../judge/test.js';
import type { Given } from '../../test-kit/sizes.js';
import { meanLoss, type Network, rowsOf, scores } from './arithmetic.js';
import { fullSteps, sameOrder } from './steps.js';
import {
  clouds,
  distance,
  expectTrainable,
  noise,
  type Toy,
  telling,
  train,
  zeros,
} from './toy.js';
import { expectWeights, remainder, startDistribution } from './training-parts.js';

/** Weights and losses have the promised form, a smaller last minibatch included, and belong together. */
function form(given: Given): Test {
  return test({ kind: 'contract', ...given }, async (t) => {
    const settings = { hidden: 5, epochs: 2, batchSize: 4, learningRate: 0.1, seed: 1 };
    await train(t, noise(t, 6, 2, 3), settings);
    t.noticeFrames(2 * settings.epochs);
    t.expectArgumentsUnchanged();
    const toy = noise(t, 4, 2, 3);
    const still = await train(t, toy, { ...settings, learningRate: 0 });
    const whole = meanLoss(still.network, rowsOf(toy.x), toy.y.data);
    t.expectClose(still.losses, [whole, whole], { atol: 1e-3, rtol: 1e-3, what: 'losses' });
    t.expect(
      distance(still.network, zeros(still.network)) > 0.01,
      'All weights are 0, so the hidden units stay alike for ever.',
    );
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
    const toy = noise(t, examples, features, classes);
    const settings = { hidden: 3, batchSize: examples + 2, seed: 3 };
    for (const epochs of [1, 3]) {
      const still = { ...settings, epochs, learningRate: 0 };
      const { network: start } = await train(t, toy, still);
      expectTrainable(t, start);
      const moving = { ...still, learningRate: 0.1 };
      const { own, steps } = telling(t, () => {
        const own = noise(t, examples, features, classes);
        const steps = fullSteps(start, own, moving);
        return steps.isTelling ? { own, steps } : undefined;
      });
      const after = await train(t, own, moving);
      const when = epochs === 1 ? 'after one step' : `after ${epochs} steps`;
      t.expectClose(after.losses, steps.losses, { what: 'losses', atol: 1e-4, rtol: 1e-3 });
      expectWeights(t, after, steps.end, when);
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
    // Six ways to deal four examples out to two minibatches.
    const many = { hidden: 3, epochs: 11, batchSize: 2, learningRate: 0.4, seed: 5 };
    const whole = { ...many, batchSize: 4, learningRate: 0 };
    const still = await train(t, noise(t, 4, 2, 2), whole);
    for (let tries = 0; tries < 10; tries++) {
      const few = noise(t, 4, 2, 2);
      const { losses } = await train(t, few, many);
      const chance = sameOrder(still.network, few, many, losses);
      if (chance === undefined) return;
      t.expect(
        // On data where all orders look alike nothing is told: other data.
        chance > 1e-6,
        `Every epoch takes the examples in the same order: draw a new one each epoch.`,
      );
    }
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

/** Clouds of points are told apart after a few steps, and were not before. */
export function learns(given: Given, examples: number, classes: number): Test {
  return test({ kind: 'training', ...given }, async (t) => {
    // Few and large steps: in a fresh process each costs some milliseconds before V8 is warm.
    const settings = { hidden: 12, epochs: 8, batchSize: examples, learningRate: 0.4, seed: 11 };
    const still = { ...settings, epochs: 1, learningRate: 0 };
    const { network: start } = await train(t, clouds(t, examples, classes), still);
    const share = (network: Network, { x, y }: Toy): number => {
      const right = rowsOf(x).filter((example, i) => {
        const z = scores(network, example);
        return z.indexOf(Math.max(...z)) === y.data[i];
      });
      return right.length / examples;
    };
    // A start that happens to be right would pass without learning anything.
    const toy = telling(t, () => {
      const drawn = clouds(t, examples, classes);
      const first = meanLoss(start, rowsOf(drawn.x), drawn.y.data);
      return first > 0.3 && share(start, drawn) <= 0.6 ? drawn : undefined;
    });
    const { network, losses } = await train(t, toy, settings);
    const [first, last] = [losses[0] ?? Number.NaN, losses.at(-1) ?? Number.NaN];
    t.expect(
      last < 0.7 * first,
      `The loss should fall, but goes from ${first.toFixed(3)} to ${last.toFixed(3)}.`,
      { got: losses },
    );
    const right = Math.round(share(network, toy) * examples);
    t.expect(
      // Eight steps from an unlucky start; guessing gets a half of two classes, a third of three.
      right >= (2 / 3) * examples,
      `The returned weights get only ${right} of ${examples} training examples right.`,
    );
  });
}

export const visible: readonly Test[] = [
  form({
    name: 'four weights and a loss for each epoch',
    points: 0.25,
    visible: true,
    hint: 'Return { w1, b1, w2, b2, losses }; losses are plain numbers. The last minibatch may be smaller.',
  }),
  start({
    name: 'learning rate 0 shows the start',
    points: 0.25,
    visible: true,
    hint: 'Biases start at 0, weights at random, and a minibatch loss is the mean over its examples.',
  }),
  startDistribution(
    {
      name: 'the start weights are normal and of the right size',
      points: 0.5,
      visible: true,
      hint: 'Each layer has a standard deviation of its own, from the number of its own inputs.',
    },
    128,
  ),
  oneStep(
    {
      name: 'one step goes down the gradient of the mean loss',
      points: 0.75,
      visible: true,
      hint: 'Start at (softmax - oneHot) / B and go back layer by layer; the ReLU lets a gradient through only where its input was positive.',
    },
    5,
    2,
    3,
  ),
  remainder(
    {
      name: 'the last minibatch may be smaller',
      points: 0.5,
      visible: true,
      hint: 'It makes a step like the others: divide by its own size, and count its loss as one of the minibatch losses.',
    },
    4,
    3,
  ),
  seeded({
    name: 'the seed decides',
    points: 0.25,
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
      points: 0.5,
      visible: true,
      hint: 'Print the losses: do they fall? If not, check the sign of the step.',
    },
    12,
    3,
  ),
];
