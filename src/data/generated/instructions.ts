/** Instructions whose answers can be checked, and pairs of answers of which one is preferred. */
import { createRng, type Rng, type Seed } from '../../backend/random.js';
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import {
  drawProblem,
  type InstructionKind,
  type InstructionLanguage,
  instructionKinds,
  promptOf,
  sentenceOf,
} from './instruction-kinds.js';

export interface PreferencesOptions {
  /** How many. */
  count: number;
  /** What they ask for, in turn; a kind that is named twice is twice as often. Default: all four, each as often. */
  kinds?: readonly InstructionKind[];
  /** Of the prompts: English, Chinese, or half and half. Default `en`. */
  language?: InstructionLanguage | 'both';
  /** Numbers and words that the others never ask about. Default false. */
  heldOut?: boolean;
  /** Fixes them. Default 0. */
  seed?: Seed;
}

export interface InstructionsOptions extends PreferencesOptions {
  /** The share of answers that are whole sentences, in [0, 1]. Default 0: all are as short as can be. */
  sentences?: number;
}

/** What is asked, and how it is answered. */
export interface Instruction {
  kind: InstructionKind;
  language: InstructionLanguage;
  prompt: string;
  /** What is right, alone: `46`. */
  value: string;
  /** `value`, or a sentence with it: `it is 46.` */
  answer: string;
}

/** Two right answers to a prompt. */
export interface Preference {
  prompt: string;
  /** A whole sentence. */
  chosen: string;
  /** The same without a word around it. */
  rejected: string;
}

function check(where: string, options: PreferencesOptions): void {
  const { count, kinds = instructionKinds, language = 'en' } = options;
  checkSizes({ count });
  const { instructions } = messages().data;
  const wrong = kinds.filter((kind) => !instructionKinds.includes(kind));
  if (kinds.length === 0 || wrong.length > 0) {
    const known = instructionKinds.map((kind) => `\`${kind}\``).join(', ');
    throw new RangeError(instructions.kinds({ where, known, given: shown(kinds) }));
  }
  if (!['en', 'zh', 'both'].includes(language)) {
    throw new RangeError(instructions.language({ where, given: shown(language) }));
  }
}

function drawn(options: PreferencesOptions, sentences: number, rng: Rng): Instruction[] {
  const { count, kinds = instructionKinds, language = 'en', heldOut = false } = options;
  return Array.from({ length: count }, (_, i) => {
    const kind = kinds[i % kinds.length] as InstructionKind;
    const problem = drawProblem(rng, kind, heldOut);
    const spoken = language === 'both' ? rng.choice(['en', 'zh'] as const) : language;
    const { value } = problem;
    const prompt = promptOf(rng, problem, spoken);
    const answer = rng.uniform() < sentences ? sentenceOf(value, spoken) : value;
    return { kind, language: spoken, prompt, value, answer };
  });
}

/**
 * Instructions such as "add 12 and 34", "is 34 or 71 more?", "reverse mopa" and "last letter of mopa", with their
 * answers "46", "71", "apom" and "a"; in Chinese 求12与34的和, 34和71哪个大？, 倒写mopa, mopa的尾字母.
 *
 * Sums are of two numbers from 1 to 49, the larger is of two from 10 to 99, words have three or four letters. A fifth of
 * all pairs of numbers (in either order) and of all words is held out: what is asked there, no other instruction asks in
 * any words.
 *
 * @throws RangeError when `count` is no integer >= 1, for an unknown kind or language, or `sentences` not in [0, 1]
 * @example
 * const data = instructions({ count: 10_000, seed: 1 });
 * const unseen = instructions({ count: 500, heldOut: true, seed: 1 });
 */
export function instructions(options: InstructionsOptions): Instruction[] {
  const { sentences = 0, seed = 0 } = options;
  check('instructions', options);
  if (!(sentences >= 0 && sentences <= 1)) {
    throw new RangeError(messages().data.share({ option: 'sentences', given: shown(sentences) }));
  }
  return drawn(options, sentences, createRng(seed));
}

/**
 * Whether an answer is right: the value alone, or in a sentence of the prompt's language.
 *
 * @example
 * isRightAnswer({ value: '46', language: 'en' }, 'it is 46.'); // true
 */
export function isRightAnswer(
  { value, language }: Pick<Instruction, 'value' | 'language'>,
  answer: string,
): boolean {
  return answer === value || answer === sentenceOf(value, language);
}

/**
 * Prompts of `instructions` with two right answers each, of which the whole sentence is preferred: "it is 46." over
 * "46", 答案是46。over 46.
 *
 * @throws RangeError when `count` is no integer >= 1, or for an unknown kind or language
 * @example
 * const pairs = preferences({ count: 200, seed: 1 });
 */
export function preferences(options: PreferencesOptions): Preference[] {
  check('preferences', options);
  return drawn(options, 0, createRng(options.seed ?? 0)).map(({ prompt, value, language }) => ({
    prompt,
    chosen: sentenceOf(value, language),
    rejected: value,
  }));
}
