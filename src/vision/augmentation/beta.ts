/** Draws from Beta(alpha, alpha), from which mixing takes its weights. */
import type { Rng } from '../../backend/random.js';

/**
 * The logarithm of a draw from Gamma(shape, 1): Marsaglia & Tsang 2000, and for a shape below 1 its
 * boost by U^(1/shape). As a logarithm, because draws of small shapes are smaller than any number.
 */
function logGammaDraw(shape: number, rng: Rng): number {
  if (shape < 1) return logGammaDraw(shape + 1, rng) + Math.log(1 - rng.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v);
    }
  }
}

/** A draw from Beta(alpha, alpha), in [0, 1]. */
export function betaDraw(alpha: number, rng: Rng): number {
  const [a, b] = [logGammaDraw(alpha, rng), logGammaDraw(alpha, rng)];
  return 1 / (1 + Math.exp(b - a));
}
