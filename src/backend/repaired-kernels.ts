/** Operations that the wasm and cpu backends of tfjs 4.22 lack, or answer with wrong numbers. */
import * as core from '@tensorflow/tfjs-core';
import { exactCumsum } from './exact-cumsum.js';
import { composedEinsum } from './gradients/einsum.js';
import { dividedByPixelsSeen } from './pool-windows.js';
import { conv2dBackpropFilter } from './wasm-kernels/conv2d-backprop-filter.js';
import { conv2dBackpropInput } from './wasm-kernels/conv2d-backprop-input.js';
import {
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
} from './wasm-kernels/depthwise-backprop.js';
import { exactSums } from './wasm-kernels/exact-sums.js';
import { sameData } from './wasm-kernels/heap.js';
import { ownWeights } from './wasm-kernels/own-weights.js';
import { repeatByProduct, repeatsOnes } from './wasm-kernels/repeat.js';
import { transpose } from './wasm-kernels/transpose.js';
import { unsortedSegmentSum } from './wasm-kernels/unsorted-segment-sum.js';
import { wholeBatches } from './whole-batches.js';

interface Call {
  readonly inputs: { readonly [name: string]: core.Tensor };
  readonly attributes: unknown;
  /** tfjs's own kernel, on these inputs and attributes. */
  own(inputs: { [name: string]: core.Tensor }, attributes?: unknown): core.TensorInfo;
}
type Repair = (call: Call) => core.TensorInfo;

function withAxisFromStart({ inputs, attributes, own }: Call): core.TensorInfo {
  const given = attributes as core.CumprodAttrs;
  const { x } = inputs as { x: core.Tensor };
  const [axis] = core.util.parseAxisParam(given.axis, x.shape);
  return own({ x }, { ...given, axis });
}

function withShapeOfInput({ inputs, own }: Call): core.TensorInfo {
  const { shape } = inputs.input as core.Tensor;
  return { ...own(inputs), shape };
}

function inDouble({ inputs, attributes, own }: Call): core.TensorInfo {
  const { x } = inputs as { x: core.Tensor };
  return x.dtype === 'float32' ? exactCumsum(x, attributes as core.CumsumAttrs) : own(inputs);
}

/** It divides by all places of a window, also by those outside of the image. */
function averageOfPixels({ inputs, attributes, own }: Call): core.TensorInfo {
  const { dy, input } = inputs as { dy: core.Tensor; input: core.Tensor };
  const given = attributes as core.AvgPoolGradAttrs | core.AvgPool3DGradAttrs;
  return own({ dy: dividedByPixelsSeen(dy, input.shape, given), input });
}

interface Turns {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * Only a product of two matrices that are not transposed goes to XNNPACK, which is ten times faster, and
 * needs a second matrix that it can keep.
 */
function product(
  { a, b }: { readonly a: core.Tensor; readonly b: core.Tensor },
  turns: Turns,
  own: (matrices: { a: core.Tensor; b: core.Tensor }, turns: Turns) => core.TensorInfo,
): core.TensorInfo {
  const isOne = [a, b].every(({ size, shape }) => size === shape.slice(-2).reduce((m, n) => m * n));
  if (!isOne) return own({ a, b }, turns);
  const isTurned = turns.transposeA || turns.transposeB;
  // Below that the transposed copy costs as much as it saves.
  if (isTurned && a.size * b.size < 2 ** 20) return own({ a, b }, turns);
  const upright = (x: core.Tensor, turn: boolean): core.Tensor => {
    const last = x.rank - 1;
    const perm = x.shape.map((_, axis) => axis);
    return turn ? core.transpose(x, [...perm.slice(0, -2), last, last - 1]) : x;
  };
  const second = ownWeights(upright(b, turns.transposeB));
  return own(
    { a: upright(a, turns.transposeA), b: second },
    { transposeA: false, transposeB: false },
  );
}

const repairs: { readonly [backend in 'wasm' | 'cpu']: { readonly [kernel: string]: Repair } } = {
  wasm: {
    Conv2DBackpropFilter({ inputs, attributes }) {
      const { x, dy } = inputs as { x: core.Tensor4D; dy: core.Tensor4D };
      return conv2dBackpropFilter(x, dy, attributes as core.Conv2DBackpropFilterAttrs);
    },

    BatchMatMul({ inputs, attributes, own }) {
      const { a, b } = inputs as { a: core.Tensor; b: core.Tensor };
      const { transposeA, transposeB } = attributes as core.BatchMatMulAttrs;
      return product(wholeBatches({ a, b }), { transposeA, transposeB }, own);
    },

    _FusedMatMul({ inputs, attributes, own }) {
      const { a, b, ...others } = inputs as { a: core.Tensor; b: core.Tensor };
      const { transposeA, transposeB, ...rest } = attributes as core._FusedMatMulAttrs;
      return product({ a, b }, { transposeA, transposeB }, (matrices, turns) =>
        own({ ...others, ...matrices }, { ...rest, ...turns }),
      );
    },

    Transpose({ inputs, attributes, own }) {
      const { x } = inputs as { x: core.Tensor };
      const { perm } = attributes as core.TransposeAttrs;
      return x.dtype === 'float32' && x.rank > 1 && x.size > 0 ? transpose(x, perm) : own(inputs);
    },

    /** It copies what nothing ever writes to. */
    Identity({ inputs, own }) {
      const { x } = inputs as { x: core.Tensor };
      return x.dtype === 'string' ? own(inputs) : sameData(x);
    },

    /** It looks up the place of each number by itself. */
    Tile({ inputs, attributes, own }) {
      const { x } = inputs as { x: core.Tensor };
      const { reps } = attributes as core.TileAttrs;
      return repeatsOnes(x, reps) ? repeatByProduct(x, reps) : own(inputs);
    },

    /** Right, and twenty times slower than the convolution that it is. */
    Conv2DBackpropInput({ inputs, attributes, own }) {
      const { dy, filter } = inputs as { dy: core.Tensor4D; filter: core.Tensor4D };
      const given = attributes as core.Conv2DBackpropInputAttrs;
      const isFirst = given.dataFormat !== 'NHWC';
      return (isFirst ? undefined : conv2dBackpropInput(dy, filter, given)) ?? own(inputs);
    },

    DepthwiseConv2dNativeBackpropFilter({ inputs, attributes }) {
      const { x, dy } = inputs as { x: core.Tensor4D; dy: core.Tensor4D };
      const given = attributes as core.DepthwiseConv2dNativeBackpropFilterAttrs;
      return depthwiseBackpropFilter(x, dy, given);
    },

    DepthwiseConv2dNativeBackpropInput({ inputs, attributes }) {
      const { dy, filter } = inputs as { dy: core.Tensor4D; filter: core.Tensor4D };
      const given = attributes as core.DepthwiseConv2dNativeBackpropInputAttrs;
      return depthwiseBackpropInput(dy, filter, given);
    },

    UnsortedSegmentSum({ inputs, attributes }) {
      const { x, segmentIds } = inputs as { x: core.Tensor; segmentIds: core.Tensor };
      return unsortedSegmentSum(x, segmentIds, attributes as core.UnsortedSegmentSumAttrs);
    },

    /** It adds in float32, one after the other. */
    Sum({ inputs, attributes, own }) {
      const { x } = inputs as { x: core.Tensor };
      return x.dtype === 'float32' ? exactSums(x, attributes as core.SumAttrs, 'sum') : own(inputs);
    },

    Mean({ inputs, attributes }) {
      const { x } = inputs as { x: core.Tensor };
      const numbers = x.dtype === 'float32' ? x : core.cast(x, 'float32');
      return exactSums(numbers, attributes as core.MeanAttrs, 'mean');
    },

    Cumsum: inDouble,
    AvgPoolGrad: averageOfPixels,
    AvgPool3DGrad: averageOfPixels,

    /** A negative axis writes outside of memory. */
    Cumprod: withAxisFromStart,

    /** wasm has no einsum. */
    Einsum: ({ inputs, attributes }) =>
      composedEinsum((attributes as core.EinsumAttrs).equation, Object.values(inputs)),

    /** Beyond the end of a tensor it reads what lies there. */
    Slice({ inputs, attributes, own }) {
      const { x } = inputs as { x: core.Tensor };
      const { begin, size } = attributes as core.SliceAttrs;
      core.slice_util.assertParamsValid(
        x,
        ...(core.slice_util.parseSliceParams(x, begin, size) as [number[], number[]]),
      );
      return own(inputs);
    },

    /** It takes any number of slopes for one of each channel. */
    Prelu({ inputs, own }) {
      const { x, alpha } = inputs as { x: core.Tensor; alpha: core.Tensor };
      const channels = x.shape.at(-1);
      if (x.rank > 0 && alpha.size === channels && alpha.shape.at(-1) === channels)
        return own(inputs);
      core.backend_util.assertAndGetBroadcastShape(x.shape, alpha.shape);
      return core.add(core.relu(x), core.mul(alpha, core.minimum(x, 0)));
    },

    /** In a window without a positive number it takes the first place for the largest. */
    MaxPoolGrad({ inputs, own }) {
      const { input } = inputs as { input: core.Tensor };
      return own({ ...inputs, input: core.add(core.sub(input, core.min(input)), 1) });
    },
  },

  cpu: {
    BatchMatMul: ({ inputs, own }) =>
      own(wholeBatches(inputs as { a: core.Tensor; b: core.Tensor })),

    Cumsum: inDouble,
    AvgPoolGrad: averageOfPixels,
    AvgPool3DGrad: averageOfPixels,

    /** A reshaped complex tensor reshapes the parts of the one that it was made of. */
    Real: withShapeOfInput,
    Imag: withShapeOfInput,

    /** A negative axis gives an empty tensor. */
    Cumprod: withAxisFromStart,

    /** It answers `ijk,k->i` with a matrix. */
    Einsum: ({ inputs, attributes }) =>
      composedEinsum((attributes as core.EinsumAttrs).equation, Object.values(inputs)),

    /** It reads the wrong gradients for every example but the first. */
    ResizeNearestNeighborGrad({ inputs, own }) {
      const { dy, images } = inputs as { dy: core.Tensor4D; images: core.Tensor4D };
      const [batch, ...image] = images.shape;
      const examples = Array.from({ length: batch }, (_, i) => {
        const first = own({
          dy: core.slice(dy, [i, 0, 0, 0], [1, -1, -1, -1]),
          images: core.slice(images, [i, 0, 0, 0], [1, -1, -1, -1]),
        });
        return core.engine().makeTensorFromTensorInfo(first);
      });
      return core.reshape(core.concat(examples, 0), [batch, ...image]);
    },

    /** It writes into the tensor that it is given. */
    TensorScatterUpdate({ inputs, own }) {
      const { tensor } = inputs as { tensor: core.Tensor };
      return own({ ...inputs, tensor: core.add(tensor, core.zerosLike(tensor)) });
    },
  },
};

/** What was put in place, so that a second call repairs nothing twice. */
const repaired = new Set<core.KernelFunc>();

/** Puts the repaired kernels in the place of tfjs's; call it when the backend's module is loaded. */
export function repairKernels(backendName: keyof typeof repairs): void {
  for (const [kernelName, repair] of Object.entries(repairs[backendName])) {
    // A backend need not have the kernel at all.
    const before = core.getKernel(kernelName, backendName) as core.KernelConfig | undefined;
    if (before !== undefined) {
      if (repaired.has(before.kernelFunc)) continue;
      core.unregisterKernel(kernelName, backendName);
    }
    const kernelFunc: core.KernelFunc = (given) => {
      let result: core.TensorInfo | undefined;
      const kept = core.tidy(() => {
        result = repair({
          inputs: given.inputs as { [name: string]: core.Tensor },
          attributes: given.attrs,
          own: (inputs, attributes = given.attrs) =>
            before?.kernelFunc({
              ...given,
              inputs,
              attrs: attributes as core.NamedAttrMap,
            }) as core.TensorInfo,
        });
        return result instanceof core.Tensor ? result : undefined;
      });
      return kept ?? (result as core.TensorInfo);
    };
    repaired.add(kernelFunc);
    core.registerKernel({ ...before, kernelName, backendName, kernelFunc });
  }
}
