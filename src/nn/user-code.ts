/** Whether a model is made of the library's code alone, so that its steps may be captured unasked. */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { unguarded } from '../backend/allowed.js';
import { isLibrary } from '../backend/capture/index.js';
import { isBuiltIn } from './built-in-classes.js';

const builtInFunctions = new Set<object>([
  ...Object.values(layers.metrics),
  ...Object.values(core.losses),
]);

// A notebook has the library's functions behind guards: it is what they stand for that counts.
const isLibraryClass = (value: object): boolean =>
  isBuiltIn(unguarded(value)) || isLibrary(unguarded(value));
const isLibraryFunction = (value: object): boolean =>
  builtInFunctions.has(unguarded(value)) || isLibrary(unguarded(value));

/** What of a compiled model tells whose code it runs. */
export interface CompiledModel {
  readonly optimizer?: object | undefined;
  readonly loss?: unknown;
  readonly metrics?: unknown;
}

/** A layer, optimiser, loss or metric of the user: its name, and its function or class. */
export interface UserPart {
  readonly name: string;
  readonly code: object;
}

/** What `compile` and `evaluate` keep in a model; losses and metrics are looked at on their own. */
const FUNCTIONS_OF_MODELS = ['loss', 'metrics', 'testFunction'];

function nameOf(value: object): string {
  const name: unknown = Reflect.get(value, 'name');
  return typeof name === 'string' && name !== '' ? name : value.constructor.name;
}

/** The parts of layers, models and optimisers that the library does not know. */
function collectParts(value: unknown, found: UserPart[], seen: Set<unknown>): void {
  if (Array.isArray(value)) {
    for (const one of value) collectParts(one, found, seen);
    return;
  }
  if (!(value instanceof core.serialization.Serializable) || seen.has(value)) return;
  seen.add(value);
  if (!isLibraryClass(value.constructor))
    found.push({ name: nameOf(value), code: value.constructor });
  for (const [key, part] of Object.entries(value)) {
    // A method of the object's own replaces that of its class.
    const replaces = typeof part === 'function' && !FUNCTIONS_OF_MODELS.includes(key);
    if (replaces && !isLibraryFunction(part)) {
      found.push({ name: nameOf(value), code: part });
    }
    collectParts(part, found, seen);
  }
}

/** The losses and metrics that are a user's functions. */
function collectFunctions(given: unknown, found: UserPart[]): void {
  if (typeof given === 'function') {
    if (!isLibraryFunction(given)) found.push({ name: given.name || 'loss', code: given });
  } else if (typeof given === 'object' && given !== null) {
    for (const one of Object.values(given)) collectFunctions(one, found);
  }
}

/** What of a model is a user's code; empty where all is the library's. */
export function userCodeIn(model: CompiledModel): UserPart[] {
  const found: UserPart[] = [];
  collectParts(model, found, new Set());
  collectFunctions(model.loss, found);
  collectFunctions(model.metrics, found);
  return found;
}
