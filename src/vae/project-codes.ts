/** Codes in the plane. */
import { shown } from '../checks.js';
import { principalComponents } from '../data/principal-components.js';
import { messages } from '../messages/index.js';
import { type Tensor, type Tensor2D, tf } from '../nn/tf.js';
import { checkCodes } from './examples.js';

/** Codes along the directions of their greatest variance. */
export interface ProjectedCodes {
  /** `[N, 2]`, for `embeddingPlot`; the caller's. */
  readonly points: Tensor2D;
  /** Share of all variance that lies along each of both, in [0, 1]. */
  readonly explained: readonly [number, number];
}

/**
 * Codes projected to the two directions of their greatest variance (principal components), computed in
 * float64. Each direction is turned so that its largest number is positive: the same codes give the same
 * picture.
 *
 * @param codes `[N, latent]` with latent >= 2 and N >= 2, such as `encode(model, x).mean`
 * @throws TypeError for codes of another shape; RangeError for fewer than two examples or dimensions
 * @example
 * const { points, explained } = projectCodes(encode(model, x).mean);
 * display(embeddingPlot({ title: 'Codes', points, classes: labels }));
 */
export function projectCodes(codes: Tensor): ProjectedCodes {
  const where = 'projectCodes';
  checkCodes(where, codes);
  const [count, latent] = codes.shape as [number, number];
  if (count < 2 || latent < 2) {
    throw new RangeError(messages().vae.tooFew({ where, given: shown(codes) }));
  }
  const rows = { values: codes.dataSync(), count, width: latent };
  const { points, explained } = principalComponents(rows, 2);
  const [first = 0, second = 0] = explained;
  return { points: tf.tensor2d(points, [count, 2]), explained: [first, second] };
}
