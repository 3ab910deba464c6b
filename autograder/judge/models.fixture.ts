/**
 * Toy exercises on models: each with tests, a right answer and wrong ones, as text that runs in this
 * process and behind the walls alike.
 */
import { generatorStep, gradientPenalty } from './toy-adversarial.fixture.js';
import type { ToyExercise } from './toy-exercise.fixture.js';
import { fastGradientSign, preferenceLoss, twoTowers } from './toy-losses.fixture.js';

export const toyExercises: readonly ToyExercise[] = [
  gradientPenalty,
  generatorStep,
  preferenceLoss,
  twoTowers,
  fastGradientSign,
];
