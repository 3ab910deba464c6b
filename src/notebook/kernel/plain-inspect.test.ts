import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { printAsyncPlainly } from './plain-inspect.js';

printAsyncPlainly();

/** Printed where the kernel's cells run: everything asynchronous remembers its cell. */
const printed = (make: () => unknown): string =>
  new AsyncLocalStorage().run({ count: 3 }, () => inspect(make()));

class Later<T> extends Promise<T> {}

test.each<[string, () => unknown]>([
  ['Promise { <pending> }', () => new Promise(() => {})],
  ['Promise { 3 }', () => Promise.resolve(3)],
  ['[ Promise { undefined } ]', () => [(async () => {})()]],
  ['{ a: Promise { <pending> } }', () => ({ a: wait(1) })],
  ['Later [Promise] { <pending> }', () => new Later(() => {})],
  ['Promise { 1, name: 2 }', () => Object.assign(Promise.resolve(1), { name: 2 })],
])('%s', (text, make) => {
  expect(printed(make)).toBe(text);
});

test('a promise that failed shows its error', () => {
  const make = (): unknown => {
    const failed = Promise.reject(new Error('disk full'));
    failed.catch(() => {});
    return failed;
  };
  expect(printed(make)).toMatch(/^Promise {\s+<rejected> Error: disk full/);
});

test('timers and resources are printed as ever, without the cell', () => {
  for (const make of [
    () => setTimeout(() => {}, 0),
    () => setInterval(() => {}, 1).unref(),
    () => setImmediate(() => {}),
    () => new AsyncResource('Own'),
  ]) {
    expect(printed(make)).toMatch(/^(Timeout|Immediate|AsyncResource) {/);
    expect(printed(make)).not.toContain('kResourceStore');
  }
});

test('what was printed still knows its cell', async () => {
  const storage = new AsyncLocalStorage<number>();
  const seen = storage.run(7, () => {
    const pending = wait(1);
    inspect(pending);
    return pending.then(() => storage.getStore());
  });
  expect(await seen).toBe(7);
});
