/** Gradient descent as the statement of `trainMlp` has it, by slopes in float64: what a run must give. */
import type { TensorValue } from '../../judge/value.js';
import { at, dense, meanLoss, type Network, rowsOf, slopes, weightNames } from './arithmetic.js';

interface Data {
  x: TensorValue;
  y: TensorValue;
}

interface Schedule {
  epochs: number;
  learningRate: number;
}

/** Float32 decides otherwise than float64 which side of a kink an input this near is on. */
const kinkWidth = 1e-4;

/** Whether an example brings a hidden unit near to the kink of its ReLU. */
const nearKink = ({ w1, b1 }: Network, x: readonly Float64Array[]): boolean =>
  x.some((example) => dense(example, w1, b1).some((v) => Math.abs(v) < kinkWidth));

/** The network after one step on these examples, and the loss before it. */
function stepped(
  network: Network,
  x: readonly Float64Array[],
  y: ArrayLike<number>,
  learningRate: number,
): { next: Network; loss: number } {
  const loss = (): number => meanLoss(network, x, y);
  const moved = (values: Float64Array): Float64Array => {
    // A tiny h: in float64 it costs no accuracy.
    const slope = slopes(loss, values, 1e-6);
    return values.map((value, i) => value - learningRate * at(slope, i));
  };
  const { w1, b1, w2, b2 } = network;
  return {
    next: { w1: moved(w1), b1: moved(b1), w2: moved(w2), b2: moved(b2) },
    loss: loss(),
  };
}

/** Below this a gradient is nearer to nothing than to what a wrong one would be. */
const leastSlope = 0.05;

/** The largest move of one of the four weights, for the one that moves least. */
const leastMove = (from: Network, to: Network): number =>
  Math.min(...weightNames.map((name) => farthest(from[name], to[name])));

const farthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - at(b, i))), 0);

/** Whether the ReLU passes something and stops something. */
function usesRelu({ w1, b1 }: Network, x: readonly Float64Array[]): boolean {
  const sums = x.flatMap((example) => dense(example, w1, b1));
  return sums.some((v) => v > 0.1) && sums.some((v) => v < -0.1);
}

/**
 * One step on all examples for each epoch. `isTelling`: no example is at a kink of the ReLU, where
 * there is no one slope, and the first step moves each of the four weights: by gradients that happen
 * to be 0, standing still would be right.
 */
export function fullSteps(
  start: Network,
  { x, y }: Data,
  { epochs, learningRate }: Schedule,
): { end: Network; losses: number[]; nearKink: boolean; isTelling: boolean } {
  const rows = rowsOf(x);
  const losses: number[] = [];
  let end = start;
  let kinked = false;
  let moves = false;
  for (let epoch = 0; epoch < epochs; epoch++) {
    kinked ||= nearKink(end, rows);
    const { next, loss } = stepped(end, rows, y.data, learningRate);
    if (epoch === 0) moves = leastMove(end, next) >= leastSlope * learningRate;
    losses.push(loss);
    end = next;
  }
  const isTelling = !kinked && moves && usesRelu(start, rows);
  return { end, losses, nearKink: kinked, isTelling };
}

/** One epoch, with its examples dealt out in one of the possible ways. */
export interface Epoch {
  /** Examples of each minibatch. */
  sizes: number[];
  end: Network;
  /** Of each minibatch, before its step. */
  losses: number[];
  /** The largest change of a weight by the last step. */
  lastMove: number;
  nearKink: boolean;
}

/** One epoch for each way to deal the examples out to minibatches. */
export function epochsOf(
  start: Network,
  data: Data,
  { batchSize, learningRate }: { batchSize: number; learningRate: number },
): Epoch[] {
  const all = Array.from({ length: data.x.shape[0] as number }, (_, i) => i);
  return deals(all, batchSize).map((batches) => dealt(start, data, batches, learningRate));
}

/** One epoch with these minibatches. */
function dealt(
  start: Network,
  { x, y }: Data,
  batches: readonly number[][],
  learningRate: number,
): Epoch {
  const rows = rowsOf(x);
  const epoch: Epoch = { sizes: [], end: start, losses: [], lastMove: 0, nearKink: false };
  for (const batch of batches) {
    const own = batch.map((i) => rows[i] as Float64Array);
    const labels = batch.map((i) => at(y.data, i));
    epoch.nearKink ||= nearKink(epoch.end, own);
    const { next, loss } = stepped(epoch.end, own, labels, learningRate);
    epoch.lastMove = Math.max(...weightNames.map((name) => farthest(epoch.end[name], next[name])));
    epoch.sizes.push(batch.length);
    epoch.losses.push(loss);
    epoch.end = next;
  }
  return epoch;
}

/** Every way to deal items out to groups of `size`, the last group with what is left. */
function deals(items: readonly number[], size: number): number[][][] {
  if (items.length <= size) return [[[...items]]];
  return subsets(items, size).flatMap((group) =>
    deals(
      items.filter((item) => !group.includes(item)),
      size,
    ).map((rest) => [group, ...rest]),
  );
}

/** Every choice of `size` of the items, in their order. */
function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/**
 * Whether a run can have dealt the examples out in the same way in every epoch, told by its losses:
 * undefined when it has not, else how likely it is that new orders look like it.
 */
export function sameOrder(
  start: Network,
  data: Data,
  { epochs, batchSize, learningRate }: Schedule & { batchSize: number },
  losses: readonly number[],
): number | undefined {
  const ways = deals(
    Array.from({ length: data.x.shape[0] as number }, (_, i) => i),
    batchSize,
  );
  const epoch = (from: Network, batches: number[][]): { end: Network; loss: number } => {
    const { end, losses } = dealt(from, data, batches, learningRate);
    return { end, loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length };
  };
  let all: number | undefined;
  for (const way of ways) {
    let chance = 1;
    let network = start;
    for (let count = 0; count < epochs && chance > 0; count++) {
      const { end, loss } = epoch(network, way);
      if (!(Math.abs(loss - at(losses, count)) < 1e-4)) {
        chance = 0;
      } else {
        const from = network;
        const alike = ways.filter((other) => Math.abs(epoch(from, other).loss - loss) < 2e-4);
        chance *= alike.length / ways.length;
      }
      network = end;
    }
    if (chance > 0) all = (all ?? 0) + chance;
  }
  return all;
}
