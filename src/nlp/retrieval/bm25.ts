/** Search by words: BM25. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { countOf, highest, type SearchHit, type SearchOptions } from './ranked.js';

export interface Bm25Options {
  /** How much a word counts that comes again, >= 0; at 0 it counts once. Default 1.5. */
  k1?: number;
  /** How much long documents are held down, in [0, 1]. Default 0.75. */
  b?: number;
}

/** An index of documents by their words; made by `bm25Index`. */
export interface Bm25Index {
  /** How many documents there are, N. */
  readonly size: number;
  /** ln(1 + (N − n + 0.5) / (n + 0.5)) of a word that n documents have. */
  idf(word: string): number;
  /** The score of each document, `[N]`; a word that comes twice in the query counts twice. */
  scores(query: readonly string[]): Float64Array;
  /**
   * The documents that fit best, best first; none that has no word of the query.
   *
   * @throws RangeError for `k` out of range
   */
  search(query: readonly string[], options?: SearchOptions): SearchHit[];
}

/** The places of the documents that have a word, and how often each has it. */
type Postings = Map<string, { place: number; count: number }[]>;

function postingsOf(documents: readonly (readonly string[])[]): Postings {
  const postings: Postings = new Map();
  for (const [place, words] of documents.entries()) {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) {
      const all = postings.get(word) ?? [];
      all.push({ place, count });
      postings.set(word, all);
    }
  }
  return postings;
}

function check(documents: readonly (readonly string[])[], k1: number, b: number): void {
  const { retrieval } = messages().nlp;
  const wrong = documents.findIndex((words: unknown) => !Array.isArray(words));
  if (documents.length === 0 || wrong !== -1) {
    const given = documents.length === 0 ? '[]' : shown(documents[wrong]);
    throw new RangeError(retrieval.documents({ given }));
  }
  if (!(k1 >= 0 && k1 < Infinity)) throw new RangeError(retrieval.k1({ given: shown(k1) }));
  if (!(b >= 0 && b <= 1)) throw new RangeError(retrieval.b({ given: shown(b) }));
}

/**
 * An index by which documents are found that share words with a query, rare words counting most (BM25; Robertson &
 * Zaragoza 2009, The probabilistic relevance framework, section 3.4).
 *
 * The score is the sum over the query's words of idf · f · (k1 + 1) / (f + k1 · (1 − b + b · length / mean length)),
 * with f how often the document has the word. The idf is Lucene's, which is above 0 for every word.
 *
 * @param documents the words of each; `segmentWords` takes texts apart, Chinese ones too
 * @throws RangeError for no documents, or options out of range
 * @example
 * const words = (text: string) => text.toLowerCase().split(' ');
 * const index = bm25Index(passages.map(words));
 * index.search(words('Who won the match?'), { k: 3 }); // [{ place: 12, score: 4.1 }, …]
 */
export function bm25Index(
  documents: readonly (readonly string[])[],
  { k1 = 1.5, b = 0.75 }: Bm25Options = {},
): Bm25Index {
  check(documents, k1, b);
  const size = documents.length;
  const postings = postingsOf(documents);
  const lengths = documents.map((words) => words.length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / size;
  /** What a document's length does to f. Where all are empty, nothing has a word. */
  const norms = lengths.map((length) => k1 * (1 - b + (b * length) / (mean || 1)));
  const idf = (word: string): number => {
    const n = postings.get(word)?.length ?? 0;
    return Math.log1p((size - n + 0.5) / (n + 0.5));
  };
  const scores = (query: readonly string[]): Float64Array => {
    const sums = new Float64Array(size);
    for (const word of query) {
      const weight = idf(word);
      for (const { place, count } of postings.get(word) ?? []) {
        const held = (count * (k1 + 1)) / (count + (norms[place] as number));
        sums[place] = (sums[place] as number) + weight * held;
      }
    }
    return sums;
  };
  return {
    size,
    idf,
    scores,
    search: (query, options) => highest(scores(query), countOf('search', options), 0),
  };
}
