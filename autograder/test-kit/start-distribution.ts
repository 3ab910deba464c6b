/**
 * Whether start weights come from the normal distribution that a statement asks for.
 *
 * Every bound holds for any number of weights, none is an approximation, so the rate at which a
 * right solution is refused is known: below 3e-7 for one matrix, below 1e-6 for two and their
 * independence.
 */
import type { TestContext } from '../judge/test.js';

/** Fewer weights tell a uniform distribution from a normal one too seldom. */
export const fewestWeights = 4000;
/** Of fewer weights than that, down to this many, only mean, spread and repetition are judged. */
const fewestForSpread = 1000;

/** Kolmogorov and Smirnov's distance by the bound of Dvoretzky, Kiefer, Wolfowitz and Massart: 1e-7. */
const distanceLimit = (count: number): number => Math.sqrt(Math.log(2e7) / (2 * count));

/** Chi-squared by the bound of Laurent and Massart, 4e-8 on each side; relative to the variance. */
const varianceLimit = (count: number): number => 2 * Math.sqrt(17 / count) + 34 / count;

/** A normal deviate lies outside once in 26 million times. */
const meanLimit = 5.5;

/** None of 4000 normal deviates beyond this many standard deviations: less than once in 1e16. */
const reached = 2.6;

/** What speaks against these weights being normal with mean 0; undefined when nothing does. */
export function notNormal(values: ArrayLike<number>, stddev: number): string | undefined {
  const count = values.length;
  const scaled = Float64Array.from(values, (value) => value / stddev).sort();
  const mean = scaled.reduce((sum, value) => sum + value, 0) / count;
  const variance = scaled.reduce((sum, value) => sum + value * value, 0) / count;
  const [asked, found] = [stddev.toPrecision(3), (stddev * Math.sqrt(variance)).toPrecision(3)];
  if (!(Math.abs(variance - 1) <= varianceLimit(count))) {
    return `have standard deviation ${found} instead of ${asked}`;
  }
  if (Math.abs(mean) * Math.sqrt(count) > meanLimit) {
    return `have mean ${(mean * stddev).toPrecision(3)} instead of 0`;
  }
  const repeated = scaled.reduce((sum, value, i) => sum + Number(value === scaled[i - 1]), 0);
  if (repeated > 0.1 * count) return 'repeat themselves: draw each one anew';
  if (count < fewestWeights) return undefined;
  const widest = Math.max(-(scaled[0] as number), scaled[count - 1] as number);
  if (widest < reached) {
    return `end at ${widest.toFixed(1)} standard deviations, which normal numbers do not`;
  }
  const distance = scaled.reduce((most, value, i) => {
    const p = normalShare(value);
    return Math.max(most, p - i / count, (i + 1) / count - p);
  }, 0);
  return distance > distanceLimit(count)
    ? 'have the right standard deviation but are not normal'
    : undefined;
}

/** Fails unless the weights are normal with mean 0 and this standard deviation. */
export function expectNormalStart(
  t: Pick<TestContext, 'expect'>,
  values: ArrayLike<number>,
  { stddev, what, rule }: { stddev: number; what: string; rule: string },
): void {
  if (values.length < fewestForSpread) {
    throw new RangeError(
      `Expected at least ${fewestForSpread} weights to judge a distribution. Received: ${values.length}`,
    );
  }
  const against = notNormal(values, stddev);
  t.expect(against === undefined, `The start weights ${what} ${against}. ${rule}`);
}

/** Fails when one matrix's weights are those of the other, scaled: a generator begun twice. */
export function expectUnrelated(
  t: Pick<TestContext, 'expect'>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  what: string,
): void {
  const count = Math.min(a.length, b.length);
  let [product, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const correlation = product / Math.sqrt(squaresA * squaresB);
  // Of independent normal numbers it lies beyond six times its spread once in a billion times.
  t.expect(
    !(Math.abs(correlation) > 6 / Math.sqrt(count)),
    `The start weights ${what} are not drawn independently of each other.`,
  );
}

/** Share of a normal distribution below `x`: Abramowitz and Stegun 7.1.26, to 1e-7. */
function normalShare(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp(-z * z)) / 2;
  return x > 0 ? 1 - tail : tail;
}
