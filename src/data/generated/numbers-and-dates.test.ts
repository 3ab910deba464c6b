import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chineseNumber, numbersAndDates } from './numbers-and-dates.js';

/** The value of a number in characters, read by the rules of the script. */
function numberOf(text: string): number {
  const units: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
  let [total, part, digit] = [0, 0, 0];
  for (const character of text) {
    const place = '零一二三四五六七八九'.indexOf(character);
    if (place >= 0) digit = place;
    else if (character === '万') {
      total += (part + digit) * 10_000;
      [part, digit] = [0, 0];
    } else {
      part += (digit === 0 ? 1 : digit) * (units[character] as number);
      digit = 0;
    }
  }
  return total + part + digit;
}

test('numbers are written as they are read', () => {
  const known: [number, string][] = [
    [0, '零'],
    [10, '十'],
    [12, '十二'],
    [20, '二十'],
    [110, '一百一十'],
    [1001, '一千零一'],
    [1010, '一千零一十'],
    [10_000, '一万'],
    [10_203, '一万零二百零三'],
    [100_010, '十万零一十'],
    [120_000, '十二万'],
    [10_010_001, '一千零一万零一'],
    [99_999_999, '九千九百九十九万九千九百九十九'],
  ];
  for (const [value, text] of known) expect([value, chineseNumber(value)]).toEqual([value, text]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), (value) => {
      expect(numberOf(chineseNumber(value))).toBe(value);
    }),
  );
  expect(() => chineseNumber(1e8)).toThrow(
    'Expected `value` to be an integer from 0 to 99,999,999. Received: 100000000',
  );
});

test('half are numbers and half dates, none is there twice, and the seed decides', () => {
  const pairs = numbersAndDates({ count: 2000, seed: 3 });
  expect(new Set(pairs.map(({ source }) => source)).size).toBe(2000);
  expect(pairs.filter(({ target }) => target.endsWith('日'))).toHaveLength(1000);
  expect(numbersAndDates({ count: 50, seed: 3 })).toEqual(pairs.slice(0, 50));
  expect(numbersAndDates({ count: 50, seed: 4 })).not.toEqual(pairs.slice(0, 50));
});

test('a date in any form is the same day in Chinese', () => {
  for (const { source, target } of numbersAndDates({ count: 500, of: 'dates', seed: 1 })) {
    const [, years = '', month = '', day = ''] = /^(.*)年(.*)月(.*)日$/.exec(target) ?? [];
    const year = [...years].map((one) => '零一二三四五六七八九'.indexOf(one)).join('');
    const date = new Date(`${source.replace(/^(\d+)-(\d+)-(\d+)$/, '$1/$2/$3')} UTC`);
    const parts = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    expect([source, Number(year), numberOf(month), numberOf(day)]).toEqual([source, ...parts]);
  }
});

test('numbers are those of the sources', () => {
  for (const { source, target } of numbersAndDates({ count: 500, of: 'numbers', seed: 1 })) {
    expect(source).toMatch(/^\d{1,3}(,\d{3})*$/);
    expect(numberOf(target)).toBe(Number(source.replaceAll(',', '')));
  }
});

test('says what does not fit', () => {
  expect(() => numbersAndDates({ count: 0 })).toThrow('`count`');
  expect(() => numbersAndDates({ count: 200_000 })).toThrow(
    'Expected `count` to be an integer from 1 to 100000. Received: 200000',
  );
  expect(() => numbersAndDates({ count: 1, of: 'names' as never })).toThrow(
    'Expected `of` to be one of `numbers`, `dates`, `both`. Received: names',
  );
});
