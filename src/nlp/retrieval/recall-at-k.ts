/** How much of what should be found is found. */
import { messages } from '../../messages/index.js';
import { checkInteger } from '../check-integers.js';
import type { SearchHit } from './ranked.js';

/**
 * Recall@k: the share of a query's relevant documents that are among the first k found, on average over queries, in
 * [0, 1]. With one relevant document for each query it is the share of queries that found theirs.
 *
 * @param found hits of each query, best first
 * @param relevant the places of the documents that answer each query, one at least
 * @throws RangeError for no queries, lists of other lengths, a query without relevant documents, or `k` out of range
 * @example
 * recallAtK([[{ place: 3 }, { place: 8 }], [{ place: 1 }]], [[8], [2]], 2); // 0.5
 */
export function recallAtK(
  found: readonly (readonly Pick<SearchHit, 'place'>[])[],
  relevant: readonly (readonly number[])[],
  k: number,
): number {
  const { retrieval } = messages().nlp;
  checkInteger('recallAtK', 'k', k, 1);
  if (found.length === 0 || found.length !== relevant.length) {
    throw new RangeError(retrieval.queries({ found: found.length, relevant: relevant.length }));
  }
  const shares = relevant.map((places, query) => {
    const wanted = new Set(places);
    if (wanted.size === 0) throw new RangeError(retrieval.noRelevant({ query }));
    const first = new Set(found[query]?.slice(0, k).map(({ place }) => place));
    return [...wanted].filter((place) => first.has(place)).length / wanted.size;
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
