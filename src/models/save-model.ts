/** A model into a folder that holds all it needs. */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { replaceFile } from '../backend/files.js';
import { checkOptionNames } from '../backend/known-options.js';
import { ModelFileError } from '../backend/model-file-error.js';
import { messages } from '../messages/index.js';
import { hasLowRankChanges } from '../nn/layers/dense-within.js';
import { CannotSaveError } from '../nn/saving.js';
import type { LayersModel } from '../nn/tf.js';
import { makeFolder } from '../runtime/make-folder.js';
import type { Belongings } from './belongings.js';
import {
  FORMAT,
  MANIFEST,
  type Manifest,
  manifestSchema,
  misfit,
  readManifest,
} from './manifest.js';
import { type Origin, originOf } from './origin.js';
import { doesNotBelong, saveBelongings } from './saved-belongings.js';
import { unknownToTensorFlowJs } from './tensorflowjs-classes.js';

export interface SaveModelOptions extends Belongings {
  /** Whether a web page with TensorFlow.js alone must be able to load `model.json`. Default false. */
  readonly web?: boolean | undefined;
}

const OPTIONS = ['labels', 'vocabulary', 'tokenizer', 'scaler', 'web'];

/** The model's folder as an absolute path; `file://` before it is what `model.save` takes. */
export function folderPath(folder: string): string {
  if (typeof folder === 'string' && folder !== '') return resolve(folder.replace(/^file:\/\//, ''));
  throw new TypeError(messages().library.files.noPath({ given: String(folder) }));
}

async function artifactsOf(model: tfl.LayersModel): Promise<core.io.ModelArtifacts> {
  let saved: core.io.ModelArtifacts = {};
  await model.save(
    core.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: core.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  return saved;
}

/** Inputs or outputs as a manifest has them. */
function placesOf(
  places: readonly { readonly shape: readonly (number | null)[]; readonly dtype?: string }[],
): Manifest['inputs'] {
  return places.map(({ shape, dtype = 'float32' }) => ({ shape: [...shape], dtype }));
}

/** What TensorFlow.js reads. */
function modelJson(artifacts: core.io.ModelArtifacts, file: string): string {
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs: weights } = artifacts;
  const weightsManifest = [{ paths: [file], weights }];
  return JSON.stringify({ modelTopology, format, generatedBy, convertedBy, weightsManifest });
}

function describe(
  model: tfl.LayersModel,
  { spec, options }: Origin,
  { modelTopology, weightSpecs = [] }: core.io.ModelArtifacts,
  weights: Uint8Array,
): Manifest {
  const sha256 = createHash('sha256').update(weights).digest('hex');
  const { version } = createRequire(import.meta.url)('gradus/package.json') as { version: string };
  return {
    format: FORMAT,
    gradus: version,
    id: spec.id,
    task: spec.task,
    options: options as Manifest['options'],
    inputs: placesOf(model.inputs),
    outputs: placesOf(model.outputs),
    unknownToTensorFlowJs: unknownToTensorFlowJs(modelTopology),
    weights: {
      file: `weights-${sha256.slice(0, 16)}.bin`,
      bytes: weights.byteLength,
      sha256,
      tensors: weightSpecs.map(({ name, shape, dtype }) => ({ name, shape, dtype })) as never,
    },
  };
}

/** An hour, ms: whoever is saving into the same folder is done by then. */
const LEFT_BEHIND = 3_600_000;

/** Takes away what killed processes have left in the folder. */
async function removeLeftovers(folder: string, current: string): Promise<void> {
  // By the clock of the file system: the manifest was written just now.
  const { mtimeMs: now } = await stat(join(folder, MANIFEST));
  for (const name of await readdir(folder)) {
    const isOurs = /^(weights-[0-9a-f]{16}\.bin|(model|manifest)\.json)(\.\d+\.\d+\.tmp)?$/.test(
      name,
    );
    if (!isOurs || name === current || name === 'model.json' || name === MANIFEST) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > LEFT_BEHIND) await rm(path, { force: true });
  }
}

/**
 * Saves a model of the library with what belongs to it, so that `loadModel` finds all of it in the folder.
 *
 * `model.json` beside it has layers and weights as TensorFlow.js knows them: `tf.loadLayersModel` in a web
 * page reads it, unless the model has layers that only gradus knows, which the manifest lists. Each file is
 * put in place whole, the manifest last: a process that is killed leaves the model of before, or none. The
 * optimizer's state is not kept; `checkpoint` keeps it.
 *
 * @param model made by a function of the library, such as `cnn`, or loaded by `loadModel`
 * @param folder made where it is missing; a model in it is replaced
 * @throws CannotSaveError for another model, one with changes of `addLora` that are not merged, for labels, a vocabulary, a tokenizer or a scaler of another
 *   size, and with `web` for a model with layers that TensorFlow.js alone does not know
 * @throws ModelFileError when the folder cannot be written
 * @example
 * await saveModel(model, 'models/digits', { labels: digits.classes });
 * const { model: again, labels } = await loadModel('models/digits');
 */
export async function saveModel(
  model: LayersModel,
  folder: string,
  options: SaveModelOptions = {},
): Promise<void> {
  const { folder: say } = messages().models;
  const path = folderPath(folder);
  checkOptionNames('saveModel', options, OPTIONS);
  const origin = originOf(model);
  if (origin === undefined || !(model instanceof tfl.LayersModel)) {
    throw new CannotSaveError(say.notOurs({ model: String(Object(model).name) }));
  }
  // They would be lost: who loads it builds the model without them.
  if (hasLowRankChanges(model)) {
    throw new CannotSaveError(say.unmerged({ model: model.name }));
  }
  const artifacts = await artifactsOf(model);
  const weights = new Uint8Array(core.io.CompositeArrayBuffer.join(artifacts.weightData));
  const belongings = saveBelongings(options);
  const described = { ...describe(model, origin, artifacts, weights), ...belongings };
  const wrong = doesNotBelong(belongings, described);
  if (wrong !== undefined) throw new CannotSaveError(wrong);
  const { unknownToTensorFlowJs: unknown } = described;
  if (options.web === true && unknown.length > 0) {
    throw new CannotSaveError(say.notForTheWeb({ id: origin.spec.id, layers: unknown.join(', ') }));
  }
  // What a manifest cannot hold, such as a deviation of 0, is refused before anything is written.
  const { success, data: manifest, error } = manifestSchema.safeParse(described);
  if (!success) throw new CannotSaveError(say.cannotHold(misfit(error, described)));
  const before = await readManifest(path).catch(() => undefined);
  try {
    await makeFolder(path);
    await replaceFile(join(path, manifest.weights.file), weights);
    await replaceFile(join(path, 'model.json'), modelJson(artifacts, manifest.weights.file));
    await replaceFile(join(path, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
    // Another process may have put its own manifest in place by now, even that of before.
    const now = await readManifest(path);
    if (before !== undefined && before.weights.file !== now.weights.file) {
      await rm(join(path, before.weights.file), { force: true });
    }
    await removeLeftovers(path, now.weights.file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = messages().library.files.notWritten({ path, reason });
    throw new ModelFileError(message, path, { cause });
  }
}
