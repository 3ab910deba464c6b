/** A graph loaded into TensorFlow, with the variables that live in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, TensorMetadata } from './native-backend.js';
import { encodeSavedModel, type GraphFunction, type GraphNode, SERVE } from './saved-model.js';

export interface Session {
  /** Feeds tensors by name, gives what is fetched; names are joined by commas (`in0:0,in1:0`). */
  run(ids: readonly number[], feeds: string, fetches: string): TensorMetadata[];
  close(): void;
}

/**
 * Loads a graph. TensorFlow takes it from a folder, which is removed at once.
 *
 * @throws Error when TensorFlow refuses the graph
 */
export function openSession(
  binding: Binding,
  nodes: readonly GraphNode[],
  functions: readonly GraphFunction[] = [],
): Session {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-graph-'));
  let id: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(nodes, functions));
    id = binding.loadSavedModel(folder, SERVE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    run: (ids, feeds, fetches) => binding.runSavedModel(id, ids, feeds, fetches),
    close: () => binding.deleteSavedModel(id),
  };
}
