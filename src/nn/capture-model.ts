/**
 * Captured steps in models of `tf.layers`: `fit`, `trainOnBatch`, `evaluate` and `predict` run
 * through `captureStep` where all code in them is the library's own, or where the user opted in by
 * `capture: true` in `compile`.
 */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import {
  type CapturedStep,
  captureStep,
  insideLayer,
  isLibrary,
} from '../backend/capture/index.js';
import { messages } from '../messages/index.js';
import { freeKeptWith } from './kept-with-model.js';
import { type CompiledModel, userCodeIn } from './user-code.js';

type Tensors = core.Tensor | core.Tensor[];
type StepFunction = (data: core.Tensor[]) => core.Tensor[];

/** What is used and replaced of tfjs's `LayersModel`, some of it protected there. */
interface Model extends CompiledModel {
  readonly name: string;
  readonly layers: readonly object[];
  readonly inputs: readonly unknown[];
  readonly outputs: readonly unknown[];
  /** A `Sequential` hands everything to the model inside it. */
  readonly model?: Model;
  testFunction: StepFunction;
  trainOnBatch(x: unknown, y: unknown): Promise<number | number[]>;
  dispose(): unknown;
  makeTrainFunction(): StepFunction;
  makeTestFunction(): void;
  predictLoop(inputs: Tensors, batchSize?: number, verbose?: boolean): Tensors;
}

interface CountingOptimizer {
  iterations: number;
  incrementIterations(): void;
}

function isModelPrototype(value: object): value is Model {
  const used = ['makeTrainFunction', 'makeTestFunction', 'predictLoop', 'trainOnBatch'];
  return used.every((method) => method in value);
}

function isCounting(value: unknown): value is CountingOptimizer {
  return typeof value === 'object' && value !== null && 'incrementIterations' in value;
}

/** The captured steps of one model. */
interface ModelSteps {
  readonly because: 'library' | 'asked';
  /** The user's functions and classes. */
  readonly code: readonly object[];
  train?: CapturedStep;
  test?: CapturedStep;
  predict?: CapturedStep;
}

/** What is known of one model. */
interface ModelRecord {
  asked: boolean;
  compiled: number;
  steps?: ModelSteps;
  /** Numbers and switches of its layers, as they were when the last loop began. */
  settings: string;
  /** Training steps that ran eagerly for the user's code in them. */
  eagerSteps: number;
  /** Shapes of the last batch that `trainOnBatch` found right. */
  checked?: string | undefined;
}

const records = new WeakMap<object, ModelRecord>();

/** Batches of evaluation or prediction after which more of them are likely. */
const INFERENCES_BEFORE = 16;
/** Training steps after which it is worth telling a user about the opt-in. */
const STEPS_BEFORE_HINT = 10;

function recordOf(model: object): ModelRecord {
  let record = records.get(model);
  if (record === undefined) {
    record = { asked: false, compiled: 0, settings: '', eagerSteps: 0 };
    records.set(model, record);
  }
  return record;
}

/** The numbers, switches and names that an object holds; they steer what it computes. */
function settingsOf(value: object): string {
  let text = '';
  for (const [key, one] of Object.entries(value)) {
    // It counts steps and steers nothing.
    if (key === 'iterations_') continue;
    if (typeof one === 'number' || typeof one === 'boolean' || typeof one === 'string') {
      text += `${key}=${one};`;
    }
  }
  return text;
}

/** Those of a model's layers: where one is another, what was captured holds no more. */
export function layerSettings({ layers }: { readonly layers: readonly object[] }): string {
  return layers.map(settingsOf).join('|');
}

/** Optimisers of the library make step inputs of the numbers that may change; tfjs's do not. */
function optimizerSettings(optimizer: object | undefined): string {
  if (optimizer === undefined || isLibrary(optimizer.constructor)) return '';
  return settingsOf(optimizer);
}

function freeSteps(record: ModelRecord): void {
  record.steps?.train?.dispose();
  record.steps?.test?.dispose();
  record.steps?.predict?.dispose();
  delete record.steps;
}

/**
 * A model has another loss or optimiser: its steps are captured anew.
 *
 * @param asked whether the user wants them captured although their code is in them
 */
export function compiledAnew(model: object, asked: boolean): void {
  const record = recordOf(model);
  record.compiled++;
  record.asked = asked;
  freeSteps(record);
}

/** The captured steps that the model may use now; undefined where user code must run eagerly. */
function stepsOf(model: Model, record: ModelRecord): ModelSteps | undefined {
  const parts = userCodeIn(model);
  const because = parts.length === 0 ? 'library' : record.asked ? 'asked' : undefined;
  if (record.steps !== undefined && record.steps.because !== because) freeSteps(record);
  if (because === undefined) return undefined;
  record.settings = layerSettings(model);
  record.steps ??= { because, code: parts.map(({ code }) => code) };
  return record.steps;
}

function sayUserCode(model: Model, record: ModelRecord): void {
  record.eagerSteps++;
  if (record.eagerSteps !== STEPS_BEFORE_HINT || core.getBackend() !== 'tensorflow') return;
  if (process.env.GRADUS_CAPTURE === 'off') return;
  const part = userCodeIn(model)[0]?.name ?? model.name;
  console.info(messages().capture.userCode({ name: model.name, part }));
}

const asList = (tensors: Tensors): core.Tensor[] => (Array.isArray(tensors) ? tensors : [tensors]);
const asGiven = (tensors: core.Tensor[]): Tensors =>
  tensors.length === 1 ? (tensors[0] as core.Tensor) : tensors;

/** The tensors of a batch; tfjs ends it with a null for each output without sample weights. */
function withoutEnd(data: readonly (core.Tensor | null)[]): (core.Tensor | null)[] {
  return data.slice(0, data.findLastIndex((one) => one !== null) + 1);
}
const isFull = (data: (core.Tensor | null)[]): data is core.Tensor[] => !data.includes(null);

/** The shapes of a batch of tensors; undefined for what must be looked at more closely. */
function shapesOf(batch: unknown): string | undefined {
  const list: unknown[] = Array.isArray(batch) ? batch : [batch];
  if (!list.every((one) => one instanceof core.Tensor)) return undefined;
  return list.map(({ shape }) => `[${shape}]`).join();
}

/** Vectors as columns, as tfjs makes them of inputs and labels; weights of examples stay vectors. */
const asColumns = (data: core.Tensor[], count: number): core.Tensor[] =>
  data.map((one, i) => (i < count && one.rank === 1 ? core.expandDims(one, 1) : one));

/** One training step; replays count as iterations of the optimiser too. */
function trainStep(model: Model, step: CapturedStep, eager: StepFunction): StepFunction {
  return (data) => {
    const given = withoutEnd(data);
    if (!isFull(given)) return eager(data);
    const { optimizer } = model;
    if (!isCounting(optimizer)) return step(given);
    const { iterations } = optimizer;
    const outputs = step(given);
    if (optimizer.iterations === iterations) optimizer.incrementIterations();
    return outputs;
  };
}

/** Predicts batch by batch, as tfjs does, each batch by one call of the step. */
function predictBatches(inputs: core.Tensor[], size: number, step: CapturedStep): Tensors {
  const examples = inputs[0]?.shape[0] as number;
  if (examples <= size) return asGiven(step(inputs));
  return core.tidy(() => {
    const parts: core.Tensor[][] = [];
    for (let start = 0; start < examples; start += size) {
      const rows = Math.min(size, examples - start);
      parts.push(
        core.tidy(() =>
          step(
            inputs.map((input) => {
              const begin = input.shape.map((_, axis) => (axis === 0 ? start : 0));
              const extent = input.shape.map((all, axis) => (axis === 0 ? rows : all));
              return core.slice(input, begin, extent);
            }),
          ),
        ),
      );
    }
    const outputs = (parts[0] as core.Tensor[]).map((_, i) =>
      core.concat(
        parts.map((part) => part[i] as core.Tensor),
        0,
      ),
    );
    return asGiven(outputs);
  });
}

function install(prototype: Model): void {
  const { dispose, makeTrainFunction, makeTestFunction, predictLoop, trainOnBatch } = prototype;

  prototype.dispose = function (this: Model) {
    for (const model of [this, this.model]) {
      if (model === undefined) continue;
      freeSteps(recordOf(model));
      freeKeptWith(model);
    }
    return dispose.call(this);
  };

  prototype.makeTrainFunction = function (this: Model) {
    const eager = makeTrainFunction.call(this);
    const record = recordOf(this);
    const steps = stepsOf(this, record);
    if (steps === undefined) {
      return (data) => {
        sayUserCode(this, record);
        return eager(data);
      };
    }
    steps.train ??= captureStep(
      (data) => core.tidy(() => eager(asColumns(data, this.inputs.length + this.outputs.length))),
      {
        name: messages().capture.trainingStep({ model: this.name }),
        because: steps.because,
        code: steps.code,
        key: () => `${record.compiled}|${record.settings}|${optimizerSettings(this.optimizer)}`,
      },
    );
    return trainStep(this, steps.train, eager);
  };

  prototype.trainOnBatch = async function (this: Model, x, y) {
    const record = recordOf(this);
    const [ofX, ofY] = [shapesOf(x), shapesOf(y)];
    const shapes = ofX && ofY && `${record.compiled}|${ofX}|${ofY}`;
    if (shapes === undefined || shapes !== record.checked || record.steps?.train === undefined) {
      const losses = await trainOnBatch.call(this, x, y);
      record.checked = shapes;
      return losses;
    }
    // Such a batch was found right before: checking costs a small model a tenth of its step.
    const step = this.makeTrainFunction();
    const losses = step([...asList(x as Tensors), ...asList(y as Tensors)]);
    const values: number[] = [];
    for (const loss of losses) values.push((await loss.data())[0] as number);
    core.dispose(losses);
    return values.length === 1 ? (values[0] as number) : values;
  };

  prototype.makeTestFunction = function (this: Model) {
    makeTestFunction.call(this);
    const record = recordOf(this);
    const steps = stepsOf(this, record);
    if (steps === undefined) return;
    steps.test ??= captureStep(this.testFunction, {
      name: messages().capture.evaluationStep({ model: this.name }),
      because: steps.because,
      code: steps.code,
      after: INFERENCES_BEFORE,
      key: () => `${record.compiled}|${record.settings}`,
    });
    this.testFunction = steps.test;
  };

  prototype.predictLoop = function (this: Model, inputs, batchSize = 32, verbose = false) {
    const list = asList(inputs);
    const examples = list[0]?.shape[0];
    const record = recordOf(this);
    const steps = stepsOf(this, record);
    const alike = list.every((input) => input.shape[0] === examples);
    if (steps === undefined || verbose || !alike || examples === undefined || examples < 1) {
      return predictLoop.call(this, inputs, batchSize, verbose);
    }
    steps.predict ??= captureStep(
      (batch) => asList(predictLoop.call(this, asGiven(batch), batch[0]?.shape[0])),
      {
        name: messages().capture.prediction({ model: this.name }),
        because: steps.because,
        code: steps.code,
        after: INFERENCES_BEFORE,
        key: () => record.settings,
      },
    );
    return predictBatches(list, batchSize, steps.predict);
  };
}

/** Names the layer that runs, so that a step that cannot be captured says which layer is why. */
function nameLayers(prototype: layers.layers.Layer): void {
  const { apply } = prototype;
  prototype.apply = function (this: layers.layers.Layer, inputs, options) {
    return insideLayer(this.name, () => apply.call(this, inputs, options));
  };
}

/** A `Sequential` makes a new inner model whenever it is built; the old one is not used again. */
function freeWhenRebuilt(prototype: layers.Sequential): void {
  const { build } = prototype;
  prototype.build = function (this: layers.Sequential, shape) {
    const inner: unknown = Reflect.get(this, 'model');
    if (typeof inner === 'object' && inner !== null) freeSteps(recordOf(inner));
    build.call(this, shape);
  };
}

/** Lets all models capture their steps. */
export function captureModels(): void {
  const modelPrototype: object = layers.LayersModel.prototype;
  if (isModelPrototype(modelPrototype)) install(modelPrototype);
  nameLayers(layers.layers.Layer.prototype);
  freeWhenRebuilt(layers.Sequential.prototype);
}
