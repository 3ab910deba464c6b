/**
 * The values that cross the wall between judge and driver: plain data, no behaviour.
 *
 * A tensor is its dtype, shape and numbers; it belongs to no backend. What the judge holds is
 * always a `Value`, never an object that student code made.
 */
import type { ErrorClass } from './error-class.js';
import type { ModelValue } from './model-spec.js';
import type { TensorValue } from './tensor-value.js';

export { ModelValue } from './model-spec.js';
export { type DType, type RealDType, TensorValue } from './tensor-value.js';

/** An error that student code threw or returned, as text. */
export class ErrorValue {
  constructor(
    readonly name: string,
    readonly message: string,
    readonly stack: string,
    /** The class of the language that it is an instance of; `name` may be the student's own. */
    readonly builtin?: ErrorClass,
  ) {}
}

/**
 * A function or an object with methods, which cannot cross the wall: only its description does, and
 * the number under which the driver holds it until the test ends.
 */
export class OpaqueValue {
  constructor(
    readonly type: string,
    readonly description: string,
    readonly handle?: number,
  ) {}
}

/** A function of the judge as an argument: student code can call it, the judge answers. */
export class CallbackValue {
  /** What it was called with, in order. */
  readonly calls: (readonly Value[])[] = [];
  /** How many of its promises have settled; stays 0 where it answers by values. */
  settled = 0;

  constructor(
    readonly handle: number,
    readonly answersBy: 'value' | 'promise',
    /** Code of a function that does the same, where a report may show it. */
    readonly shown?: string,
  ) {}
}

/** A helper of the library as an argument, made inside the driver: `createRng(7)`. */
export class HelperValue {
  constructor(
    readonly name: string,
    readonly args: readonly Value[],
  ) {}
}

export type TypedArrayValue =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A plain object; made with a null prototype, so no key can reach behaviour. */
export interface ObjectValue {
  [key: string]: Value;
}

export type Value =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | TensorValue
  | ErrorValue
  | OpaqueValue
  | CallbackValue
  | HelperValue
  | ModelValue
  | TypedArrayValue
  | Value[]
  | Map<Value, Value>
  | Set<Value>
  | ObjectValue;
