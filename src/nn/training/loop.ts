/** The loop of every training: batches, steps, callbacks, and going on where a run was left. */
import * as core from '@tensorflow/tfjs-core';
import { type CapturedStep, captureStep, isLibrary } from '../../backend/capture/index.js';
import { nativeOps } from '../../backend/native-op.js';
import { messages } from '../../messages/index.js';
import { endsItself, throwIfInterrupted } from '../../runtime/interrupt.js';
import type { History, Snapshot, TrainerCallback, TrainingRun } from '../callbacks/callback.js';
import type { Schedule } from '../schedules/schedule.js';
import { userCodeIn } from '../user-code.js';
import { type FlatBatch, flatten, rowsOf, signatureOf } from './batch.js';
import { type Plan, type RunState, stateOf } from './plan.js';
import { learningRateOf, setLearningRate } from './snapshot.js';
import type { OwnedSource } from './sources.js';
import { restoreTask, snapshotOf } from './state.js';
import type { StepNumbers, Task } from './task.js';
import { TrainingError } from './training-error.js';
import type { Batch } from './training-types.js';

export interface LoopOptions {
  readonly callbacks: readonly TrainerCallback[];
  /** For each optimiser; undefined leaves it as it is. */
  readonly rates: readonly (Schedule | undefined)[];
  /** Whether steps are captured; undefined where all in them is the library's. */
  readonly capture: boolean | undefined;
}

/** One eager step and two recorded ones come before the first replay. */
const STEPS_TO_CAPTURE = 3;

/** Before the signature of a batch that is not learnt from. */
const VALIDATION = 'validation';

/** Steps that were made by such batches; snapshots of older versions do not say. */
function madeBefore({ step, batches }: Snapshot, signature: string): number {
  return batches === undefined ? step : (batches[signature] ?? 0);
}

const told = new Set<string>();

/** Says once for each name why training is slower than it could be, and what to do. */
function tellEager(name: string, api: string): void {
  if (told.has(name) || nativeOps() === undefined) return;
  told.add(name);
  console.log(messages().notebook.training.eager({ name, api }));
}

/** One run of a training. */
export class Loop {
  private readonly state: RunState;
  private readonly train: CapturedStep;
  private readonly evaluate: CapturedStep;
  /** The batch that is at work: a captured step is given its tensors alone. */
  private current: FlatBatch | undefined;
  /** Signatures of batches whose steps are captured as far as in the run before. */
  private readonly caughtUp = new Set<string>();

  constructor(
    private readonly task: Task,
    private readonly plan: Plan,
    private readonly options: LoopOptions,
    private readonly start: Snapshot | undefined,
  ) {
    this.state = stateOf(start);
    const { trainingStep, evaluationStep } = messages().capture;
    this.train = this.captured(
      trainingStep({ model: task.name }),
      (batch) => task.train(batch),
      () => [...this.names(), ...this.fixedRates()].join(),
    );
    this.evaluate = this.captured(
      evaluationStep({ model: task.name }),
      (batch) => {
        const loss = task.evaluate?.(batch);
        return loss === undefined ? [] : [loss];
      },
      () => this.names().join(),
    );
  }

  /** Trains until all steps are made, a callback stops it, or the stop button is pressed. */
  async run(batches: OwnedSource, validation?: OwnedSource): Promise<History> {
    const { state, plan } = this;
    const { callbacks } = this.options;
    const run = this.runOf();
    const over = endsItself(() => {
      state.stopped = true;
      const { stoppedAt } = messages().notebook.training;
      console.log(stoppedAt({ step: state.done + 1, steps: plan.steps }));
    });
    try {
      for (const callback of callbacks) await callback.onBegin?.(run);
      while (state.done < plan.steps && !state.stopped) {
        await this.epoch(batches, validation, run);
      }
      for (const callback of callbacks) await callback.onEnd?.(run);
      return state.history;
    } finally {
      over();
      this.train.dispose();
      this.evaluate.dispose();
    }
  }

  /** The steps of one epoch from where it stands. */
  private async epoch(
    { source, owned }: OwnedSource,
    validation: OwnedSource | undefined,
    run: TrainingRun,
  ): Promise<void> {
    const { state, plan } = this;
    const { stepsPerEpoch, steps, epochs } = plan;
    const epoch = Math.floor(state.done / stepsPerEpoch);
    const first = state.done % stepsPerEpoch;
    if (first === 0) [state.epochSum, state.epochRows] = [0, 0];
    const counts = { epoch: epoch + 1, epochs };
    const end = Math.min((epoch + 1) * stepsPerEpoch, steps);
    for await (const given of source.open(epoch, first)) {
      const learningRate = this.setRates();
      const result = await this.step(given, owned);
      const isLast = state.done % stepsPerEpoch === 0;
      const summary = isLast ? await this.endEpoch(validation) : undefined;
      const report = { ...counts, step: state.done, steps, learningRate, ...result };
      for (const { onStep, onEpoch } of this.options.callbacks) {
        await onStep?.(report, run);
        if (summary !== undefined) await onEpoch?.({ ...counts, ...summary }, run);
      }
      await new Promise((resolve) => setImmediate(resolve));
      throwIfInterrupted();
      if (state.done >= end || state.stopped) return;
    }
    const given = state.done - epoch * stepsPerEpoch;
    const { streamEmpty, streamEnded } = messages().library.training;
    if (given === 0) throw new TrainingError('stream-empty', streamEmpty({ epoch: epoch + 1 }));
    const wanted = end - epoch * stepsPerEpoch;
    throw new TrainingError('stream-ended', streamEnded({ epoch: epoch + 1, given, wanted }));
  }

  /** @returns that of the first optimiser */
  private setRates(): number {
    const { optimizers } = this.task;
    const rates = optimizers.map((optimizer, i) => {
      const schedule = this.options.rates[i];
      if (schedule === undefined) return learningRateOf(optimizer);
      const rate = schedule(this.state.done);
      setLearningRate(optimizer, rate);
      return rate;
    });
    return rates[0] ?? Number.NaN;
  }

  /** One step, and its place in the history. */
  private async step(given: Batch, owned: boolean): Promise<StepNumbers> {
    const { state } = this;
    const batch = this.known(flatten(given));
    const signature = [signatureOf(batch.tensors), ...this.fixedRates()].join(' ');
    let numbers: StepNumbers;
    try {
      await this.catchUp(batch, signature);
      numbers = await this.stepOn(batch, state.done + 1);
    } finally {
      if (owned) core.dispose(batch.tensors);
    }
    state.done += 1;
    this.count(signature);
    state.epochSum += numbers.loss * rowsOf(batch);
    state.epochRows += rowsOf(batch);
    state.history.steps.push(numbers.loss);
    for (const [name, value] of Object.entries(numbers.metrics ?? {})) {
      state.history.metrics ??= {};
      state.history.metrics[name] ??= [];
      state.history.metrics[name].push(value);
    }
    return numbers;
  }

  private async stepOn(batch: FlatBatch, step: number): Promise<StepNumbers> {
    let results: core.Tensor[] = [];
    try {
      this.current = batch;
      results = this.train(batch.tensors);
      const values = await Promise.all(results.map((result) => result.data()));
      return await this.task.read(step, values, batch);
    } finally {
      core.dispose(results);
    }
  }

  /** A batch like those before it. */
  private known(batch: FlatBatch): FlatBatch {
    const before = this.current?.names.join(', ');
    const names = batch.names.join(', ');
    if (before === undefined || before === names) return batch;
    const { training, values } = messages().library;
    const one = values.oneTensor();
    const text = training.otherBatch({ expected: before || one, given: names || one });
    throw new TrainingError('other-batch', text);
  }

  /**
   * Makes steps on a batch and takes them back, as many as it takes to capture them: a captured step
   * rounds otherwise than an eager one, and the run that is resumed had captured it by now.
   */
  private async catchUp(batch: FlatBatch, signature: string): Promise<void> {
    const { start } = this;
    if (start === undefined || this.caughtUp.has(signature)) return;
    this.caughtUp.add(signature);
    const made = madeBefore(start, signature);
    if (made === 0) return;
    // Before the first step an optimiser does not know which variables its state belongs to.
    const isStart = this.state.done === start.step;
    const now = isStart ? start : await snapshotOf(this.task, this.state);
    for (let i = 0; i < Math.min(made, STEPS_TO_CAPTURE); i++) {
      await this.stepOn(batch, this.state.done);
    }
    await restoreTask(this.task, now);
    this.train.continueFrom(batch.tensors, made);
  }

  private async endEpoch(
    validation: OwnedSource | undefined,
  ): Promise<{ loss: number; validationLoss?: number }> {
    const { history, epochSum, epochRows } = this.state;
    const loss = epochSum / epochRows;
    history.loss.push(loss);
    if (validation === undefined) return { loss };
    const validationLoss = await this.measure(validation);
    history.validationLoss.push(validationLoss);
    return { loss, validationLoss };
  }

  /** The same for a batch that is not learnt from: there is nothing to take back. */
  private catchUpEvaluation(tensors: core.Tensor[]): void {
    const signature = `${VALIDATION} ${signatureOf(tensors)}`;
    this.count(signature);
    if (this.start === undefined || this.caughtUp.has(signature)) return;
    this.caughtUp.add(signature);
    const made = madeBefore(this.start, signature);
    for (let i = 0; i < Math.min(made, STEPS_TO_CAPTURE); i++) {
      core.dispose(this.evaluate(tensors));
    }
    if (made > 0) this.evaluate.continueFrom(tensors, made);
  }

  private count(signature: string): void {
    const { batches } = this.state;
    batches.set(signature, (batches.get(signature) ?? 0) + 1);
  }

  /** Mean loss of batches that are not learnt from. */
  private async measure({ source, owned }: OwnedSource): Promise<number> {
    let [sum, rows] = [0, 0];
    const before = this.current;
    for await (const given of source.open(0, 0)) {
      const batch = flatten(given);
      let results: core.Tensor[] = [];
      try {
        this.current = batch;
        this.catchUpEvaluation(batch.tensors);
        results = this.evaluate(batch.tensors);
        sum += ((await results[0]?.data())?.[0] as number) * rowsOf(batch);
        rows += rowsOf(batch);
      } finally {
        this.current = before;
        core.dispose([...results, ...(owned ? batch.tensors : [])]);
      }
    }
    return sum / rows;
  }

  /** The step, captured where nothing in it is a user's own, or where they asked for it. */
  private captured(
    name: string,
    work: (batch: FlatBatch) => core.Tensor[],
    key: () => string,
  ): CapturedStep {
    const { task } = this;
    const { capture } = this.options;
    const step = (tensors: core.Tensor[]): core.Tensor[] =>
      work({ ...(this.current as FlatBatch), tensors });
    const userCode = [
      ...task.userCode,
      ...task.optimizers.flatMap((optimizer) => userCodeIn(optimizer as object)),
    ];
    const own = userCode.length === 0;
    if (capture ?? own) {
      return captureStep(step, {
        name,
        because: own ? 'library' : 'asked',
        key,
        code: userCode.map(({ code }) => code),
      });
    }
    if (capture === undefined) tellEager(userCode[0]?.name ?? '', task.api);
    return Object.assign((tensors: core.Tensor[]) => step(tensors), {
      continueFrom: () => {},
      dispose: () => {},
    });
  }

  /** What a graph depends on beside the shapes of a batch: the weights trained, and its names. */
  private names(): string[] {
    const weights = this.task.trained().map(({ name }) => name);
    return [...weights, ...(this.current?.names ?? [])];
  }

  /** Optimisers of tfjs hold their rate as a constant; those of gradus take it as an input. */
  private fixedRates(): number[] {
    const fixed = this.task.optimizers.filter((one) => !isLibrary(one.constructor));
    return fixed.map(learningRateOf);
  }

  private runOf(): TrainingRun {
    const { state, task, plan } = this;
    return {
      steps: plan.steps,
      epochs: plan.epochs,
      history: state.history,
      weights: () => task.all(),
      snapshot: () => snapshotOf(task, state),
      stop: () => {
        state.stopped = true;
      },
    };
  }
}
