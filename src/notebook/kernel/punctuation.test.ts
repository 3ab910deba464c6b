import { expect, test } from 'vitest';
import { punctuationErrors } from './punctuation.js';

test.each([
  ['console.log(1，2)', [0, 13], '`，` (U+FF0C)', '`,`'],
  ['const a = “text”;', [0, 10], '`“` (U+201C)', '`"`'],
  ['const a = 1；', [0, 11], '`；`', '`;`'],
  ['f（1)', [0, 1], '`（`', '`(`'],
  ['f(‘a’)', [0, 2], '`‘`', "`'`"],
  ['const b = "half”;', [0, 15], '`”`', '`"`'],
  ['let c = 3 − 1', [0, 10], '`−`', '`-`'],
  ['// first，\nlet d = 3 × 1', [1, 10], '`×`', '`*`'],
  ['if (a ≤ b) {}', [0, 6], '`≤`', '`<=`'],
])('%s', (source, [line, column], said, instead) => {
  const [first] = punctuationErrors(source);
  expect(first).toMatchObject({ line, column });
  expect(first?.message).toContain(said);
  expect(first?.message).toContain(instead);
});

test('a character that nobody sees is named by its number', () => {
  expect(punctuationErrors('let a\u2060 = 1;')[0]?.message).toContain('U+2060');
});

test('each one is named; in texts and comments none is', () => {
  expect(punctuationErrors('f（“a”，1）')).toHaveLength(5);
  expect(
    punctuationErrors("const a = '，“”'; // （）\nconst b = `×`; /* ÷ */ const r = /。/;"),
  ).toEqual([]);
  expect(punctuationErrors("const a = 'it’s';")).toEqual([]);
});
