/** Least squares for the two forms of a scaling law. */

/** A run: how large it was, and the loss that it came to. */
export interface ScalingRun {
  /** Parameters, tokens or FLOPs; above 0. */
  readonly size: number;
  /** Above 0. */
  readonly loss: number;
}

export interface LawFit {
  readonly runs: readonly ScalingRun[];
  readonly irreducible: number;
  readonly coefficient: number;
  readonly exponent: number;
  /** How far the runs are from the law, as an estimate of their standard deviation. */
  readonly deviation: number;
  at(size: number): number;
  /** How what was fitted changes with each of the law's numbers, at a size. */
  slopes(size: number): number[];
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const squares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0);

/** The line through points: `y = intercept + slope · x`. */
function line(xs: readonly number[], ys: readonly number[]): [intercept: number, slope: number] {
  const [x, y] = [meanOf(xs), meanOf(ys)];
  const both = xs.reduce((sum, one, i) => sum + (one - x) * ((ys[i] as number) - y), 0);
  const slope = both / squares(xs.map((one) => one - x));
  return [y - slope * x, slope];
}

/** ln L = ln A − α ln size. Undefined where the loss does not fall. */
export function fitPower(runs: readonly ScalingRun[]): LawFit | undefined {
  const logs = runs.map(({ size }) => Math.log(size));
  const losses = runs.map(({ loss }) => Math.log(loss));
  const [intercept, slope] = line(logs, losses);
  if (!(slope < 0)) return undefined;
  const rest = logs.map((log, i) => (losses[i] as number) - intercept - slope * log);
  const middle = meanOf(logs);
  return {
    runs,
    irreducible: 0,
    coefficient: Math.exp(intercept),
    exponent: -slope,
    deviation: Math.sqrt(squares(rest) / (runs.length - 2)),
    at: (size) => Math.exp(intercept + slope * Math.log(size)),
    slopes: (size) => [1, Math.log(size) - middle],
  };
}

/** Exponents outside are none of a scaling law: the runs say nothing about it. */
const [LEAST, MOST] = [0.01, 4];
const GRID = 400;

/** Of E and A for one exponent, neither below 0. */
function linearPart(powers: readonly number[], losses: readonly number[]): [number, number] {
  const [offset, factor] = line(powers, losses);
  if (factor <= 0) return [meanOf(losses), 0];
  if (offset >= 0) return [offset, factor];
  const both = powers.reduce((sum, power, i) => sum + power * (losses[i] as number), 0);
  return [0, both / squares(powers)];
}

/** L = E + A / size^α: for each α the rest is linear. Undefined where no α within bounds is best. */
export function fitOffset(runs: readonly ScalingRun[]): LawFit | undefined {
  const losses = runs.map(({ loss }) => loss);
  // About the middle, where the numbers of the law depend least on each other.
  const middle = Math.exp(meanOf(runs.map(({ size }) => Math.log(size))));
  const powersOf = (exponent: number): number[] =>
    runs.map(({ size }) => (size / middle) ** -exponent);
  const rest = (exponent: number): number => {
    const powers = powersOf(exponent);
    const [offset, factor] = linearPart(powers, losses);
    return squares(losses.map((loss, i) => loss - offset - factor * (powers[i] as number)));
  };
  const step = Math.log(MOST / LEAST) / GRID;
  const exponents = Array.from({ length: GRID + 1 }, (_, i) => LEAST * Math.exp(i * step));
  const rests = exponents.map(rest);
  const best = rests.indexOf(Math.min(...rests));
  if (best === 0 || best === GRID) return undefined;
  const exponent = lowest(rest, exponents[best - 1] as number, exponents[best + 1] as number);
  const [offset, factor] = linearPart(powersOf(exponent), losses);
  if (factor === 0) return undefined;
  return {
    runs,
    irreducible: offset,
    coefficient: factor * middle ** exponent,
    exponent,
    deviation: Math.sqrt(rest(exponent) / (runs.length - 3)),
    at: (size) => offset + factor * (size / middle) ** -exponent,
    slopes: (size) => {
      const power = (size / middle) ** -exponent;
      return [1, power, -factor * power * Math.log(size / middle)];
    },
  };
}

/** Where a function of one valley is lowest, by the golden section. */
function lowest(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atA, atB] = [f(a), f(b)];
  for (let i = 0; i < 80; i++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - ratio * (high - low);
      atA = f(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + ratio * (high - low);
      atB = f(b);
    }
  }
  return (low + high) / 2;
}
