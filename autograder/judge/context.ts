/**
 * What a test's body is given: calls across the wall, inputs of its own, and expectations.
 *
 * A context lives as long as its test. It remembers the arguments of the last call, as they were sent
 * and as they came back, since a test asks of them only after it has the answer. How a call ended
 * otherwise than by a value is a `Failure` here, thrown through the test's body to the runner.
 */
import { createRng, type Seed } from '../../src/backend/random.js';
import type { Wording } from '../../src/messages/text.js';
import { unsolvedIn } from '../../src/notebook/not-solved.js';
import { Callbacks } from './callbacks.js';
import { modelValue } from './check-model.js';
import { expectClose as close, typeName } from './compare.js';
import type { CallOptions, CallOutcome, Driver } from './driver.js';
import type { Ended } from './ended.js';
import { expectations, expectList, expectTensor } from './expectations.js';
import { Failure } from './failure.js';
import { makeComplexTensor, makeTensor } from './make-tensor.js';
import { modelNumbers } from './model-output.js';

import type { RemoteFunctions, RemoteObject, TestContext } from './test.js';
import type { ToleranceBackend } from './tolerance.js';
import { ErrorValue, HelperValue, OpaqueValue, TensorValue, type Value } from './value.js';
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
  /** The sandbox has ended, or may not be used again: no call of this test can follow. */
  onEnded: (ended: Ended) => void;
  /** Called before each call of a function or class of the student. */
  onCall?: ((call: Omit<TestCall, 'count'>) => void) | undefined;
  /** Called with what costs no points, e.g. `tensors-left`. */
  onNotice?: ((code: TestNotice) => void) | undefined;
}

/** Makes the context of one test. */
export function createContext(options: ContextOptions): TestContext {
  const rng = createRng(options.seed);
  // Of the last call that gave a value: its arguments before and after, and frames drawn meanwhile.
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
    // A method or a property belongs to an object that a call made: the report shows that call.
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
      const expected = 'remote';
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
    complexTensor: makeComplexTensor,
    randomTensor(shape, stddev = 1, mean = 0) {
      const size = shape.reduce((product, n) => product * n, 1);
      return new TensorValue('float32', [...shape], rng.normals(size, mean, stddev));
    },
    expectClose,
    ...expectations,
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
        // A disposed tensor cannot be read: the driver sends an error in its place.
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

/** How a call that gave no value fails its test; what has ended the sandbox is also passed on. */
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
  if (error.name === 'NotSolvedError') {
    const other = unsolvedIn(error.message);
    return other === undefined || other === name
      ? new Failure('not-solved', { name })
      : new Failure('other-not-solved', { name, other });
  }
  const place = options.locate?.(error.stack);
  const { message, builtin } = error;
  return new Failure(
    'threw',
    // Said where the name does not: a class of the student's own may have any.
    {
      name: error.name,
      message,
      ...(builtin !== undefined && builtin !== error.name && { builtin }),
    },
    place === undefined ? {} : { place },
    'error',
  );
}

/** The end of a sandbox as the failure of the test that ran. It is never a pass. */
export function endedFailure(ended: Ended): Failure {
  const { code, params, ...details } = ended.issue satisfies Issue;
  const verdict = ended.verdict === 'passed' ? 'error' : ended.verdict;
  return new Failure(code, params, details, verdict);
}
