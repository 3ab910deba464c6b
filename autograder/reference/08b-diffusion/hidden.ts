/** The hidden tests of lesson 08b: the demands of the visible ones, on other inputs. */
import type { TestsByExercise } from '../../judge/test.js';
import type { Exemptions } from '../../test-kit/contract.js';
import { hidden } from '../../test-kit/given.js';
import { hiddenAtSizes } from '../../test-kit/sizes.js';
import {
  addNoiseAsked,
  ddimStepAsked,
  ddpmLossAsked,
  eulerSampleAsked,
  flowMatchingTargetAsked,
  gradientsArrive,
  guidanceAsked,
  knownNoise,
  knownVelocities,
  noiseAddsUp,
  sameGuess,
  schedules,
  sharesOfVariance,
  shrinksByItsShare,
} from './demands.js';

/** Kinds of inputs that an exercise's hidden tests leave out, and why. */
export const exempt: Exemptions = {};

// Numbers of steps and weights stay the same here: two calls of one form differ in their tensors alone.
export const tests: TestsByExercise = {
  noiseSchedule: [
    schedules(hidden('one step, and many', '一步，以及很多步', 0.5), 1, 40, 3),
    shrinksByItsShare(hidden('step by step, further', '更多步，一步一步地看', 0.25), 15),
  ],
  addNoise: [
    ...hiddenAtSizes(addNoiseAsked, 0.25),
    sharesOfVariance(hidden('other shares of the variance', '方差的其他份额', 0.5), 3, 4),
  ],
  ddimStep: [
    ...hiddenAtSizes(ddimStepAsked, 0.25),
    knownNoise(hidden('another true noise', '另一个真正的噪声', 0.25), 2, 4),
    noiseAddsUp(hidden('old noise and new, elsewhere', '别处的旧噪声与新噪声', 0.5)),
  ],
  ddpmLoss: [
    ...hiddenAtSizes(ddpmLossAsked, 0.25),
    sameGuess(hidden('another guess', '另一个猜测', 0.5), (t) => t.rng.uniform(0.5, 2)),
    gradientsArrive(hidden('gradients of other sizes', '其他大小的梯度', 0.5), {
      batch: 2,
      features: 3,
      steps: 5,
    }),
  ],
  flowMatchingTarget: hiddenAtSizes(flowMatchingTargetAsked, 0.25),
  eulerSample: [
    ...hiddenAtSizes(
      eulerSampleAsked(() => 4),
      0.25,
    ),
    knownVelocities(hidden('one step', '只有一步', 0.5), 1),
    knownVelocities(hidden('many steps', '很多步', 0.5), 20, 5),
  ],
  guidance: hiddenAtSizes(
    guidanceAsked(() => 1.5),
    0.25,
  ),
};
