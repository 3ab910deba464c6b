/** Typical wrong solutions of lesson 08, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import {
  discriminatorLossMutants,
  ganStepMutants,
  generatorLossMutants,
  gradientPenaltyMutants,
} from './loss-mutants.js';
import {
  modeCoverageMutants,
  nearestNeighboursMutants,
  qualityScoreMutants,
} from './measure-mutants.js';

export const mutants: MutantsByExercise = {
  modeCoverage: modeCoverageMutants,
  discriminatorLoss: discriminatorLossMutants,
  generatorLoss: generatorLossMutants,
  ganStep: ganStepMutants,
  gradientPenalty: gradientPenaltyMutants,
  qualityScore: qualityScoreMutants,
  nearestNeighbours: nearestNeighboursMutants,
};
