/** What generated instructions ask for, in words of two languages. */
import type { Rng } from '../../backend/random.js';

/** Sums, the larger of two numbers, a word backwards, the first or last letter of a word. */
export type InstructionKind = 'add' | 'larger' | 'reverse' | 'letter';

/** The language of a prompt and of whole sentences. */
export type InstructionLanguage = 'en' | 'zh';

/** What is asked, in no language yet. */
export interface Problem {
  readonly kind: InstructionKind;
  /** Two numbers, a word, or which letter and a word, in the order in which the prompt names them. */
  readonly given: readonly (number | string)[];
  readonly value: string;
}

const vowels = [...'aeiou'];
const consonants = [...'bdfgklmnprst'];

/** Three or four letters that can be said. */
function word(rng: Rng): string {
  const length = rng.integer(3, 5);
  const from = rng.integer(0, 2);
  return Array.from({ length }, (_, i) =>
    rng.choice((i + from) % 2 === 0 ? consonants : vowels),
  ).join('');
}

const draws: Readonly<Record<InstructionKind, (rng: Rng) => Problem>> = {
  add(rng) {
    const given = [rng.integer(1, 50), rng.integer(1, 50)] as const;
    return { kind: 'add', given, value: String(given[0] + given[1]) };
  },
  larger(rng) {
    const first = rng.integer(10, 100);
    const drawn = rng.integer(10, 99);
    const second = drawn < first ? drawn : drawn + 1;
    return { kind: 'larger', given: [first, second], value: String(Math.max(first, second)) };
  },
  reverse(rng) {
    const given = word(rng);
    return { kind: 'reverse', given: [given], value: [...given].reverse().join('') };
  },
  letter(rng) {
    const given = word(rng);
    const place = rng.choice(['first', 'last'] as const);
    const value = place === 'first' ? given.slice(0, 1) : given.slice(-1);
    return { kind: 'letter', given: [place, given], value };
  },
};

export const instructionKinds = Object.keys(draws) as InstructionKind[];

/** A number without a pattern from a text (FNV-1a, mixed), so that what is held out looks like the rest. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const one of text) h = Math.imul(h ^ one.charCodeAt(0), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Of a fifth of all pairs of numbers, in either order, and of all words, which the others leave out. */
function isHeldOut({ kind, given }: Problem): boolean {
  const [a, b] = given;
  const areNumbers = typeof a === 'number' && typeof b === 'number';
  const about = areNumbers ? `${Math.min(a, b)} ${Math.max(a, b)}` : kind === 'reverse' ? a : b;
  return hash(`${kind} ${about}`) % 5 === 0;
}

/** A problem that is held out, or one of the others. */
export function drawProblem(rng: Rng, kind: InstructionKind, heldOut: boolean): Problem {
  for (;;) {
    const problem = draws[kind](rng);
    if (isHeldOut(problem) === heldOut) return problem;
  }
}

const chinese = (place: number | string): string => (place === 'first' ? '首' : '尾');

type Words = (a: number | string, b: number | string) => string;

const phrasings: Readonly<Record<InstructionLanguage, Record<InstructionKind, readonly Words[]>>> =
  {
    en: {
      add: [(a, b) => `add ${a} and ${b}`, (a, b) => `what is ${a} plus ${b}?`],
      larger: [(a, b) => `larger of ${a} and ${b}`, (a, b) => `is ${a} or ${b} more?`],
      reverse: [(a) => `reverse ${a}`, (a) => `write ${a} backwards`],
      letter: [(a, b) => `${a} letter of ${b}`, (a, b) => `${b}: ${a} letter?`],
    },
    zh: {
      add: [(a, b) => `求${a}与${b}的和`, (a, b) => `${a}加${b}等于几？`],
      larger: [(a, b) => `求${a}与${b}中较大的数`, (a, b) => `${a}和${b}哪个大？`],
      reverse: [(a) => `倒写${a}`, (a) => `把${a}倒过来写`],
      letter: [(a, b) => `${b}的${chinese(a)}字母`, (a, b) => `${chinese(a)}字母：${b}`],
    },
  };

export function promptOf(
  rng: Rng,
  { kind, given }: Problem,
  language: InstructionLanguage,
): string {
  const [a = '', b = ''] = given;
  return rng.choice(phrasings[language][kind])(a, b);
}

/** An answer as a whole sentence. */
export const sentenceOf = (value: string, language: InstructionLanguage): string =>
  language === 'en' ? `it is ${value}.` : `答案是${value}。`;
