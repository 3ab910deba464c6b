/**
 * Complex numbers on the wasm and cpu backends: an operation of complex tensors is one, or a few, of
 * their real and imaginary parts. tfjs has none on wasm; on cpu it lacks most, and adds 1 to NaN.
 */
import * as core from '@tensorflow/tfjs-core';

/** A complex tensor as two real ones. */
interface Parts {
  readonly re: core.Tensor;
  readonly im: core.Tensor;
}
type Inputs = Readonly<Record<string, core.Tensor>>;
type Attributes = core.NamedAttrMap;
type Rule = (inputs: Inputs, attributes: Attributes) => core.Tensor | core.Tensor[];

/** The parts of a tensor; a real one has none that is imaginary. */
function partsOf(x: core.Tensor): Parts {
  return x.dtype === 'complex64'
    ? { re: core.real(x), im: core.imag(x) }
    : { re: core.cast(x, 'float32'), im: core.zeros(x.shape) };
}

const joined = ({ re, im }: Parts): core.Tensor => core.complex(re, im);

function run(kernelName: string, inputs: Inputs, attributes: Attributes): core.Tensor[] {
  const results: core.Tensor | core.Tensor[] = core
    .engine()
    .runKernel(kernelName, inputs as core.NamedTensorMap, attributes);
  return Array.isArray(results) ? results : [results];
}

/** The operation of the real parts, and of the imaginary ones; other inputs as they are. */
function byParts(kernelName: string, several: boolean): Rule {
  return (inputs, attributes) => {
    const pick = (part: (x: core.Tensor) => core.Tensor): Inputs => {
      const entries = Object.entries(inputs).map(
        ([key, x]) => [key, x.dtype === 'complex64' ? part(x) : x] as const,
      );
      // Kernels of a list take a list.
      const list = entries.map(([, x]) => x);
      return Array.isArray(inputs)
        ? (list as unknown as Inputs)
        : (Object.fromEntries(entries) as Inputs);
    };
    const real = run(kernelName, pick(core.real), attributes);
    const imaginary = run(kernelName, pick(core.imag), attributes);
    const results = real.map((re, i) => joined({ re, im: imaginary[i] as core.Tensor }));
    return several ? results : (results[0] as core.Tensor);
  };
}

/** What is linear, and what only moves numbers. */
const LINEAR = `AddN BatchToSpaceND BroadcastTo Concat Cumsum GatherNd GatherV2 Identity Mean
  Neg Pack Reverse Select Slice SpaceToBatchND StridedSlice Sum Tile Transpose ZerosLike`;
const SEVERAL = 'SplitV Unpack';

type Binary = (a: Parts, b: Parts) => Parts | core.Tensor;

const { add, sub, mul, div, square } = core;

function product(a: Parts, b: Parts): Parts {
  return {
    re: sub(mul(a.re, b.re), mul(a.im, b.im)),
    im: add(mul(a.re, b.im), mul(a.im, b.re)),
  };
}

const binary: Readonly<Record<string, Binary>> = {
  Add: (a, b) => ({ re: add(a.re, b.re), im: add(a.im, b.im) }),
  Sub: (a, b) => ({ re: sub(a.re, b.re), im: sub(a.im, b.im) }),
  Multiply: product,
  RealDiv(a, b) {
    const size = add(square(b.re), square(b.im));
    const { re, im } = product(a, { re: b.re, im: core.neg(b.im) });
    return { re: div(re, size), im: div(im, size) };
  },
  Equal: (a, b) => core.logicalAnd(core.equal(a.re, b.re), core.equal(a.im, b.im)),
  NotEqual: (a, b) => core.logicalOr(core.notEqual(a.re, b.re), core.notEqual(a.im, b.im)),
};

const one = (inputs: Inputs): core.Tensor => Object.values(inputs)[0] as core.Tensor;

const rules = new Map<string, Rule>([
  ...LINEAR.split(/\s+/).map((name): [string, Rule] => [name, byParts(name, false)]),
  ...SEVERAL.split(/\s+/).map((name): [string, Rule] => [name, byParts(name, true)]),
  ...Object.entries(binary).map(([name, rule]): [string, Rule] => [
    name,
    ({ a, b }) => {
      const result = rule(partsOf(a as core.Tensor), partsOf(b as core.Tensor));
      return result instanceof core.Tensor ? result : joined(result);
    },
  ]),
  ['Square', (inputs) => joined(product(partsOf(one(inputs)), partsOf(one(inputs))))],
  [
    'OnesLike',
    (inputs) => joined({ re: core.ones(one(inputs).shape), im: core.zeros(one(inputs).shape) }),
  ],
  [
    'Exp',
    (inputs) => {
      const { re, im } = partsOf(one(inputs));
      const size = core.exp(re);
      return joined({ re: mul(size, core.cos(im)), im: mul(size, core.sin(im)) });
    },
  ],
  [
    'ComplexAbs',
    (inputs) => {
      const { re, im } = partsOf(one(inputs));
      return core.sqrt(add(square(re), square(im)));
    },
  ],
  [
    'PadV2',
    (inputs, attributes) => {
      const { re, im } = partsOf(one(inputs));
      const pad = (x: core.Tensor, constantValue: number): core.Tensor =>
        run('PadV2', { x }, { ...attributes, constantValue })[0] as core.Tensor;
      return joined({ re: pad(re, attributes.constantValue as number), im: pad(im, 0) });
    },
  ],
  [
    'BatchMatMul',
    ({ a, b }, attributes) => {
      const { transposeA, transposeB } = attributes as { transposeA: boolean; transposeB: boolean };
      const [left, right] = [partsOf(a as core.Tensor), partsOf(b as core.Tensor)];
      const times = (x: core.Tensor, y: core.Tensor): core.Tensor =>
        core.matMul(x, y, transposeA, transposeB);
      return joined({
        re: sub(times(left.re, right.re), times(left.im, right.im)),
        im: add(times(left.re, right.im), times(left.im, right.re)),
      });
    },
  ],
  [
    'Cast',
    (inputs, attributes) => {
      const x = one(inputs);
      const { dtype } = attributes as { dtype: core.DataType };
      if (dtype === 'complex64') return x.dtype === dtype ? core.clone(x) : joined(partsOf(x));
      return core.cast(core.real(x), dtype);
    },
  ],
]);

/** Kernels that treat complex tensors as they should on either backend. */
const KNOWN = new Set(['Complex', 'ExpandDims', 'FFT', 'IFFT', 'Imag', 'Real', 'Reshape']);

function isComplex(inputs: Inputs, attributes: Attributes | undefined): boolean {
  if (attributes?.dtype === 'complex64') return true;
  for (const key in inputs) if (inputs[key]?.dtype === 'complex64') return true;
  return false;
}

/** An operation was given complex numbers on a backend that has no such operation of them. */
export class ComplexNumbersError extends Error {
  override readonly name = 'ComplexNumbersError';
  readonly code = 'complex-numbers';
  constructor(kernelName: string, backend: string) {
    const operation = kernelName.charAt(0).toLowerCase() + kernelName.slice(1);
    super(
      `Expected real numbers for ${operation} on the backend \`${backend}\`. Received: complex64. ` +
        "Compute with `tf.real(x)` and `tf.imag(x)`, or use `await useBackend('tensorflow')`",
    );
  }
}

/** The mean and the padding of complex numbers, which tfjs gets wrong on TensorFlow too. */
export function complexRule(
  kernelName: 'Mean' | 'PadV2',
  inputs: Inputs,
  attributes: Attributes,
): core.Tensor {
  return core.tidy(() => rules.get(kernelName)?.(inputs, attributes) as core.Tensor);
}

const wrapped = new Set<core.KernelFunc>();

/** Gives the kernels of a backend complex numbers, and refuses them where a kernel would misread them. */
export function addComplexKernels(backendName: 'wasm' | 'cpu'): void {
  for (const before of core.getKernelsForBackend(backendName)) {
    const { kernelName } = before;
    if (KNOWN.has(kernelName) || wrapped.has(before.kernelFunc)) continue;
    const rule = rules.get(kernelName);
    const kernelFunc: core.KernelFunc = (given) => {
      const inputs = given.inputs as Inputs;
      if (!isComplex(inputs, given.attrs)) return before.kernelFunc(given);
      if (rule === undefined) throw new ComplexNumbersError(kernelName, backendName);
      return core.tidy(() => rule(inputs, given.attrs ?? {}));
    };
    wrapped.add(kernelFunc);
    core.unregisterKernel(kernelName, backendName);
    core.registerKernel({ ...before, kernelFunc });
  }
  const absolute = rules.get('ComplexAbs');
  if (backendName === 'wasm' && absolute !== undefined) {
    registerMissing('ComplexAbs', (given) =>
      core.tidy(() => absolute(given.inputs as Inputs, given.attrs ?? {})),
    );
  }
}

/** Registers a kernel of the wasm backend that tfjs does not have. */
export function registerMissing(kernelName: string, kernelFunc: core.KernelFunc): void {
  if (core.getKernel(kernelName, 'wasm') !== undefined) return;
  core.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}
