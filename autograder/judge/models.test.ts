/** Models in exercises: right answers pass, wrong ones do not, under the rules of the exercise. */
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test as it } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import { runExercise } from './in-process.js';
import { toyExercises } from './models.fixture.js';
import { functionOf } from './toy-exercise.fixture.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(toyExercises)('$name', ({ allow, tests, solution, mutants }) => {
  const judge = (code: string, seed: number) =>
    runExercise({
      exercise: 'f',
      tests,
      fn: functionOf(code, tf),
      solution: {},
      tf,
      rules: { allow },
      seed,
      visible: 'drawn',
    });

  it('a right answer passes on any inputs', async () => {
    for (const seed of [1, 2, 3]) {
      for (const { verdict, issue } of await judge(solution, seed)) {
        expect(issue).toBeUndefined();
        expect(verdict).toBe('passed');
      }
    }
  });

  it.each(Object.entries(mutants))('%s is rejected', async (_name, code) => {
    const results = await judge(code, 1);
    expect(results.map(({ verdict }) => verdict)).toContain('failed');
  });
});
