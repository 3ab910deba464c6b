import { checkRate, checkSteps, type Schedule } from './schedule.js';

export interface StepDecayOptions {
  /** The learning rate of the first steps. */
  initial: number;
  /** What it is multiplied by each time, in (0, 1). */
  factor: number;
  /** After how many steps, each time. */
  everySteps: number;
}

/**
 * `initial · factor^⌊step / everySteps⌋`: the staircase with which residual networks are trained
 * (He et al. 2016, arXiv:1512.03385).
 *
 * @throws RangeError when `factor` is not between 0 and 1, or another option is out of range
 * @example
 * stepDecay({ initial: 0.1, factor: 0.5, everySteps: 100 })(250); // 0.025
 */
export function stepDecay({ initial, factor, everySteps }: StepDecayOptions): Schedule {
  checkRate('initial', initial);
  checkSteps('everySteps', everySteps, 1);
  if (!(factor > 0 && factor < 1)) {
    throw new RangeError(`Expected \`factor\` to be a number between 0 and 1. Received: ${factor}`);
  }
  return (step) => initial * factor ** Math.floor(step / everySteps);
}
