import util from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { restoreNodeUtil } from './node-util.js';

const names = ['isNullOrUndefined', 'isArray'] as const;
const original = names.map((name) => Object.getOwnPropertyDescriptor(util, name));
afterEach(() => {
  names.forEach((name, i) => {
    const descriptor = original[i];
    if (descriptor !== undefined) Object.defineProperty(util, name, descriptor);
  });
});

test('what Node 23 removed is there again, and does what it did', () => {
  for (const name of names) Reflect.deleteProperty(util, name);
  restoreNodeUtil();
  const { isNullOrUndefined, isArray } = Object(util);
  expect([null, undefined, 0, ''].map(isNullOrUndefined)).toEqual([true, true, false, false]);
  expect([[], {}, 'a'].map(isArray)).toEqual([true, false, false]);
});

test('what Node still has is left alone', () => {
  const own = () => false;
  Object.defineProperty(util, 'isArray', { value: own, configurable: true, writable: true });
  restoreNodeUtil();
  expect(Object(util).isArray).toBe(own);
});
