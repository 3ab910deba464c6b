/** The hidden tests of lesson 07: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { stable } from '../../test-kit/functions.js';
import { hidden, unseen } from '../../test-kit/given.js';
import { atSizes, hiddenAtSizes } from '../../test-kit/sizes.js';
import { oneExample, sameShape } from '../../test-kit/words.js';
import {
  allPictures,
  bernoulliLogLikelihoodAsked,
  cloudIsPrior,
  collapseReportAsked,
  countsActive,
  gradientsArrive,
  importanceWeightedBoundAsked,
  interpolateAsked,
  klStandardNormalAsked,
  losses,
  pricesAddUp,
  realPictures,
  reparameterizeAsked,
  sureScores,
} from './demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

const vae = { batch: 2, pixels: 3, units: 2 };

export const tests: TestsByExercise = {
  bernoulliLogLikelihood: [
    ...hiddenAtSizes(bernoulliLogLikelihoodAsked, 0.25),
    allPictures(hidden('all pictures of four pixels', '四个像素的所有图片', 0.25), 4),
    stable(
      'bernoulliLogLikelihood',
      hidden('other sure scores', '另一些肯定的得分', 0.25),
      sureScores,
    ),
  ],
  reparameterize: hiddenAtSizes(reparameterizeAsked, 0.25),
  klStandardNormal: [
    ...hiddenAtSizes(klStandardNormalAsked, 0.25),
    pricesAddUp(hidden('more numbers', '更多的数', 0.5), 6),
  ],
  betaVaeLoss: [
    losses(
      hidden('other sizes', '其他大小', 0.25),
      2.5,
      { batch: 4, pixels: 4, units: 2 },
      { batch: 3, pixels: 6, units: 4 },
      { batch: 2, pixels: 2, units: 1 },
      { batch: 3, pixels: 3, units: 3 },
    ),
    losses(unseen(oneExample, 0.25), 1, { ...vae, batch: 1 }),
    losses(unseen(sameShape, 0.25), 1, vae, vae),
    gradientsArrive(hidden('gradients of other sizes', '其他大小的梯度', 0.5), 0.5, {
      batch: 2,
      pixels: 5,
      units: 3,
    }),
  ],
  interpolate: hiddenAtSizes(interpolateAsked, 0.25),
  collapseReport: [
    ...hiddenAtSizes(collapseReportAsked(0.01), 0.25),
    countsActive(hidden('other thresholds', '其他阈值', 1)),
  ],
  importanceWeightedBound: [
    ...hiddenAtSizes(importanceWeightedBoundAsked, 0.25),
    atSizes(
      importanceWeightedBoundAsked,
      hidden('one picture', '只有一张图片', 0.25),
      [4, 1, 3],
      [2, 1, 1],
    ),
    cloudIsPrior(hidden('another cloud that is the prior', '另一片与先验相同的云', 0.25), 3, 3, 2),
    stable(
      'importanceWeightedBound',
      hidden('other real pictures', '另一些真实的图片', 0.5),
      realPictures,
      { atol: 1e-2, rtol: 1e-4 },
    ),
  ],
};
