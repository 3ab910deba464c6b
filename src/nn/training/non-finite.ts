/** Training that went to NaN or Infinity, and where that began. */
import type { Tensor } from '../tf.js';

/** Thrown when a loss or a gradient is not finite. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  readonly code = 'non-finite';
  constructor(
    /** The first tensor that is not finite: `x`, `y`, `loss`, or the gradient of a weight. */
    readonly tensorName: string,
    /** The step, counted from 1. */
    readonly step: number,
    received: number,
    remedy: string,
  ) {
    super(
      `Expected finite numbers in step ${step}. Received: ${received} in ${tensorName}. ${remedy}`,
    );
  }
}

const LOWER =
  'Lower the learning rate, warm it up, or clip the gradients (`clipNorm: 1`), and start again ' +
  'from the last checkpoint: the weights of this step are spoilt.';

/** What one step computed. */
export interface StepNumbers {
  readonly step: number;
  readonly loss: number;
  /** Half the squared norm of each gradient. */
  readonly halfSquaredNorms: ArrayLike<number>;
  /** The weights' names, in the same order. */
  readonly names: readonly string[];
  /** The batch: its tensors, and where each of them lies in it. */
  readonly batch: Readonly<{ tensors: readonly Tensor[]; names: readonly string[] }>;
}

/**
 * Looks for the first tensor of a step that is not finite: data, then loss, then gradients from the
 * last weight to the first, as they are computed.
 *
 * @throws NonFiniteError when there is one
 */
export async function checkFinite(numbers: StepNumbers): Promise<void> {
  const { step, loss, halfSquaredNorms, names } = numbers;
  if (!Number.isFinite(loss)) {
    const { tensors, names: places } = numbers.batch;
    for (const [i, tensor] of tensors.entries()) {
      const bad = (await tensor.data()).find((value) => !Number.isFinite(value));
      if (bad !== undefined) {
        const name = places[i] ? `\`${places[i]}\`` : 'the batch';
        throw new NonFiniteError(name, step, bad, 'Remove such examples from the data.');
      }
    }
    throw new NonFiniteError('the loss', step, loss, LOWER);
  }
  for (let i = names.length - 1; i >= 0; i--) {
    const half = halfSquaredNorms[i] as number;
    if (!Number.isFinite(half)) {
      throw new NonFiniteError(`the gradient of ${names[i]}`, step, half, LOWER);
    }
  }
}
