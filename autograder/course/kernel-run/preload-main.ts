/**
 * Loaded before the kernel in the process that `gradus run` starts, and nowhere else: it tells the
 * library of the run, and counts what the cells leave behind.
 *
 * A tensor is lost when nobody disposed it and nothing reaches it any more: no variable of the
 * notebook, no closure, no cache. Its memory comes back only when the kernel ends. That is asked once,
 * at the end, of the garbage collector itself, so what a variable or a model still holds is no loss.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { type CourseRun, courseRunKey } from '../../../src/runtime/course-run.js';

/** Holds the settings of the run as JSON; the cells do not see it. */
export const preloadVariable = 'GRADUS_KERNEL_RUN';

export interface PreloadSettings {
  /** The file into which the port is written at which the run asks. */
  port: string;
  maxSteps?: number;
}

/** What the preload says at the end. */
export interface ProbeAnswer {
  /** Tensors that were lost, by the cell that made them. */
  lost: Record<string, { tensors: number; bytes: number }>;
  backend?: { name: string; device: string };
}

interface TensorLike {
  id: number;
  dtype: string;
  size: number;
}
interface EngineLike {
  state: { registeredVariables: Record<string, TensorLike> };
  trackTensor(tensor: TensorLike, backend: unknown): void;
  disposeTensor(tensor: TensorLike): void;
}
interface Made {
  cell: string;
  bytes: number;
  ref: WeakRef<TensorLike>;
}

const bytesOf = ({ dtype, size }: TensorLike): number => size * (dtype === 'bool' ? 1 : 4);

/** Keeps a list of the tensors that are not disposed, each with its cell. */
function watchEngine(
  made: Map<TensorLike['id'], Made>,
  cell: () => string,
): () => EngineLike | undefined {
  let engine: EngineLike | undefined;
  // TensorFlow.js puts its one engine here when it is first asked for.
  Object.defineProperty(globalThis, '_tfengine', {
    configurable: true,
    enumerable: true,
    get: () => engine,
    set(value: EngineLike) {
      const track = value.trackTensor.bind(value);
      value.trackTensor = (tensor, backend) => {
        made.set(tensor.id, { cell: cell(), bytes: bytesOf(tensor), ref: new WeakRef(tensor) });
        track(tensor, backend);
      };
      const dispose = value.disposeTensor.bind(value);
      value.disposeTensor = (tensor) => {
        made.delete(tensor.id);
        dispose(tensor);
      };
      engine = value;
    },
  });
  return () => engine;
}

async function collect(): Promise<void> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('Expected node --expose-gc.');
  // What was looked at in a turn of the event loop stays alive until its end.
  for (let i = 0; i < 3; i++) {
    await setImmediate();
    gc();
  }
  await setImmediate();
}

function start(settings: PreloadSettings): void {
  const made = new Map<number, Made>();
  let cell = '';
  const engine = watchEngine(made, () => cell);
  let backend: ProbeAnswer['backend'];
  const run: CourseRun = {
    ...(settings.maxSteps !== undefined && { maxSteps: settings.maxSteps }),
    onBackend: (one) => {
      backend = one;
    },
  };
  Object.defineProperty(globalThis, courseRunKey, { value: run });

  const end = async (): Promise<ProbeAnswer> => {
    const state = engine()?.state;
    // The engine itself holds every variable by its name, those that nobody has any more, too.
    const variables = Object.entries(state?.registeredVariables ?? {}).map(
      ([name, variable]) => [name, new WeakRef(variable)] as const,
    );
    if (state !== undefined) state.registeredVariables = {};
    await collect();
    for (const [name, ref] of variables) {
      const variable = ref.deref();
      if (state !== undefined && variable !== undefined) state.registeredVariables[name] = variable;
    }
    const lost: ProbeAnswer['lost'] = {};
    for (const one of made.values()) {
      if (one.ref.deref() !== undefined) continue;
      lost[one.cell] ??= { tensors: 0, bytes: 0 };
      const sum = lost[one.cell] as { tensors: number; bytes: number };
      sum.tensors += 1;
      sum.bytes += one.bytes;
    }
    return { lost, ...(backend !== undefined && { backend }) };
  };

  const server = createServer((socket) => {
    socket.unref();
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).on('line', (line) => {
      const asked = JSON.parse(line) as { cell?: string };
      if (asked.cell !== undefined) cell = asked.cell;
      const answer = asked.cell === undefined ? end() : Promise.resolve({});
      answer.then(
        (value) => socket.end(`${JSON.stringify(value)}\n`),
        (error: unknown) => socket.destroy(error instanceof Error ? error : undefined),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) return;
    writeFileSync(`${settings.port}.new`, `${address.port}`);
    renameSync(`${settings.port}.new`, settings.port);
  });
  server.unref();
}

const given = process.env[preloadVariable];
delete process.env[preloadVariable];
if (given !== undefined) start(JSON.parse(given) as PreloadSettings);
