/** The classes of TensorFlow.js and gradus that can be saved: what is none of them is a user's. */
import * as core from '@tensorflow/tfjs-core';

const builtIn = new Set<unknown>();

/** A class and those that it extends. */
function lineage(one: object): object[] {
  const parent: unknown = Object.getPrototypeOf(one);
  return typeof parent === 'function' && parent !== Function.prototype
    ? [one, ...lineage(parent)]
    : [one];
}

/** Notes the classes that are registered now: later ones are a user's. */
export function noteBuiltInClasses(): void {
  const { classNameMap } = core.serialization.SerializationMap.getMap();
  for (const [one] of Object.values(classNameMap)) {
    for (const parent of lineage(one)) builtIn.add(parent);
  }
}

/** Whether a class was there before any user's. */
export function isBuiltIn(value: unknown): boolean {
  return builtIn.has(value);
}
