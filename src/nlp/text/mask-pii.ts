/** Personal data in texts: found by their form, and masked. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';

interface Rule {
  readonly pattern: RegExp;
  /** Whether what was found is one: checksums tell numbers of cards and persons from others. */
  readonly isOne?: (found: string) => boolean;
}

const digitsOf = (text: string): number[] => Array.from(text.replace(/\D/g, ''), Number);

/** Luhn 1960: every second digit from the right is doubled, and the sum ends with 0. */
function hasLuhnSum(found: string): boolean {
  const sum = digitsOf(found)
    .reverse()
    .map((digit, i) => (i % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9))
    .reduce((a, b) => a + b, 0);
  return sum % 10 === 0;
}

/** GB 11643-1999: a weighted sum of the first 17 digits modulo 11 gives the last character. */
function hasChineseSum(found: string): boolean {
  let weight = 2;
  let sum = 0;
  for (const digit of found.slice(0, 17).split('').reverse()) {
    sum += weight * Number(digit);
    weight = (weight * 2) % 11;
  }
  return '10X98765432'.charAt(sum % 11) === found.slice(-1).toUpperCase();
}

const isAddress = (found: string): boolean => found.split('.').every((part) => Number(part) < 256);

/** In this order: what is masked is not found again as part of a telephone number. */
const rules = {
  email: { pattern: /(?<![\p{L}\p{N}._%+-])[\w.%+-]+@(?:[a-z\d-]+\.)+[a-z]{2,}(?![\w-])/giu },
  ip: { pattern: /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)/g, isOne: isAddress },
  'id-number': { pattern: /(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])/g, isOne: hasChineseSum },
  'social-security': {
    pattern: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g,
  },
  card: { pattern: /(?<![\d+-])\d(?:[ -]?\d){12,18}(?![\d-])/g, isOne: hasLuhnSum },
  phone: {
    pattern:
      /(?<![\d+.-])(?:\+\d{1,3}[ .-]?)?(?:1[3-9]\d(?:[ -]?\d{4}){2}|(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]?\d{4}|0\d{2,3}-\d{7,8})(?![\d-])/g,
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** What is masked: addresses of mail and of machines, numbers of persons, cards and telephones. */
export type PiiKind = keyof typeof rules;

const kinds = Object.keys(rules) as PiiKind[];

export interface MaskPiiOptions {
  /** Which kinds. Default: all. */
  kinds?: readonly PiiKind[];
}

export interface MaskedText {
  /** With `[EMAIL]`, `[PHONE]` and so on in their places. */
  text: string;
  /** How many of each kind were masked; 0 for those that were looked for in vain. */
  counts: Partial<Record<PiiKind, number>>;
}

/**
 * Masks personal data that have a form: mail addresses, IPv4 addresses, Chinese identity numbers and US
 * social security numbers, numbers of payment cards, telephone numbers of China and North America. Numbers
 * with a checksum are masked only where it is right. Names and streets have no form and stay: what is
 * masked is not anonymous.
 *
 * @throws RangeError for a kind that is not known
 * @example
 * maskPii('Write to ada@example.org or call 555-867-5309.');
 * // { text: 'Write to [EMAIL] or call [PHONE].', counts: { email: 1, phone: 1, … } }
 */
export function maskPii(text: string, options: MaskPiiOptions = {}): MaskedText {
  const wanted = options.kinds ?? kinds;
  const unknown = wanted.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined) {
    const known = kinds.join(', ');
    throw new RangeError(messages().nlp.pii({ known, given: shown(unknown) }));
  }
  const counts: Partial<Record<PiiKind, number>> = {};
  let masked = text;
  for (const kind of kinds.filter((one) => wanted.includes(one))) {
    const { pattern, isOne = () => true }: Rule = rules[kind];
    let count = 0;
    masked = masked.replace(pattern, (found) => {
      if (!isOne(found)) return found;
      count += 1;
      return `[${kind.toUpperCase()}]`;
    });
    counts[kind] = count;
  }
  return { text: masked, counts };
}
