import { expect, test } from 'vitest';
import { recordClass } from '../results/record.js';
import { instructorPage } from './instructor-page.js';
import { leak, sampleClass } from './sample.js';

function pageOf(name: string, change: (grade: ReturnType<typeof sampleClass>) => void = () => {}) {
  const grade = sampleClass();
  change(grade);
  const results = recordClass(grade);
  const student = results.students.find((s) => s.student === name);
  if (student === undefined) throw new Error(`no ${name}`);
  return instructorPage(results, student, 'en');
}

test('hidden tests are there whole, with what was expected and what came', () => {
  const page = pageOf('李雷');
  expect(page).toContain(leak);
  expect(page).toContain('float32 [1, 2] [[0.7, 0.3]]');
  expect(page).toContain('float32 [1, 2] [[0.7, 0.5]]');
  expect(page).toContain('Do not send it to students');
});

test("the grader's own failure is told with its reason", () => {
  const page = pageOf('ada', (grade) => {
    const ada = grade.students.find((s) => s.student === 'ada');
    if (ada) ada.graderFailure = 'disk full';
  });
  expect(page).toContain('The grader itself failed here: disk full');
});
