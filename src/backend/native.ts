/** The `tensorflow` backend: TensorFlow's C library through the tfjs-node-gpu binding. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import { BackendError } from './backend-error.js';
import { bindingRequire, packageHint, setupHint } from './binding-package.js';
import { improveGradients } from './gradients/index.js';
import { addMissingGradients } from './gradients/missing.js';
import { improveNativeKernels } from './native-kernels.js';
import { restoreNodeUtil } from './node-util.js';
import { skippingUnionPackage } from './skip-union-package.js';
import { explainTensorFlowError, type OpAttribute, type OpInput } from './tensorflow-error.js';

/** What gradus uses of the backend object that tfjs-node-gpu registers. */
interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: OpInput[]): unknown;
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: OpInput[],
    outputs: number,
  ): unknown;
}

function isNativeBackend(value: unknown): value is NativeBackend {
  return typeof value === 'object' && value !== null && 'executeSingleOutput' in value;
}

/** What the set-up found when it tried the binding on this machine. */
interface DeviceNote {
  gpu: boolean;
  reason?: string;
  /** TensorFlow's C library. */
  library?: string;
}

/** The folder of the compiled binding, whether or not it is there. */
function bindingFolder(): string {
  let manifest: string;
  try {
    manifest = bindingRequire.resolve('@tensorflow/tfjs-node-gpu/package.json');
  } catch (cause) {
    throw new BackendError(
      'tensorflow',
      `the package @tensorflow/tfjs-node-gpu is not installed: ${packageHint}`,
      { cause },
    );
  }
  return join(dirname(manifest), 'lib', 'napi-v8');
}

function readNote(folder: string): DeviceNote {
  try {
    return JSON.parse(readFileSync(join(folder, 'device.json'), 'utf8')) as DeviceNote;
  } catch {
    return { gpu: true };
  }
}

/** What the set-up compiled beside the binding. */
interface Loader {
  mute(): void;
  restore(): void;
  preload(library: string): void;
}

/**
 * Loads the binding's package, with TensorFlow's library on its way in another thread meanwhile,
 * and with stderr muted: the library logs from its static initialisers.
 */
function loadPackage(folder: string, library: string | undefined): void {
  const file = join(folder, 'load_tensorflow.node');
  const loader = existsSync(file) ? (bindingRequire(file) as Loader) : undefined;
  const quiet = !(Number(process.env.TF_CPP_MIN_LOG_LEVEL) < 3);
  if (quiet) loader?.mute();
  try {
    if (library !== undefined) loader?.preload(library);
    skippingUnionPackage(() => bindingRequire('@tensorflow/tfjs-node-gpu'));
  } finally {
    if (quiet) loader?.restore();
  }
}

function explainErrors(backend: NativeBackend): void {
  const { executeSingleOutput, executeMultipleOutputs } = backend;
  backend.executeSingleOutput = (name, attributes, inputs) => {
    try {
      return executeSingleOutput.call(backend, name, attributes, inputs);
    } catch (error) {
      throw explainTensorFlowError(error, { name, attributes, inputs });
    }
  };
  backend.executeMultipleOutputs = (name, attributes, inputs, outputs) => {
    try {
      return executeMultipleOutputs.call(backend, name, attributes, inputs, outputs);
    } catch (error) {
      throw explainTensorFlowError(error, { name, attributes, inputs });
    }
  };
}

let explained: NativeBackend | undefined;

/**
 * Registers the `tensorflow` backend and makes it the current one.
 *
 * @returns the device that computes, and why it is that one
 * @throws BackendError when the binding is not built or does not load
 */
export function loadNative(): { device: 'GPU' | 'CPU'; version: string; note?: string } {
  const folder = bindingFolder();
  if (!existsSync(join(folder, 'tfjs_binding.node'))) {
    throw new BackendError('tensorflow', `its binding is not built: ${setupHint}`);
  }
  restoreNodeUtil();
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  // TensorFlow takes oneDNN by itself only where the CPU has AVX-512. With AVX2 its convolutions are up
  // to twice as fast too; two gradients are wrong there, see native-convolutions.ts.
  if (process.arch === 'x64') process.env.TF_ENABLE_ONEDNN_OPTS ??= '1';
  const note = readNote(folder);
  if (!note.gpu) process.env.CUDA_VISIBLE_DEVICES ??= '-1';
  try {
    loadPackage(folder, note.library);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BackendError('tensorflow', `its binding does not load (${message}): ${setupHint}`, {
      cause,
    });
  }
  const backend: unknown = core.findBackend('tensorflow');
  if (!isNativeBackend(backend)) {
    throw new BackendError('tensorflow', 'tfjs-node-gpu registered no backend');
  }
  if (explained !== backend) {
    explainErrors(backend);
    improveNativeKernels();
    addMissingGradients();
    improveGradients();
  }
  explained = backend;
  return {
    device: backend.isUsingGpuDevice ? 'GPU' : 'CPU',
    version: backend.binding.TF_Version,
    ...(note.reason !== undefined && { note: note.reason }),
  };
}
