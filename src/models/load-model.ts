/** A model from its folder. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { nearest, UnknownOptionError } from '../backend/known-options.js';
import { ModelFileError } from '../backend/model-file-error.js';
import { messages } from '../messages/index.js';
import type { LayersModel } from '../nn/tf.js';
import type { Belongings } from './belongings.js';
import { buildModel } from './build-model.js';
import { MANIFEST, type Manifest, readManifest } from './manifest.js';
import { ModelOptionError } from './option-error.js';
import { originOf } from './origin.js';
import { isModelId, type ModelId, modelIds, modelSpec } from './registry.js';
import { folderPath } from './save-model.js';
import { doesNotBelong, loadBelongings } from './saved-belongings.js';

export interface LoadedModel extends Belongings {
  /** Not compiled; dispose it. */
  readonly model: LayersModel;
  readonly id: ModelId;
  /** Such as `classification`. */
  readonly task: string;
  /** All options that it was built with. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The version of gradus that saved it. */
  readonly savedBy: string;
}

/** @throws ModelFileError for weights that are missing, cut off or changed */
async function readWeights(folder: string, { weights }: Manifest): Promise<Uint8Array> {
  const { folder: say } = messages().models;
  const path = join(folder, weights.file);
  let bytes: Buffer;
  try {
    const file = await open(path, 'r');
    try {
      const found = await file.stat();
      // Before it is read: a device, or another file linked here, may have no end.
      if (!found.isFile() || found.size !== weights.bytes) {
        const sizes = { bytes: found.size, needed: weights.bytes };
        throw new ModelFileError(say.cutOff({ path, ...sizes }), path);
      }
      bytes = await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof ModelFileError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const message =
      code === 'ENOENT' ? say.noWeights({ path }) : say.notRead({ path, reason: code });
    throw new ModelFileError(message, path, { cause });
  }
  if (createHash('sha256').update(bytes).digest('hex') !== weights.sha256) {
    throw new ModelFileError(say.changed({ path }), path);
  }
  return new Uint8Array(bytes);
}

/** @throws ModelFileError for what the library cannot make of its manifest again */
function belongingsOf(folder: string, manifest: Manifest): Belongings {
  try {
    return loadBelongings(manifest);
  } catch (cause) {
    const path = join(folder, MANIFEST);
    const given = cause instanceof Error ? cause.message : String(cause);
    const message = messages().models.folder.field({ path, field: 'tokenizer', given });
    throw new ModelFileError(message, path, { cause });
  }
}

/** Manifest and weights that belong together, also while another process saves into the folder. */
async function readTogether(folder: string): Promise<[Manifest, Uint8Array]> {
  let manifest = await readManifest(folder);
  for (;;) {
    try {
      return [manifest, await readWeights(folder, manifest)];
    } catch (error) {
      const now = await readManifest(folder);
      if (now.weights.file === manifest.weights.file) throw error;
      manifest = now;
    }
  }
}

const bytesOf = { float32: 4, int32: 4, bool: 1 } as const;

/** Why the weights of a manifest are not those of the model that its options make. */
function differingWeight(
  model: tfl.LayersModel,
  { bytes, tensors }: Manifest['weights'],
): string | undefined {
  const { folder: say } = messages().models;
  const saved = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  for (const { originalName: name, shape, dtype } of model.weights) {
    const found = saved.get(name);
    const expected = `${dtype} [${shape}]`;
    const given = found === undefined ? say.none() : `${found.dtype} [${found.shape}]`;
    if (given !== expected) return say.weight({ name, expected, given });
    saved.delete(name);
  }
  const [extra] = saved.values();
  if (extra !== undefined || tensors.length !== model.weights.length) {
    return say.tooMany({ expected: model.weights.length, given: tensors.length });
  }
  const needed = tensors.reduce(
    (sum, { shape, dtype }) => sum + shape.reduce((a, b) => a * b, bytesOf[dtype]),
    0,
  );
  return needed === bytes ? undefined : say.wrongBytes({ needed, bytes });
}

function fill(model: tfl.LayersModel, manifest: Manifest, weights: Uint8Array): string | undefined {
  const wrong = differingWeight(model, manifest.weights);
  if (wrong !== undefined) return wrong;
  const named = core.io.decodeWeights(weights.buffer as ArrayBuffer, manifest.weights.tensors);
  model.loadWeights(named);
  core.dispose(named);
  const shapes = { options: manifest.options, inputs: model.inputs, outputs: model.outputs };
  return doesNotBelong(manifest, shapes as never);
}

/**
 * Loads what `saveModel` saved: its folder says what it is. The outputs are those of the model that was
 * saved, to the bit on the same backend.
 *
 * @param folder that of the model
 * @throws ModelFileError when a file is missing, damaged or no model's, when the model is none of the
 *   library's, was saved by a newer version, or has weights of other shapes than its options make
 * @example
 * const { model, labels } = await loadModel('models/digits');
 * const scores = model.predict(x);
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const { folder: say } = messages().models;
  const path = folderPath(folder);
  const [manifest, weights] = await readTogether(path);
  const { id, task, gradus: savedBy } = manifest;
  if (!isModelId(id)) {
    const meant = nearest(id, modelIds) ?? modelIds.join(', ');
    throw new ModelFileError(say.unknownId({ path, id: id.slice(0, 80), meant }), path);
  }
  const belongings = belongingsOf(path, manifest);
  let model: LayersModel;
  try {
    model = buildModel(await modelSpec(id), manifest.options);
  } catch (cause) {
    const isOption = cause instanceof ModelOptionError || cause instanceof UnknownOptionError;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = isOption ? say.options({ path, reason }) : say.notBuilt({ path, id, reason });
    throw new ModelFileError(message, path, { cause });
  }
  const wrong = model instanceof tfl.LayersModel ? fill(model, manifest, weights) : say.none();
  if (wrong !== undefined) {
    model.dispose();
    throw new ModelFileError(say.doesNotFit({ path, id, reason: wrong }), path);
  }
  // Those too that the version which saved it did not know, with their defaults.
  const options = { ...originOf(model)?.options };
  return { model, id, task, options, savedBy, ...belongings };
}
