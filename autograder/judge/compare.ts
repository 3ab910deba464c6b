/** Comparison of a student's value with an expected one, and what there is to say about it. */
import type { Wording } from '../../src/messages/text.js';
import { compareNumbers, shapeText } from './compare-numbers.js';
import { Failure } from './failure.js';
import type { Tolerance } from './test.js';
import { limitsFor, type ToleranceBackend, type ToleranceLimits } from './tolerance.js';
import {
  CallbackValue,
  ErrorValue,
  HelperValue,
  ModelValue,
  OpaqueValue,
  TensorValue,
  type Value,
} from './value.js';

/** What a value is, in a word a student knows. */
export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (value instanceof TensorValue) return 'tensor';
  if (value instanceof ErrorValue) return value.name;
  if (value instanceof OpaqueValue)
    return value.type === 'function' ? 'function' : value.description;
  if (value instanceof CallbackValue) return 'function';
  if (value instanceof HelperValue) return value.name;
  if (value instanceof ModelValue) return value.trainable ? 'array' : 'function';
  if (Array.isArray(value)) return 'array';
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (value instanceof Map) return 'Map';
  if (value instanceof Set) return 'Set';
  return typeof value;
}

/** Throws `Failure` unless `got` equals `expected` within the tolerance. */
export function expectClose(
  got: Value,
  expected: Value,
  tolerance: Tolerance = {},
  backend: ToleranceBackend = 'cpu',
): void {
  compare(got, expected, limitsFor(tolerance, backend), tolerance.what ?? '', []);
}

/** Students name their own classes and errors: a description alone makes no tensor of either. */
function sameType(got: Value, expected: Value): boolean {
  if (got instanceof ErrorValue !== expected instanceof ErrorValue) return false;
  if (got instanceof OpaqueValue !== expected instanceof OpaqueValue) return false;
  return typeName(got) === typeName(expected);
}

function compare(
  got: Value,
  expected: Value,
  tolerance: ToleranceLimits,
  what: Wording,
  path: readonly number[],
  part: Part = { place: what, isCode: true },
): void {
  const { place } = part;
  // What a test handed over comes back as a description of what it became.
  if (expected instanceof HelperValue) return;
  if (expected instanceof CallbackValue && typeName(got) === 'function') return;
  if (expected instanceof ModelValue) {
    // Of a model come its weights, where student code can change them.
    if (expected.trainable) compare(got, expected.weights, tolerance, what, path);
    else if (typeName(got) !== 'function') throw mismatch(got, expected, place);
    return;
  }
  if (!sameType(got, expected)) throw mismatch(got, expected, place);
  if (expected instanceof TensorValue)
    compareTensors(got as TensorValue, expected, tolerance, place);
  else if (typeof expected === 'number') {
    const about = { what, got, expected, indexOf: () => path };
    compareNumbers([got as number], [expected], tolerance, about);
  } else if (Array.isArray(expected)) {
    compareLists(got as Value[], expected, tolerance, what, path, (i) => entry(part, i));
  } else if (ArrayBuffer.isView(expected)) {
    compareLists(
      got as unknown as readonly number[],
      expected as unknown as readonly number[],
      tolerance,
      what,
      path,
    );
  } else if (expected instanceof Map || expected instanceof Set) {
    compareLists([...(got as Set<Value>)], [...(expected as Set<Value>)], tolerance, what, path);
  } else if (typeof expected === 'object' && expected !== null) {
    const wanted = expected as Record<string, Value>;
    const given = got as Record<string, Value>;
    for (const key of Object.keys(wanted)) {
      if (!Object.hasOwn(given, key))
        throw new Failure('missing-key', { what: place, key }, { expected, got });
      compare(given[key], wanted[key], tolerance, property(part, key), []);
    }
  } else if (!Object.is(got, expected)) {
    throw new Failure(
      'value-mismatch',
      {
        what: place,
        index: '',
        ...shownTexts(got, expected),
        maxError: '',
        badCount: 1,
        total: 1,
      },
      { expected, got },
    );
  }
}

/** How a sentence names a part of the answer: `errors[0].line`. */
interface Part {
  place: Wording;
  /** Whether code reaches it so, and its own parts from there: not within a Map or a Set. */
  isCode: boolean;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
/** A phrase that begins a sentence has no parts. */
const path = /^[\p{ID_Start}$_][\p{ID_Continue}$.[\]]*$/u;

/** `errors[0]`; of the answer itself `result[0]`. */
function entry({ place, isCode }: Part, i: number): Part {
  const list = place === '' ? 'result' : place;
  if (!isCode || typeof list !== 'string' || !path.test(list)) return { place, isCode: false };
  return { place: `${list}[${i}]`, isCode };
}

/** `errors[0].line`; of the answer itself `line`. */
const property = ({ place, isCode }: Part, key: string): string =>
  isCode &&
  typeof place === 'string' &&
  place !== 'result' &&
  path.test(place) &&
  identifier.test(key)
    ? `${place}.${key}`
    : key;

/** Of a longer text a message shows what is around the first difference. */
const longestShown = 120;

function shownTexts(got: Value, expected: Value): { expected: string; got: string } {
  const [have, want] = [String(got), String(expected)];
  if (Math.max(have.length, want.length) <= longestShown) return { expected: want, got: have };
  let first = 0;
  while (first < have.length && have[first] === want[first]) first++;
  const from = Math.max(0, first - longestShown / 4);
  const part = (text: string): string => {
    const end = from + longestShown;
    return `${from > 0 ? '…' : ''}${text.slice(from, end)}${text.length > end ? '…' : ''}`;
  };
  return { expected: part(want), got: part(have) };
}

const mismatch = (got: Value, expected: Value, what: Wording): Failure =>
  new Failure(
    'type-mismatch',
    { what, expected: typeName(expected), got: typeName(got) },
    { expected, got },
  );

function compareTensors(
  got: TensorValue,
  expected: TensorValue,
  tolerance: ToleranceLimits,
  what: Wording,
): void {
  if (
    got.shape.length !== expected.shape.length ||
    got.shape.some((n, i) => n !== expected.shape[i])
  ) {
    throw new Failure(
      'shape-mismatch',
      { what, expected: shapeText(expected.shape), got: shapeText(got.shape) },
      { expected, got },
    );
  }
  if (got.dtype !== expected.dtype) {
    throw new Failure(
      'dtype-mismatch',
      { what, expected: expected.dtype, got: got.dtype },
      { expected, got },
    );
  }
  const indexOf = (i: number): number[] => unravel(i, expected.shape);
  const parts = expected.dtype === 'complex64' ? 2 : 1;
  compareNumbers(got.data, expected.data, tolerance, { what, got, expected, indexOf, parts });
}

/** How long two lists are, for the sentence and as shapes. */
export const lengths = (expected: number, got: number) => ({
  expected: shapeText([expected]),
  got: shapeText([got]),
  length: expected,
  given: got,
});

/** Lists are shown as plain ones; a long one is not copied for that. */
const mostCopied = 10_000;
const shownList = (list: readonly Value[]): Value =>
  list.length > mostCopied ? (list as Value[]) : Array.from(list);

function compareLists(
  got: readonly Value[],
  expected: readonly Value[],
  tolerance: ToleranceLimits,
  what: Wording,
  path: readonly number[],
  partOf: (i: number) => Part = () => ({ place: what, isCode: false }),
): void {
  if (got.length !== expected.length) {
    throw new Failure(
      'shape-mismatch',
      { what, ...lengths(expected.length, got.length) },
      { expected: shownList(expected), got: shownList(got) },
    );
  }
  if (expected.every((v) => typeof v === 'number') && got.every((v) => typeof v === 'number')) {
    compareNumbers(got as number[], expected as number[], tolerance, {
      what,
      got: shownList(got),
      expected: shownList(expected),
      indexOf: (i) => [...path, i],
    });
    return;
  }
  try {
    for (let i = 0; i < expected.length; i++) {
      compare(got[i], expected[i], tolerance, what, [...path, i], partOf(i));
    }
  } catch (error) {
    // The outermost list stays: what is wrong with one entry must be so of all to be the mistake.
    if (error instanceof Failure) {
      error.issue.within = { got: shownList(got), expected: shownList(expected) };
    }
    throw error;
  }
}

function unravel(flat: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
