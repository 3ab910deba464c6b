/**
 * Library functions that are withheld while an exercise asks for them.
 *
 * The sandbox and `check` use this one list, so that a solution that merely calls the answer gets
 * the same verdict in both.
 */

import * as core from '@tensorflow/tfjs-core';
import { hideEngine, scopesOnly } from './engine-reach.js';
import { tf } from './tf.js';

/** Without a prototype: student code that patches `Set.prototype.has` would unlock a set. */
const withheldNow: Record<string, true> = Object.create(null);

/** Thrown by a library function that is the answer to the exercise under test. */
export class WithheldError extends Error {
  override name = 'WithheldError';
  readonly code = 'WITHHELD';
  constructor(readonly exportName: string) {
    super(`${exportName} is withheld here: it is what the exercise asks you to write`);
  }
}

let onUse = (_name: string): void => {};

/** Tells each use of a withheld function, caught or not; the last listener counts. */
export function onWithheldUse(listener: (name: string) => void): void {
  onUse = listener;
}

function refuse(name: string): never {
  onUse(name);
  throw new WithheldError(name);
}

/**
 * For the start of a constructor that may answer an exercise: a class is not wrapped as a function is.
 *
 * @param name as students know it: `gradus.Trainer`
 * @throws WithheldError while it is withheld
 */
export function refuseIfWithheld(name: string): void {
  if (withheldNow[name]) refuse(name);
}

/**
 * Marks a library function that may answer an exercise; it works as always until it is withheld.
 *
 * @param name as students know it: `gradus/scratch.softmax`
 * @param otherName where a second module exports it: its name there
 */
export function withholdable<F extends (...args: never[]) => unknown>(
  name: string,
  fn: F,
  otherName = name,
): F {
  const guarded = (...args: never[]): unknown => {
    refuseIfWithheld(name);
    refuseIfWithheld(otherName);
    return fn(...args);
  };
  Object.defineProperty(guarded, 'name', { value: fn.name });
  return guarded as F;
}

/**
 * Withholds functions by name (`tf.softmax`, `tf.losses.softmaxCrossEntropy`,
 * `gradus/deep-learning.softmax`), all of a namespace (`tf.layers`), or the engine on `globalThis`,
 * until the answer is called.
 */
export function withhold(names: readonly string[]): () => void {
  const undo: (() => void)[] = [];
  for (const name of new Set(names)) {
    withheldNow[name] = true;
    undo.push(() => {
      delete withheldNow[name];
    });
    const [root, ...path] = name.split('.');
    const last = path.at(-1);
    if (root === 'globalThis') undo.push(hideEngine(refuse));
    if (root !== 'tf' || last === undefined) continue;
    const owners: unknown[] = [at(tf, path.slice(0, -1))];
    if (path.length === 1) owners.push(core.Tensor.prototype);
    for (const owner of owners) {
      // `tf.train` is a class with static functions.
      if ((typeof owner !== 'object' && typeof owner !== 'function') || owner === null) continue;
      const before = Object.getOwnPropertyDescriptor(owner, last);
      if (before === undefined) continue;
      Object.defineProperty(owner, last, {
        configurable: true,
        writable: true,
        value: standIn(name, before.value),
      });
      undo.push(() => Object.defineProperty(owner, last, before));
    }
  }
  return () => {
    for (const step of undo.reverse()) step();
  };
}

/** What stands in the place of a withheld function or namespace. */
function standIn(name: string, before: unknown): unknown {
  if (name === 'tf.engine') return scopesOnly(refuse);
  return typeof before === 'object' ? refusingAll(name) : refusing(name);
}

/** Called or constructed, it throws. */
function refusing(name: string): () => never {
  return function withheldHere() {
    return refuse(name);
  };
}

/** In the place of a namespace, such as `tf.layers`: each of its functions throws. */
function refusingAll(name: string): object {
  return new Proxy(Object.create(null), {
    get: (_, key) => (typeof key === 'string' ? refusing(`${name}.${key}`) : undefined),
  });
}

function at(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const part of path) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}
