/** A call whose answer is differentiated: by what it was given, and by the weights of models in it. */
import * as core from '@tensorflow/tfjs-core';
import { modelTensors } from './driver-model.js';

/** Depth of lists and objects that are looked at for tensors. */
const maxDepth = 8;

/** The value with each part that a gradient may reach replaced by what `of` gives for it, else null. */
function mapTensors(value: unknown, of: (tensor: core.Tensor) => unknown, depth = 0): unknown {
  const isPart = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!isPart || depth > maxDepth) return null;
  if (value instanceof core.Tensor) return value.dtype === 'float32' ? of(value) : null;
  const weights = modelTensors(value);
  if (weights !== undefined) return weights.map(of);
  const inside = (part: unknown): unknown => mapTensors(part, of, depth + 1);
  if (Array.isArray(value)) return value.map(inside);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inside(part)]));
}

/**
 * Calls a function and differentiates its answer where that is a float32 scalar.
 *
 * @returns the answer, and for each argument its gradients; null in their place for another answer
 */
export function withGradients(call: () => unknown, args: readonly unknown[]): [unknown, unknown] {
  const places = new Map<core.Tensor, number>();
  mapTensors(args, (tensor) => {
    if (!places.has(tensor)) places.set(tensor, places.size);
  });
  if (places.size === 0) return [call(), mapTensors(args, () => null)];
  let answer: unknown;
  let isScalar = false;
  const { value, grads } = core.engine().gradients(
    () => {
      answer = call();
      isScalar = answer instanceof core.Tensor && answer.rank === 0 && answer.dtype === 'float32';
      // What is no scalar is handed over as it is: the judge says what it is.
      if (!isScalar)
        core.tensor_util.getTensorsInContainer(answer as core.TensorContainer).forEach(core.keep);
      return isScalar ? (answer as core.Scalar) : core.scalar(0);
    },
    [...places.keys()],
    undefined,
    true,
  );
  if (!isScalar) {
    core.dispose([value, ...grads.filter((gradient) => gradient != null)]);
    return [answer, null];
  }
  const gradientOf = (tensor: core.Tensor): unknown => grads[places.get(tensor) as number] ?? null;
  return [value, mapTensors(args, gradientOf)];
}
