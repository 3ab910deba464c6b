import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BleuOptions, bleu } from './bleu.js';
import { type ChrfOptions, chrf } from './chrf.js';

interface Case {
  readonly translations: string[];
  readonly references: string[][];
  readonly bleu: readonly {
    readonly options: BleuOptions;
    readonly score: number;
    readonly precisions: number[];
    readonly brevityPenalty: number;
    readonly length: number;
    readonly referenceLength: number;
  }[];
  readonly chrf: readonly { readonly options: ChrfOptions; readonly score: number }[];
}

const recorded = JSON.parse(
  readFileSync(new URL('fixtures/sacrebleu.json', import.meta.url), 'utf8'),
) as { version: string; cases: Case[] };

describe(`as sacrebleu ${recorded.version}`, () => {
  test.each(recorded.cases.map((one, i) => [i, one] as const))('case %i', (_, one) => {
    for (const { options, ...expected } of one.bleu) {
      const found = bleu(one.translations, one.references, options);
      const { precisions, length, referenceLength } = found;
      expect([options, length, referenceLength]).toEqual([
        options,
        expected.length,
        expected.referenceLength,
      ]);
      expect(found.brevityPenalty).toBeCloseTo(expected.brevityPenalty, 10);
      for (const [i, precision] of precisions.entries()) {
        expect(precision).toBeCloseTo(expected.precisions[i] as number, 9);
      }
      expect(found.score).toBeCloseTo(expected.score, 9);
    }
    for (const { options, score } of one.chrf) {
      expect(chrf(one.translations, one.references, options)).toBeCloseTo(score, 9);
    }
  });
});

const words = fc.array(fc.constantFrom('a', 'bc', 'd', 'efg'), { minLength: 4, maxLength: 9 });
const text = words.map((list) => list.join(' '));

test('what equals its reference has 100, and no other has more', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      expect(bleu(texts, texts).score).toBeCloseTo(100, 9);
      expect(chrf(texts, texts)).toBeCloseTo(100, 9);
    }),
  );
  fc.assert(
    fc.property(text, text, (a, b) => {
      for (const score of [bleu([a], [b]).score, chrf([a], [b])]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThan(100 + 1e-9);
      }
    }),
  );
});

test('one more reference never takes away from BLEU without its brevity penalty, nor from chrF', () => {
  fc.assert(
    fc.property(text, text, text, (translation, one, more) => {
      const plain = { smoothing: 'none' } as const;
      const precision = (references: string[]): number =>
        bleu([translation], [references], plain).precisions[0] as number;
      expect(precision([one, more])).toBeGreaterThanOrEqual(precision([one]));
      expect(chrf([translation], [[one, more]])).toBeGreaterThanOrEqual(
        chrf([translation], [one]) - 1e-9,
      );
    }),
  );
});

test('says what does not fit', () => {
  expect(() => bleu(['a'], [])).toThrow(
    'Expected as many references as translations, one at least. Received: 0 and 1',
  );
  expect(() => chrf([], [])).toThrow('one at least');
  expect(() => bleu(['a'], [[]])).toThrow('Expected one reference at least');
  expect(() => bleu(['a'], ['a'], { tokens: 'words' as never })).toThrow(
    'Expected `tokens` to be one of `13a`, `zh`, `char`, `none`. Received: words',
  );
  expect(() => bleu(['a'], ['a'], { order: 0 })).toThrow('`order`');
  expect(() => chrf(['a'], ['a'], { beta: -1 })).toThrow('`beta`');
});
