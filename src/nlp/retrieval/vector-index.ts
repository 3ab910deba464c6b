/** Search by meaning: the vectors that point the same way. */
import { messages } from '../../messages/index.js';
import type { Tensor2D } from '../../nn/tf.js';
import { products, toUnitRows } from '../unit-rows.js';
import { countOf, highest, type SearchHit, type SearchOptions } from './ranked.js';

/** An index of vectors; made by `vectorIndex`. */
export interface VectorIndex {
  /** How many vectors there are, N. */
  readonly size: number;
  /** How many numbers each has, D. */
  readonly width: number;
  /**
   * For each query the nearest vectors, nearest first, with the cosine of the angle as score.
   *
   * @param queries `[Q, D]`
   * @returns Q lists of k places
   * @throws RangeError for queries of another width, or `k` out of range
   */
  search(queries: Tensor2D, options?: SearchOptions): SearchHit[][];
}

/** @throws RangeError for anything but rows of finite numbers, of this width where one is given */
function checkRows(vectors: Tensor2D, values: ArrayLike<number>, width?: number): void {
  const { retrieval } = messages().nlp;
  const [rows, columns] = vectors.shape;
  if (
    vectors.shape.length !== 2 ||
    !(rows > 0) ||
    !(columns > 0) ||
    (width ?? columns) !== columns
  ) {
    const expected = width === undefined ? '[N, D]' : `[Q, ${width}]`;
    throw new RangeError(retrieval.vectors({ expected, given: `[${vectors.shape}]` }));
  }
  const wrong = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    const params = { row: Math.floor(wrong / columns), given: String(values[wrong]) };
    throw new RangeError(retrieval.notFinite(params));
  }
}

/**
 * An index of vectors, by which those are found that have the smallest angle to a query. It is exact: each query is
 * compared with all of them, N · D products.
 *
 * @param vectors `[N, D]`, as `sentenceEmbeddings` gives; copied, so that they may be disposed
 * @throws RangeError for no vectors, or numbers that are not finite
 * @example
 * const index = vectorIndex(sentenceEmbeddings(model, bertInputs(passages, { tokenizer, length: 64 })));
 * const [hits] = index.search(sentenceEmbeddings(model, bertInputs([question], { tokenizer, length: 64 })));
 */
export function vectorIndex(vectors: Tensor2D): VectorIndex {
  const values = vectors.dataSync();
  checkRows(vectors, values);
  const [size, width] = vectors.shape;
  const rows = toUnitRows(Float32Array.from(values), width);
  return {
    size,
    width,
    search(queries, options) {
      const k = countOf('search', options);
      const asked = queries.dataSync();
      checkRows(queries, asked, width);
      const units = toUnitRows(Float32Array.from(asked), width);
      return Array.from({ length: queries.shape[0] }, (_, query) =>
        highest(products(rows, units.subarray(query * width, (query + 1) * width)), k),
      );
    },
  };
}
