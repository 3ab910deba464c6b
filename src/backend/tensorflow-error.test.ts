import { expect, test } from 'vitest';
import { explainTensorFlowError, TensorFlowError } from './tensorflow-error.js';

const status = (code: number, message: string) =>
  new Error(`Invalid TF_Status: ${code}\nMessage: ${message}`);
const input = (...shape: number[]) => ({ shape, dtype: 'float32' });

function explain(
  name: string,
  code: number,
  message: string,
  inputs = [input(2, 3)],
  attributes = [{ name: 'T', value: 1 as unknown }],
) {
  const error = explainTensorFlowError(status(code, message), { name, inputs, attributes });
  expect(error).toBeInstanceOf(TensorFlowError);
  return error as TensorFlowError;
}

test('a product of matrices that do not fit names both shapes and the dimensions', () => {
  const error = explain(
    'BatchMatMulV2',
    3,
    'Matrix size-incompatible: In[0]: [2,3], In[1]: [2,3] 0 0',
    [input(2, 3), input(2, 3)],
  );
  expect(error.message).toMatch(
    /^matMul: shapes \[2, 3\] x \[2, 3\]: inner dimensions 3 and 2 differ\./,
  );
  expect(error.code).toBe('tensorflow-invalid-argument');
  expect(error.operation).toBe('matMul');
  expect(error.cause).toBeInstanceOf(Error);
});

test('a transposed factor is counted as transposed', () => {
  const error = explain(
    'MatMul',
    3,
    'Matrix size-incompatible',
    [input(2, 3), input(3, 4)],
    [{ name: 'transpose_b', value: true }],
  );
  expect(error.message).toMatch(
    /^matMul: shapes \[2, 3\] x \[3, 4\] transposed: inner dimensions 3 and 4 differ\./,
  );
});

test('shapes that do not broadcast name the first pair that differs, from the right', () => {
  const error = explain('AddV2', 3, 'Incompatible shapes: [4,2,3] vs. [5,3]', [
    input(4, 2, 3),
    input(5, 3),
  ]);
  expect(error.message).toMatch(
    /^add: shapes \[4, 2, 3\] and \[5, 3\] do not fit together: counted from the right, dimension 2 is 2 and 5\./,
  );
});

test('any other refusal keeps what TensorFlow said and adds what was given', () => {
  const error = explain(
    'Reshape',
    3,
    'Input to reshape is a tensor with 6 values, but the requested shape has 5 [Op:Reshape]\nmore',
  );
  expect(error.message).toBe(
    'reshape: Input to reshape is a tensor with 6 values, but the requested shape has 5. Given: float32 [2, 3].',
  );
});

test('out of memory says how to need less', () => {
  const error = explain('Conv2D', 8, 'OOM when allocating tensor with shape[1000000000]');
  expect(error.code).toBe('tensorflow-out-of-memory');
  expect(error.message).toContain('smaller batches');
});

test("an error that is not TensorFlow's passes through untouched", () => {
  const own = new Error('something else');
  expect(explainTensorFlowError(own, { name: 'Add', inputs: [], attributes: [] })).toBe(own);
});
