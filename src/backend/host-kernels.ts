/**
 * Kernels that a backend lacks, computed by tfjs's plain JavaScript: the inputs are read, and what
 * comes out is uploaded.
 */
import { createRequire } from 'node:module';
import * as core from '@tensorflow/tfjs-core';

const require = createRequire(import.meta.url);

/** What is used of tfjs's cpu backend. */
interface HostBackend extends core.KernelBackend {
  makeTensorInfo(shape: number[], dtype: core.DataType, values: unknown): core.TensorInfo;
  disposeIntermediateTensorInfo(info: core.TensorInfo): void;
}

/** Kernels that tfjs has for the cpu backend alone, by the backend that lacks them. */
const missing = {
  wasm: `FFT IFFT RaggedGather RaggedRange RaggedTensorToTensor StaticRegexReplace`,
  tensorflow: `BitwiseAnd DenseBincount MaxPoolWithArgmax RaggedGather RaggedRange
    RaggedTensorToTensor RotateWithOffset SearchSorted SparseFillEmptyRows SparseReshape
    SparseSegmentMean SparseSegmentSum StringNGrams StringSplit StringToHashBucketFast Transform`,
} as const;

function hostBackend(): HostBackend {
  require('@tensorflow/tfjs-backend-cpu');
  return core.findBackend('cpu') as HostBackend;
}

type Info = core.TensorInfo;

function toHost(host: HostBackend, from: core.KernelBackend, { dataId, shape, dtype }: Info): Info {
  const values = from.readSync(dataId);
  if (dtype !== 'complex64') return host.makeTensorInfo(shape, dtype, values);
  const parts = core.backend_util.splitRealAndImagArrays(values as Float32Array);
  const [real, imag] = [parts.real, parts.imag].map((part) =>
    host.makeTensorInfo(shape, 'float32', part),
  ) as [Info, Info];
  const made = core
    .getKernel('Complex', 'cpu')
    .kernelFunc({ inputs: { real, imag }, backend: host, attrs: {} }) as Info;
  for (const part of [real, imag]) host.disposeIntermediateTensorInfo(part);
  return made;
}

/** Runs tfjs's cpu kernel in the place of one of the backend `to`. */
function runOnHost(
  name: string,
  given: Parameters<core.KernelFunc>[0],
  to: core.KernelBackend,
): Info | Info[] {
  const host = hostBackend();
  const entries = Object.entries(given.inputs).map(
    ([key, input]) => [key, toHost(host, to, input as Info)] as const,
  );
  const inputs = (
    Array.isArray(given.inputs) ? entries.map(([, input]) => input) : Object.fromEntries(entries)
  ) as core.NamedTensorInfoMap;
  const results = core
    .getKernel(name, 'cpu')
    .kernelFunc({ inputs, backend: host, attrs: given.attrs ?? {} });
  const uploaded = [results].flat().map((result) => {
    const { dataId, shape, dtype } = result;
    const values = host.readSync(dataId) as core.backend_util.BackendValues;
    return { dataId: to.write(values, shape, dtype), shape, dtype };
  });
  for (const info of [...entries.map(([, input]) => input), ...[results].flat()]) {
    host.disposeIntermediateTensorInfo(info);
  }
  return Array.isArray(results) ? uploaded : (uploaded[0] as Info);
}

/** Registers them for a backend that runs; safe to call twice. */
export function addHostKernels(backendName: keyof typeof missing): void {
  for (const kernelName of missing[backendName].split(/\s+/)) {
    if (core.getKernel(kernelName, backendName) !== undefined) continue;
    core.registerKernel({
      kernelName,
      backendName,
      kernelFunc: (given) => runOnHost(kernelName, given, core.backend()),
    });
  }
}
