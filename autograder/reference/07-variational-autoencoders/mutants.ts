/** Typical wrong solutions of lesson 07, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import {
  collapseReportMutants,
  importanceWeightedBoundMutants,
  interpolateMutants,
} from './code-mutants.js';
import {
  bernoulliLogLikelihoodMutants,
  betaVaeLossMutants,
  klStandardNormalMutants,
  reparameterizeMutants,
} from './loss-mutants.js';

export const mutants: MutantsByExercise = {
  bernoulliLogLikelihood: bernoulliLogLikelihoodMutants,
  reparameterize: reparameterizeMutants,
  klStandardNormal: klStandardNormalMutants,
  betaVaeLoss: betaVaeLossMutants,
  interpolate: interpolateMutants,
  collapseReport: collapseReportMutants,
  importanceWeightedBound: importanceWeightedBoundMutants,
};
