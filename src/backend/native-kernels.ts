/** Kernels of the `tensorflow` backend that tfjs-node makes dearer than they need be. */
import * as core from '@tensorflow/tfjs-core';
import { complexRule } from './complex/complex-kernels.js';
import type { NativeType } from './native-attributes.js';
import { stridedPointwiseFilterGrad } from './native-convolutions.js';
import { nativeOp1, nativeOps } from './native-op.js';
import { longCumsum, longSum } from './native-sums.js';
import { largeAvgPoolGrad } from './pool-windows.js';

type Kernel = (
  inputs: Readonly<Record<string, core.TensorInfo>>,
  attributes: Readonly<Record<string, unknown>>,
) => core.TensorInfo | undefined;

/** The same data under another handle: no operation. */
function same(x: core.TensorInfo): core.TensorInfo {
  core.backend().incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

function complex(
  name: 'Mean' | 'PadV2',
  x: core.TensorInfo,
  attributes: Readonly<Record<string, unknown>>,
): core.TensorInfo {
  return complexRule(name, { x: x as core.Tensor }, attributes as core.NamedAttrMap);
}

/** Each gives undefined where tfjs-node's own kernel is to run. */
const kernels: Readonly<Record<string, Kernel>> = {
  /** A conversion to the type that it has already. */
  Cast({ x }, { dtype }) {
    return x !== undefined && x.dtype === dtype ? same(x) : undefined;
  },

  /** A reshape to the shape that it has already. */
  Reshape({ x }, { shape }) {
    // One size may be left open, as −1: with all others equal, it is equal too.
    const wanted = shape as readonly number[];
    const unchanged =
      x?.shape.length === wanted.length &&
      wanted.indexOf(-1) === wanted.lastIndexOf(-1) &&
      x.shape.every((size, i) => wanted[i] === size || wanted[i] === -1);
    return unchanged ? same(x) : undefined;
  },

  /** Matrices go to `MatMul`, which is faster than its batched relative on small ones. */
  BatchMatMul({ a, b }, { transposeA, transposeB }) {
    if (a?.shape.length !== 2 || b?.shape.length !== 2) return undefined;
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    return nativeOp1('MatMul', [a, b], {
      types: { T: 'float32' },
      bools: { transpose_a: transposeA === true, transpose_b: transposeB === true },
    });
  },

  /** oneDNN writes past the end of its memory where there is no AVX-512. */
  Conv2DBackpropFilter: ({ x, dy }, attributes) =>
    stridedPointwiseFilterGrad(
      x as core.Tensor4D,
      dy as core.Tensor4D,
      attributes as unknown as core.Conv2DBackpropFilterAttrs,
    ),

  /** oneDNN is wrong here too, where there is no AVX-512. */
  AvgPoolGrad: ({ dy, input }, attributes) =>
    largeAvgPoolGrad(
      dy as core.Tensor,
      input as core.Tensor,
      attributes as unknown as core.AvgPoolGradAttrs,
    ),

  Sum: ({ x }, attributes) =>
    x && longSum(x as core.Tensor, attributes as unknown as core.SumAttrs, 'sum'),

  Mean({ x }, attributes) {
    if (x?.dtype === 'complex64') return complex('Mean', x, attributes);
    return x && longSum(x as core.Tensor, attributes as unknown as core.MeanAttrs, 'mean');
  },

  PadV2: ({ x }, attributes) =>
    x?.dtype === 'complex64' ? complex('PadV2', x, attributes) : undefined,

  Cumsum: ({ x }, attributes) =>
    x && longCumsum(x as core.Tensor, attributes as unknown as core.CumsumAttrs),

  /** 1 where x > 0, else 0, NaN where x is: tfjs-node compares with arrays that it uploads. */
  Step({ x }, { alpha }) {
    if (x?.dtype !== 'float32' || (alpha !== undefined && alpha !== 0)) return undefined;
    const T = { types: { T: 'float32' } } as const;
    const sign = nativeOp1('Sign', [x], T);
    const step = nativeOp1('Relu', [sign], T);
    sign.dispose();
    return step;
  },

  /**
   * tfjs-node reads the indices back to check them; on the CPU TensorFlow checks them itself, on a
   * GPU it would give zeros.
   */
  GatherV2({ x, indices }, { axis, batchDims }) {
    if (x === undefined || indices?.dtype !== 'int32' || nativeOps()?.isUsingGpuDevice !== false) {
      return undefined;
    }
    if (x.dtype !== 'float32' && x.dtype !== 'int32' && x.dtype !== 'bool') return undefined;
    return core.tidy(() =>
      nativeOp1('GatherV2', [x, indices, core.scalar(axis as number, 'int32')], {
        types: { Tparams: x.dtype as NativeType, Tindices: 'int32', Taxis: 'int32' },
        ints: { batch_dims: batchDims as number },
      }),
    );
  },
};

/** Puts the kernels in place; called once tfjs-node has registered its own. */
export function improveNativeKernels(): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const before = core.getKernel(kernelName, 'tensorflow');
    core.unregisterKernel(kernelName, 'tensorflow');
    core.registerKernel({
      ...before,
      kernelFunc: (given) => {
        const inputs = given.inputs as Readonly<Record<string, core.TensorInfo>>;
        return kernel(inputs, given.attrs ?? {}) ?? before.kernelFunc(given);
      },
    });
  }
}
