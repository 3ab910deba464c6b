/** One short run that shows which learning rates a model bears. */

export interface LearningRateFinderOptions {
  /** Makes one training step at this rate and tells the loss before it. */
  step: (learningRate: number) => number | Promise<number>;
  /** The first rate, above 0. Default: 1e-5. */
  from?: number;
  /** The last rate. Default: 10. */
  to?: number;
  /** Steps, at least 2. Default: 100. */
  steps?: number;
}

export interface LearningRateCurve {
  rates: number[];
  /** Losses, smoothed: each counts the one before by 0.9, corrected at the start. */
  losses: number[];
  /** The rate at which the smoothed loss was lowest, divided by 10. */
  suggestion: number;
}

/**
 * Raises the learning rate by a constant factor each step and watches the loss (Smith 2017,
 * arXiv:1506.01186). It ends early where the loss is four times its lowest, or not finite. The model
 * is spoilt afterwards: start anew with the rate that is suggested.
 *
 * @throws RangeError for options out of range
 * @example
 * const { suggestion } = await learningRateFinder({ step: (rate) => trainOneBatch(rate) });
 */
export async function learningRateFinder(
  options: LearningRateFinderOptions,
): Promise<LearningRateCurve> {
  const { step, from = 1e-5, to = 10, steps = 100 } = options;
  if (!(from > 0 && to > from && Number.isFinite(to))) {
    throw new RangeError(
      `Expected \`from\` above 0 and \`to\` above it. Received: from=${from}, to=${to}`,
    );
  }
  if (!Number.isInteger(steps) || steps < 2) {
    throw new RangeError(`Expected \`steps\` to be an integer >= 2. Received: ${steps}`);
  }
  const [rates, losses]: [number[], number[]] = [[], []];
  let running = 0;
  for (let i = 0; i < steps; i++) {
    const rate = from * (to / from) ** (i / (steps - 1));
    const loss = await step(rate);
    running = 0.9 * running + 0.1 * loss;
    const smooth = running / (1 - 0.9 ** (i + 1));
    if (!Number.isFinite(smooth) || smooth > 4 * Math.min(...losses, smooth)) break;
    rates.push(rate);
    losses.push(smooth);
  }
  const lowest = losses.indexOf(Math.min(...losses));
  return { rates, losses, suggestion: (rates[lowest] ?? from) / 10 };
}
