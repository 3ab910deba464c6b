/**
 * Small models as data: layers with the weights that a test gave them.
 *
 * A test makes one with `t.model(…)`; it crosses the wall as plain numbers and becomes a function of
 * TensorFlow.js where the student's function runs (`driver-model.ts`). The judge computes the same
 * outputs by loops in float64 (`model-output.ts`). Nothing of a spec comes from a student.
 */
import type { TensorValue } from './tensor-value.js';

export const activationNames = [
  'linear',
  'relu',
  'leakyRelu',
  'sigmoid',
  'tanh',
  'softplus',
  'gelu',
  'softmax',
  'logSoftmax',
] as const;
/** `leakyRelu` has slope 0.2 below 0; `gelu` is the form by tanh; the softmaxes take the last axis. */
export type ActivationName = (typeof activationNames)[number];

interface Activated {
  /** After the layer. Default `linear`. */
  activation?: ActivationName;
}

/** `x @ kernel + bias` on the last axis. */
export interface DenseSpec extends Activated {
  type: 'dense';
  /** [D, units] */
  kernel: TensorValue;
  /** [units] */
  bias?: TensorValue;
}

/** A convolution of images [B, H, W, C]. */
export interface Conv2dSpec extends Activated {
  type: 'conv2d';
  /** [height, width, C, filters] */
  kernel: TensorValue;
  /** [filters] */
  bias?: TensorValue;
  /** Default 1. */
  strides?: number;
  /** Default `valid`. */
  padding?: 'valid' | 'same';
}

/** Rows of a table by number: [B, T] becomes [B, T, D]. */
export interface EmbeddingSpec {
  type: 'embedding';
  /** [V, D] */
  embeddings: TensorValue;
}

/** Mean 0 and variance 1 over the last axis, then `× gamma + beta`. */
export interface LayerNormSpec {
  type: 'layerNorm';
  /** [D] */
  gamma: TensorValue;
  /** [D] */
  beta: TensorValue;
  /** Added to the variance. Default 1e-3, as in Keras. */
  epsilon?: number;
}

export interface ActivationSpec {
  type: 'activation';
  activation: ActivationName;
}

/** The mean over all axes but the first and the last: [B, T, D] or [B, H, W, D] becomes [B, D]. */
export interface GlobalAveragePoolingSpec {
  type: 'globalAveragePooling';
}

/** [B, …] becomes [B, n]. */
export interface FlattenSpec {
  type: 'flatten';
}

export interface ReshapeSpec {
  type: 'reshape';
  /** Without the batch axis. */
  shape: readonly number[];
}

export type LayerSpec =
  | DenseSpec
  | Conv2dSpec
  | EmbeddingSpec
  | LayerNormSpec
  | ActivationSpec
  | GlobalAveragePoolingSpec
  | FlattenSpec
  | ReshapeSpec;

/** Layers in a row, each with one input and one output; the first axis is the batch. */
export interface ModelSpec {
  layers: readonly LayerSpec[];
}

export interface ModelOptions {
  /**
   * Whether student code gets at the variables, to train them. Without it a model is a function and
   * its weights are constants. Default false.
   */
  trainable?: boolean;
}

/** A model as an argument: made inside the driver. `modelValue` checks it first. */
export class ModelValue {
  constructor(
    readonly layers: readonly LayerSpec[],
    readonly trainable: boolean,
  ) {}

  /** Of each layer in turn, in the order of `weightNames`. */
  get weights(): TensorValue[] {
    return this.layers.flatMap((layer) => weightsOf(layer).map(([, weight]) => weight));
  }

  /**
   * The same layers with other weights, for instance those of `weights` after a step.
   *
   * @throws RangeError when they are not as many, or of another shape
   */
  withWeights(weights: readonly TensorValue[]): ModelValue {
    const { length } = this.weights;
    if (weights.length !== length) {
      throw new RangeError(`Expected ${length} weights. Received: ${weights.length}`);
    }
    let next = 0;
    const layers = this.layers.map((layer) => {
      const entries = weightsOf(layer).map(([name, { shape }]) => {
        const weight = weights[next++] as TensorValue;
        requireShape(`weight ${next - 1}`, weight, shape);
        return [name, weight];
      });
      return { ...layer, ...Object.fromEntries(entries) } as LayerSpec;
    });
    return new ModelValue(layers, this.trainable);
  }
}

export const weightNames = {
  dense: ['kernel', 'bias'],
  conv2d: ['kernel', 'bias'],
  embedding: ['embeddings'],
  layerNorm: ['gamma', 'beta'],
  activation: [],
  globalAveragePooling: [],
  flatten: [],
  reshape: [],
} as const satisfies Record<LayerSpec['type'], readonly string[]>;

/** The weights that a layer has, by name; a bias may be absent. Of tensors of any kind. */
export function weightsOf<T = TensorValue>(layer: {
  type: LayerSpec['type'];
}): [name: string, weight: T][] {
  const given = layer as unknown as Record<string, T | undefined>;
  const found: [string, T][] = [];
  for (const name of weightNames[layer.type]) {
    const weight = given[name];
    if (weight !== undefined) found.push([name, weight]);
  }
  return found;
}

/** @throws RangeError unless the shape is this one; an unknown size is any */
export function requireShape(
  what: string,
  { shape }: TensorValue,
  expected: readonly (number | undefined)[],
): void {
  const fits =
    shape.length === expected.length && expected.every((n, i) => (n ?? shape[i]) === shape[i]);
  if (!fits) {
    const text = expected.map((n) => n ?? '?').join(', ');
    throw new RangeError(
      `Expected ${what} to have shape [${text}]. Received: [${shape.join(', ')}]`,
    );
  }
}
