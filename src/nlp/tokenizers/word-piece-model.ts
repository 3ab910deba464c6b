/** WordPiece (Schuster & Nakajima 2012) as BERT reads it: the longest piece first (Devlin et al. 2019). */
import type { WordPieceFile } from './tokenizer-file.js';
import { remembered, type WordModel } from './word-model.js';

export function wordPieceModel(file: WordPieceFile): WordModel {
  const { unk_token, continuing_subword_prefix: prefix, max_input_chars_per_word: most } = file;
  const numbers = new Map(Object.entries(file.vocab));
  const unknown = [numbers.get(unk_token) as number];
  return remembered((word) => {
    const characters = Array.from(word);
    if (characters.length > most) return unknown;
    const ids: number[] = [];
    let from = 0;
    while (from < characters.length) {
      let end = characters.length;
      let id: number | undefined;
      for (; end > from && id === undefined; end--) {
        const piece = characters.slice(from, end).join('');
        id = numbers.get(from === 0 ? piece : prefix + piece);
      }
      // Where a part is not known, the whole word is not.
      if (id === undefined) return unknown;
      ids.push(id);
      from = end + 1;
    }
    return ids;
  });
}
