/** A weight of the KL term that rises. */
import { messages } from '../messages/index.js';
import type { Schedule } from '../nn/schedules/schedule.js';

export interface BetaWarmupOptions {
  /** Steps until `end` is reached. */
  steps: number;
  /** β of the first step. Default 0. */
  start?: number;
  /** β after the warm-up. Default 1. */
  end?: number;
}

/**
 * β that rises in a line from `start` to `end` over `steps` steps and then stays (Bowman et al. 2016;
 * Sønderby et al. 2016): with a small β the code learns to say something before it is made to cost.
 *
 * @throws RangeError for `steps` that are no integer >= 1, or a β below 0
 * @example
 * const trainer = new VaeTrainer({ model, optimizer, beta: betaWarmup({ steps: 500 }) });
 */
export function betaWarmup(options: BetaWarmupOptions): Schedule {
  const { steps, start = 0, end = 1 } = options;
  const where = 'betaWarmup';
  const { vae } = messages();
  if (!Number.isInteger(steps) || steps < 1) {
    const expected = vae.atLeast({ least: 1 });
    throw new RangeError(vae.option({ option: 'steps', where, expected, given: steps }));
  }
  for (const [option, given] of Object.entries({ start, end })) {
    if (!(given >= 0 && given < Infinity)) {
      throw new RangeError(vae.nonNegative({ option, where, given }));
    }
  }
  return (step) => start + (end - start) * Math.min(1, step / steps);
}
