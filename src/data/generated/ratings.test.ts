import { expect, test } from 'vitest';
import { loadDataset } from '../load.js';
import { type SyntheticRatings, syntheticRatings } from './ratings.js';

const made = syntheticRatings({ users: 600, items: 300, count: 24_000, seed: 1 });

const rmse = ({ ratings }: SyntheticRatings, predict: (i: number) => number): number =>
  Math.sqrt(
    ratings.reduce((sum, { rating }, i) => sum + (rating - predict(i)) ** 2, 0) / ratings.length,
  );

/** Mean plus biases of user and item, each a mean that few ratings hold back. */
function biasModel({ ratings, users, items }: SyntheticRatings): (i: number) => number {
  const mean = ratings.reduce((sum, { rating }) => sum + rating, 0) / ratings.length;
  const [ofUser, ofItem] = [new Float64Array(users), new Float64Array(items.length)];
  for (let round = 0; round < 10; round++) {
    for (const [bias, key, other, otherKey] of [
      [ofItem, 'item', ofUser, 'user'],
      [ofUser, 'user', ofItem, 'item'],
    ] as const) {
      const [sum, n] = [new Float64Array(bias.length), new Float64Array(bias.length)];
      for (const one of ratings) {
        sum[one[key]] = (sum[one[key]] ?? 0) + one.rating - mean - (other[one[otherKey]] ?? 0);
        n[one[key]] = (n[one[key]] ?? 0) + 1;
      }
      bias.forEach((_, i) => {
        bias[i] = (sum[i] ?? 0) / ((n[i] ?? 0) + 5);
      });
    }
  }
  return (i) => {
    const { user, item } = ratings[i] ?? { user: 0, item: 0 };
    return mean + (ofUser[user] ?? 0) + (ofItem[item] ?? 0);
  };
}

test('whole stars from 1 to 5, no item twice by one user, oldest first, exactly as many as asked for', () => {
  const { ratings, items, users, scale } = made;
  expect([ratings.length, items.length, users, scale]).toEqual([24_000, 300, 600, [1, 5]]);
  expect(new Set(ratings.map(({ rating }) => rating))).toEqual(new Set([1, 2, 3, 4, 5]));
  expect(new Set(ratings.map(({ user, item }) => `${user} ${item}`)).size).toBe(24_000);
  const times = ratings.map(({ time }) => time);
  expect([...times].sort((a, b) => a - b)).toEqual(times);
  expect(new Date((times[0] ?? 0) * 1000).getUTCFullYear()).toBe(2020);
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(730 * 86_400);
});

test('few items have many ratings, and some users rate far more than others', () => {
  const counts = (key: 'user' | 'item', length: number): number[] => {
    const n = new Array<number>(length).fill(0);
    for (const one of made.ratings) n[one[key]] = (n[one[key]] ?? 0) + 1;
    return n.sort((a, b) => b - a);
  };
  const byItem = counts('item', 300);
  const top = byItem.slice(0, 30).reduce((a, b) => a + b, 0) / 24_000;
  expect(top).toBeGreaterThan(0.25);
  expect(top).toBeLessThan(0.7);
  const byUser = counts('user', 600);
  expect(byUser.at(-1)).toBeGreaterThanOrEqual(1);
  expect(byUser[60]).toBeGreaterThan(2 * (byUser[540] ?? 0));
});

test('the error of the best prediction is the one that was announced', () => {
  for (const seed of [1, 2, 3]) {
    const set = syntheticRatings({ users: 600, items: 300, count: 24_000, seed });
    const got = rmse(set, (i) => set.expected[i] ?? 0);
    // Over 24,000 ratings the error of a sample differs by about half a hundredth of it.
    expect(Math.abs(got / set.bestRmse - 1)).toBeLessThan(0.02);
  }
});

test('the best prediction beats the model of biases, and that one the mean', () => {
  const best = rmse(made, (i) => made.expected[i] ?? 0);
  const biases = rmse(made, biasModel(made));
  const mean = made.ratings.reduce((sum, { rating }) => sum + rating, 0) / 24_000;
  const plain = rmse(made, () => mean);
  expect(biases).toBeLessThan(plain * 0.92);
  expect(best).toBeLessThan(biases * 0.92);
  // Moved by a little, the best is worse.
  for (const shift of [-0.1, 0.1]) {
    expect(rmse(made, (i) => (made.expected[i] ?? 0) + shift)).toBeGreaterThan(best);
  }
});

test('without noise nothing is left to chance', () => {
  const set = syntheticRatings({ users: 50, items: 40, count: 600, noise: 0 });
  expect(set.bestRmse).toBe(0);
  expect(set.ratings.map(({ rating }) => rating)).toEqual([...set.expected]);
});

test('every user may rate every item, and as few as one', () => {
  const all = syntheticRatings({ users: 7, items: 5, count: 35 });
  expect(new Set(all.ratings.map(({ user, item }) => `${user} ${item}`)).size).toBe(35);
  const one = syntheticRatings({ users: 7, items: 5, count: 7 });
  expect(new Set(one.ratings.map(({ user }) => user)).size).toBe(7);
});

test('the same seed gives the same, another seed another; the set of that name is one of them', async () => {
  const again = syntheticRatings({ users: 600, items: 300, count: 24_000, seed: 1 });
  expect(JSON.stringify(again) === JSON.stringify(made)).toBe(true);
  const data = await loadDataset('synthetic-ratings');
  expect(data.ratings).toHaveLength(24_000);
  expect(data.ratings.slice(0, 20)).not.toEqual(made.ratings.slice(0, 20));
  expect(data.bestRmse).toBeGreaterThan(0.4);
  expect(data.items[0]?.genres[0]).toMatch(/^genre [0-7]$/);
});

test('options out of range are named', () => {
  const sizes = { users: 10, items: 5, count: 20 };
  expect(() => syntheticRatings({ ...sizes, count: 9 })).toThrow(/`count` from `users` \(10\)/);
  expect(() => syntheticRatings({ ...sizes, count: 51 })).toThrow(/count/);
  expect(() => syntheticRatings({ ...sizes, users: 0 })).toThrow(/users/);
  expect(() => syntheticRatings({ ...sizes, noise: -1 })).toThrow(/noise/);
  expect(() => syntheticRatings({ ...sizes, factors: 1.5 })).toThrow(/factors/);
});
