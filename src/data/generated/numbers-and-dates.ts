/** Numbers and dates, as they are written in English and in Chinese. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import type { Pair } from '../dataset-types.js';

export interface NumbersAndDatesOptions {
  /** How many pairs, at most 100,000. No source is there twice. */
  count: number;
  /** What they are of. Default `both`, half and half. */
  of?: 'numbers' | 'dates' | 'both';
  /** Fixes the pairs. Default 0. */
  seed?: Seed;
}

/** More would take the short numbers, of which there are few, for most of what is drawn. */
const MOST = 100_000;

const digits = [...'零一二三四五六七八九'];
const months =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

/** 0 to 9,999, without what 零 stands for in front. */
function belowTenThousand(value: number): string {
  let text = '';
  let hasGap = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) {
      hasGap = text !== '';
      continue;
    }
    text += `${hasGap ? '零' : ''}${digits[digit]}${name}`;
    hasGap = false;
  }
  return text;
}

/**
 * A number as it is read in Chinese.
 *
 * @param value an integer from 0 to 99,999,999
 * @throws RangeError for another
 * @example
 * chineseNumber(10_203); // '一万零二百零三'
 */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 0 || value > 99_999_999) {
    throw new RangeError(
      `Expected \`value\` to be an integer from 0 to 99,999,999. Received: ${value}`,
    );
  }
  if (value === 0) return '零';
  const [high, low] = [Math.floor(value / 10_000), value % 10_000];
  const gap = high > 0 && low > 0 && low < 1000 ? '零' : '';
  const text = `${high > 0 ? `${belowTenThousand(high)}万` : ''}${gap}${belowTenThousand(low)}`;
  // Ten alone is 十, and so it is in front; 一百一十 keeps both.
  return text.startsWith('一十') ? text.slice(1) : text;
}

function numberPair(rng: Rng): Pair {
  // By the number of its digits first: else nearly all were long.
  const length = rng.integer(1, 9);
  const value = rng.integer(length === 1 ? 0 : 10 ** (length - 1), 10 ** length);
  const source = String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  return { source, target: chineseNumber(value) };
}

const two = (value: number): string => String(value).padStart(2, '0');

function datePair(rng: Rng): Pair {
  const year = rng.integer(1900, 2100);
  const month = rng.integer(1, 13);
  const day = rng.integer(1, new Date(Date.UTC(year, month, 0)).getUTCDate() + 1);
  const name = months[month - 1] as string;
  const source = rng.choice([
    `${year}-${two(month)}-${two(day)}`,
    `${year}/${month}/${day}`,
    `${name} ${day}, ${year}`,
    `${day} ${name} ${year}`,
    `${name.slice(0, 3)} ${day}, ${year}`,
  ]);
  const years = [...String(year)].map((digit) => digits[Number(digit)]).join('');
  return { source, target: `${years}年${chineseNumber(month)}月${chineseNumber(day)}日` };
}

/**
 * Numbers from 0 to 99,999,999 and dates from 1900 to 2099, in English and in Chinese: `10,203` and 一万零二百零三,
 * `March 5, 2024` and 二零二四年三月五日. Dates come in five forms, `2024-03-05`, `2024/3/5`,
 * `March 5, 2024`, `5 March 2024` and `Mar 5, 2024`, so that what is first in Chinese is not always first.
 *
 * @throws RangeError when `count` is no integer from 1 to 100,000
 * @example
 * const pairs = numbersAndDates({ count: 5000, of: 'dates', seed: 1 });
 */
export function numbersAndDates(options: NumbersAndDatesOptions): Pair[] {
  const { count, of = 'both', seed = 0 } = options;
  checkSizes({ count });
  if (count > MOST) {
    throw new RangeError(
      `Expected \`count\` to be an integer from 1 to ${MOST}. Received: ${count}`,
    );
  }
  const kinds = { numbers: [numberPair], dates: [datePair], both: [numberPair, datePair] };
  const draws = Object.hasOwn(kinds, of) ? kinds[of] : [];
  if (draws.length === 0) {
    throw new RangeError(
      `Expected \`of\` to be one of \`numbers\`, \`dates\`, \`both\`. Received: ${String(of)}`,
    );
  }
  const rng = createRng(seed);
  const pairs = new Map<string, Pair>();
  while (pairs.size < count) {
    const draw = draws[pairs.size % draws.length] as (rng: Rng) => Pair;
    const pair = draw(rng);
    pairs.set(pair.source, pair);
  }
  return [...pairs.values()];
}
