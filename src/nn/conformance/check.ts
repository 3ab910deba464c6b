/** All checks of one layer or model. */
import type { BackendName, Layer, LayersModel } from '../../backend/index.js';
import { checkBackends } from './backends.js';
import { checkDeterminism, checkModes, checkOutput, checkParameters } from './basics.js';
import { checkCaptured } from './captured.js';
import type { ExampleInput } from './example-input.js';
import type { CheckName, Finding } from './finding.js';
import { checkGradient } from './gradients.js';
import { checkLeaks } from './leaks.js';
import { checkOverfitsLabels, checkOverfitsTwin } from './overfits.js';
import { checkSaveAndLoad } from './save-load.js';
import {
  type Data,
  difference,
  exampleInputs,
  type Instance,
  instantiate,
  moveWeights,
  outputsOf,
} from './subject.js';

/** How a layer is checked. */
export interface CheckLayerOptions {
  /** One input without the batch: `[T, D]`. Default float32 between -2 and 2. */
  inputShape?: readonly number[];
  /** Several inputs, or whole numbers; instead of `inputShape`. */
  inputs?: readonly ExampleInput[];
  /** How many parameters it must have; default: whatever its weights hold. */
  parameters?: number;
  /** Backends to compare with the current one; default none. */
  backends?: readonly BackendName[];
  /** Which example values are drawn; default 1. */
  seed?: number;
  /** Checks to leave out; say why beside it. */
  without?: readonly CheckName[];
}

/** Labels with the batch: shape `[8, …]`; default float32. */
export interface Labels {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
  readonly dtype?: 'float32' | 'int32';
}

/** How a model is checked: as a layer, and on its own loss if it is compiled. */
export interface CheckModelOptions extends CheckLayerOptions {
  /** Labels of the eight examples for a compiled model, or how they follow from its inputs. */
  labels?: Labels | ((inputs: readonly ArrayLike<number>[]) => Labels);
}

/**
 * Batch of the examples (batch norm makes any two of them 1 and -1, with no gradient), and of those
 * that are learned by heart.
 */
const BATCH = 3;
const EIGHT = 8;

function inputsOf({ inputShape, inputs }: CheckLayerOptions): readonly ExampleInput[] {
  if (inputs !== undefined) return inputs;
  if (inputShape !== undefined) return [{ shape: inputShape }];
  throw new TypeError('Expected `inputShape` or `inputs`. Received neither.');
}

/** Gradients in inference mode, and in training mode where that is another function. */
function checkGradients(make: () => Instance, inputs: readonly Data[]): Finding[] {
  const instance = make();
  try {
    moveWeights(instance, 0.4);
    const inference = outputsOf(instance, inputs, false);
    const [first, second] = [outputsOf(instance, inputs, true), outputsOf(instance, inputs, true)];
    const trainable = difference(first, second) === 0 && difference(first, inference) > 0;
    return [
      ...checkGradient(instance, inputs, false),
      ...(trainable ? checkGradient(instance, inputs, true) : []),
    ];
  } finally {
    instance.dispose();
  }
}

function withInstance(make: () => Instance, check: (instance: Instance) => Finding[]): Finding[] {
  const instance = make();
  try {
    return check(instance);
  } finally {
    instance.dispose();
  }
}

async function checkAll(
  make: () => Layer,
  options: CheckModelOptions,
  overfits: (build: () => Instance, inputs: readonly Data[]) => Finding[] | Promise<Finding[]>,
): Promise<Finding[]> {
  const { parameters, backends = [], seed = 1, without = [] } = options;
  const examples = inputsOf(options);
  const inputs = exampleInputs(examples, BATCH, seed);
  const build = (): Instance => instantiate(make, examples);
  const checks: [CheckName[], () => Finding[] | Promise<Finding[]>][] = [
    [['shape', 'dtype'], () => withInstance(build, (one) => checkOutput(one, inputs))],
    [['parameters'], () => withInstance(build, (one) => checkParameters(one, parameters))],
    [['modes'], () => withInstance(build, (one) => checkModes(one, inputs))],
    [['gradient'], () => checkGradients(build, inputs)],
    [['determinism'], () => checkDeterminism(build, inputs)],
    [['save and load'], () => checkSaveAndLoad(build, inputs)],
    [['leaks'], () => checkLeaks(build, inputs)],
    [
      ['captured'],
      () =>
        withInstance(build, (one) =>
          checkCaptured(one, (call) => exampleInputs(examples, BATCH, seed + call)),
        ),
    ],
    [['backends'], () => checkBackends(build, inputs, backends)],
    [['overfits'], () => overfits(build, exampleInputs(examples, EIGHT, seed))],
  ];
  const findings: Finding[] = [];
  for (const [names, check] of checks) {
    if (names.every((name) => without.includes(name))) continue;
    try {
      findings.push(...(await check()));
    } catch (error) {
      const message = `Expected it to run. ${error instanceof Error ? error.message : error}`;
      findings.push({ check: names[0] as CheckName, message });
    }
  }
  return findings.filter(({ check }) => !without.includes(check));
}

/**
 * Checks a layer on the current backend: output shape and dtype, parameters, both modes, gradients
 * against finite differences (step 1e-2, L2 relative error below 1e-3), equal numbers under a seed,
 * after saving and loading, when captured and on other backends, no tensor left behind, and that it
 * learns to give the outputs of a twin for eight examples.
 *
 * @param makeLayer makes the same layer each time it is called: each initialiser is seeded
 * @returns what is wrong, empty for a layer that conforms; nothing is left in memory
 * @throws TypeError when there is no input shape, or `makeLayer` gives no layer
 * @example
 * const findings = await checkLayer(
 *   () => tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }) }),
 *   { inputShape: [4], parameters: 15 },
 * );
 */
export function checkLayer(makeLayer: () => Layer, options: CheckLayerOptions): Promise<Finding[]> {
  return checkAll(makeLayer, options, checkOverfitsTwin);
}

/**
 * Checks a model as `checkLayer` checks a layer; a compiled one learns eight examples with its own
 * loss and optimiser instead of a twin's outputs.
 *
 * @param makeModel makes the same model each time it is called
 * @returns what is wrong, empty for a model that conforms
 * @throws TypeError when there is no input shape, or `makeModel` gives no model
 * @example
 * const findings = await checkModel(makeModel, {
 *   inputShape: [4],
 *   labels: { values: [0, 1, 0, 1, 1, 0, 1, 0], shape: [8, 1] },
 * });
 */
export function checkModel(
  makeModel: () => LayersModel,
  options: CheckModelOptions,
): Promise<Finding[]> {
  const { labels } = options;
  if (labels === undefined) return checkAll(makeModel, options, checkOverfitsTwin);
  return checkAll(makeModel, options, (build, inputs) => {
    const given =
      typeof labels === 'function' ? labels(inputs.map(({ values }) => values)) : labels;
    return checkOverfitsLabels(build, inputs, { dtype: 'float32', ...given });
  });
}
