/** One step of training: gradients, their norms, clipping, the optimiser. */
import * as core from '@tensorflow/tfjs-core';
import type { StepFunction } from '../../backend/capture/index.js';
import { gradientsOfLoss } from '../no-gradient.js';
import type { Optimizer, Scalar, Tensor } from '../tf.js';
import { clipGradients } from './clip-gradients.js';

export interface TrainStepOptions {
  /** Mean loss of a batch, a scalar. */
  readonly loss: (x: Tensor, y: Tensor) => Scalar;
  readonly variables: () => core.Variable[];
  readonly optimizer: Optimizer;
  /** The norm that all gradients together may have at most. */
  readonly clipNorm?: number;
  /** Into how many pieces a batch is cut, one computed after another. */
  readonly accumulate: number;
}

/** A part of a batch: its first row, and how many. */
function pieces(rows: number, count: number): [begin: number, size: number][] {
  const parts = Math.min(count, rows);
  return Array.from({ length: parts }, (_, i) => {
    const begin = Math.floor((i * rows) / parts);
    return [begin, Math.floor(((i + 1) * rows) / parts) - begin];
  });
}

function rowsOf(x: core.Tensor, begin: number, size: number): core.Tensor {
  const rest = x.shape.slice(1);
  return core.slice(x, [begin, ...rest.map(() => 0)], [size, ...rest]);
}

/** Loss and gradients of one piece, weighted by its share of the batch. */
function gradientsOf(
  { loss, variables }: TrainStepOptions,
  x: core.Tensor,
  y: core.Tensor,
  share: number,
): { value: core.Scalar; gradients: Map<string, core.Tensor> } {
  const { value, grads } = gradientsOfLoss(() => {
    const mean = loss(x, y) as core.Scalar;
    return share === 1 ? mean : core.mul(mean, share);
  }, variables());
  return { value, gradients: new Map(Object.entries(grads)) };
}

/** One tensor for each name: the sum over the pieces. */
function sums(all: readonly Map<string, core.Tensor>[]): Map<string, core.Tensor> {
  const [first = new Map<string, core.Tensor>()] = all;
  if (all.length === 1) return first;
  return new Map(
    [...first.keys()].map((name) => [
      name,
      core.addN(all.map((one) => one.get(name) as core.Tensor)),
    ]),
  );
}

/**
 * A step: a batch [x, y] → its mean loss `[]`, and half the squared norm of each gradient `[n]`,
 * in the order of the variables.
 *
 * Clipping is by the global norm (Pascanu et al. 2013, arXiv:1211.5063).
 */
export function trainStep(options: TrainStepOptions): StepFunction {
  const { optimizer, clipNorm, accumulate } = options;
  return ([x, y]) =>
    core.tidy(() => {
      const [allX, allY] = [x as core.Tensor, y as core.Tensor];
      const rows = allX.shape[0] as number;
      const parts = pieces(rows, accumulate).map(([begin, size]) =>
        size === rows
          ? gradientsOf(options, allX, allY, 1)
          : gradientsOf(options, rowsOf(allX, begin, size), rowsOf(allY, begin, size), size / rows),
      );
      const loss = parts.length === 1 ? parts[0]?.value : core.addN(parts.map((p) => p.value));
      const all = sums(parts.map((part) => part.gradients));
      const { gradients, halfSquaredNorms } = clipGradients(all, clipNorm);
      optimizer.applyGradients(Object.fromEntries(gradients));
      return [loss as core.Scalar, halfSquaredNorms];
    });
}
