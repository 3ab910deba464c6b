/** The learning rate of a step. */

export interface CosineOptions {
  /** The highest learning rate. */
  peak: number;
  /** Steps until it is reached; 0 for none. */
  warmupSteps: number;
  /** Steps in all, more than those of the warm-up. */
  totalSteps: number;
  /** The learning rate at the end and after it. Default: 0. */
  floor?: number;
}

/**
 * A straight line up to `peak`, then half a cosine down to `floor` (Loshchilov & Hutter 2017,
 * arXiv:1608.03983, without restarts).
 *
 * @param step counted from 0; the first rate is `peak / warmupSteps`
 * @example
 * cosineWithWarmup(1, { peak: 0.4, warmupSteps: 4, totalSteps: 12 }); // 0.2
 */
export function cosineWithWarmup(
  step: number,
  { peak, warmupSteps, totalSteps, floor = 0 }: CosineOptions,
): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const share = Math.min(1, (step - warmupSteps) / (totalSteps - warmupSteps));
  return floor + ((peak - floor) * (1 + Math.cos(Math.PI * share))) / 2;
}
