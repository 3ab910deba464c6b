/** Which token of the compiled code is which token of the source. */
import type { Token } from './tokens.js';

/** Larger tables would take longer than a student waits for an error message. */
const largestTable = 12_000_000;

/**
 * Pairs equal tokens in order so that the paired weight is largest (weighted longest common
 * subsequence, Wagner & Fischer 1974), with a small bonus for neighbours that stay neighbours.
 *
 * Compiling removes types and adds `exports.` and helpers; what is left keeps its order.
 *
 * @returns for each token of `compiled` the index of its partner in `source`, or -1; all -1 when
 *   the texts are too long
 */
export function align(source: readonly Token[], compiled: readonly Token[]): Int32Array {
  const partner = new Int32Array(compiled.length).fill(-1);
  const rows = source.length;
  const columns = compiled.length;
  const width = columns + 1;
  if ((rows + 1) * width > largestTable) return partner;

  // From source token i and compiled token j to the end: the best there is, and the best that
  // starts by pairing these two (0 when they differ).
  const best = new Uint32Array((rows + 1) * width);
  const paired = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    const token = source[i];
    for (let j = columns - 1; j >= 0; j--) {
      const here = i * width + j;
      const next = here + width + 1;
      let value = Math.max(best[here + width] ?? 0, best[here + 1] ?? 0);
      if (token !== undefined && token.text === compiled[j]?.text) {
        const follows = paired[next] ?? 0;
        const pair = 4 * token.weight + Math.max(best[next] ?? 0, follows === 0 ? 0 : follows + 2);
        paired[here] = pair;
        value = Math.max(value, pair);
      }
      best[here] = value;
    }
  }
  let i = 0;
  let j = 0;
  let joined = false;
  while (i < rows && j < columns) {
    const here = i * width + j;
    const pair = paired[here] ?? 0;
    // A pair that got the neighbours' bonus is worth it though `best` does not show it.
    if (pair > 0 && (joined || pair === best[here])) {
      partner[j] = i;
      const next = here + width + 1;
      const follows = paired[next] ?? 0;
      joined = follows > 0 && follows + 2 >= (best[next] ?? 0);
      i++;
      j++;
    } else if (best[here] === best[here + 1]) {
      j++;
    } else {
      i++;
    }
  }
  return partner;
}
