/** Which TensorFlow.js backend runs: the fastest that works here, verified, and said aloud. */
import * as core from '@tensorflow/tfjs-core';
import { messages } from '../messages/index.js';
import { courseRun } from '../runtime/course-run.js';
import { BackendError } from './backend-error.js';
import { addComplexKernels } from './complex/complex-kernels.js';
import { moveComplexToCpu, storeComplexOnWasm } from './complex/complex-storage.js';
import { addHostKernels } from './host-kernels.js';
import { checkOptionNames } from './known-options.js';
import { withoutNewListeners } from './process-listeners.js';
import { repairKernels } from './repaired-kernels.js';

/** The backends of gradus, the most capable first. */
export const backendNames = ['tensorflow', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** The backend that runs. */
export interface Backend {
  readonly name: BackendName;
  readonly device: 'CPU' | 'GPU';
  /** Why this one, in a sentence. */
  readonly reason: string;
  /** The better ones that could not be had, each with its reason. */
  readonly rejected: readonly { name: BackendName; reason: string }[];
}

export interface UseBackendOptions {
  /** Only this one, or fail. Default: the environment's `GRADUS_BACKEND`, else the best there is. */
  backend?: BackendName;
  /** Print one line that says which backend runs and why. Default true. */
  printBackend?: boolean;
}

interface Loaded {
  device: 'CPU' | 'GPU';
  reason: string;
}

const prepared = new Set<BackendName>();

/** Kernels are wrapped once: a second wrapping would run each repair within itself. */
function once(name: BackendName, prepare: () => void): void {
  if (prepared.has(name)) return;
  prepared.add(name);
  prepare();
}

const loaders: Record<BackendName, () => Promise<Loaded>> = {
  async tensorflow() {
    const { loadNative } = await import('./native.js');
    const { device, version, note } = loadNative();
    addHostKernels('tensorflow');
    const { platform } = messages();
    return {
      device,
      reason: platform.tensorflowReason({ version, note: note === undefined ? '' : ` (${note})` }),
    };
  },
  async wasm() {
    await import('@tensorflow/tfjs-backend-wasm');
    once('wasm', () => {
      repairKernels('wasm');
      addHostKernels('wasm');
      addComplexKernels('wasm');
    });
    return { device: 'CPU', reason: messages().platform.wasmReason() };
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    once('cpu', () => {
      repairKernels('cpu');
      addComplexKernels('cpu');
      moveComplexToCpu();
    });
    return { device: 'CPU', reason: messages().platform.cpuReason() };
  },
};

function isBackendName(name: string): name is BackendName {
  return (backendNames as readonly string[]).includes(name);
}

/** What `useBackend` was given, as options. */
function optionsOf(given: unknown): UseBackendOptions {
  if (typeof given === 'string') return { backend: given as BackendName };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const known = backendNames.join(', ');
    throw new TypeError(messages().library.backend.argument({ known, given: String(given) }));
  }
  checkOptionNames('useBackend', given, ['backend', 'printBackend']);
  return given;
}

function wanted(options: UseBackendOptions): BackendName | undefined {
  const name = options.backend ?? process.env.GRADUS_BACKEND;
  if (name === undefined || (name === '' && options.backend === undefined)) return undefined;
  if (isBackendName(name)) return name;
  const where = options.backend === undefined ? 'GRADUS_BACKEND' : '`backend`';
  const known = backendNames.join(', ');
  throw new RangeError(messages().library.backend.name({ where, known, given: String(name) }));
}

/** `setBackend` can fail without a word and go on with another backend: so compute something. */
function verify(name: BackendName): void {
  const running = core.getBackend();
  if (running !== name) {
    throw new BackendError(name, `TensorFlow.js went on with \`${running}\` instead`);
  }
  const got = core.tidy(() => {
    const a = core.tensor2d([1, 2, 3, 4], [2, 2]);
    const b = core.tensor2d([5, 6, 7, 8], [2, 2]);
    return Array.from(core.matMul(a, b).dataSync());
  });
  if (got.join() !== '19,22,43,50') {
    throw new BackendError(name, `it computed [${got}] where [19,22,43,50] is right`);
  }
}

async function start(name: BackendName): Promise<Loaded> {
  try {
    const loaded = await loaders[name]();
    const ready = await withoutNewListeners(async () => {
      const isSet = await core.setBackend(name);
      await core.ready();
      return isSet;
    });
    if (!ready) throw new BackendError(name, 'it could not be initialised');
    if (name === 'wasm') storeComplexOnWasm();
    verify(name);
    return loaded;
  } catch (error) {
    if (error instanceof BackendError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackendError(name, reason.replace(/[.\s]+$/, ''), { cause: error });
  }
}

/** The backend that runs, in one line. */
export function describeBackend({ name, device, reason, rejected }: Backend): string {
  const { platform } = messages();
  return [
    platform.backend({ name, device, reason }),
    ...rejected.map((one) => platform.rejected(one)),
  ].join(' ');
}

/**
 * Chooses the TensorFlow.js backend: `tensorflow` (on the GPU if it is usable, else on the CPU),
 * then `wasm`, then `cpu`. Run it once, before the first tensor is made.
 *
 * @param backend the name of the only one to use, or options
 * @returns which one runs, on which device, and why
 * @throws BackendError when the backend that was asked for cannot be had
 * @throws RangeError when its name is unknown
 * @example
 * const backend = await useBackend(); // prints: Backend: tensorflow on the CPU …
 * await useBackend('wasm'); // this one, or an error
 */
export async function useBackend(backend: BackendName | UseBackendOptions = {}): Promise<Backend> {
  const options = optionsOf(backend);
  const only = wanted(options);
  const rejected: { name: BackendName; reason: string }[] = [];
  for (const name of only === undefined ? backendNames : [only]) {
    try {
      const running: Backend = { name, ...(await start(name)), rejected };
      courseRun?.onBackend?.({ name, device: running.device });
      if (options.printBackend ?? true) console.log(describeBackend(running));
      return running;
    } catch (error) {
      if (!(error instanceof BackendError) || only !== undefined) throw error;
      rejected.push({ name, reason: error.reason });
    }
  }
  throw new BackendError(
    'cpu',
    rejected.map(({ name, reason }) => `${name}: ${reason}`).join('; '),
  );
}
