/** The parameters of a model by name, as flat numbers that may be moved. */
import { farthest } from './float64.js';

export type Parameters<N extends string = string> = Readonly<Record<N, Float64Array>>;

export const namesOf = <N extends string>(parameters: Readonly<Record<N, unknown>>): N[] =>
  Object.keys(parameters) as N[];

/** The same names with another value for each. */
export const mapNames = <N extends string, A, B>(
  values: Readonly<Record<N, A>>,
  change: (value: A, name: N) => B,
): Record<N, B> =>
  Object.fromEntries(namesOf(values).map((name) => [name, change(values[name], name)])) as Record<
    N,
    B
  >;

export const zerosLike = <N extends string>(parameters: Parameters<N>): Parameters<N> =>
  mapNames(parameters, ({ length }) => new Float64Array(length));

/** How far the two are apart in each parameter: the largest difference of an entry. */
const gaps = <N extends string>(a: Parameters<N>, b: Parameters<N>): number[] =>
  namesOf(a).map((name) => farthest(a[name], b[name]));

/** The largest difference between two sets of parameters; NaN where one is NaN or missing. */
export const distance = <N extends string>(a: Parameters<N>, b: Parameters<N>): number =>
  Math.max(0, ...gaps(a, b));

/** The largest move of an entry, for the parameter that moves least. */
export const leastMove = <N extends string>(from: Parameters<N>, to: Parameters<N>): number =>
  Math.min(...gaps(from, to));
