/** What is trained: a model of layers with a loss, or a loss with variables of its own. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../../messages/index.js';
import { layersWithin } from '../layers/layers-within.js';
import { type LayersModel, type Scalar, type Tensor, tf } from '../tf.js';
import { type UserPart, userCodeIn } from '../user-code.js';
import type { LossModel, TrainerLoss } from './training-types.js';

/** What a trainer needs to know of either. */
export interface Target {
  readonly name: string;
  /** Mean loss of a batch, and penalties on weights. */
  loss(x: Tensor, y: Tensor, training: boolean): Scalar;
  /** What is trained now: frozen layers are left out. */
  trained(): core.Variable[];
  /** Every weight. */
  all(): core.Variable[];
  /** Layers whose randomness goes on from step to step. */
  layers(): readonly object[];
  /** What in it is a user's code. */
  readonly userCode: readonly UserPart[];
}

/** The variables that hold the weights of layers. */
export function variablesOf(weights: readonly tfl.LayerVariable[]): core.Variable[] {
  return weights.map((weight) => weight.read()).filter((w) => w instanceof core.Variable);
}

/**
 * @throws TypeError when the model is neither, or has nothing to train
 */
export function targetOf(model: LayersModel | LossModel, loss: TrainerLoss | undefined): Target {
  if (!(model instanceof tfl.LayersModel)) {
    if (!('variables' in model) || loss !== undefined) {
      throw new TypeError(
        'Expected `model` of tf.layers with a `loss`, or `{ variables, loss }` alone. ' +
          `Received: ${loss === undefined ? 'an object without variables' : 'both'}`,
      );
    }
    const all = (): core.Variable[] => model.variables.filter((v) => v instanceof core.Variable);
    return {
      name: messages().library.values.model(),
      loss: (x, y) => model.loss({ x, y }),
      trained: () => all().filter((variable) => variable.trainable),
      all,
      layers: () => [],
      userCode: [{ name: 'loss', code: model.loss }],
    };
  }
  if (loss === undefined) {
    throw new TypeError('Expected `loss` for a model of tf.layers. Received: undefined');
  }
  return {
    name: model.name,
    loss(x, y, training) {
      const output = model.apply(x as core.Tensor, { training }) as core.Tensor;
      const value = tf.mean<Scalar>(loss(y, output));
      const penalties = model.calculateLosses();
      return penalties.length === 0 ? value : tf.addN<Scalar>([value, ...penalties]);
    },
    trained: () => variablesOf(model.trainableWeights),
    all: () => variablesOf(model.weights),
    layers: () => layersWithin(model),
    userCode: [...userCodeIn(model), ...userCodeIn({ loss })],
  };
}
