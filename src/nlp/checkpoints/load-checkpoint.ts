/** Models that others trained, from the files that Hugging Face's `transformers` saves. */
import { join } from 'node:path';
import type * as tfl from '@tensorflow/tfjs-layers';
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { gpt } from '../../models/nlp/gpt.js';
import { type Layer, type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { gptParts } from '../next-logits.js';
import { configOf } from './checkpoint-config.js';
import { CheckpointError } from './checkpoint-error.js';
import { type CheckpointWeights, openWeights, readJsonFile } from './checkpoint-weights.js';
import { type GptWeightSources, type WeightSource, weightSources } from './layer-weights.js';

export interface LoadCheckpointOptions {
  /** How many tokens the model is to see at most, from 1 to those it was trained with. Default: as many. */
  context?: number;
}

async function readWeight(weights: CheckpointWeights, source: WeightSource): Promise<Tensor> {
  const { parts, transposed = false, rows, zeros } = source;
  if (zeros !== undefined) return tf.zeros([zeros]);
  const read: Float32Array[] = [];
  for (const { name, shape } of parts) read.push(await weights.read(name, shape));
  return tf.tidy(() => {
    const tensors = read.map((values, i) => tf.tensor(values, [...(parts[i]?.shape ?? [])]));
    const whole = tensors.length === 1 ? (tensors[0] as Tensor) : tf.concat(tensors, 0);
    if (rows !== undefined) return tf.slice(whole, [0, 0], [rows, -1]);
    return transposed ? tf.transpose(whole) : whole;
  });
}

/** Before a model is made: its configuration may claim any sizes, the file's are those of its bytes. */
function checkWeights(weights: CheckpointWeights, sources: GptWeightSources, layers: number): void {
  const check = (all: readonly WeightSource[]): void => {
    for (const { name, shape } of all.flatMap(({ parts }) => parts)) weights.check(name, shape);
  };
  check(sources.embedding);
  for (let i = 0; i < layers; i++) check(sources.block(i));
  check([...sources.norm, ...sources.head]);
}

async function fillLayer(
  layer: Layer | tfl.layers.Layer,
  weights: CheckpointWeights,
  sources: readonly WeightSource[],
): Promise<void> {
  const tensors: Tensor[] = [];
  try {
    for (const source of sources) tensors.push(await readWeight(weights, source));
    (layer as Layer).setWeights(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

/**
 * Loads a GPT-2 or a Llama from a folder, as a `gpt` with the logits that PyTorch's model has.
 *
 * The folder has `config.json` (`model_type` `gpt2` or `llama`), and `model.safetensors` or the files that
 * `model.safetensors.index.json` names; weights are F32, F16 or BF16, and float32 in the model. Nothing is
 * downloaded and nothing in the folder is run. Where some dense layers have biases and others have none, those of
 * the others are there too, and 0. Its `tokenizer.json` is read by `loadTokenizer`.
 *
 * @param folder that `save_pretrained` wrote, or that was copied from a hub
 * @throws CheckpointError when a file is missing, broken or hostile, or describes what the library does not run,
 *   such as turns (RoPE) that are stretched; RangeError for a `context` out of range
 * @example
 * const model = await loadCheckpoint('checkpoints/gpt2');
 * const tokenizer = await loadTokenizer('checkpoints/gpt2/tokenizer.json');
 * const text = await generateText(model, tokenizer, 'The capital of France is', { maxTokens: 8 });
 */
export async function loadCheckpoint(
  folder: string,
  options: LoadCheckpointOptions = {},
): Promise<LayersModel> {
  const path = join(folder, 'config.json');
  const config = configOf(await readJsonFile(path), path);
  const { context: most } = config.options;
  const { context = most } = options;
  const { checkpoint } = messages().nlp;
  if (!Number.isInteger(context) || context < 1 || context > most) {
    throw new RangeError(checkpoint.context({ most, given: shown(context) }));
  }
  const weights = await openWeights(folder);
  let model: LayersModel | undefined;
  try {
    const sources = weightSources(config, weights, context);
    checkWeights(weights, sources, config.options.layers);
    model = gpt({ ...config.options, context });
    const { embedding, blocks, norm, head } = gptParts(model);
    await fillLayer(embedding, weights, sources.embedding);
    for (const [i, block] of blocks.entries()) {
      await fillLayer(block, weights, sources.block(i));
    }
    await fillLayer(norm, weights, sources.norm);
    if (sources.head.length > 0) await fillLayer(head, weights, sources.head);
    return model;
  } catch (cause) {
    model?.dispose();
    if (cause instanceof CheckpointError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CheckpointError(checkpoint.notBuilt({ path, reason }), path, { cause });
  } finally {
    await weights.close();
  }
}
