/**
 * A right way to train a model of any parameters, with places at which it can be made wrong: what the
 * typical mistakes of an exercise that trains are made of. Students never have it.
 */
import { createRng, type Rng } from '../../../src/backend/random.js';
import { type Scalar, type Tensor, type Tensor1D, tf } from '../../../src/backend/tf.js';

type OnEpoch = (epoch: number, loss: number) => void | Promise<void>;

export interface TrainOptions {
  /** `[N, …]` */
  x: Tensor;
  /** `[N]` */
  y: Tensor1D;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
  onEpoch?: OnEpoch;
}

/** The places at which the loop can go wrong. */
export interface TrainFaults<N extends string> {
  rng?: (seed: number) => Rng;
  stddev?: (inputs: number, outputs: number) => number;
  /** Start numbers of a matrix by another rule, laid out row by row. */
  draw?: (rng: Rng, inputs: number, outputs: number) => ArrayLike<number>;
  /** Those of every matrix but the first. */
  secondStart?: (rng: Rng, inputs: number, outputs: number) => ArrayLike<number>;
  /** Minibatches of an epoch's order. */
  cut?: (order: number[], batchSize: number) => number[][];
  order?: (rng: Rng, count: number, last: number[] | undefined) => number[];
  learningRate?: (given: number, epoch: number) => number;
  gradientFactor?: (batch: number, batchSize: number) => number;
  frozen?: readonly N[];
  losses?: (batches: readonly number[][], sizes: readonly number[][]) => unknown;
  epochs?: (given: number) => number;
  report?: (onEpoch: OnEpoch, epoch: number, batches: readonly number[]) => void | Promise<void>;
}

/** A model, and how its gradients come about; `F` are faults of its own. */
export interface TrainedModel<W extends Record<string, Tensor>, O extends TrainOptions, F> {
  /** A matrix `[inputs, outputs]` starts at random, all else at 0. */
  shapes(options: O): Readonly<Record<keyof W & string, readonly number[]>>;
  /** @param factor of the sum of the examples' gradients: 1 over their number where it is right */
  step(
    weights: W,
    x: Tensor,
    y: Tensor1D,
    factor: number,
    faults: F,
  ): { gradients: W; loss: Scalar };
}

/** Makes trainers of a model, each with the faults that it is given. */
export function trainerOf<W extends Record<string, Tensor>, O extends TrainOptions, F>(
  model: TrainedModel<W, O, F>,
) {
  type Name = keyof W & string;
  return (faults: TrainFaults<Name> & F) => {
    const {
      rng: makeRng = createRng,
      stddev = (inputs) => Math.sqrt(2 / inputs),
      order = (rng, count) => rng.permutation(count),
      cut = minibatches,
      learningRate = (given) => given,
      gradientFactor = (batch) => 1 / batch,
      frozen = [],
      losses = (batches) => batches.map(mean),
      epochs = (given) => given,
      report = (onEpoch, epoch, batches) => onEpoch(epoch, mean(batches)),
      draw = (rng, inputs, outputs) => rng.normals(inputs * outputs, 0, stddev(inputs, outputs)),
      secondStart = draw,
    } = faults;

    return async (options: O): Promise<W & { losses: unknown }> => {
      const { x, y, batchSize } = options;
      const count = x.shape[0] as number;
      const rng = makeRng(options.seed);
      const shapes = Object.entries(model.shapes(options)) as [Name, number[]][];
      let by: typeof draw = draw;
      const starts = shapes.map(([name, shape]) => {
        const [inputs = 0, outputs] = shape;
        if (outputs === undefined) return [name, tf.zeros(shape)];
        const values = Array.from(by(rng, inputs, outputs));
        by = secondStart;
        return [name, tf.tensor(values, shape)];
      });
      let weights = Object.fromEntries(starts) as W;
      const batches: number[][] = [];
      const sizes: number[][] = [];
      let rows: number[] | undefined;
      for (let epoch = 0; epoch < epochs(options.epochs); epoch++) {
        rows = order(rng, count, rows);
        const seen: number[] = [];
        const cuts = cut(rows, batchSize);
        const rate = learningRate(options.learningRate, epoch + 1);
        for (const chosen of cuts) {
          const indices = tf.tensor1d(chosen, 'int32');
          const factor = gradientFactor(chosen.length, batchSize);
          const [xb, yb] = [tf.gather(x, indices), tf.gather(y, indices)];
          const { gradients, loss } = model.step(weights, xb, yb, factor, faults);
          const moved = shapes.map(([name]) => {
            const [weight, gradient] = [weights[name] as Tensor, gradients[name] as Tensor];
            return [name, frozen.includes(name) ? weight : tf.sub(weight, tf.mul(gradient, rate))];
          });
          weights = Object.fromEntries(moved) as W;
          seen.push(loss.arraySync());
        }
        batches.push(seen);
        sizes.push(cuts.map(({ length }) => length));
        if (options.onEpoch !== undefined) await report(options.onEpoch, epoch + 1, seen);
      }
      return { ...weights, losses: losses(batches, sizes) };
    };
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** An order cut into minibatches, the last with what is left. */
export function minibatches(order: readonly number[], batchSize: number): number[][] {
  const count = Math.ceil(order.length / batchSize);
  return Array.from({ length: count }, (_, i) => order.slice(i * batchSize, (i + 1) * batchSize));
}
