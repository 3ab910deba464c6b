/**
 * The driver's side of a model: layers as functions of TensorFlow.js, which gradients flow through.
 *
 * The operations are those of TensorFlow.js itself, out of reach of the rules of an exercise and of
 * what student code puts in the place of `tf`'s. All of them have gradients of their gradients, on
 * every backend: so an embedding is a product with one-hot rows, and pooling is a mean.
 */
import * as core from '@tensorflow/tfjs-core';
import { messages } from '../../src/messages/index.js';
import { type ActivationName, type LayerSpec, weightsOf } from './model-spec.js';

type Tensor = core.Tensor;

/** A spec whose weights are tensors of this process. */
type Made<L> = {
  [K in keyof L]: K extends 'kernel' | 'bias' | 'embeddings' | 'gamma' | 'beta' ? Tensor : L[K];
};
type Layer = { [T in LayerSpec['type']]: Made<Extract<LayerSpec, { type: T }>> }[LayerSpec['type']];

/** What student code has of a model that it may train. */
export interface TrainableModel {
  /** The output for a batch; gradients flow through it. */
  apply(x: Tensor): Tensor;
  /** The same. */
  predict(x: Tensor): Tensor;
  /** Kernel and bias of each layer in turn. */
  readonly trainableVariables: readonly core.Variable[];
}

/** Weights of the models that were made here: no property of a model can hide or replace them. */
const weightsOfModel = new WeakMap<object, readonly Tensor[]>();

/** The weights of a model, constant or not; undefined for anything else. */
export function modelTensors(value: object): readonly Tensor[] | undefined {
  return weightsOfModel.get(value);
}

/** The variables of a trainable model; undefined for anything else. */
export function modelVariables(value: object): readonly Tensor[] | undefined {
  return typeof value === 'function' ? undefined : weightsOfModel.get(value);
}

/**
 * Makes a model of decoded layers, whose weights are tensors.
 *
 * @returns what student code is given, and the tensors to be freed when it is no longer needed
 */
export function makeModel(
  trainable: boolean,
  given: readonly LayerSpec[],
): { model: ((x: Tensor) => Tensor) | TrainableModel; tensors: Tensor[] } {
  const tensors: Tensor[] = [];
  const layers = given.map((layer) => {
    const made: Record<string, unknown> = { ...layer };
    for (const [name, weight] of weightsOf<Tensor>(layer)) {
      made[name] = trainable ? core.variable(weight) : weight;
      if (trainable) weight.dispose();
      tensors.push(made[name] as Tensor);
    }
    return made as unknown as Layer;
  });
  const run = (x: Tensor): Tensor =>
    core.tidy(() => {
      // A list of numbers is a tensor here too, as for every operation.
      const input = core.clone(x);
      requireInput(input, layers[0]);
      return layers.reduce(output, input);
    });
  const call = (x: Tensor): Tensor => run(x);
  const model = trainable
    ? { apply: call, predict: call, trainableVariables: Object.freeze([...tensors]) }
    : call;
  weightsOfModel.set(model, tensors);
  return { model: Object.freeze(model) as typeof call | TrainableModel, tensors };
}

/** @throws RangeError when the first layer cannot take the input */
function requireInput({ shape }: Tensor, layer: Layer | undefined): void {
  const isImages = layer?.type === 'conv2d';
  const weight = isImages || layer?.type === 'dense' ? layer.kernel : undefined;
  if (weight === undefined) return;
  const features = weight.shape.at(-2) as number;
  const fits = shape.at(-1) === features && (isImages ? shape.length === 4 : shape.length > 1);
  if (fits) return;
  const expected = isImages ? `[B, H, W, ${features}]` : `[B, ${features}]`;
  throw new RangeError(messages().models.features({ expected, given: shape.join(', ') }));
}

/** The output of one layer. */
function output(x: Tensor, layer: Layer): Tensor {
  switch (layer.type) {
    case 'dense': {
      const rows = core.reshape(x, [-1, layer.kernel.shape[0] as number]);
      const product = core.matMul(rows as core.Tensor2D, layer.kernel as core.Tensor2D);
      const units = layer.kernel.shape[1] as number;
      const y = core.reshape(product, [...x.shape.slice(0, -1), units]);
      return activated(biased(y, layer.bias), layer.activation);
    }
    case 'conv2d': {
      const { kernel, strides = 1, padding = 'valid' } = layer;
      const y = core.conv2d(x as core.Tensor4D, kernel as core.Tensor4D, strides, padding);
      return activated(biased(y, layer.bias), layer.activation);
    }
    case 'embedding': {
      const [rows = 0, width = 0] = layer.embeddings.shape;
      const numbers = core.reshape(core.cast(x, 'int32'), [-1]) as core.Tensor1D;
      const chosen = core.cast(core.oneHot(numbers, rows), 'float32') as core.Tensor2D;
      const y = core.matMul(chosen, layer.embeddings as core.Tensor2D);
      return core.reshape(y, [...x.shape, width]);
    }
    case 'layerNorm': {
      const centred = core.sub(x, core.mean(x, -1, true));
      const variance = core.mean(core.square(centred), -1, true);
      const scale = core.sqrt(core.add(variance, layer.epsilon ?? 1e-3));
      return core.add(core.mul(core.div(centred, scale), layer.gamma), layer.beta);
    }
    case 'activation':
      return activated(x, layer.activation);
    case 'globalAveragePooling': {
      const axes = Array.from({ length: Math.max(0, x.rank - 2) }, (_, i) => i + 1);
      return axes.length === 0 ? x : core.mean(x, axes);
    }
    case 'flatten':
      return core.reshape(x, [x.shape[0] as number, -1]);
    case 'reshape':
      return core.reshape(x, [x.shape[0] as number, ...layer.shape]);
  }
}

const biased = (x: Tensor, bias: Tensor | undefined): Tensor =>
  bias === undefined ? x : core.add(x, bias);

type Unary = (x: Tensor) => Tensor;

/**
 * A function with its slope made of its input.
 *
 * TensorFlow.js makes the slopes of these of their kept output, through which no second gradient
 * flows: that of a gradient penalty would silently be wrong.
 */
function withSlope(value: Unary, slope: (dy: Tensor, x: Tensor) => Tensor): Unary {
  const apply = core.customGrad((x, save) => {
    const input = x as Tensor;
    (save as unknown as (tensors: Tensor[]) => void)([input]);
    return {
      value: value(input),
      gradFunc: (dy: Tensor, [kept]: Tensor[]) => slope(dy, kept as Tensor),
    };
  });
  return (x) => apply(x);
}

const total = (x: Tensor): Tensor => core.sum(x, -1, true);
const tanh = withSlope(core.tanh, (dy, x) => core.mul(dy, core.sub(1, core.square(tanh(x)))));
const sigmoid = withSlope(core.sigmoid, (dy, x) => {
  const y = sigmoid(x);
  return core.mul(dy, core.mul(y, core.sub(1, y)));
});
const softmax = withSlope(core.softmax, (dy, x) => {
  const y = softmax(x);
  const weighted = core.mul(dy, y);
  return core.sub(weighted, core.mul(total(weighted), y));
});
const logSoftmax = withSlope(core.logSoftmax, (dy, x) =>
  core.sub(dy, core.mul(total(dy), softmax(x))),
);

function gelu(x: Tensor): Tensor {
  const cube = core.mul(core.square(x), x);
  const inner = core.mul(core.add(x, core.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
  return core.mul(core.mul(x, 0.5), core.add(tanh(inner), 1));
}

const activations: Readonly<Record<ActivationName, Unary>> = {
  linear: (x) => x,
  relu: core.relu,
  leakyRelu: (x) => core.leakyRelu(x, 0.2),
  sigmoid,
  tanh,
  softplus: core.softplus,
  gelu,
  softmax,
  logSoftmax,
};

const activated = (x: Tensor, name: ActivationName = 'linear'): Tensor => activations[name](x);
