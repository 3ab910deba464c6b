/** Typical wrong solutions of lesson 08b, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import { addNoiseMutants, ddpmLossMutants, noiseScheduleMutants } from './noise-mutants.js';
import {
  ddimStepMutants,
  eulerSampleMutants,
  flowMatchingTargetMutants,
  guidanceMutants,
} from './way-mutants.js';

export const mutants: MutantsByExercise = {
  noiseSchedule: noiseScheduleMutants,
  addNoise: addNoiseMutants,
  ddimStep: ddimStepMutants,
  ddpmLoss: ddpmLossMutants,
  flowMatchingTarget: flowMatchingTargetMutants,
  eulerSample: eulerSampleMutants,
  guidance: guidanceMutants,
};
