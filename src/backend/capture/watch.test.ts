import { expect, test, vi } from 'vitest';
import { watched } from './watch.js';

test('printing, the clock and random numbers are reported, and still work', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const seen: unknown[] = [];
  const year = watched(
    () => {
      console.log('hello');
      expect(Math.random()).toBeLessThan(1);
      expect(performance.now()).toBeGreaterThan(0);
      expect(Date.now()).toBeGreaterThan(0);
      expect(new Date()).toBeInstanceOf(Date);
      return new Date(2020, 1, 1).getFullYear();
    },
    (code, params) => seen.push([code, params.what]),
  );
  expect(year).toBe(2020);
  expect(log).toHaveBeenCalledWith('hello');
  expect(seen).toEqual([
    ['prints', 'console.log'],
    ['random', 'Math.random'],
    ['clock', 'performance.now'],
    ['clock', 'Date.now'],
    ['clock', 'new Date'],
  ]);
  log.mockRestore();
});

test('afterwards all is as it was, also after an error', () => {
  const now = () => [
    console.log,
    Math.random,
    Date,
    Date.now,
    performance.now,
    process.stdout.write,
  ];
  const before = now();
  const report = vi.fn();
  expect(() =>
    watched(() => {
      throw new Error('stop');
    }, report),
  ).toThrow('stop');
  expect(now()).toEqual(before);
  expect(Object.hasOwn(performance, 'now')).toBe(false);
  Math.random();
  expect(report).not.toHaveBeenCalled();
});
