/** A tokenizer from what its file says. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { bpeModel } from './bpe-model.js';
import { joinOf } from './decoders.js';
import { normalizeOf } from './normalizers.js';
import { splitOf } from './pre-tokenizers.js';
import { readTokenizerFile } from './read-tokenizer-file.js';
import type { Tokenizer } from './tokenizer.js';
import type { AddedToken, TokenizerFile } from './tokenizer-file.js';
import { wordLevelModel } from './word-level-model.js';
import type { WordModel } from './word-model.js';
import { wordPieceModel } from './word-piece-model.js';

function modelOf(model: TokenizerFile['model']): WordModel {
  if (model.type === 'BPE') return bpeModel(model);
  return model.type === 'WordPiece' ? wordPieceModel(model) : wordLevelModel(model);
}

/** Cuts a text at added tokens: where several begin at one place, the longest. */
function cutAt(added: readonly AddedToken[]): (text: string) => readonly string[] {
  if (added.length === 0) return (text) => [text];
  const contents = added.map(({ content }) => content).sort((a, b) => b.length - a.length);
  const escaped = contents.map((content) => content.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  // A group in the pattern keeps what was split at.
  const pattern = new RegExp(`(${escaped.join('|')})`);
  return (text) => text.split(pattern);
}

/** @throws RangeError for half of a surrogate pair */
function checkText(text: string): void {
  if (typeof text !== 'string') {
    throw new TypeError(messages().nlp.text({ given: shown(text) }));
  }
  const place = text.search(/\p{Surrogate}/u);
  if (place < 0) return;
  throw new RangeError(messages().nlp.loneSurrogate({ place }));
}

/**
 * A tokenizer from what a `tokenizer.json` holds, the format of Hugging Face's `tokenizers`: byte-level
 * BPE, WordPiece and WordLevel, with the normalizers, pre-tokenizers and decoders of GPT-2 and BERT.
 * What a file says of padding, truncation and tokens at the ends is kept in it and not carried out.
 *
 * @param given the parsed file
 * @throws TokenizerFileError for what is none, or asks for more than the library runs
 * @example
 * const tokenizer = tokenizerOf(JSON.parse(await readFile('tokenizer.json', 'utf8')));
 */
export function tokenizerOf(given: unknown): Tokenizer {
  const file = readTokenizerFile(given);
  const ids = new Map(Object.entries(file.model.vocab));
  for (const { content, id } of file.added_tokens) ids.set(content, id);
  const tokens: string[] = [];
  for (const [token, id] of ids) tokens[id] = token;
  const added = new Map(file.added_tokens.map(({ content, id }) => [content, id]));
  const special = new Set(file.added_tokens.filter((one) => one.special).map((one) => one.id));

  const cut = cutAt(file.added_tokens);
  const normalize = normalizeOf(file.normalizer);
  const split = splitOf(file.pre_tokenizer);
  const model = modelOf(file.model);
  const join = joinOf(file.decoder);

  const encode = (text: string): number[] => {
    checkText(text);
    const numbers: number[] = [];
    for (const part of cut(text)) {
      const whole = added.get(part);
      if (whole !== undefined) {
        numbers.push(whole);
        continue;
      }
      for (const word of split(normalize(part))) {
        const found = model(word);
        for (let i = 0; i < found.length; i++) numbers.push(found[i] as number);
      }
    }
    return numbers;
  };
  return {
    vocabularySize: tokens.length,
    tokens,
    specialTokens: [...special].map((id) => tokens[id] as string),
    encode,
    decode(numbers, { skipSpecialTokens = false } = {}) {
      const kept = skipSpecialTokens ? numbers.filter((id) => !special.has(id)) : numbers;
      return join(
        kept.map((id) => {
          const token = tokens[id];
          if (token !== undefined) return token;
          throw new RangeError(messages().nlp.id({ size: tokens.length, given: shown(id) }));
        }),
      );
    },
    tokenize: (text) => encode(text).map((id) => tokens[id] as string),
    tokenToId: (token) => ids.get(token),
    toJSON: () => file,
  };
}
