/** Typical wrong solutions of lesson 09, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import {
  bigramLossMutants,
  encodeBpeMutants,
  mergePairMutants,
  mostFrequentPairMutants,
} from './token-mutants.js';
import {
  analogyMutants,
  lstmStepMutants,
  negativeSamplingLossMutants,
  padAndMaskMutants,
} from './vector-mutants.js';

export const mutants: MutantsByExercise = {
  mostFrequentPair: mostFrequentPairMutants,
  mergePair: mergePairMutants,
  encodeBpe: encodeBpeMutants,
  bigramLoss: bigramLossMutants,
  negativeSamplingLoss: negativeSamplingLossMutants,
  analogy: analogyMutants,
  padAndMask: padAndMaskMutants,
  lstmStep: lstmStepMutants,
};
