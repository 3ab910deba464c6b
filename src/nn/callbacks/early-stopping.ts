import { tf, type Variable } from '../tf.js';
import type { TrainerCallback } from './callback.js';

export interface EarlyStoppingOptions {
  /** Epochs without improvement after which training ends. Default 3. */
  patience?: number;
  /** How much lower than the best a loss must be to count. Default 0. */
  minDelta?: number;
  /** Give the model the weights of its best epoch at the end. Default true. */
  restoreBest?: boolean;
  /** Which loss counts. Default: `validationLoss`. */
  monitor?: 'loss' | 'validationLoss';
}

/**
 * Ends training when the loss has not improved for `patience` epochs (Prechelt 1998).
 *
 * @throws RangeError for options out of range, or when validation loss is to be watched and the
 *   training has no validation examples
 * @example
 * const trainer = new Trainer({ model, loss, optimizer, callbacks: [earlyStopping({ patience: 5 })] });
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): TrainerCallback {
  const { patience = 3, minDelta = 0, restoreBest = true, monitor = 'validationLoss' } = options;
  if (!Number.isInteger(patience) || patience < 1) {
    throw new RangeError(`Expected \`patience\` to be an integer >= 1. Received: ${patience}`);
  }
  if (!(minDelta >= 0)) {
    throw new RangeError(`Expected \`minDelta\` to be a number >= 0. Received: ${minDelta}`);
  }
  let best = Infinity;
  let waited = 0;
  let bestValues: Float32Array[] | undefined;
  const improves = (loss: number): boolean => {
    waited = loss < best - minDelta ? 0 : waited + 1;
    if (waited === 0) best = loss;
    return waited === 0;
  };
  const copy = (weights: readonly Variable[]): Promise<Float32Array[]> =>
    Promise.all(weights.map(async (weight) => Float32Array.from(await weight.data())));

  return {
    onBegin({ history }) {
      [best, waited, bestValues] = [Infinity, 0, undefined];
      // A resumed run waits as long as one that was never interrupted.
      for (const loss of history[monitor]) improves(loss);
    },
    async onEpoch(report, run) {
      const loss = report[monitor];
      if (loss === undefined) {
        throw new RangeError(
          'Expected `validation` examples for earlyStopping, or `monitor: "loss"`. Received: none',
        );
      }
      if (improves(loss)) {
        if (restoreBest) bestValues = await copy(run.weights());
      } else if (waited >= patience) run.stop();
    },
    onEnd(run) {
      const values = bestValues;
      bestValues = undefined;
      if (values === undefined) return;
      run.weights().forEach((weight, i) => {
        tf.tidy(() => {
          weight.assign(tf.tensor(values[i] as Float32Array, weight.shape, weight.dtype));
        });
      });
    },
  };
}
