/** Gradient descent by slopes in float64, for any model: what a run must give. */
import type { TensorValue } from '../judge/value.js';
import { at, mean, rowsOf, slopes } from './float64.js';
import type { Model } from './model.js';
import { distance, leastMove, mapNames, type Parameters } from './parameters.js';

export interface Data {
  x: TensorValue;
  y: TensorValue;
}

export interface Schedule {
  epochs: number;
  learningRate: number;
}

/** Float32 decides otherwise than float64 which side of a kink an input this near is on. */
const kinkWidth = 1e-4;

/** Whether an example brings a function near to its kink. */
const nearKink = <N extends string>(
  { kinks }: Model<N>,
  parameters: Parameters<N>,
  x: readonly Float64Array[],
): boolean =>
  kinks !== undefined &&
  x.some((example) => kinks(parameters, example).some((v) => Math.abs(v) < kinkWidth));

/** The parameters after one step on these examples, and the loss before it. */
function stepped<N extends string>(
  model: Model<N>,
  parameters: Parameters<N>,
  x: readonly Float64Array[],
  y: ArrayLike<number>,
  learningRate: number,
): { next: Parameters<N>; loss: number } {
  const loss = (): number => model.loss(parameters, x, y);
  const next = mapNames(parameters, (values: Float64Array) => {
    // A tiny h: in float64 it costs no accuracy.
    const slope = slopes(loss, values, 1e-6);
    return values.map((value, i) => value - learningRate * at(slope, i));
  });
  return { next, loss: loss() };
}

/** Below this a gradient is nearer to nothing than to what a wrong one would be. */
const leastSlope = 0.05;

/** Whether functions with a kink pass something and stop something. */
function usesKinks<N extends string>(
  { kinks }: Model<N>,
  parameters: Parameters<N>,
  x: readonly Float64Array[],
): boolean {
  if (kinks === undefined) return true;
  const sums = x.flatMap((example) => kinks(parameters, example));
  return sums.some((v) => v > 0.1) && sums.some((v) => v < -0.1);
}

/**
 * One step on all examples for each epoch. `isTelling`: no example is at a kink, where there is no
 * one slope, and the first step moves each of the parameters: by gradients that happen to be 0,
 * standing still would be right.
 */
export function fullSteps<N extends string>(
  model: Model<N>,
  start: Parameters<N>,
  { x, y }: Data,
  { epochs, learningRate }: Schedule,
): { end: Parameters<N>; losses: number[]; nearKink: boolean; isTelling: boolean } {
  const rows = rowsOf(x);
  const losses: number[] = [];
  let end = start;
  let kinked = false;
  let moves = false;
  for (let epoch = 0; epoch < epochs; epoch++) {
    kinked ||= nearKink(model, end, rows);
    const { next, loss } = stepped(model, end, rows, y.data, learningRate);
    if (epoch === 0) moves = leastMove(end, next) >= leastSlope * learningRate;
    losses.push(loss);
    end = next;
  }
  const isTelling = !kinked && moves && usesKinks(model, start, rows);
  return { end, losses, nearKink: kinked, isTelling };
}

/** One epoch, with its examples dealt out in one of the possible ways. */
export interface Epoch<N extends string = string> {
  /** Examples of each minibatch. */
  sizes: number[];
  end: Parameters<N>;
  /** Of each minibatch, before its step. */
  losses: number[];
  /** The largest change of a parameter by the last step. */
  lastMove: number;
  nearKink: boolean;
}

const allOf = ({ x }: Data): number[] => Array.from({ length: x.shape[0] as number }, (_, i) => i);

/** One epoch for each way to deal the examples out to minibatches. */
export function epochsOf<N extends string>(
  model: Model<N>,
  start: Parameters<N>,
  data: Data,
  { batchSize, learningRate }: { batchSize: number; learningRate: number },
): Epoch<N>[] {
  return deals(allOf(data), batchSize).map((batches) =>
    dealt(model, start, data, batches, learningRate),
  );
}

/** One epoch with these minibatches. */
function dealt<N extends string>(
  model: Model<N>,
  start: Parameters<N>,
  { x, y }: Data,
  batches: readonly number[][],
  learningRate: number,
): Epoch<N> {
  const rows = rowsOf(x);
  const epoch: Epoch<N> = { sizes: [], end: start, losses: [], lastMove: 0, nearKink: false };
  for (const batch of batches) {
    const own = batch.map((i) => rows[i] as Float64Array);
    const labels = batch.map((i) => at(y.data, i));
    epoch.nearKink ||= nearKink(model, epoch.end, own);
    const { next, loss } = stepped(model, epoch.end, own, labels, learningRate);
    epoch.lastMove = distance(epoch.end, next);
    epoch.sizes.push(batch.length);
    epoch.losses.push(loss);
    epoch.end = next;
  }
  return epoch;
}

/** Every way to deal items out to groups of `size`, the last group with what is left. */
export function deals(items: readonly number[], size: number): number[][][] {
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
export function sameOrder<N extends string>(
  model: Model<N>,
  start: Parameters<N>,
  data: Data,
  { epochs, batchSize, learningRate }: Schedule & { batchSize: number },
  losses: readonly number[],
): number | undefined {
  const ways = deals(allOf(data), batchSize);
  const epoch = (from: Parameters<N>, batches: number[][]) => {
    const { end, losses } = dealt(model, from, data, batches, learningRate);
    return { end, loss: mean(losses) };
  };
  let all: number | undefined;
  for (const way of ways) {
    let chance = 1;
    let parameters = start;
    for (let count = 0; count < epochs && chance > 0; count++) {
      const { end, loss } = epoch(parameters, way);
      if (!(Math.abs(loss - at(losses, count)) < 1e-4)) {
        chance = 0;
      } else {
        const from = parameters;
        const alike = ways.filter((other) => Math.abs(epoch(from, other).loss - loss) < 2e-4);
        chance *= alike.length / ways.length;
      }
      parameters = end;
    }
    if (chance > 0) all = (all ?? 0) + chance;
  }
  return all;
}
