/** Activations: TensorFlow has one operation for the gradient of each. */
import type * as core from '@tensorflow/tfjs-core';
import { nativeOp1 } from '../native-op.js';
import type { FastGradient } from './override.js';

const T = { types: { T: 'float32' } } as const;

/** An operation that takes the gradient first, then the input or output that was saved last. */
function gradientFirst(kernelName: string, op: string): FastGradient {
  return {
    kernelName,
    gradient: (dy, saved) => nativeOp1(op, [dy, saved.at(-1) as core.Tensor], T),
  };
}

/** One that takes the output first. */
function outputFirst(kernelName: string, op: string): FastGradient {
  return {
    kernelName,
    gradient: (dy, saved) => nativeOp1(op, [saved.at(-1) as core.Tensor, dy], T),
  };
}

export const activationGradients: readonly FastGradient[] = [
  gradientFirst('Relu', 'ReluGrad'),
  gradientFirst('Relu6', 'Relu6Grad'),
  gradientFirst('Softplus', 'SoftplusGrad'),
  { ...gradientFirst('Selu', 'SeluGrad'), savesOutput: true },
  outputFirst('Sigmoid', 'SigmoidGrad'),
  outputFirst('Tanh', 'TanhGrad'),
  {
    kernelName: 'LeakyRelu',
    gradient: (dy, [x], attributes) =>
      nativeOp1('LeakyReluGrad', [dy, x as core.Tensor], {
        ...T,
        floats: { alpha: (attributes as core.LeakyReluAttrs).alpha },
      }),
  },
];
