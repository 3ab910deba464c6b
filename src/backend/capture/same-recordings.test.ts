import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { RecordedOp, Recording } from './recorder.js';
import { difference } from './same-recordings.js';

beforeAll(() => core.setBackend('cpu'));

/** A recording of `input · upload`, whose ids begin at `first`. */
function product(first: number, changes: Partial<RecordedOp> = {}, factor = 2): Recording {
  const [input, upload, result] = [first, first + 1, first + 2];
  const op: RecordedOp = {
    kind: 'op',
    name: 'Mul',
    attributes: [{ name: 'T', type: 4, value: 1 }],
    inputs: [input, upload],
    outputs: [{ id: result, shape: [2], dtype: 1 }],
    layer: 'scale',
    ...changes,
  };
  return {
    events: [op],
    inputs: [input],
    stepInputs: new Map(),
    uploads: new Map([[upload, { shape: [], dtype: 1, values: Float32Array.of(factor) }]]),
    outside: new Map(),
    variables: new Map(),
    assigned: new Map(),
    outputs: [result],
  };
}

test('the same step with other ids is the same', () => {
  expect(difference(product(0), product(100))).toBeUndefined();
});

test('another value, operation, attribute, shape or order is a difference', () => {
  const code = (changes: Partial<RecordedOp>, factor?: number) =>
    difference(product(0), product(100, changes, factor))?.code;
  expect(difference(product(0), product(100, {}, 3))).toEqual({
    code: 'changing-value',
    params: { op: 'Mul (scale)' },
  });
  expect(code({ name: 'Add' })).toBe('other-ops');
  expect(code({ attributes: [] })).toBe('other-ops');
  expect(code({ inputs: [101, 100] })).toBe('other-ops');
  expect(code({ outputs: [{ id: 102, shape: [3], dtype: 1 }] })).toBe('changing-shape');
  expect(difference(product(0), { ...product(100), outputs: [100] })?.code).toBe('other-ops');
  const more = product(100);
  expect(difference(product(0), { ...more, events: [...more.events, ...more.events] })?.code).toBe(
    'other-ops',
  );
});

test('a step input may have any value, but must be the same input', () => {
  const asInput = (recording: Recording, id: number): Recording => ({
    ...recording,
    uploads: new Map(),
    stepInputs: new Map([[id, { read: () => id, shape: [], dtype: 'float32' as const }]]),
  });
  expect(difference(asInput(product(0), 1), asInput(product(100), 101))).toBeUndefined();
  expect(difference(asInput(product(0), 1), product(100))?.code).toBe('other-ops');
});

test('variables and tensors from outside must be the same ones', () => {
  const [one, two] = [core.variable(core.scalar(1)), core.variable(core.scalar(1))];
  const reading = (recording: Recording, id: number, variable: core.Variable): Recording => ({
    ...recording,
    uploads: new Map(),
    variables: new Map([[id, variable]]),
  });
  const first = reading(product(0), 1, one);
  expect(difference(first, reading(product(100), 101, one))).toBeUndefined();
  expect(difference(first, reading(product(100), 101, two))?.code).toBe('other-ops');
  const outside = (recording: Recording, id: number, tensor: core.Tensor): Recording => ({
    ...recording,
    uploads: new Map(),
    outside: new Map([[id, tensor]]),
  });
  expect(difference(outside(product(0), 1, one), outside(product(100), 101, one))).toBeUndefined();
  expect(difference(outside(product(0), 1, one), outside(product(100), 101, two))?.code).toBe(
    'other-ops',
  );
});
