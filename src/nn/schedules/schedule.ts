/** What learning rate a step of training uses. */

/** The learning rate of a step; steps are counted from 0. */
export type Schedule = (step: number) => number;

/** A learning rate that a schedule is made from, checked. */
export function checkRate(name: string, rate: number): void {
  if (!(rate >= 0 && rate < Infinity)) {
    throw new RangeError(`Expected \`${name}\` to be a number >= 0. Received: ${rate}`);
  }
}

/** A number of steps, checked. */
export function checkSteps(name: string, steps: number, least: number): void {
  if (!Number.isInteger(steps) || steps < least) {
    throw new RangeError(`Expected \`${name}\` to be an integer >= ${least}. Received: ${steps}`);
  }
}

/** Half a cosine from `start` at share 0 to `end` at share 1. */
export function cosine(start: number, end: number, share: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * share))) / 2;
}
