/** A small class with every kind of trouble in it, for the tests of records and reports. */

import { TensorValue } from '../judge/value.js';
import type { Issue, TestResult, Verdict } from '../judge/verdict.js';
import type { ClassGrade, ExerciseGrade, SubmissionGrade } from '../results/types.js';

/** Markup, quotes and terminal control in one: it must come out as text everywhere. */
export const probe = `<img src=x onerror=alert(1)>"'&</script><script>alert(2)</script>\u001b[31m\u202e`;
/** Stands in every field that the hidden phase can fill: it must reach no student's page. */
export const leak = 'LEAKED-HIDDEN-INPUT';

export function sampleTest(
  id: string,
  verdict: Verdict,
  options: { visible?: boolean; issue?: Issue; hint?: string; name?: string } = {},
): TestResult {
  const [exercise = ''] = id.split('/');
  return {
    id,
    exercise,
    name: options.name ?? id.slice(exercise.length + 1).replaceAll('-', ' '),
    kind: 'value',
    visible: options.visible ?? true,
    points: 1,
    score: verdict === 'passed' ? 1 : 0,
    verdict,
    ...(options.issue && { issue: options.issue }),
    ...(options.hint !== undefined && { hint: options.hint }),
    ms: 12.345,
  };
}

export function sampleExercise(exercise: string, tests: TestResult[], output = ''): ExerciseGrade {
  return {
    exercise,
    title: exercise,
    points: tests.length,
    score: tests.filter((t) => t.verdict === 'passed').length,
    tests,
    notices: [],
    output,
  };
}

export function sampleStudent(student: string, exercises: ExerciseGrade[]): SubmissionGrade {
  return {
    student,
    lesson: '02-a-network-from-scratch',
    lessonVersion: '1.0.0',
    file: 'lesson.ipynb',
    submissionHash: 'ab'.repeat(32),
    attempt: 1,
    exercises,
    notices: [],
    points: exercises.reduce((sum, e) => sum + e.points, 0),
    score: exercises.reduce((sum, e) => sum + e.score, 0),
  };
}

const wrongNumbers: Issue = {
  code: 'value-mismatch',
  params: {
    what: 'result',
    index: '[0, 1]',
    expected: 0.3,
    got: 0.5,
    maxError: 0.2,
    badCount: 1,
    total: 2,
  },
  expected: new TensorValue('float32', [1, 2], new Float32Array([0.7, 0.3])),
  got: new TensorValue('float32', [1, 2], new Float32Array([0.7, 0.5])),
  index: [0, 1],
  maxError: 0.2,
};

const thrown = (message: string): Issue => ({
  code: 'threw',
  params: { name: 'TypeError', message },
  got: message,
  place: { cell: 3, line: 2, column: 5, text: message },
});

/** Unsorted on purpose: the record sorts. */
export function sampleClass(): ClassGrade {
  const hostile = sampleStudent(probe, [
    sampleExercise(
      'softmax',
      [
        sampleTest('softmax/rows-sum-to-one', 'error', {
          issue: thrown(`visible ${probe}`),
          hint: 'Subtract the largest logit.',
        }),
        sampleTest('softmax/fresh-inputs', 'error', { visible: false, issue: thrown(leak) }),
      ],
      `printed ${probe}`,
    ),
    sampleExercise('trainMlp', [
      sampleTest('trainMlp/learns', 'timeout', {
        issue: { code: 'timeout', params: { ms: 2000 } },
      }),
    ]),
  ]);
  hostile.notices.push({ code: 'syntax-error', params: { message: probe } });
  hostile.notices.push({
    code: 'uncaught-error-hidden',
    params: { exercise: 'softmax', message: leak },
  });
  const right = sampleStudent('ada', [
    sampleExercise('softmax', [
      sampleTest('softmax/rows-sum-to-one', 'passed'),
      sampleTest('softmax/fresh-inputs', 'passed', { visible: false }),
    ]),
    sampleExercise('trainMlp', [sampleTest('trainMlp/learns', 'passed')]),
  ]);
  const partial = sampleStudent('李雷', [
    sampleExercise('softmax', [
      sampleTest('softmax/rows-sum-to-one', 'failed', { issue: wrongNumbers }),
      sampleTest('softmax/fresh-inputs', 'tampered', {
        visible: false,
        issue: { code: 'tampered', params: { detail: leak } },
      }),
    ]),
    sampleExercise('trainMlp', [sampleTest('trainMlp/learns', 'passed')]),
  ]);
  return {
    graderVersion: '0.1.0',
    lesson: {
      id: '02-a-network-from-scratch',
      title: 'A network from scratch',
      version: '1.0.0',
      points: 3,
      exercises: [
        { exercise: 'softmax', title: 'softmax', points: 2 },
        { exercise: 'trainMlp', title: 'trainMlp', points: 1 },
      ],
    },
    referenceHash: 'cd'.repeat(32),
    seedId: '0123456789ab',
    isolation: {
      backend: 'unshare',
      mechanism: 'unshare (util-linux 2.38)',
      unsafe: false,
      limits: { memoryMb: 512, cpuMs: 10_000 },
    },
    students: [partial, hostile, right],
  };
}
