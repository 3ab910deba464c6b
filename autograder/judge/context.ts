/** What a test's body is given: the wall to the student, inputs, and expectations. */
import { createRng, type Seed } from '../../src/backend/random.js';
import type { Wording } from '../../src/messages/text.js';
import { Callbacks } from './callbacks.js';
import { modelValue } from './check-model.js';
import { expectClose as close, shapeText, typeName } from './compare.js';
import type { CallOptions, CallOutcome, Driver } from './driver.js';
import type { Ended } from './ended.js';
import { Failure } from './failure.js';
import { modelNumbers } from './model-output.js';

import type { NestedNumbers, RemoteFunctions, RemoteObject, TestContext } from './test.js';
import type { ToleranceBackend } from './tolerance.js';
import {
  type DType,
  ErrorValue,
  HelperValue,
  OpaqueValue,
  TensorValue,
  type Value,
} from './value.js';
import type { Issue, SourceLocation, TestCall, TestNotice } from './verdict.js';

export interface ContextOptions {
  driver: Driver;
  reference: RemoteFunctions;
  seed: Seed;
  /** Processor time that one call may take, in ms. */
  callMs: number;
  /** Where in the student's notebook an error's stack points. */
  locate?: ((stack: string) => SourceLocation | undefined) | undefined;
  /** Where the student's values are computed. Default `cpu`. */
  backend?: ToleranceBackend | undefined;
  onEnded: (ended: Ended) => void;
  /** Told of each call of a function or class of the student, before it is made. */
  onCall?: ((call: Omit<TestCall, 'count'>) => void) | undefined;
  /** Told what costs no points, e.g. `tensors-left`. */
  onNotice?: ((code: TestNotice) => void) | undefined;
}

/** Numbers of a list that a test asks for one by one. */
const mostNumbers = 1_000_000;

/** Makes the context of one test. */
export function createContext(options: ContextOptions): TestContext {
  const rng = createRng(options.seed);
  let sent: readonly Value[] = [];
  let after: readonly Value[] = [];
  let frames: number | undefined;

  const expectClose: TestContext['expectClose'] = (got, expected, tolerance) =>
    close(got, expected, tolerance, options.backend);

  const callbacks = new Callbacks();
  const onCallback: CallOptions['onCallback'] = (use) => callbacks.use(use);

  const callStudent = async (
    name: string,
    args: Value[],
    target: Pick<CallOptions, 'op' | 'handle'> = {},
  ): Promise<Value> => {
    sent = args;
    const { op = 'call' } = target;
    if (op === 'call' || op === 'construct' || op === 'gradients') {
      options.onCall?.({ fn: name, constructs: op === 'construct', args });
    }
    const outcome = await options.driver.call(name, args, options.callMs, {
      ...target,
      onCallback,
    });
    if (outcome.kind === 'value') {
      after = outcome.args;
      frames = outcome.frames;
      if (outcome.left !== undefined && outcome.left > 0) options.onNotice?.('tensors-left');
      return outcome.value;
    }
    throw outcomeFailure(name, outcome, options);
  };

  const student: RemoteFunctions = new Proxy(Object.create(null), {
    get: (_target, name: string) => {
      return (...args: Value[]) => callStudent(name, args);
    },
  });

  const expectRemote = (got: Value, what: Wording = ''): RemoteObject => {
    if (!(got instanceof OpaqueValue) || got.handle === undefined) {
      const expected = 'function or object with methods';
      throw new Failure('type-mismatch', { what, expected, got: typeName(got) }, { got });
    }
    const { handle } = got;
    return {
      value: got,
      call: (method, ...args) => callStudent(method, args, { op: 'method', handle }),
      get: (property) => callStudent(property, [], { op: 'get', handle }),
      apply: (...args) => callStudent(got.description, args, { op: 'apply', handle }),
    };
  };

  const expectTensor: TestContext['expectTensor'] = (got, expected = {}) => {
    const what = expected.what ?? '';
    if (!(got instanceof TensorValue)) {
      throw new Failure('type-mismatch', { what, expected: 'tensor', got: typeName(got) }, { got });
    }
    const { shape, dtype } = expected;
    if (
      shape !== undefined &&
      (shape.length !== got.shape.length || shape.some((n, i) => n !== null && n !== got.shape[i]))
    ) {
      throw new Failure(
        'shape-mismatch',
        { what, expected: shapeText(shape), got: shapeText(got.shape) },
        { got },
      );
    }
    if (dtype !== undefined && dtype !== got.dtype) {
      throw new Failure('dtype-mismatch', { what, expected: dtype, got: got.dtype }, { got });
    }
    return got;
  };

  const expectList = (got: Value, length: number, what: Wording): Value[] => {
    if (!Array.isArray(got)) {
      throw new Failure('type-mismatch', { what, expected: 'array', got: typeName(got) }, { got });
    }
    if (got.length !== length) {
      const shapes = { expected: shapeText([length]), got: shapeText([got.length]) };
      throw new Failure('shape-mismatch', { what, ...shapes }, { got });
    }
    return got;
  };

  const expectNumber: TestContext['expectNumber'] = (got, what = '') => {
    if (typeof got !== 'number') {
      throw new Failure('type-mismatch', { what, expected: 'number', got: typeName(got) }, { got });
    }
    if (!Number.isFinite(got))
      throw new Failure('not-finite', { what, index: '', got: String(got) }, { got });
    return got;
  };

  return {
    student,
    construct: async (name, ...args) =>
      expectRemote(await callStudent(name, args, { op: 'construct' }), name),
    expectRemote,
    callback: (fn, how) => callbacks.create(fn, how),
    helper: (name, ...args) => new HelperValue(name, args),
    model: modelValue,
    modelOutput(model, x) {
      const { shape, data } = modelNumbers(model, x);
      return new TensorValue('float32', shape, Float32Array.from(data));
    },
    expectWeights(got, model, what = '') {
      const weights = expectList(got, model.weights.length, what);
      return model.weights.map(({ shape, dtype }, i) =>
        expectTensor(weights[i], { shape, dtype, what }),
      );
    },
    async gradients(name, ...args) {
      const answer = await callStudent(name, args, { op: 'gradients' });
      const [value, gradients] = expectList(answer, 2, name);
      return {
        value: expectTensor(value, { shape: [], dtype: 'float32', what: name }),
        gradients: expectList(gradients, args.length, name),
      };
    },
    reference: options.reference,
    rng,
    tensor: makeTensor,
    randomTensor(shape, stddev = 1, mean = 0) {
      const size = shape.reduce((product, n) => product * n, 1);
      return new TensorValue('float32', [...shape], rng.normals(size, mean, stddev));
    },
    expectClose,
    expectTensor,
    expectNumber,
    expectNumbers(got, what = '') {
      if (!Array.isArray(got) && !ArrayBuffer.isView(got)) {
        throw new Failure(
          'type-mismatch',
          { what, expected: 'array', got: typeName(got) },
          { got },
        );
      }
      const { length } = got as ArrayLike<Value>;
      if (length > mostNumbers) {
        const params = { what, got: length, most: mostNumbers };
        throw new Failure('too-many-numbers', params, { got });
      }
      return Array.from(got as Iterable<Value>, (item) => expectNumber(item, what));
    },
    expectObject(got, keys, what = '') {
      const described = got instanceof ErrorValue || got instanceof OpaqueValue;
      if (described || typeName(got) !== 'object') {
        throw new Failure(
          'type-mismatch',
          { what, expected: 'object', got: typeName(got) },
          { got },
        );
      }
      const entries = got as Record<string, Value>;
      for (const key of keys) {
        if (!Object.hasOwn(entries, key)) throw new Failure('missing-key', { what, key }, { got });
      }
      return entries;
    },
    expect(condition, sentence, shown = {}) {
      if (!condition) throw new Failure('expectation', { sentence }, shown);
    },
    argumentsAfter: () => after,
    noticeFrames(count) {
      if (frames !== undefined && frames < count) options.onNotice?.('no-next-frame');
    },
    expectArgumentsUnchanged() {
      for (const [i, value] of sent.entries()) {
        const now = after[i];
        if (now instanceof ErrorValue && !(value instanceof ErrorValue)) {
          throw new Failure('argument-disposed', { argument: i + 1 });
        }
        try {
          expectClose(now, value, { atol: 0, rtol: 0, what: `argument ${i + 1}` });
        } catch (error) {
          if (error instanceof Failure) {
            throw new Failure(
              'argument-changed',
              { argument: i + 1 },
              { expected: value, got: now },
            );
          }
          throw error;
        }
      }
    },
  };
}

function outcomeFailure(
  name: string,
  outcome: Exclude<CallOutcome, { kind: 'value' }>,
  options: ContextOptions,
): Failure {
  if (outcome.kind === 'ended') {
    options.onEnded(outcome);
    return endedFailure(outcome);
  }
  if (outcome.kind === 'unencodable') {
    return new Failure('unencodable', { what: name, type: outcome.message });
  }
  const { error } = outcome;
  if (error.name === 'NotSolvedError') return new Failure('not-solved', { name });
  const place = options.locate?.(error.stack);
  return new Failure(
    'threw',
    { name: error.name, message: error.message },
    place === undefined ? {} : { place },
    'error',
  );
}

export function endedFailure(ended: Ended): Failure {
  const { code, params, ...details } = ended.issue satisfies Issue;
  const verdict = ended.verdict === 'passed' ? 'error' : ended.verdict;
  return new Failure(code, params, details, verdict);
}

/** A tensor from nested lists, or from flat numbers and a shape. */
export function makeTensor(
  values: NestedNumbers,
  shape?: readonly number[],
  dtype: DType = 'float32',
): TensorValue {
  const flat: number[] = [];
  const found: number[] = [];
  const walk = (node: NestedNumbers, depth: number): void => {
    if (typeof node === 'number') {
      flat.push(node);
      return;
    }
    if (found[depth] !== undefined && found[depth] !== node.length) {
      throw new RangeError(
        `Expected rows of equal length at depth ${depth}. Received: ${found[depth]} and ${node.length}`,
      );
    }
    found[depth] = node.length;
    for (const item of node) walk(item, depth + 1);
  };
  walk(values, 0);
  const sizes = shape ?? found;
  const size = sizes.reduce((product, n) => product * n, 1);
  if (size !== flat.length) {
    throw new RangeError(
      `Expected ${size} numbers for shape ${shapeText(sizes)}. Received: ${flat.length}`,
    );
  }
  const type = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return new TensorValue(dtype, [...sizes], type.from(flat));
}
