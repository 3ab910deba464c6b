/** Each word is a token. */
import { messages } from '../../messages/index.js';
import type { WordLevelFile } from './tokenizer-file.js';
import type { WordModel } from './word-model.js';

export function wordLevelModel({ vocab, unk_token }: WordLevelFile): WordModel {
  const numbers = new Map(Object.entries(vocab).map(([token, id]) => [token, [id]]));
  const unknown = numbers.get(unk_token);
  return (word) => {
    const ids = numbers.get(word) ?? unknown;
    if (ids !== undefined) return ids;
    const said = { count: numbers.size, given: JSON.stringify(word), unknown: unk_token };
    throw new RangeError(messages().nlp.unknownToken(said));
  };
}
