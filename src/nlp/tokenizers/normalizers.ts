/** What is changed in a text before it is cut into words. */
import type { Normalizer, SimpleNormalizer } from './tokenizer-file.js';

export type Normalize = (text: string) => string;

/** Letter by letter, as `tokenizers` does it: JavaScript makes of a last Σ another letter than of others. */
function lowercase(text: string): string {
  return /^\p{ASCII}*$/u.test(text)
    ? text.toLowerCase()
    : Array.from(text, (character) => character.toLowerCase()).join('');
}

/** Where BERT puts a space around each character. */
const chinese =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

const controls = /(?![\t\n\r])[\ufffd\p{Cc}\p{Cf}\p{Co}]/gu;

type Bert = Extract<SimpleNormalizer, { type: 'BertNormalizer' }>;

function bert(how: Bert): Normalize {
  const stripAccents = how.strip_accents ?? how.lowercase;
  return (given) => {
    let text = given;
    if (how.clean_text) text = text.replace(controls, '').replace(/\p{White_Space}/gu, ' ');
    if (how.handle_chinese_chars) text = text.replace(chinese, ' $& ');
    if (stripAccents) text = text.normalize('NFD').replace(/\p{Mn}/gu, '');
    return how.lowercase ? lowercase(text) : text;
  };
}

function simple(how: SimpleNormalizer): Normalize {
  if (how.type === 'BertNormalizer') return bert(how);
  const { type } = how;
  if (type === 'Lowercase') return lowercase;
  return (text) => text.normalize(type);
}

/** The function that changes a text as a file says. */
export function normalizeOf(how: Normalizer | null): Normalize {
  if (how === null) return (text) => text;
  if (how.type !== 'Sequence') return simple(how);
  const steps = how.normalizers.map(simple);
  return (text) => steps.reduce((changed, step) => step(changed), text);
}
