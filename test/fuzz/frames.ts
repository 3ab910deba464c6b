/** Mutated frames: what a driver would send, changed in its JSON, in its bytes and in its lengths. */
import fc from 'fast-check';
import { Encoder } from '../../autograder/judge/codec.js';
import { encodeFrame } from '../../autograder/judge/frame.js';
import { ErrorValue, TensorValue, type Value } from '../../autograder/judge/value.js';
import { type ByteMutation, byteMutation, mutateBytes } from './bytes.js';
import { type Json, type JsonMutation, jsonMutation, mutateJson, oddValue, share } from './json.js';

/** The call that the frames answer. */
export const callId = 7;
/** A callback that the test handed out; its number is put in where a frame is made. */
const calledBack = 'callback';

const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, 1 / 0, -1 / 0, 2 ** 60));
const short = fc.string({ unit: 'binary', maxLength: 12 });
/** Now and then one that lies in the body. */
const text = fc.oneof(
  { weight: 20, arbitrary: short },
  { weight: 1, arbitrary: short.map((piece) => `${piece}é`.repeat(3000)) },
);
const tensor = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }), number, fc.boolean())
  .map(([shape, fill, isComplex]) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return isComplex
      ? new TensorValue('complex64', shape, new Float32Array(2 * size).fill(fill))
      : new TensorValue('float32', shape, new Float32Array(size).fill(fill));
  });

const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(number, text, tensor, fc.boolean(), fc.bigInt(), fc.constant(null)),
    fc.constantFrom<Value>(undefined, new ErrorValue('TypeError', 'no', 'at submission.js:3:1')),
    fc.array(number, { minLength: 14, maxLength: 40 }),
    fc.uint8Array({ maxLength: 9 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(short, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((all) => new Map(all)),
    fc.array(tie('value'), { maxLength: 3 }).map((all) => new Set(all)),
  ),
}));

const huge = 2 ** 53 - 1;
/** Nodes that lie about themselves. */
const lies: readonly Json[] = [
  ['t', 'float32', [0, huge, huge], 0, 0],
  ['t', 'float32', [8, 8, 8, 8, 8, 8, 8, 0], 0, 0],
  ['t', 'bool', [huge, 0], 0, 0],
  ['t', 'float32', [-1], 0, 4],
  ['t', 'float32', [1.5], 0, 6],
  ['t', 'float32', [1], huge, 4],
  ['t', 'float32', [1], 0, huge],
  ['t', '__proto__', [], 0, 0],
  ['t', 'float32', { length: 2 }, 0, 0],
  ['y', 'constructor', 0, 0],
  ['y', 'BigInt64Array', 0, 8],
  ['y', 'Float64Array', 3, 8],
  ['t', 'complex64', [1], 0, 4],
  ['t', 'complex64', [2], 0, 8],
  ['x', 0, huge],
  ['x', 3, 5],
  ['x', 0],
  ['w', true, ['a', []]],
  ['p', 0, huge],
  ['p', -8, 8],
  ['n', '1e999'],
  ['i', '9'.repeat(1000)],
  ['i', '1n'],
  ['o', [['__proto__', ['o', [['passed', true]]]]]],
  [
    'o',
    [
      ['a', 1],
      ['a', 2],
    ],
  ],
  ['m', [[['o', []]]]],
  ['f', 'function', 'x', 3],
  ['f', 'Tensor', '', -1],
  ['c', 1, 'value'],
  ['h', 'createRng', [1]],
  ['e', 'Error', 'x'.repeat(9000), ''],
  ['e', null, {}, []],
  ['a', Array.from({ length: 10_001 }, () => 0)],
  ['a'],
  [],
  [[]],
];

/** Null but once in eight times. */
const seldom = (rare: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rare });

const header = fc.record({
  type: fc.constantFrom('value', 'value', 'value', 'threw', 'unencodable', 'callback', 'settled'),
  id: fc.constantFrom(callId, callId, callId, callId, callId, 0, -1, huge),
  value: anyValue,
  args: fc.array(anyValue, { maxLength: 3 }),
  lie: seldom(fc.constantFrom(...lies)),
});

export interface FrameRecipe {
  header: { type: string; id: number; value: Value; args: Value[]; lie: Json };
  json: readonly JsonMutation[];
  lie: readonly JsonMutation[];
  bytes: readonly ByteMutation[];
  /** Where the bytes are cut into chunks, as shares. */
  cuts: number[];
  /** What comes before it in the stream. */
  before: Json;
}

const lieMutation = fc
  .tuple(jsonMutation, fc.constantFrom(...lies))
  .map(([mutation, value]): JsonMutation => ({ ...mutation, how: 'replace', value }));

export const frameRecipe: fc.Arbitrary<FrameRecipe> = fc.record({
  header,
  json: fc.oneof(fc.constant([]), fc.array(jsonMutation, { maxLength: 3 })),
  lie: fc.oneof(fc.constant([]), fc.array(lieMutation, { maxLength: 1 })),
  bytes: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(byteMutation, { minLength: 1, maxLength: 3 }) },
  ),
  cuts: fc.array(share, { maxLength: 4 }),
  before: seldom(oddValue),
});

/** The bytes as the pipe could deliver them. `handle` is that of a callback which is waiting. */
export function chunksOf(recipe: FrameRecipe, handle: number): Buffer[] {
  const encoder = new Encoder();
  const { type, id, value, args, lie } = recipe.header;
  const nodes = args.map((argument) => encoder.encode(argument)) as Json[];
  const node = (lie ?? encoder.encode(value)) as Json;
  const sent: { [key: string]: Json } =
    type === 'value'
      ? { type, id, value: node, args: nodes }
      : type === 'threw'
        ? { type, id, error: node }
        : type === 'unencodable'
          ? { type, id, code: 'type', message: 'a symbol' }
          : type === calledBack
            ? { type, id, handle, args: [node, ...nodes] }
            : { type, id, handle };
  for (const mutation of [...recipe.json, ...recipe.lie]) mutateJson(sent, mutation);
  const frame = Buffer.from(encodeFrame(sent, encoder.chunks));
  const before = recipe.before === null ? [] : [encodeFrame(recipe.before)];
  const stream = Buffer.concat([...before, recipe.bytes.reduce(mutateBytes, frame)]);
  const places = recipe.cuts.map((at) => Math.floor(at * stream.length)).sort((a, b) => a - b);
  return [0, ...places].map((from, i) => stream.subarray(from, places[i] ?? stream.length));
}
