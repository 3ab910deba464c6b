import { checkRate, checkSteps, cosine, type Schedule } from './schedule.js';

export interface CosineWithWarmupOptions {
  /** The highest learning rate. */
  peak: number;
  /** Steps until it is reached. */
  warmupSteps: number;
  /** Steps in all. */
  totalSteps: number;
  /** The learning rate at the end, and after it. Default 0. */
  floor?: number;
}

/**
 * Linear warm-up from `peak / warmupSteps` to `peak` over `warmupSteps` steps, then half a cosine
 * down to `floor` at `totalSteps` (Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts).
 *
 * @throws RangeError for rates below 0, or when the warm-up is not shorter than the training
 * @example
 * const learningRate = cosineWithWarmup({ peak: 1e-3, warmupSteps: 100, totalSteps: 2000 });
 */
export function cosineWithWarmup(options: CosineWithWarmupOptions): Schedule {
  const { peak, warmupSteps, totalSteps, floor = 0 } = options;
  checkRate('peak', peak);
  checkRate('floor', floor);
  checkSteps('warmupSteps', warmupSteps, 0);
  checkSteps('totalSteps', totalSteps, warmupSteps + 1);
  return (step) => {
    if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
    const share = (step - warmupSteps) / (totalSteps - warmupSteps);
    return cosine(peak, floor, Math.min(1, share));
  };
}
