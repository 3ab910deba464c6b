import { checkRate, type Schedule } from './schedule.js';

/**
 * The same learning rate for every step.
 *
 * @throws RangeError when it is no number >= 0
 * @example
 * constant(0.01)(500); // 0.01
 */
export function constant(rate: number): Schedule {
  checkRate('rate', rate);
  return () => rate;
}
