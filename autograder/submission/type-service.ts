/**
 * Type checking beside the judge: in a worker thread, with a time limit.
 *
 * Types can be made to compute without end; a checker that takes too long is dropped, and the
 * notebook then has no type diagnostics. No verdict depends on them.
 */
import { Worker } from 'node:worker_threads';
import type { Notebook } from './notebook.js';
import { parseCells } from './slice.js';
import { createTypeChecker, type TypeDiagnostic } from './type-check.js';

export interface TypeService {
  check(notebook: Notebook): Promise<TypeDiagnostic[]>;
  close(): Promise<void>;
}

const limitMs = 20_000;

/** Starts the service for notebooks that resolve modules from `root`. */
export function startTypeService(root: string): TypeService {
  // Node 20 runs no TypeScript: from sources (under vitest) the checker runs right here.
  if (import.meta.url.endsWith('.ts')) {
    const check = createTypeChecker(root);
    return { check: async (notebook) => check(parseCells(notebook)), close: async () => {} };
  }
  let worker: Worker | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  const ask = (notebook: Notebook): Promise<TypeDiagnostic[]> => {
    // Some verdicts wait for no diagnostics: what is still asked for then keeps no process alive.
    if (closed) return Promise.resolve([]);
    worker ??= new Worker(new URL('./type-worker.js', import.meta.url), { workerData: { root } });
    const current = worker;
    return new Promise((resolve) => {
      const done = (found: TypeDiagnostic[]): void => {
        clearTimeout(timer);
        current.off('message', done);
        current.off('error', drop);
        current.off('exit', drop);
        resolve(found);
      };
      const drop = (): void => {
        worker = undefined;
        void current.terminate();
        done([]);
      };
      const timer = setTimeout(drop, limitMs);
      current.once('message', done);
      current.once('error', drop);
      current.once('exit', drop);
      current.postMessage(notebook);
    });
  };

  return {
    check(notebook) {
      const answer = queue.then(() => ask(notebook));
      queue = answer;
      return answer;
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };
}
