import { beforeAll, expect, test } from 'vitest';
import { CallbackValue, HelperValue, TensorValue } from '../../autograder/judge/value.js';
import { createRng, type Tensor, useBackend } from '../../src/backend/index.js';
import { tf } from '../../src/nn/tf.js';
import { callCode } from '../../src/notebook/input-code.js';

beforeAll(async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
});

const codeOf = (...args: unknown[]) => callCode({ fn: 'f', constructs: false, args, count: 1 });

/** What a cell would hand to the function when the code is pasted into it. */
function pasted(...args: unknown[]): unknown[] {
  const code = codeOf(...args);
  if (code === undefined) throw new Error('Expected code.');
  const run = new Function('f', 'tf', 'createRng', `return ${code}`);
  return run((...got: unknown[]) => got, tf, createRng) as unknown[];
}

const odd = Float32Array.of(
  0.1,
  -0,
  1 / 3,
  1e-30,
  123456.79,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -7,
);

test.each<[string, TensorValue]>([
  ['a scalar', new TensorValue('float32', [], Float32Array.of(0.1))],
  ['a vector of odd numbers', new TensorValue('float32', [8], odd)],
  ['a matrix', new TensorValue('float32', [4, 2], odd)],
  ['class numbers', new TensorValue('int32', [3], Int32Array.of(1, 0, -2))],
  ['truth', new TensorValue('bool', [2], Uint8Array.of(1, 0))],
  ['no rows', new TensorValue('float32', [0, 3], new Float32Array())],
  ['four axes', new TensorValue('float32', [2, 1, 2, 2], odd)],
  ['seven axes', new TensorValue('float32', [1, 2, 1, 2, 1, 2, 1], odd)],
  ['complex numbers', new TensorValue('complex64', [2, 2], odd)],
  ['a complex number', new TensorValue('complex64', [], Float32Array.of(1, -0))],
  ['a long one', new TensorValue('float32', [40, 40], createRng(1).normals(1600))],
])('%s is the same tensor when pasted', (_name, value) => {
  const [got] = pasted(value) as Tensor[];
  expect(got?.dtype).toBe(value.dtype);
  expect(got?.shape).toEqual(value.shape);
  expect(Array.from(got?.dataSync() ?? [])).toEqual(Array.from(value.data));
});

test('plain values, lists, objects, maps, and a seeded generator', () => {
  const args = [
    1.5,
    -0,
    Number.NaN,
    'a"b\n',
    null,
    undefined,
    true,
    5n,
    [1, [2, 3]],
    { a: 1, 'odd key': [2], __proto__: null },
    new Map([['k', 1]]),
    new Set([1]),
    Float64Array.of(0.1),
  ];
  expect(pasted(...args)).toEqual(args.map((arg) => arg));
  const [rng] = pasted(new HelperValue('createRng', [7])) as [ReturnType<typeof createRng>];
  expect(rng.uniform()).toBe(createRng(7).uniform());
});

test('code reads as one would write it', () => {
  const logits = new TensorValue('float32', [2, 2], Float32Array.of(0, Math.log(3), 2, 2));
  const call = { fn: 'softmax', constructs: false, args: [logits], count: 1 };
  expect(callCode(call)).toBe('softmax(tf.tensor2d([[0, 1.0986123], [2, 2]]))');
  expect(callCode(call, { isAsync: true })).toMatch(/^await softmax/);
  expect(callCode({ ...call, constructs: true, fn: 'Dense', args: [3] })).toBe('new Dense(3)');
});

test('a function of the judge is written as one that does the same, where it has such', async () => {
  const work = new CallbackValue(1, 'promise', 'async (ms) => 2 * ms');
  expect(codeOf([30, 10], 2, work)).toBe('f([30, 10], 2, async (ms) => 2 * ms)');
  const [, doubled] = pasted(0, work) as [number, (ms: number) => Promise<number>];
  expect(await doubled(4)).toBe(8);
  expect(codeOf({ onEpoch: new CallbackValue(1, 'value', '(epoch) => epoch') })).toBe(
    'f({ onEpoch: (epoch) => epoch })',
  );
  expect(codeOf(new CallbackValue(1, 'value'))).toBeUndefined();
});

test('what cannot be pasted has no code', () => {
  const long = new TensorValue('float32', [2001], new Float32Array(2001));
  expect(codeOf(long)).toBeUndefined();
  expect(codeOf(new Array(3000).fill(0))).toBeUndefined();
  class Handle {
    handle = 3;
  }
  expect(codeOf(new Handle())).toBeUndefined();
  expect(codeOf({ onEpoch: new Handle() })).toBeUndefined();
});
