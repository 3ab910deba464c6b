/** Operations of gradus in the registry of tfjs-core, for the `tensorflow` backend. */
import * as core from '@tensorflow/tfjs-core';

/** One operation with one output. */
export interface FusedKernel<Inputs, Attributes, Saved> {
  /** Its name in the registry. */
  readonly name: string;
  /** Inputs that the gradient needs; each must be given. */
  readonly saves: readonly string[];
  /** Whether the gradient needs the output; it comes after the saved inputs. */
  readonly savesOutput: boolean;
  forward(inputs: Inputs, attributes: Attributes): core.Tensor;
  /**
   * The gradient of each input, computed only where something depends on it. What is computed at
   * once, before the functions are called, is shared by them.
   */
  backward(
    dy: core.Tensor,
    saved: Saved,
    attributes: Attributes,
  ): Readonly<Record<string, () => core.Tensor>>;
}

/**
 * Registers an operation, and gives the function that runs it.
 *
 * Unlike `tf.customGrad`, only those gradients are computed that something asks for: a first layer
 * has none for its data.
 */
export function fusedKernel<
  Inputs extends core.NamedTensorMap,
  Attributes extends core.NamedAttrMap,
  Saved extends readonly core.Tensor[],
>(kernel: FusedKernel<Inputs, Attributes, Saved>) {
  const { name, saves, savesOutput, forward, backward } = kernel;
  core.registerKernel({
    kernelName: name,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) =>
      core.tidy(() => forward(inputs as Inputs, attrs as Attributes)),
  });
  core.registerGradient({
    kernelName: name,
    inputsToSave: [...saves],
    outputsToSave: [savesOutput],
    gradFunc: (dy, saved, attrs) => ({
      ...backward(dy as core.Tensor, saved as readonly core.Tensor[] as Saved, attrs as Attributes),
    }),
  });
  return (inputs: Inputs, attributes: Attributes): core.Tensor =>
    core.engine().runKernel(name, inputs, attributes);
}

/** Whether what runs now is differentiated more than once: then only composed forms will do. */
export function higherOrder(): boolean {
  return core.engine().state.gradientDepth > 1;
}
