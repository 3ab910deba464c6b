import { expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { toSvg } from '../../src/plot/svg/to-svg.js';
import { recordClass } from '../results/record.js';
import { classCharts } from './class-charts.js';
import { leak, sampleClass, sampleExercise, sampleStudent, sampleTest } from './sample.js';

const chartsOf = (grade = sampleClass(), language: 'en' | 'zh' = 'en') =>
  classCharts(messages(language), recordClass(grade));

/** A class of students with so many of ten points. */
function classWith(scores: readonly number[]) {
  const students = scores.map((score, i) => ({
    ...sampleStudent(`s${i}`, [sampleExercise('softmax', [sampleTest('softmax/sums', 'passed')])]),
    points: 10,
    score,
  }));
  return { ...sampleClass(), students };
}

test('how points are spread: a bar for each tenth, and one for those who have all', () => {
  const [chart] = chartsOf(classWith([0, 0.99, 1, 5.5, 9.9, 10, 10]));
  expect(chart?.figure.data[0]).toMatchObject({ y: [2, 1, 0, 0, 0, 1, 0, 0, 0, 1, 2] });
  expect(chart?.figure.alt).toContain('7 students');
  expect(chart?.figure.alt).toContain('0–9 %: 2. 10–19 %: 1. 50–59 %: 1. 90–99 %: 1. 100 %: 2.');
});

test('sums of fractions of points stand where they belong', () => {
  const [chart] = chartsOf(classWith([0.1 + 0.2 + 2.7, 0.1 * 3 + 0.7, 9.999]));
  expect(chart?.figure.data[0]).toMatchObject({ y: [0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0] });
});

test('mean, median and standard deviation, over an even and an odd number of students', () => {
  const of = (...scores: number[]) => chartsOf(classWith(scores))[0]?.caption;
  expect(of(2, 4, 4, 4, 5, 5, 7, 9)).toBe('mean 50.0 %, median 45.0 %, standard deviation 20.0 %');
  expect(of(1, 2, 9)).toBe('mean 40.0 %, median 20.0 %, standard deviation 35.6 %');
  expect(of(7)).toBe('mean 70.0 %, median 70.0 %, standard deviation 0.0 %');
});

test('a submission that the grader failed on counts nowhere, and that is said', () => {
  const grade = sampleClass();
  const before = chartsOf(grade)[0]?.figure.alt;
  expect(before).toContain('3 students');
  const [first] = grade.students;
  if (first === undefined) throw new Error('the sample has changed');
  first.graderFailure = 'disk full';
  const [after] = chartsOf(grade);
  expect(after?.figure.alt).toContain('2 students');
  expect(after?.caption).toContain('Without 1 submission on which the grader itself failed.');
});

test('how many pass, by exercise and kind; what no test looks at is a gap', () => {
  const grade = sampleClass();
  const kinds = { value: ['passed', 'passed', 'failed'], gradient: ['failed'] } as const;
  const tests = Object.entries(kinds).flatMap(([kind, verdicts]) =>
    verdicts.map((verdict, i) => ({ ...sampleTest(`softmax/${kind}-${i}`, verdict), kind })),
  );
  const other = { ...sampleTest('trainMlp/learns', 'passed'), kind: 'training' };
  grade.students = [
    sampleStudent('ada', [sampleExercise('softmax', tests), sampleExercise('trainMlp', [other])]),
  ];
  const heat = chartsOf(grade)[1]?.figure;
  expect(heat?.data[0]).toMatchObject({
    z: [
      [67, 0, null],
      [null, null, 100],
    ],
  });
  expect(heat?.alt).toMatch(
    /softmax, value: 67 %. softmax, gradient: 0 %. trainMlp, training: 100 %./,
  );
});

test('visible beside hidden; no such chart where nothing is hidden', () => {
  const bars = chartsOf()[2]?.figure;
  expect(bars?.data.map(({ name }) => name)).toEqual(['visible', 'hidden']);
  expect(bars?.data[0]).toMatchObject({ x: ['softmax', 'trainMlp'], y: [33, 67] });
  expect(bars?.data[1]).toMatchObject({ y: [33, null] });
  expect(chartsOf(classWith([3]))).toHaveLength(2);
});

test('in the language asked for, whatever the process speaks', () => {
  for (const { figure } of chartsOf(sampleClass(), 'zh')) {
    expect(figure.layout.title.text).toMatch(/\p{Script=Han}/u);
    expect(figure.alt).toMatch(/图：/);
    expect(toSvg(figure)).not.toMatch(/students|passed|hidden/);
  }
});

test('nothing that a student or a hidden test wrote is in a chart', () => {
  const drawn = JSON.stringify(chartsOf()) + chartsOf().map(({ figure }) => toSvg(figure));
  for (const text of [leak, 'onerror', '李雷', 'ada']) expect(drawn).not.toContain(text);
});

test('nobody, or nobody whom the grader could grade: no charts', () => {
  const grade = sampleClass();
  grade.students = [];
  expect(chartsOf(grade)).toEqual([]);
  const failed = sampleClass();
  for (const student of failed.students) student.graderFailure = 'disk full';
  expect(chartsOf(failed)).toEqual([]);
});
