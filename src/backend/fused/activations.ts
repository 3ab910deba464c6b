/** Activations that TensorFlow has with their gradient, as far as that follows from the output. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1 } from '../native-op.js';

/** One activation. */
interface NativeActivation {
  /** Its name in TensorFlow. */
  readonly op: string;
  /** Gradient with respect to the input, from that of the output and the output. */
  backward(dy: core.Tensor, y: core.Tensor): core.Tensor;
  /** The same from operations with gradients of their own. */
  composed(x: core.Tensor): core.Tensor;
}

const T = { types: { T: 'float32' } } as const;

/** `ReluGrad` and its like take the gradient first, `SigmoidGrad` and its like the output. */
const gradientFirst = (op: string) => (dy: core.Tensor, y: core.Tensor) =>
  nativeOp1<core.Tensor>(op, [dy, y], T);
const outputFirst = (op: string) => (dy: core.Tensor, y: core.Tensor) =>
  nativeOp1<core.Tensor>(op, [y, dy], T);

const activations = {
  relu: { op: 'Relu', backward: gradientFirst('ReluGrad'), composed: core.relu },
  relu6: { op: 'Relu6', backward: gradientFirst('Relu6Grad'), composed: core.relu6 },
  elu: { op: 'Elu', backward: gradientFirst('EluGrad'), composed: core.elu },
  selu: { op: 'Selu', backward: gradientFirst('SeluGrad'), composed: core.selu },
  sigmoid: { op: 'Sigmoid', backward: outputFirst('SigmoidGrad'), composed: core.sigmoid },
  tanh: { op: 'Tanh', backward: outputFirst('TanhGrad'), composed: core.tanh },
} as const satisfies Record<string, NativeActivation>;

/** The names of activations that `biasActivation` fuses; `linear` is none. */
export type FusedActivation = keyof typeof activations | 'linear';

/** Whether `biasActivation` knows an activation. */
export function isFusedActivation(name: string): name is FusedActivation {
  return name === 'linear' || Object.hasOwn(activations, name);
}

/** What TensorFlow has for it; undefined for `linear`. */
export function nativeActivation(name: FusedActivation): NativeActivation | undefined {
  return name === 'linear' ? undefined : activations[name];
}
