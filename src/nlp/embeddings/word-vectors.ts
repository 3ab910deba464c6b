/** Vectors by word. */

import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { toUnitRows } from '../unit-rows.js';
import { madeBy } from './made-by.js';

/** A vector for each word. */
export interface WordVectors {
  /** The word of each row. */
  readonly words: readonly string[];
  /** Numbers of a vector, D. */
  readonly width: number;
  /** `[V · D]`, one row after the other. */
  readonly values: Float32Array;
}

/**
 * Vectors by word, from plain lists: those of a file, or counts.
 *
 * @param words all different
 * @param rows a list of finite numbers for each word, all of one length
 * @throws RangeError for lists that do not fit
 * @example
 * const vectors = wordVectorsOf(['cat', 'dog'], [[1, 0], [0.9, 0.1]]);
 */
export function wordVectorsOf(
  words: readonly string[],
  rows: readonly ArrayLike<number>[],
): WordVectors {
  const width = rows[0]?.length ?? 0;
  const values = new Float32Array(words.length * width);
  const fit = rows.length === words.length && rows.every((row) => row.length === width);
  if (!fit || width === 0) {
    throw new RangeError(messages().nlp.vectors({ words: words.length, rows: rows.length }));
  }
  const twice = words.find((word, i) => words.indexOf(word) !== i);
  if (twice !== undefined) throw new RangeError(messages().nlp.twice({ given: shown(twice) }));
  for (const [i, row] of rows.entries()) values.set(Array.from(row), i * width);
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place >= 0) {
    const word = shown(words[Math.floor(place / width)]);
    throw new RangeError(messages().nlp.notFinite({ word, given: String(values[place]) }));
  }
  return { words: [...words], width, values };
}

const weightOf = (model: LayersModel, layer: string): Tensor =>
  model.getLayer(layer).getWeights()[0] as Tensor;

/**
 * The vectors that a model has learnt: of skip-gram those of the words, of GloVe those plus those of the
 * contexts, as the paper has it.
 *
 * @param model made by `skipGram` or `glove`, or loaded from one
 * @param words the word of each token, V of them: `tokenizer.tokens`
 * @throws TypeError for another model; RangeError for another number of words
 * @example
 * const vectors = wordVectors(model, tokenizer.tokens);
 * nearestWords(vectors, 'fox', { k: 3 });
 */
export function wordVectors(model: LayersModel, words: readonly string[]): WordVectors {
  const id = madeBy(model, ['nlp/skip-gram', 'nlp/glove']);
  const rows = tf.tidy(() => {
    const own = weightOf(model, 'words');
    const sum = id === 'nlp/glove' ? tf.add(own, weightOf(model, 'contexts')) : own;
    return sum.arraySync() as number[][];
  });
  return wordVectorsOf(words, rows);
}

/**
 * The place of a word among the vectors.
 *
 * @throws RangeError for one that is not there
 */
export function placeOf({ words }: WordVectors, word: string): number {
  const place = words.indexOf(word);
  if (place >= 0) return place;
  throw new RangeError(messages().nlp.noWord({ count: words.length, given: shown(word) }));
}

/** The vectors at length 1; one of nothing but zeros stays. */
export const unitVectors = ({ values, width }: WordVectors): Float64Array =>
  toUnitRows(Float64Array.from(values), width);
