/**
 * A test is a value: what it is called, what it is worth, and what the judge does.
 *
 * The body runs in the judge. `student.<name>(…)` and `reference.<name>(…)` send encoded values to
 * a driver and give the decoded answer; nothing that student code made is ever in the judge's hands.
 */
import type { Rng } from '../../src/backend/random.js';
import { type Wording, wordsIn } from '../../src/messages/text.js';
import type { HelperName } from './helpers.js';
import type { ModelOptions, ModelSpec } from './model-spec.js';
import type {
  CallbackValue,
  DType,
  HelperValue,
  ModelValue,
  OpaqueValue,
  RealDType,
  TensorValue,
  Value,
} from './value.js';

/** What a test looks at; for a hidden test this is all that a student is told. */
export const testKinds = [
  'value',
  'property',
  'gradient',
  'stability',
  'contract',
  'training',
] as const;
export type TestKind = (typeof testKinds)[number];

/** Functions reached through a driver, by name. Every call crosses the wall. */
export type RemoteFunctions = Readonly<Record<string, (...args: Value[]) => Promise<Value>>>;

export interface Tolerance {
  /** Largest absolute difference that is still equal. Default: see `tolerance.ts`. */
  atol?: number;
  /** Largest difference relative to the expected value. Default: see `tolerance.ts`. */
  rtol?: number;
  /**
   * What is compared: its name in the statement, e.g. `dw`; what has none there is a phrase that
   * begins a sentence, such as `{ en: 'The sum of each row', zh: '每一行的和' }`.
   */
  what?: Wording;
}

/** A function or an object with methods that the driver holds until the test ends. */
export interface RemoteObject {
  /** Stands for it as an argument: `student.evaluate(net.value, x)`. */
  readonly value: OpaqueValue;
  /** Calls a method. */
  call(method: string, ...args: Value[]): Promise<Value>;
  /** Reads a property; a second time it may be another. */
  get(property: string): Promise<Value>;
  /** Calls it, where it is a function; `this` is the object whose property it was. */
  apply(...args: Value[]): Promise<Value>;
}

export interface CallbackOptions {
  /**
   * `promise`: student code gets a promise, which settles a moment later; `settled` counts those
   * that did so before the call was answered, so it tells whether they were awaited. Default `value`.
   */
  answersBy?: 'value' | 'promise';
  /** Code of a function that does the same, for the input that is shown when the test fails. */
  shown?: string;
}

export interface TestContext {
  /** The function under test. */
  student: RemoteFunctions;
  /** Constructs a class that the student wrote. */
  construct(name: string, ...args: Value[]): Promise<RemoteObject>;
  /** Fails unless `got` is a function or an object with methods; gives it back to be called. */
  expectRemote(got: Value, what?: Wording): RemoteObject;
  /**
   * A function of the judge as an argument, alone or inside an object. It gets plain values, answers
   * at once, and may call `expect…`: a failure there ends the test. It should record or compute only
   * what the statement gives away. At most 10,000 uses in a test; after the test a use is a breach.
   */
  callback(fn: (...args: Value[]) => Value, options?: CallbackOptions): CallbackValue;
  /** A helper of the library as an argument, made where the student's function runs, whatever it may use. */
  helper(name: HelperName, ...args: Value[]): HelperValue;
  /**
   * A small model as an argument, made where the student's function runs: gradients flow through it,
   * those of gradients too, whatever the exercise may use of the library. Without `trainable` student
   * code gets a function, `critic(x)`; with it an object of `apply(x)`, `predict(x)` and
   * `trainableVariables`. Each call is given a new one. After the call a trainable model stands in
   * `argumentsAfter()` (or in the answer) as the list of its weights, layer by layer.
   *
   * @throws RangeError when a layer is unknown or does not fit, or the model is too large
   * @example
   * const critic = t.model({ layers: [
   *   { type: 'dense', kernel: t.randomTensor([2, 8]), activation: 'tanh' },
   *   { type: 'dense', kernel: t.randomTensor([8, 1]), bias: t.randomTensor([1]) },
   * ] });
   */
  model(spec: ModelSpec, options?: ModelOptions): ModelValue;
  /** What a model gives for a batch, computed by the judge in float64, then rounded to float32. */
  modelOutput(model: ModelSpec, x: TensorValue): TensorValue;
  /** Fails unless `got` is the list of this model's weights after a call; gives it back typed. */
  expectWeights(got: Value, model: ModelValue, what?: Wording): TensorValue[];
  /**
   * Calls the student's function and differentiates its answer, a scalar tensor, where it runs: the
   * function must be built of operations that gradients flow through. `gradients` has one entry for
   * each argument: a tensor for a tensor, a list for a model (its weights), the same inside lists and
   * objects, and null where no gradient arrives. Like the value, they are what the process answered.
   */
  gradients(name: string, ...args: Value[]): Promise<{ value: TensorValue; gradients: Value[] }>;
  /** The reference solution (its recorded answers where no solution is at hand). */
  reference: RemoteFunctions;
  /** Draws this test's inputs: per class, student and test when graded, fixed in `check`. */
  rng: Rng;
  /** A tensor from nested lists or flat numbers and a shape; default dtype float32. */
  tensor(values: NestedNumbers, shape?: readonly number[], dtype?: RealDType): TensorValue;
  /** A complex64 tensor from nested lists of its real parts and its imaginary ones. */
  complexTensor(real: NestedNumbers, imag: NestedNumbers): TensorValue;
  /** A float32 tensor of normal deviates drawn from `rng`. */
  randomTensor(shape: readonly number[], stddev?: number, mean?: number): TensorValue;
  /** Fails unless `got` has the type, shape, dtype and numbers of `expected`. */
  expectClose(got: Value, expected: Value, tolerance?: Tolerance): void;
  /** Fails unless `got` is a tensor (of that shape and dtype, where given); gives it back typed. */
  expectTensor(
    got: Value,
    expected?: { shape?: readonly (number | null)[]; dtype?: DType; what?: Wording },
  ): TensorValue;
  /** Fails with a sentence unless the condition holds. */
  expect(condition: boolean, sentence: Wording, shown?: { expected?: Value; got?: Value }): void;
  /** Fails unless `got` is a plain object with these keys; gives it back typed. */
  expectObject<K extends string>(got: Value, keys: readonly K[], what?: Wording): Record<K, Value>;
  /**
   * The arguments of the last `student` call as they stood after it: unchanged values compare equal
   * with what was sent, a disposed tensor has become an `ErrorValue`.
   */
  argumentsAfter(): readonly Value[];
  /** Fails if the last `student` call changed or disposed one of its arguments. */
  expectArgumentsUnchanged(): void;
  /** Notes, without points, that the last call drew fewer frames (`tf.nextFrame`) than these. */
  noticeFrames(count: number): void;
  /** Fails unless `got` is a finite number; gives it back typed. */
  expectNumber(got: Value, what?: Wording): number;
  /** Fails unless `got` is a list of finite numbers (array or typed array). */
  expectNumbers(got: Value, what?: Wording): number[];
}

export type NestedNumbers = number | readonly NestedNumbers[];

export interface TestSpec {
  /** Unique in its exercise; the slug of its English words is the stable id. */
  name: Wording;
  points: number;
  kind: TestKind;
  visible: boolean;
  /** Shown when the test fails (visible tests only): a nudge, not the answer. */
  hint?: Wording;
  /** Processor time that one call may take, in ms; wall time may be ten times that. Default 1000. */
  timeoutMs?: number;
  /** What it tries that its calls do not show: see `test-kit/contract.ts`. */
  covers?: readonly string[];
}

export interface Test extends TestSpec {
  /** Slug of the English name, stable over versions: `rows-sum-to-one`. */
  readonly id: string;
  readonly run: (context: TestContext) => Promise<void>;
}

/** Tests of one lesson file (`visible.ts` or `hidden.ts`), by exercise. */
export type TestsByExercise = Readonly<Record<string, readonly Test[]>>;

/** `Rows sum to one` → `rows-sum-to-one`. */
export function slug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * Declares a test.
 *
 * @throws RangeError when the name has no letters or digits, or the points are not a number >= 0
 * @example
 * test({ name: 'rows sum to one', points: 1, kind: 'property', visible: true },
 *   async ({ student, randomTensor, expectTensor, expect }) => { … });
 */
export function test(spec: TestSpec, run: (context: TestContext) => Promise<void>): Test {
  const id = slug(wordsIn(spec.name, 'en'));
  if (id === '') {
    throw new RangeError(
      `Expected \`name\` to contain letters or digits. Received: ${JSON.stringify(spec.name)}`,
    );
  }
  if (!Number.isFinite(spec.points) || spec.points < 0) {
    throw new RangeError(
      `Expected \`points\` of test ${id} to be a number >= 0. Received: ${spec.points}`,
    );
  }
  return { ...spec, id, run };
}
