import { expect, test } from 'vitest';
import { NotSolvedError, unsolvedIn } from './not-solved.js';

test('names the exercise, and carries the name by which the judge knows it', () => {
  const error = new NotSolvedError('softmax');
  expect(error.message).toBe(
    'softmax is not solved yet: write your code in its cell, in place of this error.',
  );
  expect(error.name).toBe('NotSolvedError');
  expect(error).toBeInstanceOf(Error);
});

test('the exercise is known by the message alone', () => {
  for (const name of ['softmax', 'f', '$answer_2']) {
    expect(unsolvedIn(new NotSolvedError(name).message)).toBe(name);
  }
  expect(unsolvedIn('Nothing is solved yet')).toBeUndefined();
});
