/** Gradients that tfjs-core lacks, in the form of its registry. */
import * as core from '@tensorflow/tfjs-core';

/** How `dy` flows back through an operation of tfjs-core, to each input by its name. */
export interface AddedGradient {
  /** The operation's name in tfjs-core. */
  readonly kernelName: string;
  readonly inputsToSave?: string[];
  /** For operations that take a list of tensors. */
  readonly saveAllInputs?: true;
  readonly outputsToSave?: boolean[];
  /** `dy` is a list for an operation with several outputs. */
  readonly gradFunc: (
    dy: core.Tensor | core.Tensor[],
    saved: core.Tensor[],
    attributes: unknown,
  ) => { [input: string]: () => core.Tensor };
}

/** Zeros: the gradient of an input on which the output does not depend smoothly. */
export function zeroGradient(x: core.Tensor): core.Tensor {
  return core.zerosLike(core.cast(x, 'float32'));
}
