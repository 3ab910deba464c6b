/** Training runs in files, so that an interrupted one can go on exactly where it was. */
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../runtime/make-folder.js';
import type { SavedTensor, Snapshot, TrainerCallback, TrainingRun } from './callback.js';

export interface CheckpointOptions {
  /** Where checkpoints lie; made when it is not there. */
  folder: string;
  /** Save after each so many steps. Default: after each epoch. */
  everySteps?: number;
  /** How many to keep; older ones are deleted. Default 1. */
  keep?: number;
}

/** A checkpoint's folder: written under another name first, so that one of this name is whole. */
const NAME = /^step-(\d+)$/;

async function steps(folder: string): Promise<number[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.flatMap((name) => NAME.exec(name)?.slice(1).map(Number) ?? []).sort((a, b) => a - b);
}

/** What `state.json` holds: all but the values, which follow each other in `values.bin`. */
interface StateFile extends Omit<Snapshot, 'weights' | 'optimizer'> {
  readonly weights: readonly Omit<SavedTensor, 'values'>[];
  readonly optimizer: readonly Omit<SavedTensor, 'values'>[];
}

async function write(folder: string, snapshot: Snapshot): Promise<void> {
  const final = join(folder, `step-${snapshot.step}`);
  const partial = `${final}.partial`;
  await rm(partial, { recursive: true, force: true });
  await makeFolder(partial);
  const all = [...snapshot.weights, ...snapshot.optimizer];
  const bytes = all.map(({ values }) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  await writeFile(join(partial, 'values.bin'), Buffer.concat(bytes));
  // Lists of losses keep all their digits in JSON: a resumed history is the same to the last bit.
  const text = JSON.stringify(snapshot, (key, value) => (key === 'values' ? undefined : value));
  await writeFile(join(partial, 'state.json'), text);
  await rm(final, { recursive: true, force: true });
  await rename(partial, final);
}

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * The newest checkpoint in a folder, for `trainer.resume`.
 *
 * @returns undefined when there is none
 * @throws RangeError when its files do not belong together
 * @example
 * const snapshot = await loadCheckpoint('runs/first');
 * if (snapshot !== undefined) await trainer.resume(snapshot);
 */
export async function loadCheckpoint(folder: string): Promise<Snapshot | undefined> {
  const newest = (await steps(folder)).at(-1);
  if (newest === undefined) return undefined;
  const place = join(folder, `step-${newest}`);
  const state = JSON.parse(await readFile(join(place, 'state.json'), 'utf8')) as StateFile;
  const bytes = await readFile(join(place, 'values.bin'));
  const sizeOf = ({ shape, dtype }: Omit<SavedTensor, 'values'>): number =>
    shape.reduce((product, n) => product * n, arrays[dtype].BYTES_PER_ELEMENT);
  const expected = [...state.weights, ...state.optimizer].reduce((sum, t) => sum + sizeOf(t), 0);
  if (expected !== bytes.length) {
    throw new RangeError(
      `Expected values.bin of ${expected} bytes in ${place}. Received: ${bytes.length} bytes`,
    );
  }
  let offset = 0;
  const take = (one: Omit<SavedTensor, 'values'>): SavedTensor => {
    const part = Uint8Array.from(bytes.subarray(offset, offset + sizeOf(one)));
    offset += part.length;
    return { ...one, values: new arrays[one.dtype](part.buffer) };
  };
  const weights = state.weights.map(take);
  const optimizer = state.optimizer.map(take);
  return { ...state, weights, optimizer };
}

/**
 * Saves the training run from time to time: weights, the optimizer's state, step and losses. The
 * order of the examples needs no saving, since it follows from the seed and the epoch.
 *
 * @throws RangeError for options out of range
 * @example
 * const trainer = new Trainer({
 *   model, loss, optimizer, callbacks: [checkpoint({ folder: 'runs/first', everySteps: 100 })],
 * });
 */
export function checkpoint(options: CheckpointOptions): TrainerCallback {
  const { folder, everySteps, keep = 1 } = options;
  for (const [name, value] of Object.entries({ everySteps: everySteps ?? 1, keep })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`Expected \`${name}\` to be an integer >= 1. Received: ${value}`);
    }
  }
  const save = async (run: TrainingRun): Promise<void> => {
    await write(folder, await run.snapshot());
    const old = (await steps(folder)).slice(0, -keep);
    for (const step of old) await rm(join(folder, `step-${step}`), { recursive: true });
  };
  return {
    async onStep({ step }, run) {
      if (everySteps !== undefined && step % everySteps === 0) await save(run);
    },
    async onEpoch(_report, run) {
      if (everySteps === undefined) await save(run);
    },
  };
}
