/** The gradient of a layer or model, by the tape and by finite differences. */
import * as core from '@tensorflow/tfjs-core';
import { createRng } from '../../backend/random.js';
import { type Finding, tolerances } from './finding.js';
import {
  type Data,
  type Instance,
  outputsOf,
  outputWeights,
  relativeDifference,
  scoped,
  toData,
  toTensor,
} from './subject.js';

/** Places that are probed in each tensor: all in a small one. */
const PROBES = 10;
const STEP = 1e-2;

/** The gradient of the weighted sum of the outputs, for each float input, then each weight. */
export interface Gradients {
  readonly names: string[];
  readonly values: Data[];
}

/** Inputs that are differentiated become variables; whole numbers stay tensors. */
function asVariables(inputs: readonly Data[]): core.Tensor[] {
  return inputs.map((input) =>
    input.dtype === 'float32' ? core.variable(toTensor(input)) : toTensor(input),
  );
}

/** Where no path leads from an input or weight to the output, the gradient is zero. */
export function tapeGradients(
  instance: Instance,
  inputs: readonly Data[],
  training: boolean,
): Gradients {
  const weighting = outputWeights(outputsOf(instance, inputs, training));
  const given = core.tidy(() => asVariables(inputs));
  const places = given.filter((input) => input instanceof core.Variable);
  try {
    return scoped(() => {
      const weights = instance.trainable();
      const { grads } = core.variableGrads(() => {
        const terms = instance
          .run(given, training)
          .map((output, i) => core.sum(core.mul(output, toTensor(weighting[i] as Data))));
        return core.addN(terms) as core.Scalar;
      }, [...places, ...weights]);
      const all = [...places, ...weights];
      return {
        names: [
          ...places.map((_, i) => `input ${i}`),
          ...instance.model.trainableWeights.map(({ originalName }) => originalName),
        ],
        values: all.map((variable) => toData(grads[variable.name] ?? core.zerosLike(variable))),
      };
    });
  } finally {
    core.dispose(given);
  }
}

function probesOf(size: number): number[] {
  return createRng(`probes ${size}`).permutation(size).slice(0, PROBES);
}

/** Central differences of the weighted outputs, summed in float64. */
function slopes(
  at: Data,
  probes: readonly number[],
  run: (moved: Data) => Data[],
  weighting: readonly Data[],
): number[] {
  return probes.map((probe) => {
    const moved = (by: number): Data[] => {
      const values = Float32Array.from(at.values);
      values[probe] = (values[probe] as number) + by;
      return run({ ...at, values });
    };
    const [up, down] = [moved(STEP), moved(-STEP)];
    let rise = 0;
    for (const [i, { values }] of weighting.entries()) {
      for (let j = 0; j < values.length; j++) {
        rise +=
          (values[j] as number) * ((up[i]?.values[j] as number) - (down[i]?.values[j] as number));
      }
    }
    return rise / (2 * STEP);
  });
}

/** Compares both for each float input and each trainable weight. */
export function checkGradient(
  instance: Instance,
  inputs: readonly Data[],
  training: boolean,
): Finding[] {
  const weighting = outputWeights(outputsOf(instance, inputs, training));
  const { names, values } = tapeGradients(instance, inputs, training);
  const floats = inputs.flatMap((input, i) => (input.dtype === 'float32' ? [i] : []));
  const mode = training ? 'training' : 'inference';
  return names.flatMap((name, i): Finding[] => {
    const gradient = values[i] as Data;
    const probes = probesOf(gradient.values.length);
    const place = floats[i];
    const numerical =
      place === undefined
        ? weightSlopes(instance, i - floats.length, probes, inputs, training, weighting)
        : slopes(
            inputs[place] as Data,
            probes,
            (moved) => outputsOf(instance, inputs.with(place, moved), training),
            weighting,
          );
    const error = relativeDifference(
      probes.map((probe) => gradient.values[probe] as number),
      numerical,
    );
    if (error < tolerances.gradient) return [];
    const message =
      `Expected the gradient of ${name} in ${mode} mode to be that of finite differences within ` +
      `${tolerances.gradient}. Received: ${error.toExponential(1)}`;
    return [{ check: 'gradient', message }];
  });
}

function weightSlopes(
  instance: Instance,
  index: number,
  probes: readonly number[],
  inputs: readonly Data[],
  training: boolean,
  weighting: readonly Data[],
): number[] {
  const variable = instance.trainable()[index] as core.Variable;
  const start = toData(variable);
  const assign = (data: Data): void => core.tidy(() => variable.assign(toTensor(data)));
  try {
    return slopes(
      start,
      probes,
      (moved) => {
        assign(moved);
        return outputsOf(instance, inputs, training);
      },
      weighting,
    );
  } finally {
    assign(start);
  }
}
