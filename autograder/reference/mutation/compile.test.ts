import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../../../src/backend/tf.js';
import { compileMutant, importsOf } from './compile.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const none: ReadonlyMap<string, unknown> = new Map();
const compiled = (body: string, mostMs = 1000) =>
  compileMutant(
    `export function f(x: unknown, y?: unknown): unknown { ${body} }`,
    'f',
    none,
    mostMs,
  );

test.each([
  'while (true) {}',
  'while (true);',
  'for (let i = 0; ; ) i += 0;',
  'do { } while (true);',
  'const all = [1]; for (const one of all) all.push(one); return all;',
  'for (;;) for (let i = 0; i < 3; i++) x = i;',
])('a loop without an end has one: %s', async (body) => {
  const { fn } = await compiled(body);
  expect(() => fn(1)).toThrow(/were ended/);
});

test('each call has its own rounds, and loops that end are left alone', async () => {
  const { fn } = await compiled(
    'let sum = 0; for (let i = 0; i < 150_000; i++) sum += i; return sum;',
    10_000,
  );
  expect([fn(), fn()]).toEqual([11249925000, 11249925000]);
});

test('slow rounds end by the clock, and what is stopped ends at its next round', async () => {
  const slow = 'for (;;) { const end = performance.now() + 5; while (performance.now() < end); }';
  const begun = performance.now();
  expect((await compiled(slow, 100)).fn).toThrow(/were ended/);
  expect(performance.now() - begun).toBeLessThan(5000);
  const { fn, stop } = await compiled('for (const one of [1]) return one;');
  expect(fn()).toBe(1);
  stop();
  expect(fn).toThrow(/were ended/);
});

test('arguments are changed in place and their copy used; ignored ones and answers keep their form', async () => {
  const changed = await compiled('const c = $changedInPlace(x); return c;');
  const list = [1, 2, 3];
  expect(changed.fn(list)).toEqual([1, 2, 3]);
  expect(list).toEqual([3, 2, 1]);
  const options = { rate: 1, x: tf.tensor1d([4]) };
  expect(changed.fn(options)).toMatchObject({ rate: 1, x: { shape: [1] } });
  expect([options.rate, options.x.isDisposed]).toEqual([2, true]);
  const ignored = await compiled('return $ignored(x);');
  expect(ignored.fn({ a: 7, b: ['text'] })).toEqual({ a: 1, b: ['a'] });
  const zeroed = await compiled('return $zeroed(x);');
  expect(zeroed.fn([{ a: 7, b: 'text', c: null }])).toEqual([{ a: 0, b: '', c: null }]);
  const zeros = zeroed.fn(tf.tensor1d([1, 2])) as ReturnType<typeof tf.tensor1d>;
  expect(Array.from(zeros.dataSync())).toEqual([0, 0]);
});

test('what a solution imports is loaded once; no program is an error', async () => {
  const text = "import { join } from 'node:path';\nexport const f = () => join('a', 'b');";
  const imports = await importsOf(text, new URL(import.meta.url));
  expect((await compileMutant(text, 'f', imports, 1000)).fn()).toBe('a/b');
  await expect(compileMutant('export function f( {', 'f', none, 1000)).rejects.toThrow();
  await expect(compileMutant('export const g = 1;', 'f', none, 1000)).rejects.toThrow(/function f/);
  await expect(compileMutant(text, 'f', none, 1000)).rejects.toThrow(/import of the solution/);
});
