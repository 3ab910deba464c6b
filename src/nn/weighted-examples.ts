/** `sampleWeight` of `fit`: how much each example counts in the loss. tfjs refuses it. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe } from '../backend/explain-error.js';
import { messages } from '../messages/index.js';

type Standardized = [xs: core.Tensor[], ys: core.Tensor[], weights: (core.Tensor | null)[] | null];
/** What is replaced of tfjs's `LayersModel`, protected there. */
interface Standardizing {
  readonly outputNames: string[];
  standardizeUserData(
    x: unknown,
    y: unknown,
    sampleWeight?: unknown,
    classWeight?: unknown,
    ...rest: unknown[]
  ): Promise<Standardized>;
}

/** Models whose batches have weights. */
const weighted = new WeakSet<object>();

/** Whether the examples of the last `fit` had weights, so that the loss must be one for each. */
export function isWeighted(model: object): boolean {
  return weighted.has(model);
}

/** Weights for each output: one tensor for all, a list, or by the outputs' names. */
function perOutput(given: unknown, names: readonly string[]): unknown[] {
  if (given instanceof core.Tensor) return names.map(() => given);
  if (Array.isArray(given) && given.some((one) => one instanceof core.Tensor)) return given;
  if (typeof given === 'object' && given !== null && names.some((name) => name in given)) {
    return names.map((name) => Reflect.get(given, name));
  }
  return names.map(() => given);
}

/** Numbers of float32, one for each example; a tensor of its own. */
function vector(given: unknown, rows: number): core.Tensor {
  return core.tidy(() => {
    const isList = Array.isArray(given) || ArrayBuffer.isView(given);
    const tensor = isList ? core.tensor1d(Array.from(given as ArrayLike<number>)) : given;
    const isVector =
      tensor instanceof core.Tensor &&
      tensor.size === rows &&
      (tensor.rank === 1 || (tensor.rank === 2 && tensor.shape[1] === 1));
    if (!isVector) {
      throw new TypeError(messages().library.model.weights({ rows, given: describe(given) }));
    }
    return core.cast(core.reshape(tensor, [rows]), 'float32');
  });
}

/** Lets `fit` of all models take weights. */
export function weighExamples(): void {
  const prototype = tfl.LayersModel.prototype as unknown as Standardizing;
  const { standardizeUserData } = prototype;
  prototype.standardizeUserData = async function (x, y, sampleWeight, classWeight, ...rest) {
    const all = await standardizeUserData.call(this, x, y, null, classWeight, ...rest);
    const [xs, ys, classes] = all;
    if (sampleWeight != null) {
      const rows = ys[0]?.shape[0] ?? 0;
      all[2] = perOutput(sampleWeight, this.outputNames).map((given, i) => {
        if (given == null) return classes?.[i] ?? null;
        const weights = vector(given, rows);
        const other = classes?.[i];
        if (other == null) return weights;
        const both = core.mul(weights, other);
        core.dispose([weights, other]);
        return both;
      });
    }
    // Validation data come with null: they change nothing.
    if (all[2] === null && sampleWeight === undefined) weighted.delete(this);
    else if (all[2] !== null) weighted.add(this);
    return [xs, ys, all[2]];
  };
}
