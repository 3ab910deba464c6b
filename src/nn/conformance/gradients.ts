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
const PROBES = 8;
const STEP = 1e-2;
/** Larger differences between two steps, beside the largest slope, come from a bend. */
const BEND = 5e-4;

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
  step: number,
): number[] {
  return probes.map((probe) => {
    const moved = (by: number): Data[] => {
      const values = Float32Array.from(at.values);
      values[probe] = (values[probe] as number) + by;
      return run({ ...at, values });
    };
    const [up, down] = [moved(step), moved(-step)];
    let rise = 0;
    for (const [i, { values }] of weighting.entries()) {
      for (let j = 0; j < values.length; j++) {
        rise +=
          (values[j] as number) * ((up[i]?.values[j] as number) - (down[i]?.values[j] as number));
      }
    }
    return rise / (2 * step);
  });
}

/** By how much rounding of the outputs to float32 can part two slopes with steps of half the size. */
function roundingOf(outputs: readonly Data[], weighting: readonly Data[]): number {
  let total = 0;
  for (const [i, { values }] of weighting.entries()) {
    for (let j = 0; j < values.length; j++) {
      total += Math.abs((values[j] as number) * (outputs[i]?.values[j] as number));
    }
  }
  return (2 ** -23 * total) / STEP;
}

/** The error at the probes where a step of half the size says the same, and how many these are. */
function compare(
  gradient: Data,
  probes: readonly number[],
  slopesWith: (step: number) => number[],
  rounding: number,
): { error: number; telling: number } {
  const [whole, half] = [slopesWith(STEP), slopesWith(STEP / 2)];
  const scale = Math.max(...whole.map(Math.abs));
  // Where they differ, a bend (of a ReLU, a maximum) lies within the step.
  const telling = whole.flatMap((slope, i) =>
    Math.abs(slope - (half[i] as number)) <= BEND * scale + rounding ? [i] : [],
  );
  const error = relativeDifference(
    telling.map((i) => gradient.values[probes[i] as number] as number),
    telling.map((i) => whole[i] as number),
  );
  return { error, telling: telling.length };
}

/** Compares both for each float input and each trainable weight. */
export function checkGradient(
  instance: Instance,
  inputs: readonly Data[],
  training: boolean,
): Finding[] {
  const outputs = outputsOf(instance, inputs, training);
  const weighting = outputWeights(outputs);
  const rounding = roundingOf(outputs, weighting);
  const { names, values } = tapeGradients(instance, inputs, training);
  const floats = inputs.flatMap((input, i) => (input.dtype === 'float32' ? [i] : []));
  const mode = training ? 'training' : 'inference';
  return names.flatMap((name, i): Finding[] => {
    const gradient = values[i] as Data;
    const probes = probesOf(gradient.values.length);
    const place = floats[i];
    const slopesWith = (step: number): number[] =>
      place === undefined
        ? weightSlopes(instance, i - floats.length, (start, run) =>
            slopes(start, probes, (moved) => run(moved, inputs, training), weighting, step),
          )
        : slopes(
            inputs[place] as Data,
            probes,
            (moved) => outputsOf(instance, inputs.with(place, moved), training),
            weighting,
            step,
          );
    const { error, telling } = compare(gradient, probes, slopesWith, rounding);
    if (telling < probes.length / 2) {
      const message =
        `Expected a smooth ${name} in ${mode} mode at half of its probes or more: elsewhere ` +
        `finite differences say nothing. Smooth: ${telling} of ${probes.length}`;
      return [{ check: 'gradient', message }];
    }
    if (error < tolerances.gradient) return [];
    const message =
      `Expected the gradient of ${name} in ${mode} mode to be that of finite differences within ` +
      `${tolerances.gradient}. Received: ${error.toExponential(1)}`;
    return [{ check: 'gradient', message }];
  });
}

/** Hands over the start values of a weight and what gives the outputs for others; puts them back. */
function weightSlopes(
  instance: Instance,
  index: number,
  work: (
    start: Data,
    run: (moved: Data, inputs: readonly Data[], training: boolean) => Data[],
  ) => number[],
): number[] {
  const variable = instance.trainable()[index] as core.Variable;
  const start = toData(variable);
  const assign = (data: Data): void => core.tidy(() => variable.assign(toTensor(data)));
  try {
    return work(start, (moved, inputs, training) => {
      assign(moved);
      return outputsOf(instance, inputs, training);
    });
  } finally {
    assign(start);
  }
}
