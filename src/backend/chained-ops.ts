/**
 * Operations as methods of a tensor: `x.add(y)` for `tf.add(x, y)`.
 *
 * The CommonJS bundle of tfjs-core has no such methods; they come only with the union package,
 * which also registers backends nobody chose.
 */
import * as core from '@tensorflow/tfjs-core';
import type {} from '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import { requireAllowed } from './allowed.js';

/** Operations whose method has the same arguments after the tensor itself. */
const SAME = `abs acos acosh add all any argMax argMin asin asinh atan atan2 atanh avgPool batchNorm
  batchToSpaceND broadcastTo cast ceil clipByValue conv1d conv2d conv2dTranspose cos cosh cumprod
  cumsum depthToSpace depthwiseConv2d dilation2d div divNoNan dot elu equal erf euclideanNorm exp
  expandDims expm1 floor floorDiv gather greater greaterEqual isFinite isInf isNaN leakyRelu less
  lessEqual localResponseNormalization log log1p logSigmoid logSoftmax logSumExp logicalAnd
  logicalNot logicalOr logicalXor matMul max maxPool maximum mean min minimum mirrorPad mod mul neg
  norm notEqual oneHot onesLike pad pool pow prelu prod reciprocal relu relu6 reshape reverse round
  rsqrt selu separableConv2d sigmoid sign sin sinh slice softmax softplus spaceToBatchND split sqrt
  square squaredDifference squeeze step stridedSlice sub sum tan tanh tile transpose
  unsortedSegmentSum unstack zerosLike`.split(/\s+/);

/** What the others call, where that has another name. */
const OF: Readonly<Record<string, string>> = {
  asScalar: 'reshape',
  as1D: 'reshape',
  flatten: 'reshape',
  as2D: 'reshape',
  as3D: 'reshape',
  as4D: 'reshape',
  as5D: 'reshape',
  reshapeAs: 'reshape',
  asType: 'cast',
  toFloat: 'cast',
  toInt: 'cast',
  toBool: 'cast',
  resizeBilinear: 'image.resizeBilinear',
  resizeNearestNeighbor: 'image.resizeNearestNeighbor',
};

type Method = (this: core.Tensor, ...args: never[]) => unknown;

const REST: Record<string, Method> = {
  asScalar() {
    if (this.size !== 1) {
      throw new RangeError(`Expected a tensor with 1 element. Received: shape [${this.shape}]`);
    }
    return core.reshape(this, []);
  },
  as1D() {
    return core.reshape(this, [this.size]);
  },
  flatten() {
    return core.reshape(this, [this.size]);
  },
  as2D(rows: number, columns: number) {
    return core.reshape(this, [rows, columns]);
  },
  as3D(...shape: [number, number, number]) {
    return core.reshape(this, shape);
  },
  as4D(...shape: [number, number, number, number]) {
    return core.reshape(this, shape);
  },
  as5D(...shape: [number, number, number, number, number]) {
    return core.reshape(this, shape);
  },
  reshapeAs(other: core.Tensor) {
    return core.reshape(this, other.shape);
  },
  asType(dtype: core.DataType) {
    return core.cast(this, dtype);
  },
  toFloat() {
    return core.cast(this, 'float32');
  },
  toInt() {
    return core.cast(this, 'int32');
  },
  toBool() {
    return core.cast(this, 'bool');
  },
  concat(others: core.Tensor | core.Tensor[], axis?: number) {
    return core.concat([this, ...(Array.isArray(others) ? others : [others])], axis);
  },
  stack(others: core.Tensor | core.Tensor[], axis?: number) {
    return core.stack([this, ...(Array.isArray(others) ? others : [others])], axis);
  },
  where(condition: core.Tensor, other: core.Tensor) {
    return core.where(condition, this, other);
  },
  resizeBilinear(size: [number, number], alignCorners?: boolean, halfPixelCenters?: boolean) {
    return core.image.resizeBilinear(asImage(this), size, alignCorners, halfPixelCenters);
  },
  resizeNearestNeighbor(size: [number, number], align?: boolean, halfPixelCenters?: boolean) {
    return core.image.resizeNearestNeighbor(asImage(this), size, align, halfPixelCenters);
  },
  fft() {
    return core.spectral.fft(this);
  },
  ifft() {
    return core.spectral.ifft(this);
  },
  rfft() {
    return core.spectral.rfft(this);
  },
  irfft() {
    return core.spectral.irfft(this);
  },
};

function asImage(x: core.Tensor): core.Tensor3D | core.Tensor4D {
  if (isImage(x)) return x;
  throw new RangeError(
    `Expected an image [H, W, C] or a batch [B, H, W, C]. Received: shape [${x.shape}]`,
  );
}

function isImage(x: core.Tensor): x is core.Tensor3D | core.Tensor4D {
  return x.rank === 3 || x.rank === 4;
}

/**
 * Puts the methods on every tensor of this process; safe to call twice.
 *
 * @param repaired operations in the place of those of tfjs-core, by name
 */
export function addChainedOps(repaired: Readonly<Record<string, unknown>> = {}): void {
  const ops = new Map<string, unknown>(Object.entries({ ...core, ...repaired }));
  const define = (name: string, method: (this: core.Tensor, ...args: never[]) => unknown) => {
    const exported = `tf.${OF[name] ?? name}`;
    Object.defineProperty(core.Tensor.prototype, name, {
      value(this: core.Tensor, ...args: never[]) {
        requireAllowed(exported);
        this.throwIfDisposed();
        return method.apply(this, args);
      },
      writable: true,
      configurable: true,
    });
  };
  for (const name of SAME) {
    const op = ops.get(name);
    if (typeof op !== 'function') throw new Error(`TensorFlow.js has no operation \`${name}\`.`);
    define(name, function (this: core.Tensor, ...args: never[]) {
      return op(this, ...args);
    });
  }
  for (const [name, method] of Object.entries(REST)) define(name, method);
}
