/**
 * The parts of tslab 1.0.22 that the launcher puts together, with the types that it relies on.
 */
import { createRequire } from 'node:module';
import { createProgram } from './earlier-names.js';
import { withStandardLibrary } from './language.js';
import type { Diagnostic } from './report.js';
import type ts from './typescript.cjs';

export interface Converted {
  output?: string;
  /** Declarations for the next cell: its own and those before it. */
  declOutput?: string;
  diagnostics: Diagnostic[];
  hasToplevelAwait?: boolean;
  /** Files of the notebook's folder that were compiled along. */
  sideOutputs?: { path: string; data: string }[];
}

export interface Converter {
  convert(declarations: string, source: string): Converted;
  inspect(declarations: string, source: string, position: number): unknown;
  complete(declarations: string, source: string, position: number): unknown;
  close(): void;
}

export interface ConverterSet {
  readonly node: Converter;
  readonly browser: Converter;
  close(): void;
}

export interface Executor {
  execute(source: string): Promise<boolean>;
  interrupt(): void;
  /** What cells have declared. */
  locals: Record<string, unknown>;
  /** Forgets all of it. */
  reset(): void;
  close(): void;
}

export interface ExecutorConsole {
  log(...values: unknown[]): void;
  error(...values: unknown[]): void;
}

export interface ExecuteRequest {
  code: string;
  stop_on_error?: boolean;
}
export interface ExecuteReply {
  status: string;
  execution_count: number | undefined;
}
export type WriteStream = (name: string, text: string) => void;
export type WriteDisplay = (content: unknown, update: boolean) => void;

export interface JupyterHandler {
  execCount: number;
  execQueue: { reset(delay?: number): void };
  handleKernel(): object;
  handleExecute(
    request: ExecuteRequest,
    writeStream: WriteStream,
    writeDisplay: WriteDisplay,
  ): Promise<ExecuteReply>;
  createWriteToIopub(
    name: string,
    writeStream: WriteStream,
  ): (chunk: string | Uint8Array, encoding?: unknown) => boolean;
}

export interface Message {
  header: { msg_type: string };
  content: unknown;
  createReply(): Message;
  signAndSend(key: string, socket: unknown): void;
}

/** Options of zeromq.js: 0 is no limit on messages, and no waiting for their turn. */
export interface Socket {
  sendHighWaterMark?: number;
  sendTimeout?: number;
}

export interface Server {
  connInfo: { key: string };
  iopub: unknown;
  init(): Promise<void>;
  bindSocket(socket: Socket, port: number): Promise<void>;
  handleExecute(socket: unknown, message: Message): Promise<void>;
  handleCommInfoRequest(socket: unknown, message: Message): void;
  handleShutdown(socket: unknown, message: Message): void;
}

export interface TslabModules {
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  createExecutor(root: string, converters: ConverterSet, console: ExecutorConsole): Executor;
  JupyterHandlerImpl: new (executor: Executor, isJS: boolean) => JupyterHandler;
  ZmqServer: new (handler: JupyterHandler, configPath: string) => Server;
}

/**
 * Loads tslab from the nearest `node_modules` above this package.
 *
 * @throws Error that says how to install it, when it is not there
 */
export function loadTslab(): TslabModules {
  const require = createRequire(import.meta.url);
  try {
    return withOptions(require, () => ({
      ...(require('tslab/dist/converter.js') as Pick<TslabModules, 'createConverter'>),
      ...(require('tslab/dist/executor.js') as Pick<TslabModules, 'createExecutor'>),
      ...(require('tslab/dist/jupyter.js') as Pick<
        TslabModules,
        'JupyterHandlerImpl' | 'ZmqServer'
      >),
    }));
  } catch (cause) {
    throw new Error(
      'The notebook kernel needs tslab 1.0.22, which could not be loaded. Run `npm ci` in the folder of gradus.',
      { cause },
    );
  }
}

/**
 * Loads tslab with a compiler that reads a cell as a module, in which `await` waits at the top: tslab
 * forbids that and lets some of it pass again, by the error. Names of earlier cells are read right,
 * and the standard library is that of the grader.
 * Its options stand in its code, so the function that takes them is replaced while it loads.
 */
function withOptions<T>(require: NodeJS.Require, load: () => T): T {
  const cached = require.cache[require.resolve('@tslab/typescript-for-tslab')];
  if (cached === undefined) return load();
  const original = cached.exports as typeof ts;
  const createWatchCompilerHost = (
    files: unknown,
    options: ts.CompilerOptions,
    system: unknown,
    _createProgram: unknown,
    ...rest: never[]
  ): unknown =>
    Reflect.apply(original.createWatchCompilerHost as (...args: unknown[]) => unknown, original, [
      files,
      { ...options, disableTopLevelAwait: false, lib: withStandardLibrary(options.lib) },
      system,
      createProgram,
      ...rest,
    ]);
  cached.exports = Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(original),
      createWatchCompilerHost: { value: createWatchCompilerHost, enumerable: true },
    },
  );
  try {
    return load();
  } finally {
    cached.exports = original;
  }
}
