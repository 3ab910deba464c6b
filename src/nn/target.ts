/** What is trained: a model of layers with a loss, or a loss with variables of its own. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { isLibraryOwn } from '../backend/capture/index.js';
import { type LayersModel, type Scalar, type Tensor, tf, type Variable } from '../backend/tf.js';
import { foreignLayer, layersWithin } from './own-model.js';

/** A model as a function: the loss of a batch, computed with variables of your own. */
export interface LossModel {
  /** What is trained, each made by `tf.variable`. */
  readonly variables: readonly Variable[];
  /** Mean loss of a batch. */
  loss(batch: { x: Tensor; y: Tensor }): Scalar;
}

interface LossSignature {
  loss(labels: Tensor, output: Tensor): Tensor;
}
/** Labels and a model's output in; a loss for each example, or their mean, out. */
export type TrainerLoss = LossSignature['loss'];

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
  /** The name of what in it is a user's own code, if anything. */
  readonly foreign: string | undefined;
}

function variablesOf(weights: readonly tfl.LayerVariable[]): core.Variable[] {
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
      name: 'the model',
      loss: (x, y) => model.loss({ x, y }),
      trained: () => all().filter((variable) => variable.trainable),
      all,
      layers: () => [],
      foreign: 'loss',
    };
  }
  if (loss === undefined) {
    throw new TypeError('Expected `loss` for a model of tf.layers. Received: undefined');
  }
  const layer = foreignLayer(model);
  const foreign = isLibraryOwn(loss) ? undefined : 'loss';
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
    foreign: layer ?? foreign,
  };
}
