/** What is checked: a layer or a model, made anew as often as a check needs, as one model. */
import * as core from '@tensorflow/tfjs-core';
import * as layersOf from '@tensorflow/tfjs-layers';
import { createRng } from '../../backend/random.js';
import type { Layer } from '../tf.js';
import type { ExampleInput } from './example-input.js';

type AnyLayer = InstanceType<typeof layersOf.layers.Layer>;

/** Makes the same layer or model each time: all its initialisers and dropouts are seeded. */
export type Make = () => Layer;

/** Numbers with their shape, apart from any backend. */
export interface Data {
  readonly shape: readonly number[];
  readonly dtype: core.DataType;
  readonly values: ArrayLike<number>;
}

/** One instance on the current backend; dispose it. */
export interface Instance {
  readonly layer: AnyLayer;
  readonly model: layersOf.LayersModel;
  /** The outputs for these inputs; the tensors are the caller's. */
  run(inputs: readonly core.Tensor[], training: boolean): core.Tensor[];
  trainable(): core.Variable[];
  dispose(): void;
}

function isLayer(value: unknown): value is AnyLayer {
  return value instanceof layersOf.layers.Layer;
}

function single<T>(items: readonly T[]): T | T[] {
  return items.length === 1 ? (items[0] as T) : [...items];
}

export function list<T>(items: T | T[]): T[] {
  return Array.isArray(items) ? items : [items];
}

function wrap(model: layersOf.LayersModel, layer: AnyLayer): Instance {
  return {
    layer,
    model,
    run: (inputs, training) =>
      list(model.apply(single(inputs), { training }) as core.Tensor | core.Tensor[]),
    trainable: () => model.trainableWeights.map((weight) => weight.read() as core.Variable),
    dispose() {
      model.dispose();
      // A model leaves an optimiser that was handed to it to its owner: here, to us.
      model.optimizer?.dispose();
    },
  };
}

/** @throws TypeError when `make` gives something else than a layer or a model of `tf` */
export function instantiate(make: Make, inputs: readonly ExampleInput[]): Instance {
  const layer: unknown = make();
  if (!isLayer(layer)) {
    throw new TypeError(`Expected \`make\` to give a layer or a model. Received: ${typeof layer}`);
  }
  if (layer instanceof layersOf.LayersModel) return wrap(layer, layer);
  const places = inputs.map(({ shape, below }) =>
    layersOf.input({ shape: [...shape], dtype: below === undefined ? 'float32' : 'int32' }),
  );
  const outputs = layer.apply(single(places)) as
    | layersOf.SymbolicTensor
    | layersOf.SymbolicTensor[];
  return wrap(layersOf.model({ inputs: places, outputs }), layer);
}

/** The instance that a saved model became, with its layer in the same place. */
export function reloadedInstance(model: layersOf.LayersModel, original: Instance): Instance {
  const at = original.model.layers.indexOf(original.layer);
  return wrap(model, model.layers[at] ?? model);
}

/** Inputs for a batch: floats apart from each other, so that no step of 1e-2 changes a maximum. */
export function exampleInputs(
  inputs: readonly ExampleInput[],
  batch: number,
  seed: number,
): Data[] {
  return inputs.map(({ shape, below }, at) => {
    const rng = createRng(`${seed} ${at}`);
    const full = [batch, ...shape];
    const size = full.reduce((product, n) => product * n, 1);
    if (below !== undefined) {
      const values = Int32Array.from({ length: size }, () => rng.integer(0, below));
      return { shape: full, dtype: 'int32', values };
    }
    const values = Float32Array.from(rng.permutation(size), (i) => ((i + 0.3) / size - 0.5) * 4);
    return { shape: full, dtype: 'float32', values };
  });
}

export function toTensor({ shape, dtype, values }: Data): core.Tensor {
  return core.tensor(Array.from(values), [...shape], dtype);
}

export function toData(tensor: core.Tensor): Data {
  return { shape: tensor.shape, dtype: tensor.dtype, values: tensor.dataSync() };
}

/**
 * Moves the trainable weights to a place in general: at the start biases are 0 and, in a GPT, all
 * weights so small that a step of 1e-2 is not small beside them.
 */
export function moveWeights(instance: Instance, deviation: number): void {
  const rng = createRng('move');
  for (const weight of instance.trainable()) {
    const by = rng.normals(weight.size, 0, deviation);
    core.tidy(() => weight.assign(core.add(weight, core.tensor(by, weight.shape))));
  }
}

/** As `tf.tidy`, for work that gives data. */
export function scoped<T>(work: () => T): T {
  core.engine().startScope();
  try {
    return work();
  } finally {
    core.engine().endScope();
  }
}

/** The outputs as data; no tensor is left. */
export function outputsOf(instance: Instance, inputs: readonly Data[], training: boolean): Data[] {
  return scoped(() => instance.run(inputs.map(toTensor), training).map(toData));
}

/** The L2 norm of the difference over the sum of the norms; 0 for equal, infinite for other sizes. */
export function difference(a: readonly Data[], b: readonly Data[]): number {
  const [left, right] = [a, b].map((all) => all.flatMap(({ values }) => Array.from(values)));
  return relativeDifference(left as number[], right as number[]);
}

export function relativeDifference(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const norm = (values: readonly number[]): number => Math.hypot(...values);
  const gap = norm(a.map((value, i) => value - (b[i] as number)));
  return gap === 0 ? 0 : gap / (norm(a) + norm(b));
}

/** A weighting of all outputs that turns them into one number to differentiate. */
export function outputWeights(outputs: readonly Data[]): Data[] {
  return outputs.map(({ shape, values }, at) => ({
    shape,
    dtype: 'float32',
    values: createRng(`weights ${at}`).normals(values.length),
  }));
}
