/** A check of what texts, tokenizers and embeddings are asked for. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';

/** @throws RangeError for anything but an integer >= least */
export function checkInteger(where: string, option: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(messages().nlp.integer({ where, option, least, given: shown(value) }));
}

/** @throws RangeError for one that is no integer >= 1 */
export function checkCounts(where: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) checkInteger(where, option, value, 1);
}
