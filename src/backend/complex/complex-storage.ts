/** How complex tensors lie in the backends: interleaved in wasm, two tensors on cpu. */
import * as core from '@tensorflow/tfjs-core';
import { registerMissing } from './complex-kernels.js';

/** What is used and replaced of tfjs's wasm backend. */
interface WasmBackend extends core.KernelBackend {
  readonly dataIdMap: {
    get(dataId: object): { readonly dtype: core.DataType; shape: number[]; memoryOffset: number };
  };
  readonly wasm: { readonly HEAPU8: Uint8Array };
}

/** Replaced on the backend's class, once. */
const patched = new WeakSet<object>();

/** Keeps complex tensors in wasm's memory: real, imaginary, real, imaginary … */
export function storeComplexOnWasm(): void {
  const backend = core.findBackend('wasm') as WasmBackend;
  const prototype = Object.getPrototypeOf(backend) as WasmBackend;
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const { readSync } = prototype;
  prototype.readSync = function (this: WasmBackend, dataId, ...range) {
    const { dtype, shape, memoryOffset } = this.dataIdMap.get(dataId);
    if (dtype !== 'complex64') return readSync.call(this, dataId, ...range);
    const bytes = 8 * core.util.sizeFromShape(shape);
    return new Float32Array(this.wasm.HEAPU8.slice(memoryOffset, memoryOffset + bytes).buffer);
  };
  registerMissing('Complex', ({ inputs }) => {
    const { real, imag } = inputs as Record<'real' | 'imag', core.TensorInfo>;
    const [re, im] = [real, imag].map(({ dataId }) => core.backend().readSync(dataId)) as [
      Float32Array,
      Float32Array,
    ];
    return written(core.backend_util.mergeRealAndImagArrays(re, im), real.shape, 'complex64');
  });
  for (const part of ['real', 'imag'] as const) {
    registerMissing(part === 'real' ? 'Real' : 'Imag', ({ inputs }) => {
      const { input } = inputs as { input: core.TensorInfo };
      const values = core.backend().readSync(input.dataId) as Float32Array;
      const split = core.backend_util.splitRealAndImagArrays(values);
      return written(split[part], input.shape, 'float32');
    });
  }
}

function written(values: Float32Array, shape: number[], dtype: core.DataType): core.TensorInfo {
  return { dataId: core.backend().write(values, shape, dtype), shape, dtype };
}

/** What is used and replaced of tfjs's cpu backend. */
interface CpuBackend extends core.KernelBackend {
  readonly data: {
    get(dataId: object): { complexTensorInfos?: { real: core.TensorInfo; imag: core.TensorInfo } };
  };
  makeTensorInfo(shape: number[], dtype: core.DataType, values: unknown): core.TensorInfo;
}

/** Takes complex tensors over from another backend, of which tfjs forgets the parts. */
export function moveComplexToCpu(): void {
  const backend = core.findBackend('cpu') as CpuBackend;
  const prototype = Object.getPrototypeOf(backend) as CpuBackend;
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const { move } = prototype;
  prototype.move = function (this: CpuBackend, dataId, values, shape, dtype, refCount) {
    move.call(this, dataId, values, shape, dtype, refCount);
    if (dtype !== 'complex64') return;
    const { real, imag } = core.backend_util.splitRealAndImagArrays(values as Float32Array);
    this.data.get(dataId).complexTensorInfos = {
      real: this.makeTensorInfo(shape, 'float32', real),
      imag: this.makeTensorInfo(shape, 'float32', imag),
    };
  };
}
