/** How many modes of a known mixture a generator reaches. */
import type { Tensor } from '../nn/tf.js';
import { nearestTo } from './distances.js';
import { checkPositive, checkShare, checkWidths, rowsOf } from './rows.js';

export interface ModeCoverageOptions {
  /** Standard deviation σ of the modes along each axis. */
  sigma: number;
  /** A sample is good within so many σ of its mode. Default 3. */
  radius?: number;
  /**
   * The share of all samples, in [0, 1], that must be good ones of a mode for it to count as covered.
   * Default 0: one good sample is enough, as in the papers.
   */
  minShare?: number;
}

/** What `modeCoverage` counts. */
export interface ModeCoverage {
  /** Modes that are covered, 0 to M. */
  covered: number;
  /** Modes, M. */
  modes: number;
  /** The share of samples that are good, in [0, 1]. */
  highQuality: number;
  /** For each mode the share of all samples that are good ones of it; they sum to `highQuality`. */
  shares: number[];
}

/**
 * Counts the modes of a mixture of Gaussians that samples reach, and the share of good samples.
 *
 * A sample belongs to the mode whose centre is nearest (Euclidean), and is good within 3 σ of it. A mode
 * is covered by one good sample of its own, or by a share of them. Of true samples of a mixture in the
 * plane a share of 0.989 is good. Convention of VEEGAN (Srivastava et al. 2017, arXiv:1705.07761) and
 * PacGAN (Lin et al. 2018, arXiv:1712.04086), which draw 2,500 samples. Cost: N · M · D.
 *
 * @param samples what was generated, `[N, …]`, D numbers each
 * @param centres the modes, `[M, …]`, D numbers each
 * @throws TypeError for anything but examples; RangeError for other sizes, numbers or options
 * @example
 * const { covered, modes, highQuality } = modeCoverage(samples, centres, { sigma: 0.02, minShare: 0.02 });
 * console.log(`${covered} of ${modes} modes, ${Math.round(100 * highQuality)} % good`);
 */
export function modeCoverage(
  samples: Tensor,
  centres: Tensor,
  options: ModeCoverageOptions,
): ModeCoverage {
  const where = 'modeCoverage';
  const { sigma, radius = 3, minShare = 0 } = options;
  checkPositive(where, { sigma, radius });
  checkShare(where, 'minShare', minShare);
  const rows = rowsOf(where, 'samples', samples);
  const modes = rowsOf(where, 'centres', centres);
  checkWidths(where, { samples: rows, centres: modes });
  const good = new Array<number>(modes.count).fill(0);
  for (let i = 0; i < rows.count; i++) {
    const { indices, squares } = nearestTo(rows, i, modes, 1);
    if ((squares[0] as number) <= (radius * sigma) ** 2) (good[indices[0] as number] as number)++;
  }
  const shares = good.map((count) => count / rows.count);
  return {
    covered: shares.filter((share) => share > 0 && share >= minShare).length,
    modes: modes.count,
    highQuality: good.reduce((sum, count) => sum + count, 0) / rows.count,
    shares,
  };
}
