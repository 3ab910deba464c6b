/** Weights and the state of an optimiser, read out and put back. */
import * as core from '@tensorflow/tfjs-core';
import type { SavedTensor } from '../callbacks/callback.js';
import type { Optimizer, Tensor } from '../tf.js';

async function read(name: string, tensor: Tensor): Promise<SavedTensor> {
  const { shape, dtype } = tensor;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new TypeError(`Expected weights of numbers. Received: ${name} of dtype ${dtype}`);
  }
  // A copy: on some backends `data` hands out the memory of the tensor itself.
  return { name, shape, dtype, values: (await tensor.data()).slice() };
}

/** The values of variables. */
export function readVariables(variables: readonly core.Variable[]): Promise<SavedTensor[]> {
  return Promise.all(variables.map((variable) => read(variable.name, variable)));
}

function toTensor({ values, shape, dtype }: SavedTensor): core.Tensor {
  return core.tensor(values, [...shape], dtype);
}

/**
 * Puts values back into variables, by their order.
 *
 * @throws RangeError when number or shapes differ: then nothing was changed
 */
export function restoreVariables(
  variables: readonly core.Variable[],
  saved: readonly SavedTensor[],
): void {
  const shapes = (all: readonly { shape: readonly number[] }[]): string =>
    all.map(({ shape }) => `[${shape}]`).join(' ');
  if (shapes(variables) !== shapes(saved)) {
    throw new RangeError(
      `Expected weights of shapes ${shapes(variables)}. Received: ${shapes(saved)}`,
    );
  }
  variables.forEach((variable, i) => {
    core.tidy(() => variable.assign(toTensor(saved[i] as SavedTensor)));
  });
}

/** The state of an optimiser. */
export async function readOptimizer(optimizer: Optimizer): Promise<SavedTensor[]> {
  const weights = await optimizer.getWeights();
  const saved = await Promise.all(weights.map(({ name, tensor }) => read(name, tensor)));
  // The count of steps is a tensor made for the caller; moments are the variables themselves.
  for (const { tensor } of weights) if (!(tensor instanceof core.Variable)) tensor.dispose();
  return saved;
}

/** What tfjs's optimisers have to read the count of steps; protected there. */
interface CountingOptimizer {
  extractIterations(weights: { name: string; tensor: Tensor }[]): Promise<unknown>;
}

const counts = (value: object): value is CountingOptimizer =>
  typeof Reflect.get(value, 'extractIterations') === 'function';

/**
 * Puts an optimiser into a saved state: in place where it has made its variables, since a captured
 * step holds on to them. (Those of tfjs would make new ones in `setWeights`, and keep the old.)
 */
export async function restoreOptimizer(
  optimizer: Optimizer,
  saved: readonly SavedTensor[],
): Promise<void> {
  const weights = saved.map((one) => ({ name: one.name, tensor: toTensor(one) }));
  const [count, ...live] = (await optimizer.getWeights()).map(({ tensor }) => tensor);
  if (count !== undefined && !(count instanceof core.Variable)) count.dispose();
  const variables = live.filter((one) => one instanceof core.Variable);
  const shapes = (all: readonly { shape: readonly number[] }[]) =>
    all.map(({ shape }) => `[${shape}]`).join(' ');
  const isSame = variables.length > 0 && shapes(variables) === shapes(saved.slice(1));
  if (isSame && counts(optimizer)) {
    await optimizer.extractIterations(weights);
    for (const [i, variable] of variables.entries()) {
      variable.assign(weights[i + 1]?.tensor as core.Tensor);
    }
  } else await optimizer.setWeights(weights);
  for (const { tensor } of weights) tensor.dispose();
}

/** Sets the learning rate of the steps to come. */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  const settable: Optimizer & { setLearningRate?(rate: number): void; learningRate?: number } =
    optimizer;
  if (settable.setLearningRate !== undefined) settable.setLearningRate(rate);
  else settable.learningRate = rate;
}

/** The learning rate of the steps to come. */
export function learningRateOf(optimizer: Optimizer): number {
  const { learningRate }: Optimizer & { learningRate?: number } = optimizer;
  return learningRate ?? Number.NaN;
}
