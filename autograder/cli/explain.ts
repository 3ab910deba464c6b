/** `gradus explain`: one exercise or test of one student in full, from `results.json`. */
import type { Messages } from '../../src/messages/index.js';
import { readResults } from '../gradebook/store.js';
import { UsageError } from '../gradebook/types.js';
import { isolationWarning } from '../report/parts.js';
import { explainExercise } from '../report/terminal.js';
import { near } from './near.js';

/** @param target `softmax` or `softmax/rows-sum-to-one` */
export async function explainCommand(
  name: string,
  target: string,
  out: string,
  m: Messages,
): Promise<number> {
  const results = await readResults(out);
  const student = results.students.find((s) => s.student === name);
  if (student === undefined) {
    const known = results.students.map((s) => s.student);
    throw new UsageError('unknown-student', { name, near: near(name, known) });
  }
  const [exerciseName = '', ...rest] = target.split('/');
  const exercise = student.exercises.find((e) => e.exercise === exerciseName);
  if (exercise === undefined) {
    const known = student.exercises.map((e) => e.exercise);
    throw new UsageError('unknown-exercise', {
      name: exerciseName,
      student: name,
      near: near(exerciseName, known),
    });
  }
  const test = rest.length > 0 ? rest.join('/') : undefined;
  const ids = exercise.tests.map((t) => t.id.slice(exerciseName.length + 1));
  if (test !== undefined && !ids.includes(test)) {
    throw new UsageError('unknown-test', {
      name: test,
      exercise: exerciseName,
      near: near(test, ids),
    });
  }
  const warning = isolationWarning(m, results.isolation);
  if (warning !== undefined) console.error(warning);
  console.log(explainExercise(m, student, exercise, test));
  return 0;
}
