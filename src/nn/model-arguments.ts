/** What the methods of a model are given, checked before TensorFlow.js stumbles over it. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, explainError } from '../backend/explain-error.js';
import { checkOptionNames } from '../backend/known-options.js';
import { messages } from '../messages/index.js';
import { watchingEpochs } from './fit-callbacks.js';

const said = () => messages().library.model;

/** Options of each method; the types say what they mean. */
const OPTIONS = {
  fit: `batchSize epochs verbose callbacks validationSplit validationData shuffle classWeight
    sampleWeight initialEpoch stepsPerEpoch validationSteps yieldEvery`,
  fitDataset: `batchesPerEpoch epochs verbose callbacks validationData validationBatchSize
    validationBatches yieldEvery initialEpoch classWeight`,
  predict: 'batchSize verbose',
  evaluate: 'batchSize verbose steps',
  evaluateDataset: 'batches verbose',
  compile: 'optimizer loss metrics capture',
} as const;
type Method = keyof typeof OPTIONS;

function checkNames(method: Method, options: unknown): void {
  if (options === undefined) return;
  const where = `model.${method}`;
  if (typeof options !== 'object' || options === null || options instanceof core.Tensor) {
    throw new TypeError(said().options({ where, given: describe(options) }));
  }
  const alternative = method === 'compile' ? '' : said().sampleWeightElsewhere();
  const remedies: Record<string, string> = alternative ? { sampleWeight: alternative } : {};
  checkOptionNames(where, options, OPTIONS[method].split(/\s+/), remedies);
}

function depth(value: unknown): number {
  return Array.isArray(value) || ArrayBuffer.isView(value)
    ? 1 + depth((value as unknown as ArrayLike<unknown>)[0])
    : 0;
}

function checkTensor(where: string, argument: string, value: unknown): void {
  if (value instanceof core.Tensor) {
    if (value.isDisposed) throw new TypeError(said().disposed({ where, argument }));
    if (value.dtype === 'string') throw new TypeError(said().text({ where, argument }));
    return;
  }
  const remedy =
    depth(value) > 0
      ? said().makeTensor({ argument, rank: Math.min(6, depth(value)) })
      : typeof value === 'object' && value !== null && 'iterator' in value
        ? said().useDataset({ where })
        : '';
  throw new TypeError(said().noTensor({ where, argument, given: describe(value), remedy }));
}

/** Tensors, one or a list or by name. */
function checkTensors(where: string, argument: string, value: unknown): void {
  const isList = Array.isArray(value) && value.some((one) => one instanceof core.Tensor);
  if (isList) {
    for (const [i, one] of value.entries()) checkTensor(where, `${argument}[${i}]`, one);
  } else if (isNamed(value)) {
    for (const [name, one] of Object.entries(value)) checkTensor(where, `${argument}.${name}`, one);
  } else checkTensor(where, argument, value);
}

function isNamed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || value instanceof core.Tensor) return false;
  return Object.getPrototypeOf(value) === Object.prototype && !('iterator' in value);
}

function checkCount(where: string, option: string, value: unknown, least: number): void {
  if (value === undefined || value === null) return;
  if (Number.isInteger(value) && (value as number) >= least) return;
  throw new RangeError(said().count({ where, option, least, given: describe(value) }));
}

function checkFit(where: string, options: tfl.ModelFitArgs): void {
  checkCount(where, 'epochs', options.epochs, 0);
  checkCount(where, 'batchSize', options.batchSize, 1);
  checkCount(where, 'initialEpoch', options.initialEpoch, 0);
  const { validationSplit: split, validationData } = options;
  if (split != null && !(split >= 0 && split < 1)) {
    throw new RangeError(said().split({ where, given: describe(split) }));
  }
  if (validationData == null) return;
  if (!Array.isArray(validationData) || validationData.length !== 2) {
    throw new TypeError(said().validationData({ where, given: describe(validationData) }));
  }
  checkTensors(where, 'validationData[0]', validationData[0]);
  checkTensors(where, 'validationData[1]', validationData[1]);
}

/** A model has to be compiled before these. */
function checkCompiled(model: tfl.LayersModel, where: string): void {
  if (model.optimizer == null) throw new TypeError(said().notCompiled({ where }));
}

type AnyMethod = (this: tfl.LayersModel, ...args: never[]) => unknown;

/** Puts a check before a method, and explains what TensorFlow.js says of the rest. */
function guard(
  prototype: object,
  method: string,
  check: (model: tfl.LayersModel, args: unknown[]) => unknown[],
): void {
  const original: unknown = Object.getOwnPropertyDescriptor(prototype, method)?.value;
  if (typeof original !== 'function') return;
  const where = `model.${method}`;
  const isAsync = /^(fit|fitDataset|evaluateDataset|trainOnBatch)$/.test(method);
  const run = function (this: tfl.LayersModel, ...args: unknown[]): unknown {
    const checked = check(this, args);
    try {
      const result: unknown = (original as AnyMethod).apply(this, checked as never[]);
      return result instanceof Promise
        ? result.catch((error: unknown) => {
            throw explainError(error, where, args, true);
          })
        : result;
    } catch (error) {
      throw explainError(error, where, args, true);
    }
  };
  const guarded = isAsync
    ? async function (this: tfl.LayersModel, ...args: unknown[]) {
        return run.apply(this, args);
      }
    : run;
  Object.defineProperty(prototype, method, { value: guarded, writable: true, configurable: true });
}

function guardAll(prototype: object, isInner: boolean): void {
  const withOptions = (method: Method, place: number) => (args: unknown[]) => {
    checkNames(method, args[place]);
    return args;
  };
  const fitNames = withOptions('fit', 2);
  guard(prototype, 'fit', (model, args) => {
    fitNames(args);
    checkTensors('model.fit', 'x', args[0]);
    checkTensors('model.fit', 'y', args[1]);
    const options = (args[2] ?? {}) as tfl.ModelFitArgs;
    checkFit('model.fit', options);
    checkCompiled(model, 'model.fit');
    const [x, y] = args as [core.Tensor, core.Tensor];
    return isInner ? [x, y, watchingEpochs('model.fit', options, { x, y })] : args;
  });
  guard(prototype, 'fitDataset', (model, args) => {
    withOptions('fitDataset', 1)(args);
    if (typeof (args[0] as { iterator?: unknown } | undefined)?.iterator !== 'function') {
      throw new TypeError(said().noDataset({ given: describe(args[0]) }));
    }
    checkCompiled(model, 'model.fitDataset');
    const options = (args[1] ?? {}) as tfl.ModelFitArgs;
    return isInner ? [args[0], watchingEpochs('model.fitDataset', options, {})] : args;
  });
  guard(prototype, 'evaluate', (model, args) => {
    withOptions('evaluate', 2)(args);
    checkTensors('model.evaluate', 'x', args[0]);
    checkTensors('model.evaluate', 'y', args[1]);
    checkCompiled(model, 'model.evaluate');
    return args;
  });
  guard(prototype, 'predict', (_, args) => {
    withOptions('predict', 1)(args);
    checkTensors('model.predict', 'x', args[0]);
    return args;
  });
  for (const method of ['trainOnBatch', 'predictOnBatch']) {
    guard(prototype, method, (model, args) => {
      checkTensors(`model.${method}`, 'x', args[0]);
      if (method === 'predictOnBatch') return args;
      checkTensors(`model.${method}`, 'y', args[1]);
      checkCompiled(model, `model.${method}`);
      return args;
    });
  }
  guard(prototype, 'compile', (_, args) => {
    const [options] = args as [tfl.ModelCompileArgs | undefined];
    if (options === undefined)
      throw new TypeError(said().options({ where: 'model.compile', given: 'undefined' }));
    withOptions('compile', 0)(args);
    const { optimizer, loss } = options;
    if (
      optimizer === undefined ||
      (typeof optimizer !== 'string' && !(optimizer instanceof core.Optimizer))
    ) {
      throw new TypeError(said().optimizer({ given: describe(optimizer) }));
    }
    if (loss === undefined || loss === null) throw new TypeError(said().noLoss());
    return args;
  });
}

/** Puts the checks before the methods of all models. */
export function checkModelArguments(): void {
  // A `Sequential` hands what it is given to the model inside it.
  guardAll(tfl.Sequential.prototype, false);
  guardAll(tfl.LayersModel.prototype, true);
}
