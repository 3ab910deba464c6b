/** Supervised training: the loss of a model's output against labels, and one optimiser. */
import * as core from '@tensorflow/tfjs-core';
import { noiseState, restoreNoise } from '../layers/noise.js';
import type { FlatBatch } from './batch.js';
import { checkFinite } from './non-finite.js';
import type { Target } from './target.js';
import type { Task } from './task.js';
import { type TrainStepOptions, trainStep } from './train-step.js';

export type SupervisedOptions = Pick<TrainStepOptions, 'optimizer' | 'clipNorm' | 'accumulate'>;

/** Batches are `{ x, y }`. */
export function supervised(target: Target, options: SupervisedOptions): Task {
  const { optimizer } = options;
  const step = trainStep({
    ...options,
    loss: (x, y) => target.loss(x, y, true),
    variables: () => target.trained(),
  });
  return {
    name: target.name,
    api: 'Trainer',
    optimizers: [optimizer],
    train: ({ tensors }) => step(tensors),
    evaluate: ({ tensors: [x, y] }) =>
      core.tidy(() => target.loss(x as core.Tensor, y as core.Tensor, false) as core.Tensor),
    async read(number, [losses, halfSquaredNorms = []], batch: FlatBatch) {
      const loss = losses?.[0] as number;
      const names = target.trained().map(({ name }) => name);
      await checkFinite({ step: number, loss, halfSquaredNorms, names, batch });
      const sum = Array.from(halfSquaredNorms).reduce((total, half) => total + half, 0);
      return { loss, gradientNorm: Math.sqrt(2 * sum) };
    },
    trained: () => target.trained(),
    all: () => target.all(),
    noise: () => target.layers().map((layer) => noiseState(layer) ?? null),
    restoreNoise(states) {
      target.layers().forEach((layer, i) => {
        restoreNoise(layer, states[i] ?? undefined);
      });
    },
    userCode: target.userCode,
  };
}
