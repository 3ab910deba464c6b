/**
 * The classes of tfjs-layers, which are not exported: each is reached through a layer of it.
 *
 * A layer of gradus extends the tfjs class of the same name, so that a saved model is the JSON that
 * tfjs knows, and a model of tfjs that is loaded here runs with gradus's layers.
 */
import type * as core from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';

/** What `call` is given beside the inputs. */
export type CallOptions = Parameters<layers.Layer['call']>[1];

/** A class of layers; `Fields` are those that a subclass reads, private ones of tfjs among them. */
export interface LayerClass<Fields> {
  new (options: object): layers.Layer & Fields;
  readonly className: string;
  readonly fromConfig: core.serialization.FromConfigMethod<layers.Layer>;
}

/** An activation of tfjs-layers. */
export interface LayerActivation {
  apply(x: core.Tensor): core.Tensor;
  getClassName(): string;
}

/** The fields of a layer with a kernel, a bias and an activation. */
export interface WeightedFields {
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable | null;
  readonly activation: LayerActivation | null;
}

/**
 * The class of a layer of tfjs.
 *
 * @param sample a layer made with a name, so that it uses up none of the automatic ones
 */
export function classOf<Fields>(sample: layers.Layer): LayerClass<Fields> {
  return sample.constructor as LayerClass<Fields>;
}

/** The only input of a layer. */
export function onlyInput(inputs: core.Tensor | core.Tensor[]): core.Tensor {
  const [input, ...more] = Array.isArray(inputs) ? inputs : [inputs];
  if (input === undefined || more.length > 0) {
    throw new RangeError(`Expected 1 input tensor. Received: ${more.length + (input ? 1 : 0)}`);
  }
  return input;
}
