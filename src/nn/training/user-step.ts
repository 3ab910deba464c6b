/** A step that a user writes: any number of models, losses and optimisers. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { isLibrary } from '../../backend/capture/index.js';
import { describe } from '../../backend/explain-error.js';
import { stepNormal, stepUniform } from '../../backend/fused/random.js';
import { createRng, type Seed } from '../../backend/random.js';
import type { LayersModel, Optimizer, Scalar, Tensor, Variable } from '../../backend/tf.js';
import { messages } from '../../messages/index.js';
import { layersWithin } from '../layers/layers-within.js';
import { noiseState, restoreNoise } from '../layers/noise.js';
import { userCodeIn } from '../user-code.js';
import type { FlatBatch } from './batch.js';
import { checkFinite } from './non-finite.js';
import { variablesOf } from './target.js';
import type { Task } from './task.js';
import { TrainingError } from './training-error.js';
import type { Batch, StepNoise, StepResult } from './training-types.js';

/** What a user wrote; called as methods of the object that holds them. */
export interface UserFunctions<B extends Batch> {
  step(batch: B, noise: StepNoise): StepResult;
  evaluate?(batch: B): Scalar;
}

export interface UserStepOptions {
  readonly models: readonly LayersModel[];
  readonly variables: readonly Variable[];
  readonly optimizers: readonly Optimizer[];
  readonly seed: Seed;
}

/** @throws TrainingError for what is no loss */
function measured(result: unknown): [name: string, value: core.Tensor][] {
  const { noLoss, notScalar } = messages().library.training;
  const isObject = typeof result === 'object' && result !== null;
  const all = isObject && !(result instanceof core.Tensor) ? result : { loss: result };
  if (result instanceof Promise || !(Reflect.get(all, 'loss') instanceof core.Tensor)) {
    throw new TrainingError('step-result', noLoss({ given: describe(result) }));
  }
  const entries = Object.entries(all as Record<string, unknown>);
  for (const [name, value] of entries) {
    if (value instanceof core.Tensor && value.rank === 0) continue;
    throw new TrainingError('step-result', notScalar({ name, given: describe(value) }));
  }
  const values = entries as [string, core.Tensor][];
  return [
    ...values.filter(([name]) => name === 'loss'),
    ...values.filter(([name]) => name !== 'loss'),
  ];
}

export function userStep<B extends Batch>(own: UserFunctions<B>, options: UserStepOptions): Task {
  const { models, optimizers } = options;
  const rng = createRng(options.seed);
  const noise: StepNoise = {
    normal: (shape) => stepNormal(shape, rng) as Tensor,
    uniform: (shape) => stepUniform(shape, rng) as Tensor,
  };
  const all = (): core.Variable[] => [
    ...models.flatMap((model) => (isModel(model) ? variablesOf(model.weights) : [])),
    ...options.variables.filter((one) => one instanceof core.Variable),
  ];
  const layers = models.flatMap(layersWithin);
  /** A replay runs no JavaScript: the names are those of the step that ran last. */
  let names: string[] | undefined;
  return {
    name: models.map(({ name }) => name).join(', ') || messages().library.values.model(),
    api: 'TrainingLoop',
    optimizers,
    train: (batch) =>
      core.tidy(() => {
        const values = measured(own.step(batch.build(batch.tensors) as B, noise));
        const given = values.map(([name]) => name);
        const expected = names?.join(', ') ?? given.join(', ');
        if (expected !== given.join(', ')) {
          const { otherValues } = messages().library.training;
          const text = otherValues({ expected, given: given.join(', ') });
          throw new TrainingError('step-result', text);
        }
        names = given;
        return values.map(([, value]) => value);
      }),
    ...(own.evaluate !== undefined && {
      evaluate: (batch: FlatBatch) =>
        core.tidy(() => {
          const value: unknown = own.evaluate?.(batch.build(batch.tensors) as B);
          const [[, loss]] = measured(value) as [[string, core.Tensor]];
          return loss;
        }),
    }),
    async read(number, values, batch) {
      const [loss, ...more] = values.map((one) => one[0] as number) as [number, ...number[]];
      await checkFinite({ step: number, loss, halfSquaredNorms: [], names: [], batch });
      if (more.length === 0) return { loss, gradientNorm: Number.NaN };
      const metrics = Object.fromEntries(
        more.map((value, i) => [names?.[i + 1] as string, value] as const),
      );
      return { loss, gradientNorm: metrics.gradientNorm ?? Number.NaN, metrics };
    },
    trained: () => all().filter(({ trainable }) => trainable),
    all,
    noise: () => [...layers.map((layer) => noiseState(layer) ?? null), rng.state()],
    restoreNoise(states) {
      layers.forEach((layer, i) => {
        restoreNoise(layer, states[i] ?? undefined);
      });
      const drawn = states[layers.length];
      if (drawn != null) rng.restore(drawn);
    },
    userCode: [
      ...(isLibrary(own.step) ? [] : [{ name: own.step.name || 'step', code: own.step }]),
      ...models.flatMap((model) => userCodeIn(model as object)),
    ],
  };
}

function isModel(value: object): value is tfl.LayersModel {
  return value instanceof tfl.LayersModel;
}
