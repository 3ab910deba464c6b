import { checkRate, checkSteps, cosine, type Schedule } from './schedule.js';

export interface OneCycleOptions {
  /** The highest learning rate. */
  peak: number;
  /** Steps in all. */
  totalSteps: number;
  /** Share of the steps in which the rate rises, in (0, 1). Default 0.3. */
  rise?: number;
  /** The first rate is `peak / startDivisor`. Default 25. */
  startDivisor?: number;
  /** The last rate is the first one divided by this. Default 1e4. */
  endDivisor?: number;
}

/**
 * One cycle (Smith 2018, arXiv:1803.09820): half a cosine up to `peak`, then half a cosine down to
 * far below the start. Defaults as in PyTorch's `OneCycleLR`, without its momentum.
 *
 * @throws RangeError for options out of range
 * @example
 * const learningRate = oneCycle({ peak: 0.01, totalSteps: 1000 });
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { peak, totalSteps, rise = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  checkRate('peak', peak);
  checkSteps('totalSteps', totalSteps, 2);
  if (!(rise > 0 && rise < 1)) {
    throw new RangeError(`Expected \`rise\` to be a number between 0 and 1. Received: ${rise}`);
  }
  for (const [name, divisor] of Object.entries({ startDivisor, endDivisor })) {
    if (!(divisor >= 1)) {
      throw new RangeError(`Expected \`${name}\` to be a number >= 1. Received: ${divisor}`);
    }
  }
  const start = peak / startDivisor;
  const top = rise * totalSteps - 1;
  return (step) => {
    if (step <= top) return cosine(start, peak, step / top);
    const share = (step - top) / (totalSteps - 1 - top);
    return cosine(peak, start / endDivisor, Math.min(1, share));
  };
}
