/** Puts explained errors around the functions of `tf`: the last that is put in, since it wraps what is there. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { markLibrary } from '../backend/capture/index.js';
import { explained } from '../backend/explain-error.js';
import type { Tf } from '../backend/tf.js';
import { checkLayerOptions, checkOptimizerArguments } from './known-names.js';

type AnyFunction = (...args: never[]) => unknown;

/** Functions that call functions of the user, whose errors are the user's own. */
const CALLING = new Set(`grad grads valueAndGrad valueAndGrads variableGrads`.split(' '));
/** Functions of the engine: they compute nothing, and run in every loop. */
const ENGINE = new Set(
  `backend copyRegisteredKernels customGrad deprecationWarn dispose disposeVariables enableDebugMode
  enableProdMode engine env findBackend findBackendFactory getBackend getGradient getKernel
  getKernelsForBackend keep memory nextFrame op ready registerBackend registerGradient
  registerKernel removeBackend setBackend setPlatform stopGradient tidy time profile
  unregisterGradient unregisterKernel`.split(/\s+/),
);
const SPACES =
  `callbacks constraints image initializers layers linalg losses math metrics regularizers
  signal sparse spectral train`.split(/\s+/);

function isPlainFunction(name: string, value: unknown): value is AnyFunction {
  // Classes have names with a capital.
  return typeof value === 'function' && !/^[A-Z_]/.test(name) && !name.startsWith('deprecated');
}

/** With the names of options looked at, where there are any. */
function checked(space: string, key: string, fn: AnyFunction): AnyFunction {
  if (space === 'layers') {
    return (...args: never[]) => {
      const made: unknown = fn(...args);
      if (made instanceof tfl.layers.Layer) checkLayerOptions(`tf.layers.${key}`, args[0], made);
      return made;
    };
  }
  if (space !== 'train') return fn;
  return (...args: never[]) => {
    checkOptimizerArguments(key, args);
    return fn(...args);
  };
}

/** `tf.losses` and the like, as an object of their own. */
function explainedSpace(name: string, space: object): object {
  return Object.fromEntries(
    Object.entries(space).map(([key, value]) => [
      key,
      isPlainFunction(key, value)
        ? markLibrary(explained(`tf.${name}.${key}`, checked(name, key, value)))
        : value,
    ]),
  );
}

/** Wraps all functions of `tf`, and the methods of tensors. */
export function explainErrors(tf: Tf): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(tf))) {
    // What is loaded when it is asked for has no value yet.
    if (value === undefined || ENGINE.has(name)) continue;
    if (SPACES.includes(name)) Object.assign(tf, { [name]: explainedSpace(name, value as object) });
    else if (isPlainFunction(name, value)) {
      Object.assign(tf, { [name]: explained(`tf.${name}`, value, CALLING.has(name)) });
    }
  }

  /** Methods of tensors that are operations; the tensor itself is the first argument. */
  const methods = core.Tensor.prototype as unknown as Record<string, AnyFunction>;
  const operations: Readonly<Record<string, unknown>> = { ...core };
  for (const name of Object.keys(operations)) {
    const before = Object.getOwnPropertyDescriptor(methods, name);
    const method: unknown = before?.value;
    if (typeof method !== 'function' || ENGINE.has(name)) continue;
    const run = explained(`tf.${name}`, (...all: never[]) => method.apply(all[0], all.slice(1)));
    Object.defineProperty(methods, name, {
      ...before,
      value(this: core.Tensor, ...args: never[]) {
        return run(this as never, ...args);
      },
    });
  }
}
