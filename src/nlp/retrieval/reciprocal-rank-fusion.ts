/** One ranking of several. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { checkInteger } from '../check-integers.js';
import { ranked, type SearchHit } from './ranked.js';

export interface FusionOptions {
  /** How many documents at most. Default: all that are in a ranking. */
  k?: number;
  /** Added to each rank, >= 0: the larger, the less the first places count. Default 60, as in the paper. */
  constant?: number;
}

/**
 * One ranking of several: a document's score is the sum of 1 / (constant + rank) over the rankings that have it, the
 * rank counted from 1 (reciprocal rank fusion; Cormack, Clarke & Büttcher 2009). Scores of different searches need
 * not be of one scale: only the order counts.
 *
 * @param rankings hits of each search, best first
 * @throws RangeError for options out of range
 * @example
 * const hits = reciprocalRankFusion([bm25.search(words(question), { k: 50 }), dense[0]], { k: 5 });
 */
export function reciprocalRankFusion(
  rankings: readonly (readonly Pick<SearchHit, 'place'>[])[],
  { k, constant = 60 }: FusionOptions = {},
): SearchHit[] {
  if (k !== undefined) checkInteger('reciprocalRankFusion', 'k', k, 1);
  if (!(constant >= 0 && constant < Infinity)) {
    throw new RangeError(messages().nlp.retrieval.constant({ given: shown(constant) }));
  }
  const scores = new Map<number, number>();
  for (const ranking of rankings) {
    for (const [rank, { place }] of ranking.entries()) {
      scores.set(place, (scores.get(place) ?? 0) + 1 / (constant + rank + 1));
    }
  }
  return ranked([...scores].map(([place, score]) => ({ place, score }))).slice(0, k);
}
