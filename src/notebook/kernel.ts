/**
 * The kernel's launcher: `node kernel.js --config-path <connection file>`.
 *
 * It puts tslab's own parts together instead of starting tslab's `main`, so that an error names the
 * student's cell and line. A kernel that was started by tslab itself works too, only without that.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { messages } from '../messages/index.js';
import { isInterrupt } from '../runtime/interrupt.js';
import { surviveUncaught } from '../runtime/uncaught.js';
import { openCellBook } from './kernel/cells.js';
import { watchedExecutor } from './kernel/executor.js';
import { stoppable } from './kernel/instrument.js';
import { readManifestsForTypes } from './kernel/package-types.js';
import { printAsyncPlainly } from './kernel/plain-inspect.js';
import { quietProcess, quietStreams } from './kernel/quiet.js';
import { describeError } from './kernel/report.js';
import { holdAll, honourStopOnError, mendProtocol, reportErrors } from './kernel/server.js';
import { stopButton } from './kernel/stop.js';
import { type JupyterHandler, loadTslab } from './kernel/tslab-modules.js';

/** Frames of the library stand above the student's; the default of 10 would cut theirs off. */
const stackDepth = 60;

/** Starts the kernel and serves until Jupyter ends it. */
export function startKernel(configPath: string): void {
  quietProcess();
  Error.stackTraceLimit = stackDepth;
  printAsyncPlainly();
  readManifestsForTypes();
  const tslab = loadTslab();
  const cells = openCellBook();
  // The handler counts a cell before it runs it.
  let handler: JupyterHandler | undefined;
  const count = (): number => handler?.execCount ?? 0;
  const executor = watchedExecutor(tslab, process.cwd(), cells, count);
  handler = new tslab.JupyterHandlerImpl(executor, false);
  const server = new tslab.ZmqServer(handler, configPath);
  holdAll(server);
  honourStopOnError(handler);
  quietStreams(handler);
  mendProtocol(server, handler);
  reportErrors(server, handler, executor.lastError);

  const button = stopButton(cells, (current) => executor.interrupt(current));
  cells.limited = button.limited;
  cells.stoppable = stoppable;
  const late = (error: unknown): void => {
    // Code that went on behind a stopped cell has ended.
    if (isInterrupt(error)) return;
    const { text } = describeError(error, cells.frames);
    console.error(messages().notebook.errors.late({ text }));
  };
  surviveUncaught(late);
  server.init().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}

function main(): void {
  const { values } = parseArgs({
    options: { 'config-path': { type: 'string' } },
    strict: false,
  });
  const configPath = values['config-path'];
  if (typeof configPath !== 'string') {
    console.error('Expected --config-path <connection file>, as Jupyter gives it.');
    process.exit(2);
  }
  startKernel(configPath);
}

main();
