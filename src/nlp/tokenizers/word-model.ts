/** The tokens of one word. */
export type WordModel = (word: string) => readonly number[];

/** Words that are kept with their tokens: many more than a text of a million words has often. */
const MOST = 2 ** 16;

/** A model that knows a word again. */
export function remembered(model: WordModel): WordModel {
  const known = new Map<string, readonly number[]>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const ids = model(word);
    if (known.size >= MOST) known.clear();
    known.set(word, ids);
    return ids;
  };
}
