/** Typical wrong solutions of lesson 04, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import { conv2dFastMutants, conv2dMutants, im2colMutants } from './convolution-mutants.js';
import {
  maxPool2dMutants,
  parameterCountMutants,
  receptiveFieldMutants,
  residualBlockMutants,
} from './network-mutants.js';

export const mutants: MutantsByExercise = {
  conv2d: conv2dMutants,
  im2col: im2colMutants,
  conv2dFast: conv2dFastMutants,
  maxPool2d: maxPool2dMutants,
  parameterCount: parameterCountMutants,
  receptiveField: receptiveFieldMutants,
  residualBlock: residualBlockMutants,
};
