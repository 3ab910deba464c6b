/**
 * What TensorFlow.js says of wrong arguments, in the words of the rest: what was expected, what was
 * given, what to do.
 */
import * as core from '@tensorflow/tfjs-core';
import { messages } from '../messages/index.js';
import { nearest } from './known-options.js';
import { broadcastSentence, matMulSentence, type OpInput } from './tensorflow-error.js';

/** A function of `tf` was given what it cannot take. `cause` is TensorFlow.js's own error. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
  readonly code = 'invalid-argument';
  constructor(
    message: string,
    /** The function, as it is called: `tf.matMul`. */
    readonly operation: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

const values = () => messages().library.values;

/** An argument as a sentence names it. */
export function describe(value: unknown): string {
  if (value instanceof core.Tensor) {
    const shape = `[${value.shape.join(', ')}]`;
    return value.isDisposed ? values().disposed({ shape }) : `${value.dtype} ${shape}`;
  }
  if (typeof value === 'string')
    return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  if (typeof value === 'function') return values().function();
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (Array.isArray(value)) {
    const shown = value.slice(0, 4).map(describe).join(', ');
    return `[${shown}${value.length > 4 ? ', …' : ''}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null)
      return value.constructor?.name ?? values().object();
    const entries = Object.entries(value).slice(0, 4);
    return `{ ${entries.map(([key, one]) => `${key}: ${Array.isArray(one) ? describe(one) : describeFlat(one)}`).join(', ')} }`;
  }
  return String(value);
}

function describeFlat(value: unknown): string {
  return typeof value === 'object' && value !== null && !(value instanceof core.Tensor)
    ? (value.constructor?.name ?? 'object')
    : describe(value);
}

/** A call, as it was written: `tf.add(float32 [2, 3], 5)`. */
function call(where: string, args: readonly unknown[]): string {
  return `${where}(${args.map(describe).join(', ')})`;
}

/** Arguments as tensors, where they are that or numbers. */
function inputsOf(args: readonly unknown[]): OpInput[] {
  return args.slice(0, 2).flatMap((value): OpInput[] => {
    if (value instanceof core.Tensor) return [{ shape: value.shape, dtype: value.dtype }];
    return typeof value === 'number' || Array.isArray(value)
      ? [{ shape: shapeOf(value), dtype: 'float32' }]
      : [];
  });
}

function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

/** The names that `compile` and layers take, by what they name. */
const NAMES: Readonly<Record<string, string>> = {
  loss: `meanSquaredError meanAbsoluteError meanAbsolutePercentageError meanSquaredLogarithmicError
    squaredHinge hinge categoricalHinge logcosh categoricalCrossentropy
    sparseCategoricalCrossentropy binaryCrossentropy kullbackLeiblerDivergence poisson
    cosineProximity`,
  metric: `accuracy binaryAccuracy categoricalAccuracy sparseCategoricalAccuracy precision recall
    categoricalCrossentropy sparseCategoricalCrossentropy mse mae mape cosine`,
  optimizer: 'sgd momentum rmsprop adam adamw lamb adagrad adadelta adamax',
  activation: `elu gelu hardSigmoid linear mish relu relu6 selu sigmoid softmax softplus softsign swish
    tanh`,
  initializer: `constant glorotNormal glorotUniform heNormal heUniform identity leCunNormal
    leCunUniform ones orthogonal randomNormal randomUniform truncatedNormal varianceScaling zeros`,
  regularizer: 'l1l2',
  constraint: 'maxNorm minMaxNorm nonNeg unitNorm',
};

type Rewrite = (
  match: RegExpExecArray,
  args: readonly unknown[],
  name: string,
) => string | undefined;

const errors = () => messages().library.errors;

/** Sentences of TensorFlow.js that are worth saying otherwise; the first that fits counts. */
const rewrites: [RegExp, Rewrite][] = [
  [/^Pass at least one tensor/, () => errors().noTensors()],
  [
    /begin\[(\d+)\] \+ size\[\d+\] \((\d+)\) would overflow input.shape\[\d+\] \((\d+)\)/,
    ([, axis, end, size]) =>
      errors().slice({ axis: axis as string, end: end as string, size: size as string }),
  ],
  [/^tensor\dd\(\) requires shape to be provided/, () => errors().needsShape()],
  [
    /^tensor(\d)d\(\) requires values to be/,
    ([, rank]) => errors().otherDepth({ rank: rank as string }),
  ],
  [/invalid ord value/, () => errors().ord()],
  [
    /^Unknown (loss|metric|optimizer|activation|initializer|regularizer|constraint):? (\S*?)\.?( This may|$)/i,
    ([, given, value]) => {
      const kind = (given as string).toLowerCase();
      const known = (NAMES[kind] ?? '').split(/\s+/);
      const meant = nearest(value as string, known);
      const hint =
        meant === undefined ? '' : ` ${messages().library.options.meant({ name: meant })}`;
      return `${errors().name({ kind, known: known.join(', '), given: value as string })}${hint}`;
    },
  ],
  [
    /inner shapes .* must match/,
    (_, args) =>
      matMulSentence({
        name: 'MatMul',
        inputs: inputsOf(args),
        attributes: [
          { name: 'transpose_a', value: args[2] === true },
          { name: 'transpose_b', value: args[3] === true },
        ],
      })?.replace(/^matMul: s/, 'S'),
  ],
  [
    /could not be broadcast together|Incompatible shapes/,
    (_, args, name) => broadcastSentence(name, inputsOf(args))?.replace(/^[\w.]+: s/, 'S'),
  ],
  [
    /Argument '(\S+)' passed to '\S+' must be a Tensor or TensorLike, but got '(.*)'/,
    ([, argument]) => errors().noTensor({ argument: argument as string }),
  ],
  [
    /Argument '(\S+)' passed to '\S+' must be (\S+) tensor, but got (\S+) tensor/,
    ([, argument, expected, given]) =>
      errors().dtype({
        argument: argument as string,
        expected: expected === 'numeric' ? errors().numeric() : (expected as string),
        given: given as string,
        remedy:
          given === 'string' || expected === 'numeric'
            ? ''
            : errors().castRemedy({ argument: argument as string, dtype: expected as string }),
      }),
  ],
  [
    /axis param must be in range \[(-?\d+), (\d+)\) but got axis (.*)$/,
    ([, from, to, given]) =>
      errors().axis({ from: from as string, to: Number(to) - 1, given: given as string }),
  ],
  [
    /Size\((\d+)\) must match the product of shape (.*)$/,
    ([, size, shape]) =>
      errors().size({ size: size as string, shape: `[${shape?.split(',').join(', ')}]` }),
  ],
  [
    /Kernel '(\w+)' not registered for backend '(.*)'/,
    ([, kernel, backend]) =>
      backend?.startsWith('none')
        ? undefined
        : errors().noKernel({ kernel: kernel as string, backend: backend as string }),
  ],
  [
    /gradient function not found for (\w+)/,
    ([, kernel]) =>
      errors().noGradient({ kernel: `${kernel?.charAt(0).toLowerCase()}${kernel?.slice(1)}` }),
  ],
  [/Cannot compute gradient of y=f\(x\)/, () => errors().notConnected()],
  [
    /must return a scalar, but it returned a rank-(\d+)/,
    ([, rank]) => errors().noScalar({ rank: rank as string }),
  ],
  [/The result y returned by f\(\) must be a tensor/, () => errors().noLossTensor()],
];

/** Messages of JavaScript itself, which say nothing of the argument. */
const RAW =
  /Cannot (read|destructure|use)|is not (a function|iterable|defined|a constructor)|of (undefined|null)|radix|Invalid array length|toString\(\)/;

function isOwn(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string';
}

const isDisposed = (value: unknown): boolean =>
  value instanceof core.Tensor
    ? value.isDisposed
    : Array.isArray(value) && value.some((one) => one instanceof core.Tensor && one.isDisposed);

function sentenceFor(text: string, args: readonly unknown[], name: string): string | undefined {
  for (const [pattern, rewrite] of rewrites) {
    const match = pattern.exec(text);
    const said = match === null ? undefined : rewrite(match, args, name);
    if (said !== undefined) return said;
  }
  return undefined;
}

/**
 * The error to throw in the place of one that a function of TensorFlow.js threw.
 *
 * @param where the function as the caller knows it: `tf.matMul`
 * @param runsUserCode whether the error may be the caller's own, so that only sentences of
 *   TensorFlow.js are said otherwise
 * @returns an `ArgumentError`, or the error itself where it says all that there is to say
 */
export function explainError(
  error: unknown,
  where: string,
  args: readonly unknown[],
  runsUserCode = false,
): unknown {
  if (!(error instanceof Error) || isOwn(error)) return error;
  const name = where.split('.').at(-1) as string;
  const received = messages().library.errors.received({ call: call(where, args) });
  if (!runsUserCode && args.some(isDisposed)) {
    return new ArgumentError(`${where}: ${errors().disposed()} ${received}`, where, error);
  }
  const said = sentenceFor(error.message, args, name);
  if (said !== undefined) return new ArgumentError(`${where}: ${said} ${received}`, where, error);
  if (runsUserCode) return error;
  // What gradus itself refuses says what was given.
  if (/Received: /.test(error.message)) return error;
  const isRaw =
    error instanceof TypeError || error instanceof RangeError || RAW.test(error.message);
  const text = isRaw
    ? errors().arguments({ where })
    : error.message
        .replace(/^Error in \w+:\s*/, '')
        .replace(/\s+/g, ' ')
        .replace(/[.\s]*$/, '.');
  return new ArgumentError(`${where}: ${text} ${received}`, where, error);
}

/** The same function, whose errors are explained. */
export function explained<F extends (...args: never[]) => unknown>(
  where: string,
  fn: F,
  runsUserCode = false,
): F {
  const wrapper = function (this: unknown, ...args: never[]): unknown {
    let result: unknown;
    try {
      result = fn.apply(this, args);
    } catch (error) {
      throw explainError(error, where, args, runsUserCode);
    }
    if (typeof result === 'function' && runsUserCode) {
      return explained(`${where}(f)`, result as (...args: never[]) => unknown, true);
    }
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw explainError(error, where, args, runsUserCode);
    });
  };
  Object.defineProperty(wrapper, 'name', { value: fn.name });
  return wrapper as F;
}
