/**
 * Models in files, on every backend: `model.save('file://…')` and `tf.loadLayersModel('file://…')`,
 * in the form that tfjs-node has on TensorFlow alone: `model.json` with `weights.bin` beside it.
 */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import { messages } from '../messages/index.js';
import { makeFolder } from '../runtime/make-folder.js';
import { ModelFileError } from './model-file-error.js';

const SCHEME = 'file://';
const TOPOLOGY = 'model.json';
const WEIGHTS = 'weights.bin';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** So that two saves at once do not write one draft. */
let drafts = 0;

/** Whole or not at all: a save that is cut off leaves what was there before. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  drafts += 1;
  const draft = `${path}.${process.pid}.${drafts}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
}

/** Reads and writes a model's folder. */
class ModelFolder implements core.io.IOHandler {
  constructor(private readonly path: string) {}

  async save(artifacts: core.io.ModelArtifacts): Promise<core.io.SaveResult> {
    const { weightSpecs, weightData, modelTopology, ...rest } = artifacts;
    if (modelTopology instanceof ArrayBuffer) {
      throw new ModelFileError(messages().library.files.binary({ path: this.path }), this.path);
    }
    try {
      await makeFolder(this.path);
      await replaceFile(
        join(this.path, WEIGHTS),
        new Uint8Array(core.io.CompositeArrayBuffer.join(weightData)),
      );
      const { format, generatedBy, convertedBy } = rest;
      const { trainingConfig, signature, userDefinedMetadata } = rest;
      const model = {
        modelTopology,
        weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }],
        format,
        generatedBy,
        convertedBy,
        ...(trainingConfig != null && { trainingConfig }),
        ...(signature != null && { signature }),
        ...(userDefinedMetadata != null && { userDefinedMetadata }),
      };
      await replaceFile(join(this.path, TOPOLOGY), JSON.stringify(model));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ModelFileError(
        messages().library.files.notWritten({ path: this.path, reason }),
        this.path,
        { cause },
      );
    }
    return { modelArtifactsInfo: core.io.getModelArtifactsInfoForJSON(artifacts) };
  }

  async load(): Promise<core.io.ModelArtifacts> {
    const { files } = messages().library;
    let path = this.path;
    const found = await stat(path).catch(() => undefined);
    // The folder that `save` was given names the model as well as the file in it.
    if (found?.isDirectory()) path = join(path, TOPOLOGY);
    const text = await this.read(path, files.noModel);
    let model: core.io.ModelJSON;
    try {
      model = JSON.parse(text.toString('utf8').replace(/^\uFEFF/, '')) as core.io.ModelJSON;
    } catch (cause) {
      throw new ModelFileError(files.notJson({ path }), path, { cause });
    }
    if (typeof model !== 'object' || model === null || !('modelTopology' in model)) {
      throw new ModelFileError(files.notModel({ path }), path);
    }
    return core.io.getModelArtifactsForJSON(model, (manifest) => this.weights(manifest, path));
  }

  private async weights(
    manifest: core.io.WeightsManifestConfig,
    model: string,
  ): Promise<[core.io.WeightsManifestEntry[], ArrayBuffer]> {
    const { files } = messages().library;
    const folder = dirname(model);
    const specs = manifest.flatMap(({ weights }) => weights);
    const parts: Buffer[] = [];
    for (const name of manifest.flatMap(({ paths }) => paths)) {
      const path = resolve(folder, name);
      // A model of someone else's must not read other files of this machine.
      if (!path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
        throw new ModelFileError(files.outside({ path: model, name }), model);
      }
      parts.push(await this.read(path, files.noWeights));
    }
    const all = Buffer.concat(parts);
    const needed = sizeOf(specs);
    if (needed !== undefined && all.byteLength < needed) {
      throw new ModelFileError(
        files.cutOff({ path: folder, bytes: all.byteLength, needed }),
        folder,
      );
    }
    return [specs, new Uint8Array(all).buffer];
  }

  private async read(path: string, absent: (p: { path: string }) => string): Promise<Buffer> {
    try {
      return await readFile(path);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = isMissing(cause)
        ? absent({ path })
        : messages().library.files.notRead({ path, reason });
      throw new ModelFileError(message, path, { cause });
    }
  }
}

/** The bytes of weights as they are; undefined where some are text or packed. */
function sizeOf(specs: readonly core.io.WeightsManifestEntry[]): number | undefined {
  if (specs.some(({ dtype, quantization }) => dtype === 'string' || quantization)) return undefined;
  return specs.reduce(
    (sum, { shape, dtype }) =>
      sum + core.util.sizeFromShape(shape) * core.util.bytesPerElement(dtype as core.DataType),
    0,
  );
}

/**
 * A model's folder, for `model.save` and `tf.loadLayersModel`.
 *
 * @param path the folder, or to load from it, `model.json` in it; relative to the working directory
 * @example
 * await model.save(tf.io.fileSystem('models/digits'));
 */
export function fileSystem(path: string): core.io.IOHandler {
  if (typeof path !== 'string' || path === '') {
    throw new TypeError(messages().library.files.noPath({ given: String(path) }));
  }
  // As a URL a path of Windows begins with a slash: file:///C:/models.
  const local = process.platform === 'win32' ? path.replace(/^\/(?=[A-Za-z]:)/, '') : path;
  return new ModelFolder(resolve(local));
}

type Router = Parameters<typeof core.io.registerLoadRouter>[0];

/** Null passes the URL on to another handler, which tfjs's type does not say. */
const router = ((url: string | string[]): core.io.IOHandler | null => {
  // TensorFlow.js gives a list for a graph in two files, or for one URL in a list.
  const [only, ...more] = Array.isArray(url) ? url : [url];
  if (only === undefined || more.length > 0 || !only.startsWith(SCHEME)) return null;
  return fileSystem(only.slice(SCHEME.length));
}) as Router;

let registered = false;

/** Makes `file://` known to TensorFlow.js; safe to call twice. */
export function registerFiles(): void {
  if (registered) return;
  registered = true;
  core.io.registerSaveRouter(router);
  core.io.registerLoadRouter(router);
}
