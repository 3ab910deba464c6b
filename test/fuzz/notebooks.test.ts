import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { readLesson } from '../../autograder/course/lesson.js';
import type { Issue } from '../../autograder/judge/verdict.js';
import { classPage } from '../../autograder/report/class-page.js';
import { instructorPage } from '../../autograder/report/instructor-page.js';
import { sampleClass, sampleTest } from '../../autograder/report/sample.js';
import { studentPage } from '../../autograder/report/student-page.js';
import { studentView } from '../../autograder/report/student-view.js';
import { explainExercise, pointsTable } from '../../autograder/report/terminal.js';
import { writeReports } from '../../autograder/report/write.js';
import { recordClass } from '../../autograder/results/record.js';
import { outputsText, resultsText } from '../../autograder/results/store.js';
import type { ExerciseGrade, Notice, SubmissionGrade } from '../../autograder/results/types.js';
import { CompileError, compileSlice } from '../../autograder/submission/compile.js';
import {
  type ExerciseShape,
  matchExercise,
  restoreRetyped,
} from '../../autograder/submission/match.js';
import { NotebookError, readNotebook } from '../../autograder/submission/notebook.js';
import { parseCells, sliceFor } from '../../autograder/submission/slice.js';
import { messages } from '../../src/messages/index.js';
import { noticeSentence } from '../../src/messages/sentences.js';
import { notebookOf, notebookRecipe } from './notebooks.js';
import { runsOr, seed } from './runs.js';

const file = fileURLToPath(
  new URL('../../notebooks/02-a-network-from-scratch/lesson.md', import.meta.url),
);
const { exercises } = await readLesson(file);
const shapes = exercises.map(
  (exercise): ExerciseShape => ({ ...exercise, cellId: `exercise-${exercise.id}` }),
);
const m = messages('en');
const runs = runsOr(1_000);

const kept: SubmissionGrade[] = [];
let read = 0;
let compiled = 0;
const folder = await mkdtemp(join(tmpdir(), 'gradus-fuzz-'));
afterAll(() => rm(folder, { recursive: true }));

/** What the grader does with a notebook, but for running it. */
async function graded(student: string, bytes: Buffer): Promise<SubmissionGrade> {
  const grade: SubmissionGrade = {
    student,
    lesson: '02-a-network-from-scratch',
    lessonVersion: '1',
    file: `${student}.ipynb`,
    submissionHash: '',
    attempt: 1,
    exercises: [],
    notices: [],
    points: shapes.length,
    score: 0,
  };
  try {
    const { notebook, hash } = await readNotebook('', async () => bytes);
    read++;
    grade.submissionHash = hash;
    const cells = restoreRetyped(parseCells(notebook), notebook, shapes);
    for (const shape of shapes) grade.exercises.push(await gradedExercise(cells, shape));
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const { reason, detail, hash } = error;
    grade.submissionHash = hash;
    grade.notices.push({ code: 'unreadable-notebook', params: { reason, detail } });
  }
  return grade;
}

async function gradedExercise(
  cells: ReturnType<typeof parseCells>,
  shape: ExerciseShape,
): Promise<ExerciseGrade> {
  const match = matchExercise(cells, shape, shapes);
  const notices: Notice[] = [...match.notices];
  const issue: Issue = { code: 'load-failed', params: { message: '' } };
  for (const { message, line, column } of match.cell?.syntaxErrors ?? []) {
    const text = match.cell?.source.split('\n')[line] ?? '';
    const place = { cell: match.cell?.number ?? 0, line: line + 1, column: column + 1, text };
    notices.push({ code: 'syntax-error', params: { message }, place });
  }
  const slice = sliceFor(match.cells, [shape.id], match.without);
  for (const { name, cell } of slice.undefinedNames) {
    notices.push({ code: 'hidden-state', params: { name, cell } });
  }
  const blocks = match.cell?.syntaxErrors.length === 0 ? slice.cells : [];
  const result = sampleTest(`${shape.id}/compiles`, 'error', { issue });
  try {
    const script = await compileSlice(blocks, [shape.id]);
    compiled++;
    const told: Issue = { ...issue, params: { message: script.code.slice(-300) } };
    result.issue = told;
    const place = script.locate('at submission.js:2:1 at submission.js:999999:999999');
    if (place !== undefined) told.place = place;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    result.issue = { ...issue, params: { message: error.message } };
  }
  return {
    exercise: shape.id,
    title: shape.id,
    points: 1,
    score: 0,
    tests: [result],
    notices,
    output: slice.cells.map(({ source }) => source).join('\n'),
  };
}

/** Reports of one submission, as they are written. */
const scripts = (classPage(recordClass(sampleClass()), 'en').match(/<script/gi) ?? []).length;

function reported(grade: SubmissionGrade): void {
  const results = recordClass({ ...sampleClass(), students: [grade] });
  const [student] = results.students;
  if (student === undefined) throw new Error('Expected the student to be in the record.');
  const language = grade.student.length % 2 === 0 ? 'en' : 'zh';
  const view = studentView(results, student);
  const pages = [
    classPage(results, language),
    instructorPage(results, student, language),
    studentPage(view, results.lesson.title, language),
  ];
  for (const [i, page] of pages.entries()) {
    // The page of the class has charts, and what draws them; where there are no numbers it has fewer.
    const most = i === 0 ? scripts : 0;
    expect((page.match(/<script/gi) ?? []).length).toBeLessThanOrEqual(most);
    expect(
      page
        .replace(/<script[\s\S]*?<\/script>/gi, '')
        .match(
          /<(?!\/?(?:a|article|b|body|br|circle|clipPath|code|dd|defs|details|div|dl|dt|figcaption|figure|g|h\d|head|html|image|li|line|linearGradient|main|meta|p|path|polygon|polyline|pre|rect|summary|section|span|stop|style|svg|table|tbody|td|text|tfoot|th|thead|title|tr|tspan|ul|!doctype)[\s>])[^\s]{0,20}/i,
        ),
    ).toBeNull();
  }
  expect(JSON.parse(resultsText(results))).toMatchObject({ students: [{}] });
  JSON.parse(outputsText(results));
  JSON.parse(JSON.stringify(view));
  pointsTable(m, results);
  for (const exercise of student.exercises) explainExercise(m, student, exercise);
  for (const notice of student.notices) {
    expect(noticeSentence(m, notice)).not.toContain('No sentence is known');
  }
}

test(`${runs} mutated notebooks are read, matched, sliced, compiled and reported`, async () => {
  const student = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(notebookRecipe, student, async (recipe, name) => {
      const grade = await graded(name, notebookOf(recipe));
      reported(grade);
      if (kept.length < 100) kept.push(grade);
    }),
    { numRuns: runs, seed },
  );
  // Most must get past the first reader, or the later ones are not tried at all.
  expect(read).toBeGreaterThan(runs / 2);
  expect(compiled).toBeGreaterThan(runs);
}, 600_000);

test('the reports of a class of them are written', async () => {
  const students = [...new Map(kept.map((grade) => [grade.student, grade])).values()];
  const results = recordClass({ ...sampleClass(), students });
  await writeReports(folder, results, { totalMs: 0, students: {} }, 'en');
  expect(await readdir(join(folder, 'instructor'))).toHaveLength(2 * students.length + 1);
  expect(await readdir(join(folder, 'student'))).toHaveLength(2 * students.length);
});
