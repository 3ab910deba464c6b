/** What a search finds. */
import { checkCounts } from '../check-integers.js';

/** A document, and how well it fits. */
export interface SearchHit {
  /** Which document: its place in the list that was given. */
  readonly place: number;
  readonly score: number;
}

export interface SearchOptions {
  /** How many documents at most. Default 5. */
  k?: number;
}

/** Sorts hits, in place: the highest score first, of equal ones the earlier place. */
export const ranked = (hits: SearchHit[]): SearchHit[] =>
  hits.sort((a, b) => b.score - a.score || a.place - b.place);

/** The k highest scores, highest first; of equal ones the earlier place. Those at or below `floor` are no hits. */
export function highest(scores: ArrayLike<number>, k: number, floor = -Infinity): SearchHit[] {
  const hits: SearchHit[] = [];
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place] as number;
    if (score > floor) hits.push({ place, score });
  }
  return ranked(hits).slice(0, k);
}

/** @throws RangeError for anything but an integer >= 1 */
export function countOf(where: string, { k = 5 }: SearchOptions = {}): number {
  checkCounts(where, { k });
  return k;
}
