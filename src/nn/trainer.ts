/** Training of a model: batches, steps, callbacks. */
import * as core from '@tensorflow/tfjs-core';
import { type CapturedStep, captureStep, type Step } from '../backend/capture/index.js';
import { nativeOps } from '../backend/native-op.js';
import type { Seed } from '../backend/random.js';
import { refuseIfWithheld } from '../backend/withheld.js';
import { messages } from '../messages/index.js';
import { countExamples, orderOf, takeRows } from './batches.js';
import type { History, Snapshot, TrainerCallback, TrainingRun } from './callbacks/callback.js';
import { checkSizes } from './check-sizes.js';
import { endsItself, throwIfInterrupted } from './interrupt.js';
import { noiseState, restoreNoise } from './layers/noise.js';
import { checkFinite } from './non-finite.js';
import { userCodeIn } from './own-code.js';
import { constant } from './schedules/constant.js';
import type { Schedule } from './schedules/schedule.js';
import {
  learningRateOf,
  readOptimizer,
  readVariables,
  restoreOptimizer,
  restoreVariables,
  setLearningRate,
} from './snapshot.js';
import { type Target, targetOf } from './target.js';
import type { LayersModel, Optimizer, Tensor } from './tf.js';
import { type TrainStepOptions, trainStep } from './train-step.js';
import { type Plan, planOf, type RunState, stateOf, type TrainOptions } from './training-plan.js';
import type { Examples, LossModel, TrainerLoss } from './training-types.js';

export interface TrainerOptions {
  /** A model of `tf.layers`, or variables of your own and the loss of a batch. */
  model: LayersModel | LossModel;
  /** Labels and output to loss, where the model is one of layers; a vector is averaged. */
  loss?: TrainerLoss;
  /** Made by `tf.train`; the caller disposes it. */
  optimizer: Optimizer;
  /** One learning rate, or one for each step. Default: the optimizer's own. */
  learningRate?: number | Schedule;
  /** The norm that all gradients together may have at most. Default: any. */
  clipNorm?: number;
  /** Cut each batch into so many pieces, computed one after another to save memory. Default 1. */
  accumulate?: number;
  callbacks?: readonly TrainerCallback[];
  /** Fixes the order of the examples. Default 0. */
  seed?: Seed;
  /**
   * Whether a step is recorded once and replayed as one graph, without its JavaScript. Default:
   * where model and loss are the library's own.
   */
  capture?: boolean;
}

/** One eager step and two recorded ones come before the first replay. */
const STEPS_TO_CAPTURE = 3;

const told = new Set<string>();

/** Says once for each name why training is slower than it could be, and what to do. */
function tellEager(name: string): void {
  if (told.has(name) || nativeOps() === undefined) return;
  told.add(name);
  console.log(messages().notebook.training.eager({ name }));
}

/**
 * Trains a model by minibatch gradient descent.
 *
 * Each step takes the next batch of examples shuffled anew for the epoch, computes the gradients of
 * the mean loss, clips them, and hands them to the optimizer. After each step other work may run,
 * so that a chart moves and an interrupt stops the training.
 *
 * @throws TypeError when `model` and `loss` do not go together; RangeError for options out of range
 * @example
 * const trainer = new Trainer({
 *   model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3), clipNorm: 1,
 * });
 * const history = await trainer.fit({ x, y }, { epochs: 5, validation: { x: testX, y: testY } });
 */
export class Trainer {
  private readonly target: Target;
  private readonly callbacks: readonly TrainerCallback[];
  private readonly schedule: Schedule;
  private resumeFrom: Snapshot | undefined;

  constructor(private readonly options: TrainerOptions) {
    refuseIfWithheld('gradus.Trainer');
    const { model, loss, optimizer, learningRate, clipNorm, accumulate = 1, callbacks } = options;
    this.target = targetOf(model, loss);
    this.callbacks = callbacks ?? [];
    this.schedule =
      typeof learningRate === 'function'
        ? learningRate
        : constant(learningRate ?? learningRateOf(optimizer));
    checkSizes({ accumulate });
    if (clipNorm !== undefined && !(clipNorm > 0)) {
      throw new RangeError(`Expected \`clipNorm\` to be a number > 0. Received: ${clipNorm}`);
    }
  }

  /**
   * Puts model and optimizer into a saved state; the next `fit` goes on from there, with the same
   * batches as if it had never stopped.
   *
   * @throws RangeError when the model has other weights
   */
  async resume(snapshot: Snapshot): Promise<void> {
    restoreVariables(this.target.all(), snapshot.weights);
    await restoreOptimizer(this.options.optimizer, snapshot.optimizer);
    this.target.layers().forEach((layer, i) => {
      restoreNoise(layer, snapshot.noise[i] ?? undefined);
    });
    this.resumeFrom = snapshot;
  }

  /**
   * Trains.
   *
   * @param data `x` `[N, …]` and `y` `[N, …]`; not disposed
   * @returns losses of steps and epochs; those so far when the stop button is pressed
   * @throws RangeError for options out of range; NonFiniteError when loss or gradients are not
   *   finite; InterruptedError when interrupted twice
   */
  async fit(data: Examples, options: TrainOptions): Promise<History> {
    const plan = planOf(data, options);
    const { rows, perEpoch, steps, epochs, batchSize } = plan;
    const { seed = 0, optimizer } = this.options;
    const start = this.resumeFrom;
    const state = stateOf(start);
    this.resumeFrom = undefined;
    const run = this.runOf(plan, state);
    const train = this.captured('training', trainStep(this.stepOptions()));
    const evaluate = this.captured('evaluation', ([x, y]) =>
      core.tidy(() => [this.target.loss(x as Tensor, y as Tensor, false) as core.Tensor]),
    );
    let order = orderOf(rows, seed, Math.floor(state.done / perEpoch));
    const over = endsItself(() => {
      state.stopped = true;
      console.log(messages().notebook.training.stoppedAt({ step: state.done + 1, steps }));
    });
    try {
      if (start !== undefined) await this.warmUp(train, data, plan, start);
      for (const callback of this.callbacks) await callback.onBegin?.(run);
      while (state.done < steps && !state.stopped) {
        const epoch = Math.floor(state.done / perEpoch);
        const place = state.done % perEpoch;
        if (place === 0) {
          order = orderOf(rows, seed, epoch);
          state.epochSum = 0;
        }
        const learningRate = this.schedule(state.done);
        setLearningRate(optimizer, learningRate);
        const chosen = order.subarray(place * batchSize, (place + 1) * batchSize);
        const result = await this.step(train, takeRows(data, chosen), state.done + 1);
        state.done += 1;
        state.epochSum += result.loss * chosen.length;
        state.history.steps.push(result.loss);

        const last = place === perEpoch - 1;
        const counts = { epoch: epoch + 1, epochs };
        const summary = last ? await this.endEpoch(evaluate, plan, state) : undefined;
        const report = { ...counts, step: state.done, steps, learningRate, ...result };
        for (const { onStep, onEpoch } of this.callbacks) {
          await onStep?.(report, run);
          if (summary !== undefined) await onEpoch?.({ ...counts, ...summary }, run);
        }
        await new Promise((resolve) => setImmediate(resolve));
        throwIfInterrupted();
      }
      for (const callback of this.callbacks) await callback.onEnd?.(run);
      return state.history;
    } finally {
      over();
      train.dispose();
      evaluate.dispose();
    }
  }

  private stepOptions(): TrainStepOptions {
    const { optimizer, clipNorm, accumulate = 1 } = this.options;
    return {
      loss: (x, y) => this.target.loss(x, y, true),
      variables: () => this.target.trained(),
      optimizer,
      accumulate,
      ...(clipNorm === undefined ? {} : { clipNorm }),
    };
  }

  /** The step, captured where nothing in it is a user's own, or where they asked for it. */
  private captured(what: string, step: Step): CapturedStep {
    const { capture, optimizer } = this.options;
    const userCode = [...this.target.userCode, ...userCodeIn(optimizer as object)];
    const own = userCode.length === 0;
    if (capture ?? own) {
      return captureStep(step, {
        name: `the ${what} step of ${this.target.name}`,
        because: own ? 'own' : 'asked',
        key: () =>
          this.target
            .trained()
            .map(({ name }) => name)
            .join(),
        code: userCode.map(({ code }) => code),
      });
    }
    if (capture === undefined) tellEager(userCode[0]?.name ?? '');
    return Object.assign((inputs: core.Tensor[]) => step(inputs), { dispose: () => {} });
  }

  /**
   * Makes steps and takes them back, as many of each size of batch as it takes to capture them: a
   * captured step rounds otherwise than an eager one, and the run before was captured by now.
   */
  private async warmUp(train: Step, data: Examples, plan: Plan, start: Snapshot): Promise<void> {
    const { rows, batchSize, perEpoch } = plan;
    const all = Int32Array.from({ length: rows }, (_, i) => i);
    const lastOnes = Math.floor(start.step / perEpoch);
    const last = rows - (perEpoch - 1) * batchSize;
    for (const [size, made] of [
      [batchSize, start.step - lastOnes],
      [last, lastOnes],
    ] as const) {
      for (let i = 0; i < Math.min(made, STEPS_TO_CAPTURE); i++) {
        await this.step(train, takeRows(data, all.subarray(0, size)), start.step);
      }
    }
    await this.resume(start);
    this.resumeFrom = undefined;
  }

  /** One step on a batch, which it disposes. */
  private async step(
    train: Step,
    [x, y]: [core.Tensor, core.Tensor],
    step: number,
  ): Promise<{ loss: number; gradientNorm: number }> {
    let results: core.Tensor[] = [];
    try {
      results = train([x, y]);
      const [losses, halves] = await Promise.all(results.map((result) => result.data()));
      const loss = losses?.[0] as number;
      const names = this.target.trained().map(({ name }) => name);
      await checkFinite({ step, loss, halves: halves as Float32Array, names, x, y });
      const sum = (halves as Float32Array).reduce((total, half) => total + half, 0);
      return { loss, gradientNorm: Math.sqrt(2 * sum) };
    } finally {
      core.dispose([x, y, ...results]);
    }
  }

  private async endEpoch(
    evaluate: Step,
    { rows, batchSize, validation }: Plan,
    { history, epochSum }: RunState,
  ): Promise<{ loss: number; validationLoss?: number }> {
    const loss = epochSum / rows;
    history.loss.push(loss);
    if (validation === undefined) return { loss };
    const validationLoss = await this.evaluate(evaluate, validation, batchSize);
    history.validationLoss.push(validationLoss);
    return { loss, validationLoss };
  }

  private async evaluate(evaluate: Step, data: Examples, batchSize: number): Promise<number> {
    const rows = countExamples('validation', data);
    const all = Int32Array.from({ length: rows }, (_, i) => i);
    let sum = 0;
    for (let begin = 0; begin < rows; begin += batchSize) {
      const chosen = all.subarray(begin, begin + batchSize);
      const batch = takeRows(data, chosen);
      const results = evaluate(batch);
      sum += ((await results[0]?.data())?.[0] as number) * chosen.length;
      core.dispose([...batch, ...results]);
    }
    return sum / rows;
  }

  private runOf({ steps, epochs }: Plan, state: RunState): TrainingRun {
    return {
      steps,
      epochs,
      history: state.history,
      weights: () => this.target.all(),
      snapshot: async () => ({
        step: state.done,
        epochSum: state.epochSum,
        history: structuredClone(state.history),
        weights: await readVariables(this.target.all()),
        optimizer: await readOptimizer(this.options.optimizer),
        noise: this.target.layers().map((layer) => noiseState(layer) ?? null),
      }),
      stop: () => {
        state.stopped = true;
      },
    };
  }
}
