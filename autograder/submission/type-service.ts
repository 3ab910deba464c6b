/**
 * Type checking beside the judge: in a worker thread, with a time limit.
 *
 * What is asked while the worker is busy is checked together afterwards, at a quarter of the cost.
 * Types can be made to compute without end: when a batch takes too long, each of its notebooks is
 * checked alone, and one that still takes too long has no diagnostics: undefined.
 */
import { Worker } from 'node:worker_threads';
import type { Notebook } from './notebook.js';
import { parseCells } from './slice.js';
import { createTypeChecker, type TypeDiagnostic } from './type-check.js';

export interface TypeService {
  /** Undefined when the types could not be checked in time. */
  check(notebook: Notebook): Promise<TypeDiagnostic[] | undefined>;
  close(): Promise<void>;
}

/** What the service needs of a worker. */
export interface CheckingWorker {
  postMessage(notebooks: Notebook[]): void;
  once(event: 'message', listener: (found: TypeDiagnostic[][]) => void): unknown;
  once(event: 'error', listener: () => void): unknown;
  off(event: 'message', listener: (found: TypeDiagnostic[][]) => void): unknown;
  off(event: 'error', listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

export interface TypeServiceOptions {
  /** Longest time of one batch, in ms. Default 20 s. */
  limitMs?: number;
  /** Most notebooks of one batch. Default 16. */
  batchSize?: number;
  /** Makes the worker. */
  start?: () => CheckingWorker;
}

interface Asked {
  notebook: Notebook;
  resolve: (found: TypeDiagnostic[] | undefined) => void;
}

/** Starts the service for notebooks that resolve modules from `root`. */
export function startTypeService(root: string, options: TypeServiceOptions = {}): TypeService {
  // Node 20 runs no TypeScript: from sources (under vitest) the checker runs right here.
  if (options.start === undefined && import.meta.url.endsWith('.ts')) {
    const check = createTypeChecker(root);
    return {
      check: async (notebook) => check([parseCells(notebook)])[0] ?? [],
      close: async () => {},
    };
  }
  const {
    limitMs = 20_000,
    batchSize = 16,
    start = (): CheckingWorker =>
      new Worker(new URL('./type-worker.js', import.meta.url), { workerData: { root } }),
  } = options;
  let worker: CheckingWorker | undefined;
  let waiting: Asked[] = [];
  let isWorking = false;
  let isClosed = false;
  /** Ends the batch at hand without an answer. */
  let stop = (): void => {};

  /** The diagnostics of each; undefined when the worker failed or took too long. */
  const ask = (notebooks: Notebook[]): Promise<TypeDiagnostic[][] | undefined> => {
    if (isClosed) return Promise.resolve(undefined);
    worker ??= start();
    const current = worker;
    return new Promise((resolve) => {
      const done = (found: TypeDiagnostic[][]): void => {
        clearTimeout(timer);
        current.off('error', drop);
        resolve(found);
      };
      const drop = (): void => {
        clearTimeout(timer);
        current.off('message', done);
        worker = undefined;
        void current.terminate();
        resolve(undefined);
      };
      const timer = setTimeout(drop, limitMs);
      stop = drop;
      current.once('message', done);
      current.once('error', drop);
      current.postMessage(notebooks);
    });
  };

  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      const found = await ask(batch.map(({ notebook }) => notebook));
      for (const [i, { notebook, resolve }] of batch.entries()) {
        const alone = found === undefined && batch.length > 1 ? await ask([notebook]) : undefined;
        resolve(found?.[i] ?? alone?.[0]);
      }
    }
    isWorking = false;
  };

  return {
    check(notebook) {
      return new Promise((resolve) => {
        waiting.push({ notebook, resolve });
        // What else is asked in this turn goes into the same batch.
        queueMicrotask(() => void work());
      });
    },
    async close() {
      // Some verdicts wait for no diagnostics: what is still asked for then keeps no process alive.
      isClosed = true;
      const last = worker;
      stop();
      await last?.terminate();
    },
  };
}
