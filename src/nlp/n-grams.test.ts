/** Counting runs of tokens: interpolated Kneser–Ney, beside its definition. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NGramOptions, nGramModel } from './n-grams.js';

type Lists = readonly (readonly number[])[];

/** All runs of a length with what stands before each, in order; nothing where a list begins. */
const runs = (lists: Lists, length: number): { before: string; run: string }[] =>
  lists.flatMap((list) =>
    list.flatMap((_, i) =>
      i + length <= list.length
        ? [{ before: String(list[i - 1] ?? 'start'), run: list.slice(i, i + length).join(' ') }]
        : [],
    ),
  );

/** The probability as Chen & Goodman define it, slowly. */
function defined(
  lists: Lists,
  context: readonly number[],
  token: number,
  { order, vocabularySize, discount = 0.75 }: NGramOptions,
): number {
  const weigh = (run: string): number => {
    const found = runs(lists, run.split(' ').length).filter((one) => one.run === run);
    if (run.split(' ').length === order) return found.length;
    const starts = found.filter(({ before }) => before === 'start').length;
    const others = new Set(found.map(({ before }) => before).filter((one) => one !== 'start'));
    return starts + others.size;
  };
  const lower =
    context.length === 0
      ? 1 / vocabularySize
      : defined(lists, context.slice(1), token, { order, vocabularySize, discount });
  const of = Array.from({ length: vocabularySize }, (_, next) =>
    weigh([...context, next].join(' ')),
  );
  const total = of.reduce((a, b) => a + b, 0);
  if (total === 0) return lower;
  const kinds = of.filter((one) => one > 0).length;
  return (Math.max((of[token] ?? 0) - discount, 0) + discount * kinds * lower) / total;
}

const texts = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 7 }), {
  minLength: 1,
  maxLength: 4,
});

test('is what the definition says, and adds up to 1', () => {
  fc.assert(
    fc.property(
      texts,
      fc.array(fc.nat(2), { maxLength: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(0.3, 0.75, 1),
      (lists, before, order, discount) => {
        const options = { order, vocabularySize: 3, discount };
        const model = nGramModel(lists, options);
        const context = before.slice(Math.max(0, before.length - order + 1));
        const all = [0, 1, 2].map((token) => model.probability(before, token));
        expect(all.reduce((a, b) => a + b)).toBeCloseTo(1, 10);
        for (const [token, p] of all.entries()) {
          expect(p).toBeCloseTo(defined(lists, context, token, options), 10);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a token that follows one alone is rare behind others, however often it stands', () => {
  // 3 stands four times, each time behind 2; 4 behind three different ones.
  const lists = [
    [0, 2, 3, 2, 3, 2, 3, 2, 3],
    [0, 4],
    [1, 4],
    [2, 4],
  ];
  const model = nGramModel(lists, { order: 2, vocabularySize: 6, discount: 0.5 });
  expect(model.probability([5], 4)).toBeGreaterThan(2 * model.probability([5], 3));
});

test('the cross-entropy is the mean over all tokens but the first of each list', () => {
  const model = nGramModel([[0, 1, 2, 0, 1, 2]], { order: 3, vocabularySize: 4 });
  const nats = [
    model.probability([0], 1),
    model.probability([0, 1], 2),
    model.probability([3], 0),
  ].map((p) => -Math.log(p));
  expect(model.crossEntropy([[0, 1, 2], [3, 0], [1]])).toBeCloseTo(
    nats.reduce((a, b) => a + b) / 3,
    10,
  );
  // What was never seen is not impossible.
  expect(model.crossEntropy([[3, 3, 3]])).toBeLessThan(5);
});

test('says what does not fit', () => {
  expect(() => nGramModel([[0]], { order: 0, vocabularySize: 3 })).toThrow('`order`');
  expect(() => nGramModel([[0]], { order: 2, vocabularySize: 70_000 })).toThrow('at most 65535');
  expect(() => nGramModel([[0]], { order: 2, vocabularySize: 3, discount: 0 })).toThrow('(0, 1]');
  expect(() => nGramModel([[3]], { order: 2, vocabularySize: 3 })).toThrow(
    'in [0, 3). Received: 3',
  );
  const model = nGramModel([[0, 1]], { order: 2, vocabularySize: 3 });
  expect(() => model.probability([5], 0)).toThrow('Received: 5');
  expect(() => model.crossEntropy([[0]])).toThrow('Expected a list with two tokens');
});
