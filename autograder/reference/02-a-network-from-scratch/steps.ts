/** Gradient descent as the statement of `trainMlp` has it, by slopes in float64: what a run must give. */
import type { TensorValue } from '../../judge/value.js';
import { at, dense, meanLoss, type Network, rowsOf, slopes } from './arithmetic.js';

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

/** One step on all examples for each epoch. */
export function fullSteps(
  start: Network,
  { x, y }: Data,
  { epochs, learningRate }: Schedule,
): { end: Network; losses: number[]; nearKink: boolean } {
  const rows = rowsOf(x);
  const losses: number[] = [];
  let end = start;
  let kinked = false;
  for (let epoch = 0; epoch < epochs; epoch++) {
    kinked ||= nearKink(end, rows);
    const { next, loss } = stepped(end, rows, y.data, learningRate);
    losses.push(loss);
    end = next;
  }
  return { end, losses, nearKink: kinked };
}

/**
 * The orders in which a run with minibatches of one took the examples, told by its losses: each
 * epoch, of all orders the one whose mean loss was reported. Undefined when none fits.
 */
export function ordersFrom(
  start: Network,
  { x, y }: Data,
  { epochs, learningRate }: Schedule,
  losses: readonly number[],
): number[][] | undefined {
  const rows = rowsOf(x);
  const orders: number[][] = [];
  let network = start;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const tried = permutations(rows.map((_, i) => i)).map((order) => {
      let end = network;
      let total = 0;
      for (const i of order) {
        const { next, loss } = stepped(end, rows.slice(i, i + 1), [at(y.data, i)], learningRate);
        end = next;
        total += loss;
      }
      return { order, end, off: Math.abs(total / rows.length - at(losses, epoch)) };
    });
    const [best] = tried.sort((a, b) => a.off - b.off);
    if (best === undefined || !(best.off < 1e-4)) return undefined;
    orders.push(best.order);
    network = best.end;
  }
  return orders;
}

/** Every order of a short list. */
const permutations = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );
