/** `activation(x + bias)`, the end of every dense or convolutional layer. */
import * as core from '@tensorflow/tfjs-core';
import { nativeOp1, probe } from '../native-op.js';
import { type FusedActivation, nativeActivation } from './activations.js';
import { fusedKernel, higherOrder } from './kernel.js';

const T = { types: { T: 'float32' } } as const;
const CHANNELS_LAST = { ...T, strings: { data_format: 'NHWC' } } as const;

type Inputs = { readonly x: core.Tensor; readonly bias?: core.Tensor };
type Attributes = { activation: FusedActivation };

const fused = fusedKernel<Inputs, Attributes, [y: core.Tensor]>({
  name: 'GradusBiasActivation',
  saves: [],
  savesOutput: true,
  forward({ x, bias }, { activation }) {
    const sum = bias === undefined ? x : nativeOp1('BiasAdd', [x, bias], CHANNELS_LAST);
    const native = nativeActivation(activation);
    return native === undefined ? sum : nativeOp1(native.op, [sum], T);
  },
  backward(dy, [y], { activation }) {
    const dSum = nativeActivation(activation)?.backward(dy, y) ?? dy;
    return {
      x: () => core.clone(dSum),
      bias: () => nativeOp1('BiasAddGrad', [dSum], CHANNELS_LAST),
    };
  },
});

const works = probe(() => {
  const x = core.tensor2d([[-1, 2]]);
  const y = fused({ x, bias: core.tensor1d([0, 1]) }, { activation: 'relu' });
  return y.dataSync().join() === '0,3';
});

/** The same from operations of tfjs. */
export function composedBiasActivation(
  x: core.Tensor,
  bias: core.Tensor | null,
  activation: FusedActivation,
): core.Tensor {
  const sum = bias === null ? x : core.add(x, bias);
  return nativeActivation(activation)?.composed(sum) ?? sum;
}

/**
 * `activation(x + bias)` in two operations, its gradient in two.
 *
 * @param x `[…, C]`, float32
 * @param bias `[C]`, or null for none
 */
export function biasActivation(
  x: core.Tensor,
  bias: core.Tensor | null,
  activation: FusedActivation,
): core.Tensor {
  if (bias === null && activation === 'linear') return x;
  if (!works() || higherOrder()) return composedBiasActivation(x, bias, activation);
  return fused(bias === null ? { x } : { x, bias }, { activation });
}
