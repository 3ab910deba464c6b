/** Test helpers for layers and models: saved and loaded again, and tensors that stay. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { createRng } from '../../backend/random.js';
import { useBackend } from '../../backend/use-backend.js';
import { type LayersModel, type Scalar, type Tensor, tf, type Variable } from '../tf.js';

/** The backends of a test: the plain one, and TensorFlow's where it is there. */
export async function use(backend: 'cpu' | 'wasm' | 'tensorflow'): Promise<void> {
  await useBackend({ backend, printBackend: false });
}

/** The model as it comes back from its saved form. */
export async function savedAndLoaded(model: LayersModel): Promise<LayersModel> {
  if (!(model instanceof tfl.LayersModel)) throw new TypeError('Expected a model of tf.layers.');
  let saved: core.io.ModelArtifacts | undefined;
  await model.save(
    core.io.withSaveHandler(async (artifacts) => {
      saved = JSON.parse(JSON.stringify(artifacts)) as core.io.ModelArtifacts;
      if (artifacts.weightData !== undefined) saved.weightData = artifacts.weightData;
      return {
        modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
      };
    }),
  );
  if (saved === undefined) throw new Error('The model was not saved.');
  return tfl.loadLayersModel(core.io.fromMemory(saved));
}

/** Tensors alive, as both TensorFlow.js and the binding count them. */
function alive(): [number, number] {
  const backend: unknown = core.backend();
  const counts = (value: unknown): value is { getNumOfTFTensors(): number } =>
    typeof value === 'object' && value !== null && 'getNumOfTFTensors' in value;
  return [core.memory().numTensors, counts(backend) ? backend.getNumOfTFTensors() : 0];
}

/** Tensors that a second run of `work` leaves behind; the first may keep constants for later. */
export async function tensorsKept(work: () => unknown): Promise<[engine: number, binding: number]> {
  await work();
  const before = alive();
  await work();
  const after = alive();
  return [after[0] - before[0], after[1] - before[1]];
}

/**
 * How far the gradient of a loss is from its slopes along eight directions of all weights together, beside these:
 * for models that bend within a step of a single weight.
 */
export function gapAlongDirections(loss: () => Scalar, variables: Variable[]): number {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, variables);
    const start = variables.map((one) => one.clone());
    const rng = createRng('directions');
    const pairs = Array.from({ length: 8 }, () => {
      const raw = variables.map(({ size }) => rng.normals(size));
      const norm = Math.sqrt(raw.reduce((all, one) => all + one.reduce((s, v) => s + v * v, 0), 0));
      const direction = raw.map((one, i) => tf.div(tf.tensor(one, variables[i]?.shape), norm));
      const at = (step: number): number => {
        variables.forEach((one, i) => {
          one.assign(tf.add(start[i] as Tensor, tf.mul(direction[i] as Tensor, step)));
        });
        return loss().dataSync()[0] as number;
      };
      const slope = (at(1e-2) - at(-1e-2)) / 2e-2;
      const along = direction.reduce((all, one, i) => {
        const { name } = variables[i] as Variable;
        return all + (tf.sum(tf.mul(one, grads[name] as Tensor)).dataSync()[0] as number);
      }, 0);
      return [slope, along] as const;
    });
    variables.forEach((one, i) => {
      one.assign(start[i] as Tensor);
    });
    const gap = Math.hypot(...pairs.map(([slope, along]) => slope - along));
    return gap / Math.hypot(...pairs.map(([slope]) => slope));
  });
}
