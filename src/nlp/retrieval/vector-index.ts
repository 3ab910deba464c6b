/** Search by meaning: the vectors that point the same way. */
import { messages } from '../../messages/index.js';
import type { Tensor2D } from '../../nn/tf.js';
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

/** The rows, each of length 1; a row of zeros stays one, and is like nothing. */
function unitRows(values: ArrayLike<number>, width: number): Float32Array {
  const units = Float32Array.from(values);
  for (let from = 0; from < units.length; from += width) {
    const row = units.subarray(from, from + width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let i = 0; i < width; i++) row[i] = (row[i] as number) / length;
  }
  return units;
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
  const rows = unitRows(values, width);
  return {
    size,
    width,
    search(queries, options) {
      const k = countOf('search', options);
      const asked = queries.dataSync();
      checkRows(queries, asked, width);
      const units = unitRows(asked, width);
      return Array.from({ length: queries.shape[0] }, (_, query) => {
        const cosines = new Float64Array(size);
        for (let row = 0; row < size; row++) {
          let product = 0;
          for (let i = 0; i < width; i++) {
            product += (units[query * width + i] as number) * (rows[row * width + i] as number);
          }
          cosines[row] = product;
        }
        return highest(cosines, k);
      });
    },
  };
}
