/** What a test's author may have got wrong in a model is said before anything is sent. */
import {
  type ActivationName,
  activationNames,
  type Conv2dSpec,
  type LayerSpec,
  type ModelOptions,
  type ModelSpec,
  ModelValue,
  requireShape,
  weightNames,
  weightsOf,
} from './model-spec.js';
import { TensorValue } from './tensor-value.js';

export const maxLayers = 32;
export const maxParameters = 100_000;
const maxKernel = 16;

/** What a layer has beside its weights. */
const settingNames = {
  dense: ['activation'],
  conv2d: ['activation', 'strides', 'padding'],
  embedding: [],
  layerNorm: ['epsilon'],
  activation: ['activation'],
  globalAveragePooling: [],
  flatten: [],
  reshape: ['shape'],
} as const satisfies Record<LayerSpec['type'], readonly string[]>;

/**
 * Checks a spec and makes it a value.
 *
 * @throws RangeError with the layer and what it lacks
 */
export function modelValue(
  { layers }: ModelSpec,
  { trainable = false }: ModelOptions = {},
): ModelValue {
  if (!Array.isArray(layers) || layers.length === 0 || layers.length > maxLayers) {
    throw new RangeError(
      `Expected \`layers\` to be a list of 1 to ${maxLayers} layers. Received: ${Array.isArray(layers) ? layers.length : typeof layers}`,
    );
  }
  let parameters = 0;
  // Size of the last axis, where it is known.
  let features: number | undefined;
  for (const [i, layer] of layers.entries()) {
    const where = `layer ${i}`;
    requireKnown(where, layer);
    for (const [name, weight] of weightsOf(layer)) {
      requireWeight(`\`${name}\` of ${where}`, weight);
      parameters += weight.data.length;
    }
    features = requireLayer(where, layer, features);
  }
  if (parameters > maxParameters) {
    throw new RangeError(
      `Expected a model of at most ${maxParameters} numbers. Received: ${parameters}`,
    );
  }
  return new ModelValue([...layers], trainable);
}

function requireKnown(where: string, layer: LayerSpec): void {
  const type: unknown = layer?.type;
  if (typeof type !== 'string' || !Object.hasOwn(weightNames, type)) {
    const known = Object.keys(weightNames).join(', ');
    throw new RangeError(`Expected \`type\` of ${where} to be one of ${known}. Received: ${type}`);
  }
  const names: string[] = ['type', ...weightNames[layer.type], ...settingNames[layer.type]];
  const unknown = Object.keys(layer).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `Expected ${where}, ${type}, to have ${names.join(', ')}. Received: ${unknown}`,
    );
  }
}

function requireWeight(what: string, weight: unknown): void {
  if (!(weight instanceof TensorValue) || weight.dtype !== 'float32') {
    const got = weight instanceof TensorValue ? `dtype ${weight.dtype}` : typeof weight;
    throw new RangeError(`Expected ${what} to be a float32 tensor. Received: ${got}`);
  }
  if (!weight.data.every(Number.isFinite)) {
    throw new RangeError(`Expected ${what} to hold finite numbers. Received: NaN or an infinity`);
  }
}

/** @returns the size of the last axis behind the layer, where it is known */
function requireLayer(
  where: string,
  layer: LayerSpec,
  features: number | undefined,
): number | undefined {
  const required = (name: string, weight: TensorValue | undefined): TensorValue => {
    if (weight === undefined) throw new RangeError(`Expected ${where} to have \`${name}\``);
    return weight;
  };
  switch (layer.type) {
    case 'dense':
    case 'conv2d': {
      const kernel = required('kernel', layer.kernel);
      const window = layer.type === 'dense' ? [] : [undefined, undefined];
      requireShape(`\`kernel\` of ${where}`, kernel, [...window, features, undefined]);
      const units = kernel.shape.at(-1) as number;
      if (layer.bias !== undefined) requireShape(`\`bias\` of ${where}`, layer.bias, [units]);
      requireActivation(where, layer.activation);
      if (layer.type === 'conv2d') requireConvolution(where, layer);
      return units;
    }
    case 'embedding': {
      const table = required('embeddings', layer.embeddings);
      requireShape(`\`embeddings\` of ${where}`, table, [undefined, undefined]);
      return table.shape[1];
    }
    case 'layerNorm': {
      const gamma = required('gamma', layer.gamma);
      requireShape(`\`gamma\` of ${where}`, gamma, [features]);
      requireShape(`\`beta\` of ${where}`, required('beta', layer.beta), gamma.shape);
      const { epsilon = 1e-3 } = layer;
      if (!(epsilon > 0)) {
        throw new RangeError(`Expected \`epsilon\` of ${where} to be > 0. Received: ${epsilon}`);
      }
      return gamma.shape[0];
    }
    case 'reshape':
      if (!Array.isArray(layer.shape) || !layer.shape.every((n) => Number.isInteger(n) && n > 0)) {
        throw new RangeError(
          `Expected \`shape\` of ${where} to be whole numbers > 0. Received: [${layer.shape}]`,
        );
      }
      return layer.shape.at(-1);
    case 'activation':
      requireActivation(where, layer.activation);
      return features;
    case 'globalAveragePooling':
      return features;
    case 'flatten':
      return undefined;
  }
}

function requireActivation(where: string, activation: ActivationName = 'linear'): void {
  if (!activationNames.includes(activation)) {
    throw new RangeError(
      `Expected \`activation\` of ${where} to be one of ${activationNames.join(', ')}. Received: ${activation}`,
    );
  }
}

function requireConvolution(where: string, layer: Conv2dSpec): void {
  const { kernel, strides = 1, padding = 'valid' } = layer;
  if (!Number.isInteger(strides) || strides < 1 || strides > maxKernel) {
    throw new RangeError(
      `Expected \`strides\` of ${where} to be 1 to ${maxKernel}. Received: ${strides}`,
    );
  }
  if (padding !== 'valid' && padding !== 'same') {
    throw new RangeError(
      `Expected \`padding\` of ${where} to be valid or same. Received: ${padding}`,
    );
  }
  if (Math.max(...kernel.shape.slice(0, 2)) > maxKernel) {
    throw new RangeError(
      `Expected the window of ${where} to be at most ${maxKernel}. Received: [${kernel.shape}]`,
    );
  }
}
