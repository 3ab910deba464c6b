/**
 * The kernel's side of the parity run: a process that answers, for each notebook it is sent, with
 * the verdicts of `check`'s judge on what tslab made of the cells.
 *
 * The kernel's own compiler and executor run the cells, as in JupyterLab, without Jupyter around them.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCellBook } from '../../dist/src/notebook/kernel/cells.js';
import { watchedExecutor } from '../../dist/src/notebook/kernel/executor.js';
import { lowerFlag } from '../../dist/src/notebook/kernel/stop-flag.js';
import { loadTslab } from '../../dist/src/notebook/kernel/tslab-modules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gradus-parity-'));
mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
symlinkSync(join(root, 'dist/student'), join(folder, 'node_modules/gradus'), 'junction');
symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
process.chdir(folder);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// A warning in the notebook, and no more.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});

let count = 0;
lowerFlag();
const executor = watchedExecutor(loadTslab(), folder, openCellBook(), () => count);
console.log = () => {};

const check = (/** @type {string} */ exercise) => `
  const judge = await import('gradus/judge');
  const judged = await judge.checkExercise({
    exercise: '${exercise}', fn: ${exercise}, lesson: '02-a-network-from-scratch',
  });
  (globalThis as any).parity.push(...judged.results.map(({ id, verdict }) => [id, verdict]));`;

process.on('message', async (/** @type {import('./notebooks.mjs').ParityNotebook} */ notebook) => {
  /** @type {[string, string][]} */
  const verdicts = [];
  Reflect.set(globalThis, 'parity', verdicts);
  executor.reset();
  for (const source of [
    ...notebook.cells.map((cell) => cell.source),
    ...notebook.exercises.map(check),
  ]) {
    count += 1;
    await executor.execute(source).catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.send?.(Object.fromEntries(verdicts));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
