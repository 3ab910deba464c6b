import { expect, test } from 'vitest';
import { Callbacks, maxUseBytes } from './callbacks.js';
import { Failure } from './failure.js';

const use = { settled: false, args: [], size: 10 };

test('a use is counted on the callback it belongs to', () => {
  const callbacks = new Callbacks();
  const callback = callbacks.create((x) => x, { answersBy: 'promise' });
  expect(callbacks.use({ ...use, handle: callback.handle, args: [4] })).toBe(4);
  callbacks.use({ ...use, handle: callback.handle, settled: true });
  expect(callback.calls).toEqual([[4]]);
  expect(callback.settled).toBe(1);
});

test.each([
  ['one of another test', (handle: number) => ({ ...use, handle: handle + 1_000_000 })],
  [
    'a promise that settled without a call',
    (handle: number) => ({ ...use, handle, settled: true }),
  ],
])('%s is a breach', (_name, made) => {
  const callbacks = new Callbacks();
  const { handle } = callbacks.create(() => 1, { answersBy: 'promise' });
  expect(() => callbacks.use(made(handle))).toThrow(
    expect.objectContaining({ constructor: Failure, verdict: 'tampered' }) as Error,
  );
});

test('what the judge keeps has a cap', () => {
  const callbacks = new Callbacks();
  const { handle } = callbacks.create(() => 1);
  expect(() => callbacks.use({ ...use, handle, size: maxUseBytes + 1 })).toThrow('callback-limit');
});
