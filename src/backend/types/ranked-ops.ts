/** Operations under a name for each rank: `concat2d` is `concat` of matrices. */
import type {
  Axis,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  TensorLike,
} from './tensor.js';
import type { DataType, Values } from './values.js';

type Sides = [number, number];
type Triple = [number, number, number];
type Four = [number, number, number, number];

export interface RankedOps {
  tensor5d(
    values: Values,
    shape?: [number, number, number, number, number],
    dtype?: DataType,
  ): Tensor5D;
  tensor6d(
    values: Values,
    shape?: [number, number, number, number, number, number],
    dtype?: DataType,
  ): Tensor<[number, number, number, number, number, number]>;
  concat1d(tensors: TensorLike[]): Tensor1D;
  concat2d(tensors: TensorLike[], axis: number): Tensor2D;
  concat3d(tensors: TensorLike[], axis: number): Tensor3D;
  concat4d(tensors: TensorLike[], axis: number): Tensor4D;
  slice3d(x: TensorLike, begin: Triple, size: Triple): Tensor3D;
  slice4d(x: TensorLike, begin: Four, size: Four): Tensor4D;
  reverse1d(x: TensorLike): Tensor1D;
  reverse2d(x: TensorLike, axis?: Axis): Tensor2D;
  reverse3d(x: TensorLike, axis?: Axis): Tensor3D;
  reverse4d(x: TensorLike, axis?: Axis): Tensor4D;
  pad1d(x: TensorLike, paddings: Sides, constantValue?: number): Tensor1D;
  pad2d(x: TensorLike, paddings: [Sides, Sides], constantValue?: number): Tensor2D;
  pad3d(x: TensorLike, paddings: [Sides, Sides, Sides], constantValue?: number): Tensor3D;
  pad4d(x: TensorLike, paddings: [Sides, Sides, Sides, Sides], constantValue?: number): Tensor4D;
  /** x [B, D]; mean, variance, offset and scale [D] or [B, D]. */
  batchNorm2d(
    x: TensorLike,
    mean: TensorLike,
    variance: TensorLike,
    offset?: TensorLike,
    scale?: TensorLike,
    varianceEpsilon?: number,
  ): Tensor2D;
  batchNorm3d(
    x: TensorLike,
    mean: TensorLike,
    variance: TensorLike,
    offset?: TensorLike,
    scale?: TensorLike,
    varianceEpsilon?: number,
  ): Tensor3D;
  /** x [B, H, W, C]; the others [C] or as x. */
  batchNorm4d(
    x: TensorLike,
    mean: TensorLike,
    variance: TensorLike,
    offset?: TensorLike,
    scale?: TensorLike,
    varianceEpsilon?: number,
  ): Tensor4D;
}
