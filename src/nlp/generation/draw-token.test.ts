/** What is left of the next tokens: by the definition, and as Hugging Face's processors leave it. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../backend/random.js';
import { sampleToken, tokenProbabilities } from './draw-token.js';
import type { SamplingOptions } from './sampling-options.js';

interface Case {
  readonly options: SamplingOptions;
  readonly logits: readonly number[];
  readonly before: readonly number[];
  readonly probabilities: readonly number[];
}

/** By `fixtures/record_logits_processors.py`. */
const { cases }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('fixtures/logits-processors.json', import.meta.url), 'utf8'),
);

/** Logits of known probabilities. */
const logitsOf = (...shares: number[]): number[] => shares.map(Math.log);
/** The tokens that are left. */
const kept = (probabilities: ArrayLike<number>): number[] =>
  Array.from(probabilities).flatMap((share, i) => (share > 0 ? [i] : []));

test('every option and their order are those of Hugging Face', () => {
  expect(cases.length).toBe(44);
  for (const { options, logits, before, probabilities } of cases) {
    const got = tokenProbabilities(logits, options, before);
    const where = JSON.stringify(options);
    expect(kept(got), where).toEqual(kept(probabilities));
    for (const [i, share] of got.entries()) {
      expect(Math.abs(share - (probabilities[i] as number)), where).toBeLessThan(2e-6);
    }
  }
});

test('top-p keeps the fewest likeliest tokens that have the share', () => {
  const logits = logitsOf(0.1, 0.4, 0.2, 0.3);
  const left = (topP: number): number[] => kept(tokenProbabilities(logits, { topP }));
  expect(left(0.01)).toEqual([1]);
  expect(left(0.39)).toEqual([1]);
  expect(left(0.41)).toEqual([1, 3]);
  expect(left(0.71)).toEqual([1, 2, 3]);
  expect(left(0.91)).toEqual([0, 1, 2, 3]);
  expect(left(1)).toEqual([0, 1, 2, 3]);
  // Of equal ones, as many as are needed.
  expect(kept(tokenProbabilities([0, 0, 0, 0], { topP: 0.45 }))).toEqual([0, 1]);
});

test('min-p keeps what has that share of the likeliest, top-k as many as it says', () => {
  const logits = logitsOf(0.1, 0.4, 0.2, 0.3);
  expect(kept(tokenProbabilities(logits, { minP: 0.6 }))).toEqual([1, 3]);
  expect(kept(tokenProbabilities(logits, { minP: 1 }))).toEqual([1]);
  expect(kept(tokenProbabilities(logits, { topK: 3 }))).toEqual([1, 2, 3]);
});

test('the penalty makes what was there less likely, whatever its sign', () => {
  const probabilities = tokenProbabilities([2, 2, -2, -2], { repetitionPenalty: 2 }, [0, 2]);
  const expected = [1, 2, -4, -2].map(Math.exp);
  const sum = expected.reduce((a, b) => a + b, 0);
  for (const [i, share] of probabilities.entries()) {
    expect(share).toBeCloseTo((expected[i] as number) / sum, 6);
  }
});

test('probabilities add up to 1, and what is left grows with each option', () => {
  const logits = fc
    .uniqueArray(fc.integer({ min: -80, max: 80 }), { minLength: 1, maxLength: 30 })
    .map((quarters) => quarters.map((one) => one / 4));
  const options = fc.record(
    {
      temperature: fc.double({ min: 0.05, max: 5, noNaN: true }),
      topK: fc.integer({ min: 1, max: 40 }),
      topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
      minP: fc.double({ min: 0, max: 1, noNaN: true }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(logits, options, (values, given) => {
      const probabilities = tokenProbabilities(values, given);
      expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
      const highest = values.indexOf(Math.max(...values));
      expect(probabilities[highest]).toBe(Math.max(...probabilities));
      const more = { ...given, topK: (given.topK ?? 40) + 1, minP: (given.minP ?? 0) / 2 };
      expect(kept(tokenProbabilities(values, more))).toEqual(
        expect.arrayContaining(kept(probabilities)),
      );
      expect(kept(tokenProbabilities(values, { ...given, temperature: 0 }))).toEqual([highest]);
    }),
  );
});

test('draws with these probabilities', () => {
  const logits = Float32Array.from(logitsOf(0.1, 0.4, 0.2, 0.3));
  const options = { topP: 0.8, temperature: 1.4, repetitionPenalty: 1.3 };
  const expected = tokenProbabilities(logits, options, [1]);
  const rng = createRng(4);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++) {
    const token = sampleToken(logits, rng, options, [1]);
    counts[token] = (counts[token] as number) + 1 / 20_000;
  }
  for (const [i, share] of expected.entries()) {
    expect(Math.abs((counts[i] as number) - share)).toBeLessThan(0.015);
  }
});

test('says what does not fit, in both languages', () => {
  expect(() => tokenProbabilities([1, 2], { topP: 0 })).toThrow(
    'Expected `topP` to be a number in (0, 1]. Received: 0. 1 leaves all tokens',
  );
  expect(() => tokenProbabilities([1], { minP: 2 })).toThrow('`minP`');
  expect(() => tokenProbabilities([1], { topK: 0 })).toThrow('`topK` to be an integer >= 1');
  expect(() => tokenProbabilities([1], { temperature: Number.NaN })).toThrow('Received: NaN');
  expect(() => tokenProbabilities([1], { repetitionPenalty: 0 })).toThrow('`repetitionPenalty`');
  expect(() => tokenProbabilities([1, Number.NaN])).toThrow('`logits`');
  expect(() => tokenProbabilities([])).toThrow('`logits`');
  expect(() => tokenProbabilities([-Infinity])).toThrow('`logits`');
  expect(() => tokenProbabilities([1, 2], {}, [2])).toThrow('integers in [0, 2). Received: 2');
});
