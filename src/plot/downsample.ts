import type { Coordinate } from './figure.js';

/** A line of more points than this is not told apart from a thinner one on a screen. */
const mostPoints = 1000;

export interface Points {
  x: Coordinate[];
  y: (number | null)[];
}

/**
 * A line with at most some 1,000 points that looks the same: of each stretch its lowest and its
 * highest point stay, so that a spike is never lost. Ends and gaps stay too.
 */
export function downsample({ x, y }: Points): Points {
  if (y.length <= mostPoints) return { x, y };
  const stretch = Math.ceil((2 * y.length) / mostPoints);
  const keep = new Set([0, y.length - 1]);
  for (let from = 0; from < y.length; from += stretch) {
    let low = -1;
    let high = -1;
    for (let i = from; i < Math.min(from + stretch, y.length); i++) {
      const value = y[i];
      if (value === null || value === undefined) continue;
      if (low < 0 || value < (y[low] ?? 0)) low = i;
      if (high < 0 || value > (y[high] ?? 0)) high = i;
    }
    // A stretch without a number is a gap; one point of it is enough to break the line.
    keep.add(low < 0 ? from : low).add(high < 0 ? from : high);
  }
  const kept = [...keep].sort((a, b) => a - b);
  return { x: kept.map((i) => x[i] ?? null), y: kept.map((i) => y[i] ?? null) };
}
