/** Laws by which the loss falls with size, data or compute, and what they say about runs that were not made. */
import { Matrix, solve } from 'ml-matrix';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { fitOffset, fitPower, type LawFit, type ScalingRun } from './fit-law.js';
import { studentTQuantile } from './student-t.js';

export interface ScalingLawOptions {
  /**
   * `offset` fits L = E + A / size^α (Hoffmann et al. 2022, arXiv:2203.15556, with one variable) to four runs or
   * more; `power` fits L = A / size^α (Kaplan et al. 2020, arXiv:2001.08361), with errors in proportion, to three or
   * more. Default offset.
   */
  form?: 'offset' | 'power';
}

/** What a law says about a run of some size. */
export interface ScalingPrediction {
  readonly loss: number;
  /** The run's loss lies between these with the probability asked for, if the law holds. */
  readonly low: number;
  readonly high: number;
}

export interface ScalingLaw {
  /** E, the loss that no size falls below; 0 of the form `power`. */
  readonly irreducible: number;
  /** A. */
  readonly coefficient: number;
  /** α. */
  readonly exponent: number;
  /**
   * The loss of a run of this size, and where it lies with a probability of `level` (default 0.95).
   *
   * @throws RangeError for a size that is not above 0, or a level out of (0, 1)
   */
  predict(size: number, options?: { level?: number }): ScalingPrediction;
}

function checkRuns(runs: readonly ScalingRun[], least: number): void {
  const { sizes } = messages().nlp;
  const isPositive = (value: number): boolean => value > 0 && value < Infinity;
  const wrong = runs.find(({ size, loss }) => !isPositive(size) || !isPositive(loss));
  if (wrong !== undefined) throw new RangeError(sizes.run({ given: shown(wrong) }));
  const different = new Set(runs.map(({ size }) => size)).size;
  if (different < least) throw new RangeError(sizes.runs({ least, given: different }));
}

/** The spread of a prediction: of the runs about the law, and of the law itself (delta method). */
function spreadAt(fit: LawFit, size: number): number {
  const slopes = new Matrix(fit.runs.map((run) => fit.slopes(run.size)));
  const here = Matrix.columnVector(fit.slopes(size));
  const normal = slopes.transpose().mmul(slopes);
  const ofLaw = here
    .transpose()
    .mmul(solve(normal, here, true))
    .get(0, 0);
  return fit.deviation * Math.sqrt(1 + ofLaw);
}

/**
 * Fits a scaling law to runs by least squares, and predicts others with the interval that the scatter of the runs
 * leaves: Student's t, with as many degrees of freedom as there are runs beyond the law's numbers.
 *
 * Runs that lie close together say little about the exponent, and the interval far beyond them is wide; it does not
 * know whether the law goes on to hold.
 *
 * @param runs of at least four different sizes, three of the form `power`
 * @throws RangeError for too few runs, or ones whose loss does not fall by such a law
 * @example
 * const law = scalingLaw([
 *   { size: 1e4, loss: 2.9 }, { size: 3e4, loss: 2.61 }, { size: 1e5, loss: 2.38 }, { size: 3e5, loss: 2.23 },
 *   { size: 1e6, loss: 2.12 },
 * ]);
 * law.predict(3e6); // { loss: 2.03…, low, high }
 */
export function scalingLaw(
  runs: readonly ScalingRun[],
  { form = 'offset' }: ScalingLawOptions = {},
): ScalingLaw {
  const { sizes } = messages().nlp;
  if (form !== 'offset' && form !== 'power') {
    throw new RangeError(sizes.form({ given: shown(form) }));
  }
  checkRuns(runs, form === 'offset' ? 4 : 3);
  const fit = form === 'offset' ? fitOffset(runs) : fitPower(runs);
  if (fit === undefined) throw new RangeError(sizes.noLaw());
  const freedom = runs.length - (form === 'offset' ? 3 : 2);
  const { irreducible, coefficient, exponent } = fit;
  return {
    irreducible,
    coefficient,
    exponent,
    predict(size, { level = 0.95 } = {}) {
      if (!(size > 0 && size < Infinity)) {
        throw new RangeError(sizes.size({ given: shown(size) }));
      }
      if (!(level > 0 && level < 1)) throw new RangeError(sizes.level({ given: shown(level) }));
      const half = studentTQuantile(level, freedom) * spreadAt(fit, size);
      const loss = fit.at(size);
      // The scatter of a power law is in proportion.
      return form === 'power'
        ? { loss, low: loss * Math.exp(-half), high: loss * Math.exp(half) }
        : { loss, low: loss - half, high: loss + half };
    },
  };
}
