import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../backend/random.js';
import { beamSearch, type Hypothesis, penaltyOf } from './beam-search.js';
import { END, START } from './special-tokens.js';
import type { StepDecoder } from './step-decoder.js';

const V = 6;

/** Logits that follow from the source and all tokens so far: each prefix has its own. */
function logitsOf(source: readonly number[], prefix: readonly number[]): Float32Array {
  return createRng(`${source} ${prefix}`).normals(V, 0, 2);
}

/** A decoder of such logits; its rows remember what they wrote, as a cache does. */
function tableDecoder(batch: number, beams: number): StepDecoder {
  let sources: readonly (readonly number[])[] = [];
  let written: number[][] = [];
  return {
    vocabSize: V,
    rows: batch * beams,
    begin(given) {
      sources = given;
      written = Array.from({ length: batch * beams }, () => []);
    },
    async next(tokens, parents) {
      written = Array.from(parents, (parent, row) => [
        ...(written[parent] as number[]),
        tokens[row] as number,
      ]);
      const all = written.map((prefix, row) =>
        logitsOf(sources[Math.floor(row / beams)] ?? [], prefix.slice(1)),
      );
      expect(written.every(([first]) => first === START || first === 0)).toBe(true);
      return Float32Array.from(all.flatMap((logits) => Array.from(logits)));
    },
    dispose() {},
  };
}

const search = (sources: number[][], beams: number, maxTokens: number, lengthPenalty: number) =>
  beamSearch(tableDecoder(sources.length, beams), sources, { beams, maxTokens, lengthPenalty });

const logSoftmax = (logits: Float32Array): number[] => {
  const sum = Math.log(logits.reduce((total, value) => total + Math.exp(value), 0));
  return Array.from(logits, (value) => value - sum);
};

/** The likeliest token each time, never padding or start. */
function greedy(source: number[], maxTokens: number): number[] {
  const tokens: number[] = [];
  while (tokens.length < maxTokens) {
    const logits = Array.from(logitsOf(source, tokens)).map((v, i) => (i < END ? -Infinity : v));
    const token = logits.indexOf(Math.max(...logits));
    if (token === END) break;
    tokens.push(token);
  }
  return tokens;
}

/** Every target that ends within so many tokens, with its logarithm. */
function everyTarget(source: number[], maxTokens: number): [tokens: number[], log: number][] {
  const found: [number[], number][] = [];
  const visit = (tokens: number[], log: number): void => {
    if (tokens.length === maxTokens) return;
    const logs = logSoftmax(logitsOf(source, tokens));
    found.push([tokens, log + (logs[END] as number)]);
    for (let token = END + 1; token < V; token++) {
      visit([...tokens, token], log + (logs[token] as number));
    }
  };
  visit([], 0);
  return found;
}

const sourcesOf = (seed: number, count: number): number[][] =>
  Array.from({ length: count }, (_, i) => [seed, i]);

test('a beam of width 1 is greedy decoding', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.integer({ min: 1, max: 6 }), async (seed, maxTokens) => {
      const sources = sourcesOf(seed, 3);
      const found = await search(sources, 1, maxTokens, 0.6);
      expect(found.map(([best]) => best?.tokens)).toEqual(
        sources.map((source) => greedy(source, maxTokens)),
      );
    }),
    { numRuns: 40 },
  );
});

test('a beam as wide as there are targets finds the best of all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.constantFrom(0, 0.6, 1.5), async (seed, alpha) => {
      const source = [seed];
      const [found] = await search([source], 200, 3, alpha);
      const all = everyTarget(source, 3).map(
        ([tokens, log]) => [tokens, log / penaltyOf(tokens.length + 1, alpha)] as const,
      );
      const best = all.reduce((a, b) => (b[1] > a[1] ? b : a));
      expect(found?.[0]?.tokens).toEqual(best[0]);
      expect(found?.[0]?.score).toBeCloseTo(best[1], 5);
    }),
    { numRuns: 15 },
  );
});

test('what it says of a hypothesis is its probability, of each source as if it were alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1000), fc.integer({ min: 1, max: 4 }), async (seed, beams) => {
      const sources = sourcesOf(seed, 3);
      const together = await search(sources, beams, 5, 0.6);
      for (const [i, source] of sources.entries()) {
        expect(await search([source], beams, 5, 0.6)).toEqual([together[i]]);
        for (const one of together[i] as Hypothesis[]) {
          const { tokens, logProbability, score, ended } = one;
          const all = ended ? [...tokens, END] : tokens;
          const log = all.reduce(
            (sum, token, n) =>
              sum + (logSoftmax(logitsOf(source, tokens.slice(0, n)))[token] as number),
            0,
          );
          expect(logProbability).toBeCloseTo(log, 4);
          expect(score).toBeCloseTo(log / penaltyOf(all.length, 0.6), 4);
          expect(tokens.every((token) => token > END)).toBe(true);
        }
        const scores = (together[i] as Hypothesis[]).map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }
    }),
    { numRuns: 25 },
  );
});

test('a larger penalty never chooses a shorter target of an exhaustive search', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const lengths: number[] = [];
    for (const alpha of [0, 0.5, 1, 2]) {
      const [found] = await search([[seed]], 200, 3, alpha);
      lengths.push(found?.[0]?.tokens.length ?? 0);
    }
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  }
});
