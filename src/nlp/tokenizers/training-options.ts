/** What all training of tokenizers is given, checked. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { AddedToken } from './tokenizer-file.js';

/** @throws TypeError for anything but a list of texts */
export function checkTexts(where: string, texts: readonly string[]): void {
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return;
  throw new TypeError(messages().nlp.texts({ where, given: shown(texts) }));
}

/** @throws TypeError for an empty token, or one that comes twice */
export function checkSpecialTokens(where: string, tokens: readonly string[]): void {
  const wrong = tokens.find(
    (token, i) => typeof token !== 'string' || token === '' || tokens.indexOf(token) !== i,
  );
  if (wrong === undefined) return;
  throw new TypeError(messages().nlp.specialTokens({ where, given: shown(wrong) }));
}

/** Special tokens as a file has them: the first numbers are theirs. */
export const addedTokens = (tokens: readonly string[]): AddedToken[] =>
  tokens.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));

/** Tokens with their places as numbers. */
export const idsOf = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

/** How often each word stands in the texts. */
export function countWords(
  texts: readonly string[],
  split: (text: string) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of split(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** A code unit in the order of code points: halves of pairs stand behind all others. */
const rank = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};

/** The order of code points, which JavaScript's own is not behind U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}
