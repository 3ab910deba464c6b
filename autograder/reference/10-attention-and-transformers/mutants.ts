/** Typical wrong solutions of lesson 10, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import {
  attendMutants,
  causalMaskMutants,
  decoderBlockMutants,
  multiHeadMutants,
  positionWavesMutants,
} from './attention-mutants.js';
import { beamSearchMutants, maskForBertMutants } from './writing-mutants.js';

export const mutants: MutantsByExercise = {
  attend: attendMutants,
  causalMask: causalMaskMutants,
  multiHead: multiHeadMutants,
  positionWaves: positionWavesMutants,
  decoderBlock: decoderBlockMutants,
  beamSearch: beamSearchMutants,
  maskForBert: maskForBertMutants,
};
