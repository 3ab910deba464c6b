/** Whether a model is made of the library's code alone, so that its steps may be captured unasked. */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { isLibraryOwn } from '../backend/capture/index.js';

/** The classes that TensorFlow.js itself registered: this file is read before any user code. */
const builtInClasses = new Set<object>(
  Object.values(core.serialization.SerializationMap.getMap().classNameMap).map(([one]) => one),
);
const builtInFunctions = new Set<object>([
  ...Object.values(layers.metrics),
  ...Object.values(core.losses),
]);

const isOwnClass = (value: object): boolean => builtInClasses.has(value) || isLibraryOwn(value);
const isOwnFunction = (value: object): boolean =>
  builtInFunctions.has(value) || isLibraryOwn(value);

/** What of a compiled model tells whose code it runs. */
export interface CompiledModel {
  readonly optimizer?: object | undefined;
  readonly loss?: unknown;
  readonly metrics?: unknown;
}

function nameOf(value: object): string {
  const name: unknown = Reflect.get(value, 'name');
  return typeof name === 'string' && name !== '' ? name : value.constructor.name;
}

/** The first part of a layer, model or optimiser that the library does not know. */
function userPart(value: unknown, seen: Set<unknown>): string | undefined {
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = userPart(one, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!(value instanceof core.serialization.Serializable) || seen.has(value)) return undefined;
  seen.add(value);
  if (!isOwnClass(value.constructor)) return nameOf(value);
  for (const [key, part] of Object.entries(value)) {
    // A method of the object's own replaces that of its class. tfjs itself sets only this one.
    const replaced = typeof part === 'function' && key !== 'testFunction';
    if (replaced && !isOwnFunction(part)) return nameOf(value);
    const found = userPart(part, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first loss or metric that is a user's function. */
function userFunction(given: unknown): string | undefined {
  if (typeof given === 'function') {
    return isOwnFunction(given) ? undefined : given.name || 'loss';
  }
  if (typeof given !== 'object' || given === null) return undefined;
  for (const one of Object.values(given)) {
    const found = userFunction(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The layer, optimiser, loss or metric of a model that is a user's code; undefined where none is. */
export function userCodeIn(model: CompiledModel): string | undefined {
  return userPart(model, new Set()) ?? userFunction(model.loss) ?? userFunction(model.metrics);
}
