import { expect, test } from 'vitest';
import { recordClass } from '../results/record.js';
import { leak, probe, sampleClass } from './sample.js';
import { studentPage } from './student-page.js';
import { studentView } from './student-view.js';

function pageOf(name: string, change: (grade: ReturnType<typeof sampleClass>) => void = () => {}) {
  const grade = sampleClass();
  change(grade);
  const results = recordClass(grade);
  const student = results.students.find((s) => s.student === name);
  if (student === undefined) throw new Error(`no ${name}`);
  return studentPage(studentView(results, student), 'A network from scratch', 'en');
}

test('a visible test shows why it failed, and where', () => {
  const page = pageOf(probe);
  expect(page).toContain('Your code threw TypeError: visible &lt;img');
  expect(page).toContain('code cell 3, line 2:');
  // A hint is about the answer, and there was none.
  expect(page).not.toContain('Subtract the largest logit.');
  expect(page).toContain('What the code printed');
});

test('a hidden test shows its id, category and points, and the page says why no more', () => {
  const page = pageOf('李雷');
  expect(page).toContain('fresh-inputs <span class="tag blank">hidden</span>');
  expect(page).toContain('✗ did not pass');
  expect(page).toContain('looks at: value');
  expect(page).toContain('inputs that differ for every student');
  expect(page).not.toContain(leak);
});

test("where the grader failed there are no points to be frightened by, and it is not the student's fault", () => {
  const page = pageOf('ada', (grade) => {
    const ada = grade.students.find((s) => s.student === 'ada');
    if (ada) ada.graderFailure = leak;
  });
  expect(page).toContain('That is not your mistake');
  expect(page).not.toContain('class="score"');
  expect(page).not.toContain(leak);
});
