/** Typical wrong solutions of lesson 12, each of which its exercise's tests must reject. */
import type { MutantsByExercise } from '../parts.js';
import {
  attentionRolloutMutants,
  crossingMutants,
  multiHeadAttentionMutants,
  preNormBlockMutants,
} from './attention-mutants.js';
import { patchEmbedMutants, patchifyMutants, unpatchifyMutants } from './patch-mutants.js';

export const mutants: MutantsByExercise = {
  patchify: patchifyMutants,
  unpatchify: unpatchifyMutants,
  patchEmbed: patchEmbedMutants,
  multiHeadAttention: multiHeadAttentionMutants,
  preNormBlock: preNormBlockMutants,
  attentionRollout: attentionRolloutMutants,
  crossing: crossingMutants,
};
