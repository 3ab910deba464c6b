/** How BLEU cuts texts, as sacrebleu does. */
import { splitAtSpaces } from './n-grams.js';

/** Of Western languages as in mteval-v13a, of Chinese by character, by character in all, or at spaces alone. */
export type BleuTokens = '13a' | 'zh' | 'char' | 'none';

/** Punctuation apart from words, and kept within numbers. */
const apart: readonly (readonly [RegExp, string])[] = [
  [/([{-~[-` -&(-+:-@/])/g, ' $1 '],
  [/([^0-9])([.,])/g, '$1 $2 '],
  [/([.,])([^0-9])/g, ' $1 $2'],
  [/([0-9])(-)/g, '$1 $2 '],
];

const separated = (text: string): string[] =>
  splitAtSpaces(apart.reduce((line, [pattern, by]) => line.replace(pattern, by), text));

function western(text: string): string[] {
  let line = text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (line.includes('&')) {
    line = line
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>');
  }
  return separated(` ${line} `);
}

/**
 * What sacrebleu takes for a Chinese character. Its two ranges beyond U+FFFF are written with four digits and one
 * more character, so that they hold U+2001 to U+2A6D and U+2F81 to U+2FA1 instead: dashes and curly quotes count too,
 * and characters beyond U+FFFF do not. Equal scores are worth more here than right ranges.
 */
const chinese =
  /[\u3400-\u4db5\u4e00-\u9fa5\u9fa6-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\u2001-\u2a6d\u2f81-\u2fa1\uff00-\uffef\u2e80-\u2eff\u3000-\u303f\u31c0-\u31ef\u2f00-\u2fdf\u2ff0-\u2fff\u3100-\u312f\u31a0-\u31bf\ufe10-\ufe1f\ufe30-\ufe4f\u2600-\u26ff\u2700-\u27bf\u3200-\u32ff\u3300-\u33ff]/gu;

const cutters: Readonly<Record<BleuTokens, (text: string) => string[]>> = {
  '13a': western,
  zh: (text) => separated(text.trim().replace(chinese, ' $& ')),
  char: (text) => splitAtSpaces(Array.from(text).join(' ')),
  none: splitAtSpaces,
};

export const bleuTokenKinds = Object.keys(cutters) as BleuTokens[];

/** The tokens of a text. */
export const bleuTokens = (text: string, kind: BleuTokens): string[] => cutters[kind](text);
