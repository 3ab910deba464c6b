import type { Params } from '../params.js';

/** The machine below: which backend runs. */
export const platform = {
  backend: (p: Params) => `Backend: ${p.name} on the ${p.device}. ${p.reason}`,
  rejected: (p: Params) => `Not \`${p.name}\`: ${p.reason}.`,
  tensorflowReason: (p: Params) => `TensorFlow ${p.version} with its native kernels${p.note}.`,
  wasmReason: () => 'WebAssembly with SIMD, on one thread.',
  cpuReason: () => 'Plain JavaScript: right, but slow.',
};
