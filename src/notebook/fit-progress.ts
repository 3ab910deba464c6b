/**
 * The progress of `model.fit` and `fitDataset`: one line that moves, in place of TensorFlow.js's bar
 * for each epoch, which a notebook shows as an empty red block.
 *
 * `verbose` means what it means in Keras: 0 is silent, 1 (the default) one line in place in a
 * notebook or a terminal, 2 a printed line for each epoch, also where output goes into a file.
 */
import * as tfl from '@tensorflow/tfjs-layers';
import { messages } from '../messages/index.js';
import { shortNumber } from '../plot/text.js';
import { courseRun } from '../runtime/course-run.js';
import { type Progress, progress } from './progress.js';
import { inNotebook } from './tslab.js';

/** How often the loss of a batch is read: each time waits for the backend. */
const readMs = 500;

/** Above 0 while `check` trains models of a student, whose progress is nobody's. */
let silent = 0;

/** Runs `work` while nothing shows the progress of a training. */
export async function withoutFitProgress<T>(work: () => Promise<T>): Promise<T> {
  silent++;
  try {
    return await work();
  } finally {
    silent--;
  }
}

/** What tfjs hands to callbacks; numbers are tensors until they are read. */
type Logs = Readonly<Record<string, unknown>> | undefined;

interface FitParams {
  epochs: number;
  initialEpoch: number;
  samples: number | null;
  steps: number | null;
  batchSize: number | null;
  verbose: number;
}

/** `batch` and `size` count, they do not measure. */
const isMeasure = (name: string): boolean => name !== 'batch' && name !== 'size';

async function noteOf(logs: Logs): Promise<string> {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(logs ?? {})) {
    if (!isMeasure(name)) continue;
    const number = typeof value === 'number' ? value : await readScalar(value);
    if (number !== undefined) parts.push(`${name} ${shortNumber(number)}`);
  }
  return parts.join(' · ');
}

async function readScalar(value: unknown): Promise<number | undefined> {
  if (!(typeof value === 'object' && value !== null && 'data' in value)) return undefined;
  const { data } = value;
  if (typeof data !== 'function') return undefined;
  const [first] = (await Reflect.apply(data, value, [])) as ArrayLike<number> & Iterable<number>;
  return first;
}

class FitProgress extends tfl.Callback {
  #bar: Progress | undefined;
  #stepsPerEpoch = 0;
  #epoch = 0;
  /** Steps of this epoch that the bar has counted. */
  #counted = 0;
  #measures = '';
  #lastRead = Number.NEGATIVE_INFINITY;

  private get fit(): FitParams {
    return this.params as unknown as FitParams;
  }

  override async onTrainBegin(): Promise<void> {
    const { samples, steps, batchSize, epochs, initialEpoch, verbose } = this.fit;
    const shows = inNotebook() || process.stdout.isTTY === true;
    if (verbose !== 1 || silent > 0 || !shows) return;
    const stepsPerEpoch = samples === null ? steps : Math.ceil(samples / (batchSize ?? 32));
    this.#stepsPerEpoch = stepsPerEpoch ?? 0;
    const run = epochs - initialEpoch;
    if (run <= 0) return;
    const text = messages().notebook.training;
    // Of a data set without an end only the epochs are known.
    this.#bar =
      this.#stepsPerEpoch > 0
        ? progress({ total: run * this.#stepsPerEpoch, label: text.steps() })
        : progress({ total: run, label: text.epochs() });
  }

  override async onEpochBegin(epoch: number): Promise<void> {
    this.#epoch = epoch + 1;
    this.#counted = 0;
  }

  override async onBatchEnd(_batch: number, logs?: Logs): Promise<void> {
    if (this.#bar === undefined) return;
    const now = performance.now();
    if (now - this.#lastRead >= readMs) {
      this.#measures = await noteOf(logs);
      this.#lastRead = now;
    }
    // The last step waits for the epoch's end: a full bar is finished, and validation comes first.
    const more = this.#counted < this.#stepsPerEpoch - 1 ? 1 : 0;
    this.#counted += more;
    await this.#bar.add(more, this.#note());
  }

  override async onEpochEnd(_epoch: number, logs?: Logs): Promise<void> {
    if (this.#bar === undefined) return;
    this.#measures = await noteOf(logs);
    const rest = this.#stepsPerEpoch > 0 ? this.#stepsPerEpoch - this.#counted : 1;
    await this.#bar.add(rest, this.#note());
  }

  override async onTrainEnd(): Promise<void> {
    await this.#bar?.done();
  }

  #note(): string {
    const { epochs } = this.fit;
    const head = messages().notebook.training.epochOf({ epoch: this.#epoch, epochs });
    return this.#measures === '' ? head : `${head} · ${this.#measures}`;
  }
}

class EpochLines extends tfl.Callback {
  #began = 0;

  override async onEpochBegin(): Promise<void> {
    this.#began = performance.now();
  }

  override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
    if (silent > 0) return;
    const { epochs } = this.params as unknown as FitParams;
    const text = messages().notebook;
    const head = text.training.epochOf({ epoch: epoch + 1, epochs });
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1);
    const time = courseRun === undefined ? text.progress.seconds({ s: seconds }) : '';
    console.log([head, time, await noteOf(logs)].filter((part) => part !== '').join(' · '));
  }
}

tfl.registerCallbackConstructor(1, FitProgress);
tfl.registerCallbackConstructor(2, EpochLines);
