/** Names close to one that is not there. */

/** Edit distance with swaps of neighbours as one step (optimal string alignment). */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  const at = (i: number, j: number): number => d[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let j = 1; j <= b.length; j++) (d[0] as number[])[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, at(i - 2, j - 2) + 1);
      }
      (d[i] as number[])[j] = best;
    }
  }
  return at(a.length, b.length);
}

const most = 5;

/**
 * Up to five names near the given one, the nearest first, joined by commas; `''` when none is near.
 *
 * A name is near when a third of its letters would have to change, or it begins with the given one.
 */
export function suggest(name: string, known: readonly string[]): string {
  const wanted = name.toLowerCase().slice(0, 200);
  return known
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      const starts = wanted !== '' && lower.startsWith(wanted);
      return { candidate, steps: starts ? 0 : distance(wanted, lower.slice(0, 200)) };
    })
    .filter(({ candidate, steps }) => steps <= Math.max(2, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, most)
    .map(({ candidate }) => candidate)
    .join(', ');
}
