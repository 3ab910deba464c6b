/** The weights of a checkpoint's folder, in one file or in several. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { CheckpointError } from './checkpoint-error.js';
import { openSafetensors, type SafetensorsFile } from './safetensors-file.js';

const ONE_FILE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
/** No index of a checkpoint comes near it; more would only fill the memory. */
const MOST_JSON = 100_000_000;

export interface CheckpointWeights {
  has(name: string): boolean;
  /** @throws CheckpointError when there is no tensor of this name and shape */
  check(name: string, shape: readonly number[]): void;
  /**
   * The numbers of a tensor, row by row.
   *
   * @throws CheckpointError when there is none of this name and shape, or it cannot be read as float32
   */
  read(name: string, shape: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/**
 * JSON in a file of a checkpoint.
 *
 * @throws CheckpointError when it cannot be read or is none
 */
export async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > MOST_JSON) throw new RangeError(messages().nlp.checkpoint.reasons.long({ size }));
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CheckpointError(messages().library.files.notRead({ path, reason }), path, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(messages().nlp.checkpoint.notJson({ path }), path, { cause });
  }
}

/** By hand: zod passes over a tensor that is called `__proto__`. */
const indexSchema = z.object({
  // Names, no paths: an index can never name a file outside its folder.
  weight_map: z.custom<Record<string, string>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every(
        (file) => typeof file === 'string' && /^[\w-][\w.-]*\.safetensors$/.test(file),
      ),
  ),
});

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Which file has each tensor, by the index. */
async function filesByIndex(path: string): Promise<Map<string, string>> {
  const given = await readJsonFile(path);
  const parsed = z.safeParse(indexSchema, given);
  if (parsed.success) return new Map(Object.entries(parsed.data.weight_map));
  const map: unknown = Reflect.get(Object(given), 'weight_map');
  throw new CheckpointError(messages().nlp.checkpoint.index({ path, given: shown(map) }), path);
}

async function openAll(folder: string): Promise<Map<string, SafetensorsFile>> {
  const opened = new Map<string, SafetensorsFile>();
  try {
    if (await exists(join(folder, ONE_FILE))) {
      const file = await openSafetensors(join(folder, ONE_FILE));
      opened.set(ONE_FILE, file);
      return new Map([...file.tensors.keys()].map((name) => [name, file]));
    }
    const index = join(folder, INDEX);
    if (!(await exists(index))) {
      throw new CheckpointError(messages().nlp.checkpoint.noWeights({ folder }), folder);
    }
    const files = new Map<string, SafetensorsFile>();
    for (const [name, file] of await filesByIndex(index)) {
      const shard = opened.get(file) ?? (await openSafetensors(join(folder, file)));
      opened.set(file, shard);
      if (!shard.tensors.has(name)) {
        const { path } = shard;
        throw new CheckpointError(messages().nlp.checkpoint.noTensor({ path, name }), path);
      }
      files.set(name, shard);
    }
    return files;
  } catch (error) {
    for (const file of opened.values()) await file.close();
    throw error;
  }
}

/**
 * Opens the weights of a folder: `model.safetensors`, or the files that `model.safetensors.index.json` names.
 *
 * @throws CheckpointError when there are none, or a file is broken
 */
export async function openWeights(folder: string): Promise<CheckpointWeights> {
  const files = await openAll(folder);
  const { checkpoint } = messages().nlp;
  const fileOf = (name: string, shape: readonly number[]): SafetensorsFile => {
    const file = files.get(name);
    const stored = file?.tensors.get(name);
    if (file === undefined || stored === undefined) {
      throw new CheckpointError(checkpoint.noTensor({ path: folder, name }), folder);
    }
    if (`${stored.shape}` !== `${shape}`) {
      const { path } = file;
      const params = { path, name, expected: `[${shape}]`, given: `[${stored.shape}]` };
      throw new CheckpointError(checkpoint.shape(params), path);
    }
    return file;
  };
  return {
    has: (name) => files.has(name),
    check: (name, shape) => void fileOf(name, shape),
    read: async (name, shape) => fileOf(name, shape).read(name),
    async close() {
      for (const file of new Set(files.values())) await file.close();
    },
  };
}
