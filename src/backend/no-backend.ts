/** The backend that stands in until one is chosen: whatever is asked of it, it says what to do. */
import {
  Fill,
  KernelBackend,
  LinSpace,
  Range,
  registerBackend,
  registerKernel,
} from '@tensorflow/tfjs-core';

/** Its name is part of the message where TensorFlow.js looks for a kernel by backend. */
const NAME = 'none: run `await useBackend()` first';

/** An operation was run before a backend was chosen. */
export class NoBackendError extends Error {
  readonly code = 'no-backend';
  override readonly name = 'NoBackendError';
  constructor() {
    super(
      "No backend has been chosen yet. Run `await useBackend()` first (import { useBackend } from 'gradus').",
    );
  }
}

class NoBackend extends KernelBackend {
  override write(): never {
    throw new NoBackendError();
  }
  override numDataIds(): number {
    return 0;
  }
  override dispose(): void {}
}

/** Registers it below every real backend; safe to call twice. */
export function registerNoBackend(): void {
  if (!registerBackend(NAME, () => new NoBackend(), 0)) return;
  // Kernels that make a tensor from nothing never reach `write`.
  for (const kernelName of [Fill, LinSpace, Range]) {
    registerKernel({
      kernelName,
      backendName: NAME,
      kernelFunc() {
        throw new NoBackendError();
      },
    });
  }
}
