/** A captured step gives the numbers of an eager one. */
import * as core from '@tensorflow/tfjs-core';
import { captureStep } from '../../backend/capture/index.js';
import { type Finding, tolerances } from './finding.js';
import { type Data, difference, type Instance, toData, toTensor } from './subject.js';

/** Recorded at the second sight of a shape: from the third on it is replayed. */
const CALLS = 4;

/**
 * Outputs, and gradients of the weights, of several calls.
 *
 * @param batches inputs of one shape; other numbers in each
 */
export function checkCaptured(
  instance: Instance,
  batches: (call: number) => readonly Data[],
): Finding[] {
  const step = (inputs: core.Tensor[]): core.Tensor[] =>
    core.tidy(() => {
      const weights = instance.trainable();
      const run = (): core.Tensor[] => instance.run(inputs, false);
      if (weights.length === 0) return run();
      const { grads } = core.variableGrads(
        () => core.addN(run().map((output) => core.sum(core.square(output)))) as core.Scalar,
        weights,
      );
      return [...run(), ...Object.values(grads)];
    });
  const captured = captureStep(step, {
    name: `a check of ${instance.layer.name}`,
    because: 'asked',
  });
  const collect = (run: typeof step, inputs: readonly Data[]): Data[] => {
    const given = inputs.map(toTensor);
    const results = run(given);
    const data = results.map(toData);
    core.dispose([...results, ...given]);
    return data;
  };
  try {
    for (let call = 1; call <= CALLS; call++) {
      const inputs = batches(call);
      const gap = difference(collect(captured, inputs), collect(step, inputs));
      if (gap > tolerances.captured) {
        const message =
          `Expected call ${call} of a captured step to equal the eager one within ` +
          `${tolerances.captured}. They differ by ${gap.toExponential(1)}`;
        return [{ check: 'captured', message }];
      }
    }
    return [];
  } finally {
    captured.dispose();
  }
}
