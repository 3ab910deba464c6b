import { expect, expectTypeOf, test } from 'vitest';
import * as judge from '../../autograder/judge/index.js';
import { isUnknownExercise, type Judge } from '../../src/notebook/judge-types.js';

test('the judge is what the notebook takes it for', () => {
  expectTypeOf<typeof judge>().toExtend<Judge>();
  expect(judge.checkExercise).toBeTypeOf('function');
});

test("the notebook knows the judge's error for an unknown name", () => {
  const error = new judge.UnknownExerciseError('f', ['02-net/g'], false);
  expect(isUnknownExercise(error)).toBe(true);
  expect(isUnknownExercise(new Error('f'))).toBe(false);
});
