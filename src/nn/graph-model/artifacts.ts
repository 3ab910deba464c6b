/** A built graph as what TensorFlow.js reads and writes. */
import { createRequire } from 'node:module';
import type * as core from '@tensorflow/tfjs-core';
import type { BuiltGraph, Place } from './from-traces.js';
import { shapeOf, typeName, type Weight } from './graph.js';

type Named = Readonly<Record<string, { name: string; dtype: string; tensorShape: object }>>;

/** What goes in or comes out, by the names that the layers have. */
function signature(names: readonly string[], places: readonly Place[]): Named {
  const used = new Map<string, number>();
  return Object.fromEntries(
    places.map(({ node, shape, dtype }, i) => {
      const name = names[i] ?? `output_${i}`;
      const before = used.get(name) ?? 0;
      used.set(name, before + 1);
      const tensor = { name: `${node}:0`, dtype: typeName(dtype), tensorShape: shapeOf(shape) };
      return [before === 0 ? name : `${name}_${before}`, tensor];
    }),
  );
}

function bytesOf(weights: readonly Weight[]): Uint8Array {
  const parts = weights.map(({ values, dtype }) => {
    const typed = dtype === 'bool' ? Uint8Array.from(values) : values;
    return Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength);
  });
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * The model of a graph.
 *
 * @param names how inputs and outputs are called by whoever uses it
 */
export function artifactsOf(
  { graph, inputs, outputs }: BuiltGraph,
  names: { readonly inputs: readonly string[]; readonly outputs: readonly string[] },
): core.io.ModelArtifacts {
  const { version } = createRequire(import.meta.url)('gradus/package.json') as { version: string };
  return {
    format: 'graph-model',
    generatedBy: `gradus ${version}`,
    convertedBy: null,
    // The lowest version of graphs with these operations; TensorFlow.js does not look at it.
    modelTopology: { node: graph.nodes, library: {}, versions: { producer: 987, minConsumer: 12 } },
    signature: {
      inputs: signature(names.inputs, inputs),
      outputs: signature(names.outputs, outputs),
    },
    weightSpecs: graph.weights.map(({ name, shape, dtype }) => ({
      name,
      shape: [...shape],
      dtype,
    })),
    weightData: bytesOf(graph.weights).buffer as ArrayBuffer,
  };
}
