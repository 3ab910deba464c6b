/** Wrong ways to train: one right loop in which one thing is done wrong. */
import { createRng, type Rng } from '../../../src/backend/random.js';
import { tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { mean, minibatches, trainer } from './trainer.js';

/** Equal numbers of examples, as far as that goes. */
function evenly(order: readonly number[], batchSize: number): number[][] {
  return minibatches(order, Math.ceil(order.length / Math.ceil(order.length / batchSize)));
}

const weightedMean = (values: readonly number[], sizes: readonly number[] = []): number =>
  values.reduce((sum, value, i) => sum + value * (sizes[i] ?? 0), 0) /
  sizes.reduce((sum, size) => sum + size, 0);

/** Uniform numbers of this standard deviation. */
const uniforms = (rng: Rng, count: number, stddev: number): ArrayLike<number> =>
  rng.uniforms(count, -stddev * Math.sqrt(3), stddev * Math.sqrt(3));

/** Normal numbers of this deviation, those beyond two of them drawn again. */
const truncated = (rng: Rng, count: number, stddev: number): number[] =>
  Array.from({ length: count }, () => {
    let value = rng.normal();
    while (Math.abs(value) > 2) value = rng.normal();
    return value * stddev;
  });

let unseeded = 0;

/** The deviation of the first layer in both. */
function sameDeviationTwice(): ReturnType<typeof trainer> {
  let first = 0;
  return trainer({
    draw: (rng, inputs, outputs) => {
      first = Math.sqrt(2 / inputs);
      return rng.normals(inputs * outputs, 0, first);
    },
    secondStart: (rng, inputs, outputs) => rng.normals(inputs * outputs, 0, first),
  });
}

export const trainMlpMutants: readonly Mutant[] = [
  {
    name: 'sum instead of mean gradient',
    guess: 'The gradient is summed over the minibatch; divide by its size.',
    fn: trainer({ gradientFactor: () => 1 }),
  },
  {
    name: 'batch mean twice',
    guess: 'The gradient is divided by the size of the minibatch twice.',
    fn: trainer({ gradientFactor: (batch) => 1 / batch ** 2 }),
  },
  {
    name: 'uphill',
    guess: 'The weights move up the gradient: subtract it.',
    fn: trainer({ learningRate: (given) => -given }),
  },
  {
    name: 'learning rate ignored',
    guess: 'The learning rate that was given is not used.',
    fn: trainer({ learningRate: () => 0.1 }),
  },
  {
    name: 'smaller steps each epoch',
    guess: 'The learning rate changes from epoch to epoch: use the one that was given.',
    fn: trainer({ learningRate: (given, epoch) => given / epoch }),
  },
  {
    name: 'ReLU forgotten on the way back',
    guess: 'On the way back the ReLU lets a gradient through only where its input was positive.',
    fn: trainer({ reluMask: (pre) => tf.onesLike(pre) }),
  },
  {
    name: 'no ReLU',
    guess: 'The hidden layer has no ReLU, so the network is only a linear one.',
    fn: trainer({ activation: (pre) => pre, reluMask: (pre) => tf.onesLike(pre) }),
  },
  {
    name: 'biases never move',
    guess: 'The biases stay at 0: they need a step too.',
    fn: trainer({ frozen: ['b1', 'b2'] }),
  },
  {
    name: 'first layer never moves',
    guess: 'The first layer stays as it started.',
    fn: trainer({ frozen: ['w1', 'b1'] }),
  },
  {
    name: 'start weights all zero',
    guess: 'All weights start at 0, so the hidden units stay alike.',
    fn: trainer({ stddev: () => 0 }),
  },
  {
    name: 'seed ignored',
    guess: 'The result does not follow the seed: draw everything from createRng(seed).',
    fn: trainer({ rng: () => createRng(`unseeded ${unseeded++}`) }),
  },
  {
    name: 'always the same seed',
    guess: 'Every seed gives the same network.',
    fn: trainer({ rng: () => createRng(0) }),
  },
  {
    name: 'not shuffled',
    guess: 'The minibatches follow the order of the data: shuffle the examples.',
    fn: trainer({ order: (_, count) => Array.from({ length: count }, (_item, i) => i) }),
  },
  {
    name: 'shuffled once',
    guess: 'Every epoch takes the examples in the same order: draw a new one each epoch.',
    fn: trainer({ order: (rng, count, last) => last ?? rng.permutation(count) }),
  },
  {
    name: 'last smaller minibatch dropped',
    guess: 'The last minibatch is dropped when it is smaller; its examples count too.',
    fn: trainer({
      cut: (order, size) => minibatches(order, size).filter(({ length }) => length === size),
    }),
  },
  {
    name: 'last smaller minibatch dropped unless it is the only one',
    guess: 'The last minibatch is dropped when it is smaller; its examples count too.',
    fn: trainer({
      cut: (order, size) =>
        minibatches(order, size).filter(({ length }, i) => length === size || i === 0),
    }),
  },
  {
    name: 'last minibatch filled up',
    guess: 'The last minibatch takes some examples a second time; it may be smaller.',
    fn: trainer({
      cut: (order, size) =>
        minibatches(order, size).map((batch, i) =>
          i === 0 ? batch : [...batch, ...order.slice(0, size - batch.length)],
        ),
    }),
  },
  {
    name: 'minibatches of nearly one size',
    guess: 'The examples are divided evenly; only the last minibatch is smaller.',
    fn: trainer({ cut: evenly }),
  },
  {
    name: 'smaller minibatch first',
    guess: 'The first minibatch is the smaller one; the last may be.',
    fn: trainer({
      cut: (order, size) => {
        const rest = order.length % size;
        const head = rest === 0 ? [] : [order.slice(0, rest)];
        return [...head, ...minibatches(order.slice(rest), size)];
      },
    }),
  },
  {
    name: 'last gradient divided by batchSize',
    guess: 'The gradient of the last minibatch is divided by batchSize; divide by its own size.',
    fn: trainer({ gradientFactor: (_, batchSize) => 1 / batchSize }),
  },
  {
    name: 'loss weighted by example',
    guess: 'Minibatch losses are weighted by their examples; take their plain mean.',
    fn: trainer({
      losses: (batches, sizes) => batches.map((seen, i) => weightedMean(seen, sizes[i])),
    }),
  },
  {
    name: 'loss of the last minibatch left out',
    guess: 'The loss of the last minibatch is left out of the mean.',
    fn: trainer({
      losses: (batches) => batches.map((b) => mean(b.length > 1 ? b.slice(0, -1) : b)),
    }),
  },
  {
    name: 'loss of the last minibatch alone',
    guess: 'Only the loss of the last minibatch is kept; take the mean of all of an epoch.',
    fn: trainer({ losses: (batches) => batches.map((b) => b.at(-1) ?? 0) }),
  },
  {
    name: 'start with standard deviation 1',
    guess: 'The start weights have standard deviation 1; the statement says √(2 / inputs).',
    fn: trainer({ stddev: () => 1 }),
  },
  {
    name: 'start by fan-out',
    guess: 'The standard deviation is taken from the outputs of a layer, not from its inputs.',
    fn: trainer({ stddev: (_, outputs) => Math.sqrt(2 / outputs) }),
  },
  {
    name: 'start by inputs and outputs',
    guess: 'The standard deviation is √(2 / (inputs + outputs)); the statement says √(2 / inputs).',
    fn: trainer({ stddev: (inputs, outputs) => Math.sqrt(2 / (inputs + outputs)) }),
  },
  {
    name: 'start with variance 1 over inputs',
    guess: 'The standard deviation is √(1 / inputs); the statement says √(2 / inputs).',
    fn: trainer({ stddev: (inputs) => Math.sqrt(1 / inputs) }),
  },
  {
    name: 'start with the variance as deviation',
    guess: 'The standard deviation is 2 / inputs: its square root is missing.',
    fn: trainer({ stddev: (inputs) => 2 / inputs }),
  },
  {
    name: 'start uniform',
    guess: 'The start weights are uniform; the statement asks for normal ones.',
    fn: trainer({
      draw: (rng, inputs, outputs) => uniforms(rng, inputs * outputs, Math.sqrt(2 / inputs)),
    }),
  },
  {
    name: 'start truncated',
    guess: 'Start weights beyond two standard deviations are missing: draw them normal.',
    fn: trainer({
      draw: (rng, inputs, outputs) => truncated(rng, inputs * outputs, Math.sqrt(2 / inputs)),
    }),
  },
  {
    name: 'second layer starts at zero',
    guess: 'The second layer starts at 0, so that nothing goes back to the first.',
    fn: trainer({ secondStart: (_, inputs, outputs) => new Float32Array(inputs * outputs) }),
  },
  {
    name: 'second layer starts as the first',
    guess: 'Both layers take the inputs of the network for their standard deviation.',
    fn: sameDeviationTwice(),
  },
  {
    name: 'one row for all inputs',
    guess: 'Every input starts with the same weights: draw each one anew.',
    fn: trainer({
      draw: (rng, inputs, outputs) => {
        const row = Array.from(rng.normals(outputs, 0, Math.sqrt(2 / inputs)));
        return Array.from({ length: inputs }, () => row).flat();
      },
    }),
  },
  {
    name: 'a loss for each minibatch',
    guess: 'There is a loss for each minibatch; give the mean of each epoch.',
    fn: trainer({ losses: (batches) => batches.flat() }),
  },
  {
    name: 'losses summed over the epoch',
    guess: 'The losses of an epoch are summed; take their mean.',
    fn: trainer({ losses: (batches) => batches.map((b) => b.reduce((a, v) => a + v, 0)) }),
  },
  {
    name: 'one epoch too few',
    guess: 'One epoch is missing: the loop ends too early.',
    fn: trainer({ epochs: (given) => given - 1 }),
  },
  {
    name: 'onEpoch never called',
    guess: '`onEpoch` is never called.',
    fn: trainer({ report: () => {} }),
  },
  {
    name: 'onEpoch not awaited',
    guess: '`onEpoch` is called, but its promise is not awaited.',
    fn: trainer({ report: (onEpoch, epoch, batches) => void onEpoch(epoch, mean(batches)) }),
  },
  {
    name: 'epochs reported from 0',
    guess: 'The epochs given to `onEpoch` are counted from 0; count them from 1.',
    fn: trainer({ report: (onEpoch, epoch, batches) => onEpoch(epoch - 1, mean(batches)) }),
  },
  {
    name: 'loss of the last minibatch reported',
    guess: '`onEpoch` is given the loss of the last minibatch; give it the mean of the epoch.',
    fn: trainer({ report: (onEpoch, epoch, batches) => onEpoch(epoch, batches.at(-1) ?? 0) }),
  },
];
