/** Values that are not what a test asks for are failures of the student, whatever they are. */
import { describe, expect, test } from 'vitest';
import { modelValue } from './check-model.js';
import { expectations } from './expectations.js';
import { Failure } from './failure.js';
import { makeComplexTensor, makeTensor } from './make-tensor.js';
import { ErrorValue, OpaqueValue, type Value } from './value.js';

const model = modelValue({
  layers: [{ type: 'dense', kernel: makeTensor([[1, 2]]), bias: makeTensor([3, 4]) }],
});

describe('weights of a model', () => {
  test('are given back typed', () => {
    expect(expectations.expectWeights([...model.weights], model)).toEqual(model.weights);
  });

  test.each<[string, Value, object]>([
    ['none', undefined, { code: 'type-mismatch', params: { what: 'critic', expected: 'array' } }],
    ['an error', new ErrorValue('Disposed', '', ''), { code: 'type-mismatch' }],
    ['a function', new OpaqueValue('function', 'f', 1), { code: 'type-mismatch' }],
    ['a typed array', new Float32Array(2), { code: 'type-mismatch' }],
    ['too few', [model.weights[0]], { code: 'shape-mismatch', params: { got: '[1]' } }],
    ['too many', [...model.weights, 1], { code: 'shape-mismatch', params: { expected: '[2]' } }],
    ['numbers', [1, 2], { code: 'type-mismatch', params: { expected: 'tensor' } }],
    ['turned', [...model.weights].reverse(), { params: { expected: '[1, 2]', got: '[2]' } }],
    [
      'whole numbers',
      [makeTensor([[1, 2]], [1, 2], 'int32'), model.weights[1]],
      { code: 'dtype-mismatch' },
    ],
    [
      'complex numbers',
      [makeComplexTensor([[1, 2]], [[0, 0]]), model.weights[1]],
      { code: 'dtype-mismatch', params: { got: 'complex64' } },
    ],
  ])('%s fail', (_name, got, issue) => {
    let found: unknown;
    try {
      expectations.expectWeights(got, model, 'critic');
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(Failure);
    expect((found as Failure).issue).toMatchObject(issue);
  });
});

test('the parts of a complex tensor have one shape', () => {
  expect(makeComplexTensor([[1, 2]], [[3, 4]])).toMatchObject({
    dtype: 'complex64',
    shape: [1, 2],
    data: Float32Array.of(1, 3, 2, 4),
  });
  expect(() => makeComplexTensor([1, 2], [1])).toThrow(/one shape\. Received: \[2\] and \[1\]/);
  expect(() => makeComplexTensor([1], [[1]])).toThrow(RangeError);
});
