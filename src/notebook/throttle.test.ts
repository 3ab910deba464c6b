import { expect, test, vi } from 'vitest';
import { throttle } from './throttle.js';

test('draws at once, then not before the pause is over', async () => {
  let clock = 0;
  const draw = vi.fn();
  const throttled = throttle(draw, { everyMs: 100, now: () => clock });
  await throttled.request();
  await throttled.request();
  expect(draw).toHaveBeenCalledTimes(1);
  clock = 100;
  await throttled.request();
  expect(draw).toHaveBeenCalledTimes(2);
});

test('the end is drawn once, and what was waiting is not drawn after it', async () => {
  const drawn: string[] = [];
  const throttled = throttle(() => void drawn.push('state'), { everyMs: 20 });
  await throttled.request();
  await throttled.request();
  await throttled.finish(() => void drawn.push('end'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(drawn).toEqual(['state', 'end']);
});

test('draws the last state by itself when the pause is over', async () => {
  const draw = vi.fn();
  const throttled = throttle(draw, { everyMs: 20 });
  await throttled.request();
  await throttled.request();
  await vi.waitFor(() => expect(draw).toHaveBeenCalledTimes(2), 2000);
});

test('lets other events through, so that a loop of awaits can be interrupted', async () => {
  const throttled = throttle(() => {}, { everyMs: 10 });
  let fired = false;
  setImmediate(() => {
    fired = true;
  });
  await throttled.request();
  expect(fired).toBe(true);
});
