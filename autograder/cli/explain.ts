/** `gradus explain`: one exercise or test of one student in full, from `results.json`. */
import type { Messages } from '../../src/messages/index.js';
import { isolationWarning } from '../report/parts.js';
import { explainExercise } from '../report/terminal.js';
import { resultsFolders } from '../results/lesson-folders.js';
import type { ExerciseResult, Results, StudentResult } from '../results/results.js';
import { readResults } from '../results/store.js';
import { UsageError } from '../results/types.js';
import { suggest } from './suggest.js';

export interface ExplainOptions {
  out: string;
  lesson?: string;
}

interface Found {
  results: Results;
  student: StudentResult;
  exercise: ExerciseResult;
}

/** @param target `softmax` or `softmax/rows-sum-to-one` */
export async function explainCommand(
  name: string,
  target: string,
  { out, lesson }: ExplainOptions,
  m: Messages,
): Promise<number> {
  const all = await resultsOf(out, lesson);
  const [exerciseName = '', ...rest] = target.split('/');
  const { results, student, exercise } = findIn(all, name, exerciseName);
  const test = rest.length > 0 ? rest.join('/') : undefined;
  const ids = exercise.tests.map((t) => t.id.slice(exerciseName.length + 1));
  if (test !== undefined && !ids.includes(test)) {
    throw new UsageError('unknown-test', {
      name: test,
      exercise: exerciseName,
      near: suggest(test, ids),
    });
  }
  const warning = isolationWarning(m, results.isolation);
  if (warning !== undefined) console.error(warning);
  console.log(explainExercise(m, student, exercise, test));
  return 0;
}

/** The results of every lesson under `out`, or of one. */
async function resultsOf(out: string, lesson: string | undefined): Promise<Results[]> {
  const folders = await resultsFolders(out);
  const known = [...folders.keys()].sort();
  if (lesson !== undefined && known.length > 0 && !folders.has(lesson)) {
    throw new UsageError('unknown-lesson', { lesson, known: known.join(', ') });
  }
  const wanted = lesson === undefined ? [...folders.values()] : [folders.get(lesson) ?? out];
  return Promise.all((wanted.length > 0 ? wanted : [out]).map(readResults));
}

/** @throws UsageError `unknown-student`, `unknown-exercise`, `several-results` */
function findIn(all: readonly Results[], name: string, exerciseName: string): Found {
  const students = all.flatMap((results) =>
    results.students.filter((s) => s.student === name).map((student) => ({ results, student })),
  );
  if (students.length === 0) {
    const known = all.flatMap((results) => results.students.map((s) => s.student));
    throw new UsageError('unknown-student', { name, near: suggest(name, known) });
  }
  const found = students.flatMap(({ results, student }): Found[] =>
    student.exercises
      .filter((e) => e.exercise === exerciseName)
      .map((exercise) => ({ results, student, exercise })),
  );
  const [first, second] = found;
  if (first === undefined) {
    const known = students.flatMap(({ student }) => student.exercises.map((e) => e.exercise));
    const params = { name: exerciseName, student: name, near: suggest(exerciseName, known) };
    throw new UsageError('unknown-exercise', params);
  }
  if (second !== undefined) {
    const known = found.map(({ results }) => results.lesson.id).join(', ');
    throw new UsageError('several-results', { name: exerciseName, student: name, known });
  }
  return first;
}
