/** Ratings of which it is known how they came about, and so how well they can be predicted. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import type { RatedItem, Rating } from '../dataset-types.js';

export interface SyntheticRatingsOptions {
  users: number;
  items: number;
  /** How many ratings in all, at least one and at most `items` for each user. */
  count: number;
  /** Tastes that users differ in and items serve. Default 4. */
  factors?: number;
  /** Standard deviation of what no model can know. Default 0.5. */
  noise?: number;
  /** Over so many days, from 2020 on. Default 730. */
  days?: number;
  /** Fixes the ratings. Default 0. */
  seed?: Seed;
}

export interface SyntheticRatings {
  /** Oldest first; nobody rates an item twice. */
  ratings: Rating[];
  items: RatedItem[];
  users: number;
  scale: readonly [number, number];
  /** The mean of each rating over the noise, by who knows all but the noise: `[ratings]`. */
  expected: Float32Array;
  /** Root mean squared error of `expected` that is to be hoped for over these ratings: none has less. */
  bestRmse: number;
}

const [lowest, highest] = [1, 5];
/** Means and deviations, in stars, such that biases explain about half of what can be explained. */
const truth = { mean: 3.4, user: 0.35, item: 0.45, taste: 0.5, drift: 0.3 };
/** Items are rated as often as 1 / rank^0.8: few are known to all, most to few. */
const fame = 0.8;
/** Of the logarithm of how much users rate. */
const eagerness = 0.6;
const start = Date.UTC(2020, 0, 1) / 1000;
const daySeconds = 86_400;

/**
 * Ratings of 1 to 5 stars by users with biases and tastes, of items with biases, tastes, a fame and a
 * drift over time:
 * `round(mean + b_u + b_i + p_u · q_i + d_i (t - 1/2) + noise)`, kept within 1 to 5, with `t` from 0 to 1 over the
 * days, `p_u` and `q_i` of `factors` numbers. Which items a user rates depends on their fame alone.
 *
 * Since the numbers behind it are known, so is the best prediction, the mean over the noise, and its error:
 * a model that is measured against `bestRmse` shows how much of what can be learnt it has learnt.
 * An item's genre is the taste that it serves most, for or against.
 *
 * @throws RangeError for options out of range
 * @example
 * const { ratings, bestRmse } = syntheticRatings({ users: 600, items: 300, count: 24_000, seed: 1 });
 */
export function syntheticRatings(options: SyntheticRatingsOptions): SyntheticRatings {
  const { users, items, count, factors = 4, noise = 0.5, days = 730, seed = 0 } = options;
  checkSizes({ users, items, count, factors, days });
  if (count < users || count > users * items) {
    throw new RangeError(
      `Expected \`count\` from \`users\` (${users}) to \`users * items\` (${users * items}). Received: ${count}`,
    );
  }
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new RangeError(`Expected \`noise\` to be a number >= 0. Received: ${noise}`);
  }
  const rng = createRng(seed);
  // The variance of a sum of products of two normal numbers is the fourth power of their deviation.
  const spread = (truth.taste ** 2 / factors) ** 0.25;
  const people = Array.from({ length: users }, () => side(rng, truth.user, spread, factors));
  const things = Array.from({ length: items }, () => ({
    ...side(rng, truth.item, spread, factors),
    drift: rng.normal(0, truth.drift),
  }));
  const weights = rng.shuffle(things.map((_, rank) => (rank + 1) ** -fame));
  const made: { rating: Rating; expected: number; variance: number }[] = [];
  portions(rng, users, items, count).forEach((portion, user) => {
    const from = rng.uniform(0, days / 2);
    for (const item of chosen(rng, weights, portion)) {
      const day = rng.uniform(from, days);
      const [person, thing] = [people[user], things[item]];
      if (person === undefined || thing === undefined) continue;
      const taste = person.tastes.reduce((sum, p, f) => sum + p * (thing.tastes[f] ?? 0), 0);
      const liking =
        truth.mean + person.bias + thing.bias + taste + thing.drift * (day / days - 0.5);
      const rating = stars(liking + rng.normal(0, noise));
      const time = start + Math.floor(day * daySeconds);
      made.push({ rating: { user, item, rating, time }, ...momentsOf(liking, noise) });
    }
  });
  made.sort((a, b) => a.rating.time - b.rating.time);
  const variance = made.reduce((sum, one) => sum + one.variance / made.length, 0);
  return {
    ratings: made.map(({ rating }) => rating),
    items: things.map(({ tastes }, i) => ({
      id: `item-${i}`,
      title: `Item ${i}`,
      genres: [`genre ${genreOf(tastes)}`],
    })),
    users,
    scale: [lowest, highest],
    expected: Float32Array.from(made, ({ expected }) => expected),
    bestRmse: Math.sqrt(variance),
  };
}

const stars = (liking: number): number => Math.min(highest, Math.max(lowest, Math.round(liking)));

const side = (rng: Rng, deviation: number, spread: number, factors: number) => ({
  bias: rng.normal(0, deviation),
  tastes: Array.from({ length: factors }, () => rng.normal(0, spread)),
});

function genreOf(tastes: readonly number[]): number {
  const strongest = tastes.reduce(
    (best, taste, f) => (Math.abs(taste) > Math.abs(tastes[best] ?? 0) ? f : best),
    0,
  );
  return 2 * strongest + ((tastes[strongest] ?? 0) > 0 ? 1 : 0);
}

/** How much each user rates: `count` in all, each at least one and at most all items. */
function portions(rng: Rng, users: number, items: number, count: number): number[] {
  const zeal = Array.from({ length: users }, () => Math.exp(rng.normal(0, eagerness)));
  const whole = zeal.reduce((a, b) => a + b, 0);
  const parts = zeal.map((one) => Math.min(items, Math.max(1, Math.floor((one / whole) * count))));
  let left = count - parts.reduce((a, b) => a + b, 0);
  for (let user = 0; left !== 0; user = (user + 1) % users) {
    const part = parts[user] ?? 0;
    const next = part + Math.sign(left);
    if (next < 1 || next > items) continue;
    parts[user] = next;
    left -= Math.sign(left);
  }
  return parts;
}

/** So many places, the heavier the likelier, none twice (Efraimidis and Spirakis, 2006). */
function chosen(rng: Rng, weights: readonly number[], count: number): number[] {
  const keys = weights.map((weight, place) => ({
    place,
    key: -Math.log(1 - rng.uniform()) / weight,
  }));
  return keys
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ place }) => place);
}

/** Mean and variance of the stars for a liking, over the noise. */
function momentsOf(liking: number, noise: number): { expected: number; variance: number } {
  if (noise === 0) return { expected: stars(liking), variance: 0 };
  let [expected, square, below] = [0, 0, 0];
  for (let star = lowest; star <= highest; star++) {
    const upTo = star === highest ? 1 : normalCdf((star + 0.5 - liking) / noise);
    expected += star * (upTo - below);
    square += star * star * (upTo - below);
    below = upTo;
  }
  return { expected, variance: square - expected * expected };
}

/** Abramowitz and Stegun, 7.1.26; the error is below 1e-7. */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const tail = (series.reduce((sum, a) => sum * t + a, 0) * t * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - tail : tail;
}
