import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { squadScore } from './squad.js';

/** By `fixtures/record_squad.py`. */
const { cases }: { cases: { found: string; right: string[]; exact: number; f1: number }[] } =
  JSON.parse(readFileSync(new URL('fixtures/squad.json', import.meta.url), 'utf8'));

test("each answer has the scores of SQuAD's script", () => {
  for (const { found, right, exact, f1 } of cases) {
    const score = squadScore([found], [right]);
    expect({ found, right, ...score }).toEqual({
      ...{ found, right, exactMatch: exact },
      f1: expect.closeTo(f1, 12),
    });
  }
});

test('many answers have the mean', () => {
  const score = squadScore(
    cases.map(({ found }) => found),
    cases.map(({ right }) => right),
  );
  const mean = (of: (one: (typeof cases)[number]) => number): number =>
    cases.reduce((sum, one) => sum + of(one), 0) / cases.length;
  expect(score.exactMatch).toBeCloseTo(
    mean(({ exact }) => exact),
    12,
  );
  expect(score.f1).toBeCloseTo(
    mean(({ f1 }) => f1),
    12,
  );
});

test('F1 is symmetric and in [0, 1]; an exact match has 1 where there are words', () => {
  const texts = fc
    .array(fc.constantFrom('red', 'Red', 'lamp', 'the', 'two', 'two.'), {
      minLength: 1,
      maxLength: 6,
    })
    .map((words) => words.join(' '));
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const [one, other] = [squadScore([a], [[b]]), squadScore([b], [[a]])];
      expect(one).toEqual(other);
      expect(one.f1 >= 0 && one.f1 <= 1).toBe(true);
      if (one.exactMatch === 1 && /red|lamp|two/i.test(a)) expect(one.f1).toBe(1);
    }),
  );
});

test('answers of articles alone match exactly, and have F1 0, as in version 1.1', () => {
  expect(squadScore(['the'], [['a']])).toEqual({ exactMatch: 1, f1: 0 });
});

test('says what does not fit', () => {
  expect(() => squadScore([], [])).toThrow('one at least. Received: 0 and 0');
  expect(() => squadScore(['a'], [])).toThrow('Received: 1 and 0');
  expect(() => squadScore(['a'], [[]])).toThrow('Received: none for number 0');
});
