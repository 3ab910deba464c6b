/** The callbacks of `fit`, checked, and one more that looks whether the loss is still a number. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe } from '../backend/explain-error.js';
import { checkOptionNames } from '../backend/known-options.js';
import { messages } from '../messages/index.js';
import { type CourseRun, courseRun } from '../runtime/course-run.js';

const EVENTS = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onBatchBegin',
  'onBatchEnd',
  'onYield',
];

/** `fit` went to NaN or Infinity. */
export class DivergedError extends Error {
  override readonly name = 'NonFiniteError';
  readonly code = 'non-finite';
  constructor(
    message: string,
    /** The epoch, counted from 1. */
    readonly epoch: number,
  ) {
    super(message);
  }
}

type Callback = tfl.Callback | tfl.CustomCallbackArgs;

function isMade(callback: unknown): callback is tfl.Callback {
  return typeof callback === 'object' && callback !== null && 'setParams' in callback;
}

/** Ends a training after few steps, with an epoch that has all values: what comes after reads them. */
class FewSteps extends tfl.Callback {
  #made = 0;
  constructor(private readonly most: number) {
    super();
  }

  override async onBatchEnd(): Promise<void> {
    this.#made += 1;
    if (this.#made >= this.most) (this.model as tfl.LayersModel).stopTraining = true;
  }

  override async onEpochEnd(_epoch: number, logs: tfl.Logs = {}): Promise<void> {
    if (this.params.doValidation !== true) return;
    // The epoch ends before its validation; a number is a number where nothing was learnt.
    for (const [name, value] of Object.entries(logs)) {
      if (!name.startsWith('val_')) logs[`val_${name}`] ??= value;
    }
  }
}

/** @throws TypeError for what is no callback, UnknownOptionError for events that do not exist */
function checkCallback(where: string, callback: unknown): void {
  if (isMade(callback)) return;
  const { model } = messages().library;
  if (typeof callback !== 'object' || callback === null || Array.isArray(callback)) {
    throw new TypeError(model.callback({ where, given: describe(callback) }));
  }
  checkOptionNames(`callbacks (${where})`, callback, EVENTS);
  for (const [event, listener] of Object.entries(callback)) {
    if (listener !== undefined && typeof listener !== 'function') {
      throw new TypeError(model.listener({ event, given: describe(listener) }));
    }
  }
}

function firstBad(name: string, value: unknown): string | undefined {
  const tensors = [value].flat().filter((one): one is core.Tensor => one instanceof core.Tensor);
  const isBad = tensors.some(
    (one) =>
      !one.isDisposed && one.dtype === 'float32' && one.dataSync().some((v) => !Number.isFinite(v)),
  );
  return isBad ? name : undefined;
}

/**
 * The options, with a look at the loss at the end of each epoch: no number is read that `fit` does
 * not read itself.
 *
 * @param data in which a number that is not finite is looked for once the loss is none
 */
export function watchingEpochs<
  T extends { callbacks?: unknown; epochs?: number; yieldEvery?: unknown },
>(
  where: string,
  options: T,
  data: { x?: unknown; y?: unknown },
  run: CourseRun | undefined = courseRun,
): T {
  const { callbacks, epochs = 1, yieldEvery } = options;
  const list = (callbacks == null ? [{}] : [callbacks].flat()) as Callback[];
  for (const callback of list) checkCallback(where, callback);
  const pace = (yieldEvery ?? 'auto') as 'auto';
  const watch = new tfl.CustomCallback(
    {
      async onEpochEnd(epoch, logs) {
        const loss = logs?.loss;
        if (loss === undefined || Number.isFinite(loss)) return;
        const { diverged, badData } = messages().library.model;
        const bad = firstBad('x', data.x) ?? firstBad('y', data.y);
        const remedy = bad === undefined ? diverged.remedy() : badData({ argument: bad });
        throw new DivergedError(
          `${where}: ${diverged.loss({ epoch: epoch + 1, epochs, loss })} ${remedy}`,
          epoch + 1,
        );
      },
    },
    'never',
  );
  const made = list.map((one) => (isMade(one) ? one : new tfl.CustomCallback(one, pace)));
  const few = run?.maxSteps === undefined ? [] : [new FewSteps(run.maxSteps)];
  return { ...options, callbacks: [...few, ...made, watch] };
}
