import { expect, test } from 'vitest';
import { test as makeTest } from '../judge/test.js';
import { overlay } from './overlay.js';
import type { ReferenceParts } from './parts.js';

const named = (name: string, visible: boolean) =>
  makeTest({ name, points: 1, kind: 'value', visible }, async () => {});
const one = () => 1;
const two = () => 2;

const parts: ReferenceParts = {
  visible: { f: [named('a', true), named('b', true)], g: [named('a', true)] },
  hidden: { f: [named('c', false)] },
  solution: { f: one, g: one },
  mutants: { f: [{ name: 'm', guess: 'old', fn: one }] },
  variants: {},
  allowed: { f: { allow: ['tf.grad'] }, g: { deny: ['tf.add'] } },
  artefacts: {},
};
const base = { parts, hash: '00' };

test('tests take the place of those with their id in the same exercise, seen or hidden', () => {
  const over = { parts: { hidden: { f: [named('A!', false), named('d', false)] } }, hash: '01' };
  const { parts: got } = overlay(base, over);
  const ids = (list: readonly { id: string }[] = []) => list.map(({ id }) => id);
  expect(ids(got.visible.f)).toEqual(['b']);
  expect(ids(got.hidden.f)).toEqual(['c', 'a', 'd']);
  expect(ids(got.visible.g)).toEqual(['a']);
});

test('functions, lists and mutants take the place of those with their name', () => {
  const mutants = {
    f: [{ name: 'm', guess: 'new', fn: two }],
    g: [{ name: 'm', guess: '', fn: one }],
  };
  const over = {
    parts: { mutants, solution: { f: two, h: two }, allowed: { f: {} } },
    hash: '01',
  };
  const { parts: got } = overlay(base, over);
  expect(got.mutants).toEqual(mutants);
  expect(got.solution).toEqual({ f: two, g: one, h: two });
  expect(got.allowed).toEqual({ f: {}, g: { deny: ['tf.add'] } });
});

test('the hash follows both, and what is not overlaid stays', () => {
  const plain = overlay(base, { parts: {}, hash: '01' });
  expect(plain.parts).toEqual(parts);
  expect(plain.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(overlay(base, { parts: {}, hash: '02' }).hash).not.toBe(plain.hash);
  expect(overlay({ ...base, hash: '99' }, { parts: {}, hash: '01' }).hash).not.toBe(plain.hash);
});
