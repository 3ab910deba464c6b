import { expect, test } from 'vitest';
import { HandleTable, maxHandles } from './handle-table.js';

test('the same object has one number, with the owner it was first seen with', () => {
  const held = new HandleTable();
  const owner = { f: () => 1 };
  const handle = held.hold(owner.f, owner);
  expect(held.hold(owner.f)).toBe(handle);
  expect(held.get(handle)).toEqual({ value: owner.f, owner });
  expect(held.size).toBe(1);
});

test('after a release an old number names nothing, not even what is held next', () => {
  const held = new HandleTable();
  const old = held.hold({});
  held.release();
  const next = held.hold({});
  expect(next).not.toBe(old);
  expect(() => held.get(old)).toThrow('its test has ended');
});

test('there is an end to what is held', () => {
  const held = new HandleTable();
  for (let i = 0; i < maxHandles; i++) held.hold({});
  expect(() => held.hold({})).toThrow(`at most ${maxHandles}`);
});
