/** The worker thread of the type service. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Notebook } from './notebook.js';
import { parseCells } from './slice.js';
import { createTypeChecker } from './type-check.js';

const check = createTypeChecker((workerData as { root: string }).root);

parentPort?.on('message', (notebooks: Notebook[]) => {
  parentPort?.postMessage(check(notebooks.map(parseCells)));
});
