/** What layers are given and give, and classes that are registered. */
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe } from '../backend/explain-error.js';
import type { Tf } from '../backend/tf.js';
import { messages } from '../messages/index.js';
import { isBuiltIn } from './built-in-classes.js';

/** What was given to a layer, or came out of it, is of the wrong kind or shape. */
export class LayerError extends TypeError {
  override readonly name = 'LayerError';
  readonly code = 'layer';
}

const said = () => messages().library.layer;
const names = (layer: tfl.layers.Layer) => ({ layer: layer.name, className: layer.getClassName() });

function isTensor(value: unknown): boolean {
  return value instanceof core.Tensor || value instanceof tfl.SymbolicTensor;
}

/** @throws LayerError for an asynchronous `call`, or one that returns something else than tensors */
function checkOutput(layer: tfl.layers.Layer, output: unknown): void {
  if (output instanceof Promise) {
    // Its own error, if it has one, is not the one that counts.
    output.catch(() => {});
    throw new LayerError(said().async(names(layer)));
  }
  const list: unknown[] = Array.isArray(output) ? output : [output];
  for (const one of list) {
    if (!isTensor(one)) {
      throw new LayerError(said().nothing({ ...names(layer), given: describe(one) }));
    }
  }
}

/** tfjs's sentence about the shape of an input, as another. */
function explainShape(layer: tfl.layers.Layer, error: unknown, inputs: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const match =
    /^Input \d+ is incompatible with layer \S+: expected (.*?)(?:,| but got| found) .*$/.exec(
      error.message,
    );
  if (match === null) return error;
  const given = [inputs].flat().map(describe).join(', ');
  const exact = /shape=(\d+),/.exec(match[1] ?? '');
  const first: unknown = [inputs].flat()[0];
  const rows = first instanceof core.Tensor ? first.shape[0] : undefined;
  if (layer.stateful && exact !== null && rows !== undefined && String(rows) !== exact[1]) {
    return new LayerError(said().stateful({ layer: layer.name, batch: exact[1] as string, given }));
  }
  const expected = (match[1] ?? '')
    .replace(/^ndim=(\d+)/, (_, n) => said().dimensions({ n }))
    .replace(/^min_ndim=(\d+)/, (_, n) => said().least({ n }))
    .replace(/^max_ndim=(\d+)/, (_, n) => said().most({ n }))
    .replace(/^axis (-?\d+) of input shape to have value (\d+)/, (_, axis, size) =>
      said().sized({ axis, size }),
    )
    .replace(/,,/g, `, ${said().any()},`)
    .replace(/^shape=(.*)/s, (_, shape) => said().ofShape({ shape }));
  return new LayerError(said().shape({ ...names(layer), expected, given }));
}

/** A class without a name stops here, with the name that it could have. */
function registerClass<T>(given: T, ...rest: string[]): T {
  const { className, name } = (given ?? {}) as { className?: unknown; name?: unknown };
  if (typeof given !== 'function' || typeof className !== 'string' || className === '') {
    const is =
      typeof given === 'function' ? `the class ${String(name)} without one` : describe(given);
    const proposed =
      typeof given === 'function' && typeof name === 'string' && name ? name : 'MyLayer';
    throw new LayerError(said().noName({ given: is, name: proposed }));
  }
  core.serialization.registerClass(given as never, ...rest);
  return given;
}

/** Puts the checks before every layer's `apply`, and into `tf.serialization`. */
export function checkLayers(tf: Tf): void {
  const { prototype } = tfl.layers.Layer;
  const { apply } = prototype;
  prototype.apply = function (this: tfl.layers.Layer, inputs, options) {
    const list: unknown[] = Array.isArray(inputs) ? inputs : [inputs];
    if (list.length === 0 || !list.every(isTensor)) {
      throw new LayerError(said().inputs({ ...names(this), given: describe(inputs) }));
    }
    const own = this.call;
    // Only for this call, and only around code that is not the library's.
    const watched = function (this: tfl.layers.Layer, ...args: Parameters<typeof own>) {
      const output = own.apply(this, args);
      checkOutput(this, output);
      return output;
    };
    const isUsers = !isBuiltIn(this.constructor);
    if (isUsers) this.call = watched;
    try {
      return apply.call(this, inputs, options);
    } catch (error) {
      throw explainShape(this, error, inputs);
    } finally {
      if (isUsers) {
        if (Object.getPrototypeOf(this).call === own) Reflect.deleteProperty(this, 'call');
        else this.call = own;
      }
    }
  };
  Object.assign(tf, { serialization: { ...core.serialization, registerClass } });
}
