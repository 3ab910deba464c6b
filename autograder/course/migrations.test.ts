/** Steps between versions of a lesson, put together. */
import { expect, test } from 'vitest';
import { parseMigrations, renamesFrom } from './migrations.js';
import { CourseError } from './problem.js';

const steps = parseMigrations(`
- to: 2
  exercises: { softmaxRows: softmax, loss: crossEntropy }
  arguments: { softmax: [1, 0, { value: 1e-7 }] }
- to: 4
  exercises: { softmax: probabilities }
  arguments: { probabilities: [1, 0] }
  removed: [crossEntropy]
  cells: { one-code-1: two-code-1 }
`);

test('from the first version all steps count, in their order', () => {
  expect(renamesFrom(1, steps)).toEqual({
    exercises: { softmaxRows: 'probabilities', loss: 'crossEntropy' },
    // The first had (temperature, logits, epsilon), the second (logits, temperature).
    arguments: { probabilities: [0, 1, { value: 1e-7 }] },
    removed: ['crossEntropy'],
    cells: {
      'one-code-1': 'two-code-1',
      'exercise-softmaxRows': 'exercise-probabilities',
      'check-softmaxRows': 'check-probabilities',
      'exercise-loss': 'exercise-crossEntropy',
      'check-loss': 'check-crossEntropy',
    },
  });
});

test('from a later version only the steps after it', () => {
  expect(renamesFrom(3, steps).exercises).toEqual({ softmax: 'probabilities' });
  expect(renamesFrom(3, steps).arguments).toEqual({ probabilities: [1, 0] });
  expect(renamesFrom(4, steps)).toEqual({ exercises: {}, arguments: {}, removed: [], cells: {} });
});

test('two exercises that swap their names do', () => {
  const swap = parseMigrations('- to: 2\n  exercises: { a: b, b: a }\n');
  expect(renamesFrom(1, swap).exercises).toEqual({ a: 'b', b: 'a' });
});

test.each([
  ['- to: 3\n- to: 2\n', 'migrations.yaml:1'],
  ['- to: 2\n  exercise: { a: b }\n', 'migrations.yaml:1'],
  ['- to: 2\n  exercises: { a: "b c" }\n', 'migrations.yaml:2'],
  ['- to: [', 'migrations.yaml:'],
])('%j is refused with its place', (yaml, place) => {
  try {
    parseMigrations(yaml);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CourseError);
    const [problem] = (error as CourseError).problems;
    expect(`${problem?.file}:${problem?.line}`).toContain(place);
  }
});
