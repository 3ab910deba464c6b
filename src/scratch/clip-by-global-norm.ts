/** Gradients that are too long, made shorter. */

/**
 * Scales all lists by one factor so that the norm of all numbers together is at most `maxNorm`; what
 * is short enough stays as it is (Pascanu et al. 2013, arXiv:1211.5063).
 *
 * @param gradients one list for each weight tensor; left as they are
 * @param maxNorm above 0; `Infinity` clips nothing
 * @returns new lists
 * @example
 * clipByGlobalNorm([[3], [4]], 1); // [[0.6], [0.8]]
 */
export function clipByGlobalNorm(
  gradients: readonly (readonly number[])[],
  maxNorm: number,
): number[][] {
  let squares = 0;
  for (const list of gradients) for (const g of list) squares += g * g;
  const scale = Math.min(1, maxNorm / Math.sqrt(squares));
  return gradients.map((list) => list.map((g) => scale * g));
}
