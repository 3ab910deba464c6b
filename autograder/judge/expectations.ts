/** What a test may ask of a value, whatever call it came from: a failure says what it is instead. */
import type { Wording } from '../../src/messages/text.js';
import { lengths, typeName } from './compare.js';
import { shapeText } from './compare-numbers.js';
import { Failure } from './failure.js';
import type { TestContext } from './test.js';
import { ErrorValue, OpaqueValue, TensorValue, type Value } from './value.js';

/** Numbers of a list that a test asks for one by one. */
const mostNumbers = 1_000_000;

export const expectTensor: TestContext['expectTensor'] = (got, expected = {}) => {
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

/** A list of this length. */
export const expectList = (got: Value, length: number, what: Wording): Value[] => {
  if (!Array.isArray(got)) {
    throw new Failure('type-mismatch', { what, expected: 'array', got: typeName(got) }, { got });
  }
  if (got.length !== length) {
    throw new Failure('shape-mismatch', { what, ...lengths(length, got.length) }, { got });
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

const expectWeights: TestContext['expectWeights'] = (got, model, what = '') => {
  const weights = expectList(got, model.weights.length, what);
  return model.weights.map(({ shape, dtype }, i) =>
    expectTensor(weights[i], { shape, dtype, what }),
  );
};

const expectNumbers: TestContext['expectNumbers'] = (got, what = '') => {
  if (!Array.isArray(got) && !ArrayBuffer.isView(got)) {
    throw new Failure('type-mismatch', { what, expected: 'array', got: typeName(got) }, { got });
  }
  const { length } = got as ArrayLike<Value>;
  if (length > mostNumbers) {
    const params = { what, got: length, most: mostNumbers };
    throw new Failure('too-many-numbers', params, { got });
  }
  return Array.from(got as Iterable<Value>, (item) => expectNumber(item, what));
};

const expectObject: TestContext['expectObject'] = (got, keys, what = '') => {
  const described = got instanceof ErrorValue || got instanceof OpaqueValue;
  if (described || typeName(got) !== 'object') {
    throw new Failure('type-mismatch', { what, expected: 'object', got: typeName(got) }, { got });
  }
  const entries = got as Record<string, Value>;
  for (const key of keys) {
    if (!Object.hasOwn(entries, key)) throw new Failure('missing-key', { what, key }, { got });
  }
  return entries;
};

/** Those of the context that look at a value alone. */
export const expectations = {
  expectTensor,
  expectWeights,
  expectNumber,
  expectNumbers,
  expectObject,
} satisfies Partial<TestContext>;
