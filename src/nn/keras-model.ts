/** Models that Keras 3 wrote, in the words of Keras 2, which TensorFlow.js reads. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { ArgumentError, explainError } from '../backend/explain-error.js';
import type { Tf } from '../backend/tf.js';
import { messages } from '../messages/index.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A tensor in Keras 3 (`__keras_tensor__`) as `[layer, node, tensor]`. */
function historyOf(value: Json): Json[] | undefined {
  if (
    !isObject(value) ||
    value.class_name !== '__keras_tensor__' ||
    !isObject(value.config ?? null)
  ) {
    return undefined;
  }
  const { keras_history: history } = value.config as JsonObject;
  return Array.isArray(history) ? history : undefined;
}

/** All tensors in the arguments of a call, in their order. */
function tensorsIn(value: Json): Json[][] {
  const history = historyOf(value);
  if (history !== undefined) return [history];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  return isObject(value) ? Object.values(value).flatMap(tensorsIn) : [];
}

/** `[{ args, kwargs }]` → `[[[layer, node, tensor, {}], …]]`. */
function inboundNodes(nodes: Json): Json {
  if (!Array.isArray(nodes) || !nodes.every((node) => isObject(node) && 'args' in node))
    return nodes;
  return nodes.map((node) => tensorsIn((node as JsonObject).args ?? []).map((one) => [...one, {}]));
}

/** A model's inputs and outputs: Keras 3 writes one tensor without a list around it. */
function endpoints(value: Json): Json {
  return Array.isArray(value) && typeof value[0] === 'string' ? [value] : value;
}

/** A configuration with the fields of Keras 2. */
function translated(value: Json): Json {
  if (Array.isArray(value)) return value.map(translated);
  if (!isObject(value)) return value;
  // A type with its policy, such as { class_name: 'DTypePolicy', config: { name: 'float32' } }.
  if (value.class_name === 'DTypePolicy' && isObject(value.config ?? null)) {
    return (value.config as JsonObject).name ?? 'float32';
  }
  const result: JsonObject = {};
  for (const [key, one] of Object.entries(value)) {
    if (['module', 'registered_name', 'build_config', 'compile_config'].includes(key)) continue;
    if (key === 'batch_shape') result.batch_input_shape = one;
    else if (key === 'inbound_nodes') result[key] = translated(inboundNodes(one));
    else if (key === 'input_layers' || key === 'output_layers') result[key] = endpoints(one);
    else result[key] = translated(one);
  }
  return result;
}

/** Whether Keras 3 wrote it. */
function isKeras3(topology: Json): boolean {
  return /"(batch_shape|__keras_tensor__|registered_name)"/.test(JSON.stringify(topology));
}

/** What a saved model names as its artifacts, with a topology that TensorFlow.js reads. */
function readable(artifacts: core.io.ModelArtifacts): core.io.ModelArtifacts {
  const topology = artifacts.modelTopology as Json;
  if (topology instanceof ArrayBuffer || !isObject(topology) || !isKeras3(topology))
    return artifacts;
  return { ...artifacts, modelTopology: translated(topology) as object };
}

const WHERE = 'tf.loadLayersModel';

type Source = Parameters<typeof tfl.loadLayersModel>[0];

async function loadLayersModel(
  source: Source,
  options?: Parameters<typeof tfl.loadLayersModel>[1],
): Promise<tfl.LayersModel> {
  try {
    const handlers =
      typeof source === 'string' ? core.io.getLoadHandlers(source, options) : undefined;
    const handler = (handlers?.[0] ?? source) as core.io.IOHandler | undefined;
    if (typeof handler?.load !== 'function') return await tfl.loadLayersModel(source, options);
    const { load } = handler;
    const reading: core.io.IOHandler = {
      load: async () => readable(await load.call(handler)),
    };
    return await tfl.loadLayersModel(reading, options);
  } catch (error) {
    const { loading } = messages().library;
    const text = error instanceof Error ? error.message : String(error);
    const layer = /Unknown layer: (\S+?)\./.exec(text)?.[1];
    if (layer !== undefined) throw new ArgumentError(loading.unknownLayer({ layer }), WHERE, error);
    if (/Failed to parse URL|fetch failed/.test(text)) {
      throw new ArgumentError(loading.noUrl({ given: String(source) }), WHERE, error);
    }
    throw explainError(error, WHERE, [source]);
  }
}

/** Puts it in as `tf.loadLayersModel`. */
export function loadKerasModels(tf: Tf): void {
  Object.assign(tf, { loadLayersModel });
}
