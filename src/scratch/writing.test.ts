import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../backend/random.js';
import { beamSearch, maskForBert } from './writing.js';

/** Logarithms of probabilities that depend on what was written and nothing else. */
const drawn =
  (seed: number, count: number) =>
  (tokens: readonly number[]): number[] => {
    const rng = createRng(`${seed} ${tokens.join(' ')}`);
    const raw = Array.from({ length: count }, () => rng.uniform(0.05, 1));
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => Math.log(value / sum));
  };

/** The best of all sequences. */
function best(next: (tokens: number[]) => number[], tokens: number[], left: number): number {
  if (left === 0) return 0;
  const gains = next([0, ...tokens]);
  return Math.max(
    ...gains.map((gain, token) =>
      token === 2 ? gain : gain + best(next, [...tokens, token], left - 1),
    ),
  );
}

test('a beam of 1 is greedy; one that is wide enough finds the best of all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const next = drawn(seed, 4);
      const greedy: number[] = [];
      for (let step = 0; step < 4; step++) {
        const gains = next([0, ...greedy]);
        const token = gains.indexOf(Math.max(...gains));
        if (token === 2) break;
        greedy.push(token);
      }
      const options = { start: 0, end: 2, maxTokens: 4 };
      expect(beamSearch(next, { ...options, width: 1 }).tokens).toEqual(greedy);
      const wide = beamSearch(next, { ...options, width: 400 });
      expect(wide.score).toBeCloseTo(best(next, [], 4), 9);
    }),
    { numRuns: 50 },
  );
});

test('of ordinary tokens 15 % are to be guessed, of these 80 % masked and 10 % replaced', () => {
  const rng = createRng(1);
  const tokens = Array.from({ length: 40_000 }, () => rng.integer(0, 54));
  const special = [0, 1, 2, 3];
  const masked = maskForBert(tokens, { special, mask: 3, vocabulary: 54, rng });
  const asked = [...tokens.keys()].filter((i) => masked.labels[i] !== 0);
  const ordinary = tokens.filter((token) => token > 3).length;
  const share = (of: (i: number) => boolean): number => asked.filter(of).length / asked.length;
  expect(asked.length / ordinary).toBeCloseTo(0.15, 1.7);
  expect(share((i) => masked.tokens[i] === 3)).toBeCloseTo(0.8, 1.7);
  expect(share((i) => masked.tokens[i] === tokens[i])).toBeCloseTo(0.102, 1.5);
  expect(asked.every((i) => masked.labels[i] === tokens[i] && Number(tokens[i]) > 3)).toBe(true);
  const others = [...tokens.keys()].filter((i) => masked.labels[i] === 0);
  expect(others.every((i) => masked.tokens[i] === tokens[i])).toBe(true);
});
