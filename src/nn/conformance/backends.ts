/** The same weights and inputs give the same numbers on each backend. */
import * as core from '@tensorflow/tfjs-core';
import { type BackendName, useBackend } from '../../backend/index.js';
import { type Finding, tolerances } from './finding.js';
import { tapeGradients } from './gradients.js';
import { type Data, difference, type Instance, outputsOf, toData, toTensor } from './subject.js';

interface Numbers {
  readonly outputs: Data[];
  readonly gradients: Data[] | Error;
}

function measure(make: () => Instance, weights: readonly Data[], inputs: readonly Data[]): Numbers {
  const instance = make();
  try {
    core.tidy(() => instance.model.setWeights(weights.map(toTensor)));
    const outputs = outputsOf(instance, inputs, false);
    try {
      return { outputs, gradients: tapeGradients(instance, inputs, false).values };
    } catch (error) {
      return { outputs, gradients: error instanceof Error ? error : new Error(String(error)) };
    }
  } finally {
    instance.dispose();
  }
}

/**
 * Compares each backend with the current one, which runs again when this ends.
 *
 * @param others must be there on this machine
 */
export async function checkBackends(
  make: () => Instance,
  inputs: readonly Data[],
  others: readonly BackendName[],
): Promise<Finding[]> {
  const current = core.getBackend() as BackendName;
  const first = make();
  const weights = first.model.getWeights().map(toData);
  first.dispose();
  const expected = measure(make, weights, inputs);
  const findings: Finding[] = [];
  const report = (message: string): void => void findings.push({ check: 'backends', message });
  try {
    for (const backend of others.filter((name) => name !== current)) {
      await useBackend({ backend, printBackend: false });
      try {
        const { outputs, gradients } = measure(make, weights, inputs);
        const gap = difference(outputs, expected.outputs);
        if (gap > tolerances.backendOutput) {
          report(
            `Expected the outputs of ${current} on ${backend}. Off by ${gap.toExponential(1)}`,
          );
        }
        if (gradients instanceof Error) {
          report(`Expected a gradient on ${backend}. ${gradients.message}`);
        } else if (!(expected.gradients instanceof Error)) {
          const off = difference(gradients, expected.gradients);
          if (off > tolerances.backendGradient) {
            report(
              `Expected the gradients of ${current} on ${backend}. Off by ${off.toExponential(1)}`,
            );
          }
        }
      } catch (error) {
        report(
          `Expected it to run on ${backend}. ${error instanceof Error ? error.message : error}`,
        );
      }
    }
  } finally {
    await useBackend({ backend: current, printBackend: false });
  }
  return findings;
}
