/** A model as a graph, for web pages with TensorFlow.js alone. */
import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { replaceFile } from '../backend/files.js';
import { ModelFileError } from '../backend/model-file-error.js';
import { createRng } from '../backend/random.js';
import { messages } from '../messages/index.js';
import { artifactsOf } from '../nn/graph-model/artifacts.js';
import { type BuiltGraph, type GraphInput, graphOf } from '../nn/graph-model/from-traces.js';
import { openSizes, triedShape } from '../nn/graph-model/sizes.js';
import { type Call, scoped, type Trace, trace } from '../nn/graph-model/trace.js';
import { CannotSaveError } from '../nn/saving.js';
import type { LayersModel } from '../nn/tf.js';
import { makeFolder } from '../runtime/make-folder.js';
import { MANIFEST } from './manifest.js';
import { folderPath } from './save-model.js';

/** Inputs of a run that nobody looks at: seeded numbers, and as integers 0 and 1. */
function tryInput(shape: number[], dtype: core.DataType): core.Tensor {
  const size = core.util.sizeFromShape(shape);
  if (dtype === 'float32') return core.tensor(createRng('graph').uniforms(size), shape);
  return core
    .tensor(
      Int32Array.from({ length: size }, (_, i) => i % 2),
      shape,
      'int32',
    )
    .cast(dtype);
}

const call = (model: tfl.LayersModel, inputs: core.Tensor[]): core.Tensor[] =>
  [model.call(inputs, { training: false })].flat();

/** The variables behind a model's weights, by the names that the weights have. */
function weightNames(model: tfl.LayersModel): Map<core.Variable, string> {
  const named = model.weights.map(
    (weight) => [weight.read() as core.Variable, weight.originalName] as const,
  );
  return new Map(named);
}

interface Built {
  readonly built: BuiltGraph;
  readonly inputs: readonly GraphInput[];
}

/**
 * Whether an input is used as integers alone: a layer of tfjs that looks up rows says of its input that
 * it is float32, and takes int32.
 */
function isOfIntegers({ calls }: Trace, index: number): boolean {
  const uses = calls.filter(({ inputs }) =>
    inputs.some(([, { source }]) => source.kind === 'input' && source.index === index),
  );
  const casts = ({ kernel, attributes }: Call): boolean =>
    kernel === 'Cast' && attributes.dtype === 'int32';
  return uses.length > 0 && uses.every(casts);
}

function build(model: tfl.LayersModel, declared: readonly GraphInput[]): Built {
  const open = openSizes(declared.map(({ shape }) => shape));
  const names = weightNames(model);
  const run = (inputs: readonly GraphInput[], which: 0 | 1): Trace =>
    scoped(() => {
      const given = inputs.map(({ shape, dtype }, i) =>
        tryInput(triedShape(open, shape, i, which), dtype),
      );
      return trace((x) => call(model, x), given, [...names.keys()]);
    });
  const first = run(declared, 0);
  const inputs = declared.map(
    (input, i): GraphInput => (isOfIntegers(first, i) ? { ...input, dtype: 'int32' } : input),
  );
  const isSame = inputs.every((input, i) => input === declared[i]);
  const traces = [isSame ? first : run(inputs, 0), run(inputs, 1)] as const;
  return { built: graphOf(traces, open, inputs, names), inputs };
}

const layerNames = (places: readonly tfl.SymbolicTensor[]): string[] =>
  places.map(({ sourceLayer }) => sourceLayer.name);

/** How far a graph may be from the model: sums in another order. */
const TOLERANCE = 1e-4;

/** The difference of two outputs over the size of the first. */
function gapOf(expected: core.Tensor, got: core.Tensor): number {
  if (String(got.shape) !== String(expected.shape)) return Number.POSITIVE_INFINITY;
  const size = (tensor: core.Tensor): number =>
    core.norm(tensor.cast('float32')).dataSync()[0] ?? 0;
  return size(core.sub(expected, got)) / (size(expected) + 1e-6);
}

/** @throws CannotSaveError when the graph predicts otherwise than the model, on one example */
async function check(
  model: tfl.LayersModel,
  inputs: readonly GraphInput[],
  artifacts: core.io.ModelArtifacts,
): Promise<void> {
  const { loadGraphModelSync } = await import('@tensorflow/tfjs-converter');
  const loaded = loadGraphModelSync(artifacts);
  try {
    const open = openSizes(inputs.map(({ shape }) => shape));
    const gap = scoped(() => {
      const given = inputs.map(({ shape, dtype }, i) => {
        const [, ...rest] = triedShape(open, shape, i, 0);
        return tryInput([1, ...rest], dtype);
      });
      const named = inputs.map(({ name }, i) => [name, given[i] as core.Tensor] as const);
      const got = [loaded.predict(Object.fromEntries(named))].flat() as core.Tensor[];
      return Math.max(
        ...call(model, given).map((tensor, i) => gapOf(tensor, got[i] as core.Tensor)),
      );
    });
    if (!(gap < TOLERANCE)) {
      throw new CannotSaveError(messages().models.graph.differs({ gap: gap.toExponential(1) }));
    }
  } finally {
    loaded.dispose();
  }
}

const WEIGHTS = /^weights-[0-9a-f]{16}\.bin$/;

/** The file of weights that a graph model in this folder has; undefined where there is none. */
async function weightsOf(folder: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(folder, 'model.json'), 'utf8');
    const { weightsManifest } = JSON.parse(text) as { weightsManifest: { paths: string[] }[] };
    const name = weightsManifest[0]?.paths[0];
    return name !== undefined && WEIGHTS.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

async function write(folder: string, artifacts: core.io.ModelArtifacts): Promise<void> {
  const { weightData, weightSpecs: weights, ...rest } = artifacts;
  const bytes = new Uint8Array(weightData as ArrayBuffer);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const file = `weights-${digest}.bin`;
  const before = await weightsOf(folder);
  try {
    await makeFolder(folder);
    await replaceFile(join(folder, file), bytes);
    const weightsManifest = [{ paths: [file], weights }];
    await replaceFile(join(folder, 'model.json'), JSON.stringify({ ...rest, weightsManifest }));
    if (before !== undefined && before !== file) await rm(join(folder, before), { force: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = messages().library.files.notWritten({ path: folder, reason });
    throw new ModelFileError(message, folder, { cause });
  }
}

/**
 * Saves a model as a graph: `model.json` and its weights, which `tf.loadGraphModel` of TensorFlow.js loads
 * in a web page, without gradus. Models with layers that gradus alone has can be saved so, too. The graph
 * takes batches of any size, and sequences of any length where the model does. It predicts; it cannot be
 * trained, and `loadModel` does not read it: keep the model by `saveModel` beside it.
 *
 * Inputs and outputs have the names of the model's input and output layers.
 *
 * @param model any model of layers; of the library's, all
 * @param folder made where it is missing, and of its own: none that `saveModel` wrote to. A graph model in
 *   it is replaced
 * @throws CannotSaveError for a model that no graph can hold, with the operation that is in the way:
 *   nothing is written then
 * @throws ModelFileError when the folder cannot be written
 * @example
 * await saveGraphModel(model, 'web/shakespeare');
 * // In the page: const model = await tf.loadGraphModel('shakespeare/model.json');
 * //              const logits = model.predict(tokens);
 */
export async function saveGraphModel(model: LayersModel, folder: string): Promise<void> {
  const { graph: say } = messages().models;
  const path = folderPath(folder);
  if (!(model instanceof tfl.LayersModel)) {
    throw new CannotSaveError(say.noModel({ given: String(Object(model).name ?? model) }));
  }
  if (!(model.inputs?.length > 0)) {
    const { saving } = messages().library;
    throw new CannotSaveError(saving.notBuilt({ model: model.name }));
  }
  if (await stat(join(path, MANIFEST)).catch(() => undefined)) {
    throw new CannotSaveError(say.ownFolder({ path }));
  }
  const declared = model.inputs.map(({ shape, dtype, sourceLayer }) => ({
    name: sourceLayer.name,
    shape,
    dtype,
  }));
  const { built, inputs } = build(model, declared);
  const artifacts = artifactsOf(built, {
    inputs: layerNames(model.inputs),
    outputs: layerNames(model.outputs),
  });
  await check(model, inputs, artifacts);
  await write(path, artifacts);
}
