import { expect, test } from 'vitest';
import { NotSolvedError } from './not-solved.js';

test('names the exercise, and carries the name by which the judge knows it', () => {
  const error = new NotSolvedError('softmax');
  expect(error.message).toBe(
    'softmax is not solved yet: write your code in its cell, in place of this error.',
  );
  expect(error.name).toBe('NotSolvedError');
  expect(error).toBeInstanceOf(Error);
});
