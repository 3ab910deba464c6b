import { expect, test } from 'vitest';
import type { Lesson } from '../course/index.js';
import { selection } from './asked.js';
import { lessonsOfClass } from './lessons-of-class.js';
import type { Listed } from './submission.js';

const listed = ['02-net', '07-sample', '09-other'].map((id) => ({
  ...{ id, path: `${id}/lesson.md`, isPrivate: false },
}));

/** Students as `ada`, or `ada/ps1` with an assignment; and the lessons their notebooks name. */
function classOf(students: Record<string, readonly string[]>) {
  const submissions = Object.keys(students).map((name): Listed => {
    const [student = '', assignment] = name.split('/');
    return assignment === undefined ? { student } : { student, assignment };
  });
  const named = Object.values(students);
  return { submissions, lessonsOf: async (index: number) => named[index] ?? [] };
}
async function split(students: Record<string, readonly string[]>, wanted?: string, all = listed) {
  const reader = classOf(students);
  const found = await lessonsOfClass(reader, all, wanted);
  return found.map(({ lesson, students: own, known }) => {
    const names = own.map((index) => reader.submissions[index]?.student).join(' ');
    return `${lesson.id}: ${names}${known === undefined ? '' : ' (mixed)'}`;
  });
}

test('of one lesson nothing is asked of the notebooks', async () => {
  const reader = { ...classOf({ ada: [], bob: [] }), lessonsOf: () => Promise.reject(new Error()) };
  expect(await lessonsOfClass(reader, listed.slice(0, 1))).toHaveLength(1);
  expect(await lessonsOfClass(reader, listed, '09-other')).toMatchObject([{ students: [0, 1] }]);
});

test('every lesson that somebody has a notebook of, with everybody in it', async () => {
  const students = { ada: ['02-net', '07-sample'], bob: ['07-sample'], cai: [] };
  expect(await split(students)).toEqual([
    '02-net: ada bob cai (mixed)',
    '07-sample: ada bob cai (mixed)',
  ]);
  expect(await split({ ada: ['02-net'], bob: [] })).toEqual(['02-net: ada bob']);
});

test('a folder or an assignment that is named as a lesson says it', async () => {
  const students = { 'ada/02-net': [], 'bob/02-net': ['07-sample'], 'ada/07-sample': [] };
  expect(await split(students)).toEqual(['02-net: ada bob', '07-sample: ada']);
  expect(await split(students, '07-sample')).toEqual(['07-sample: ada']);
});

test('another assignment is of the lesson of its notebooks', async () => {
  const students = { 'ada/ps1': ['02-net'], 'bob/ps1': [], 'ada/ps2': ['09-other'], 'bob/ps2': [] };
  expect(await split(students)).toEqual(['02-net: ada bob', '09-other: ada bob']);
});

test('two assignments of one lesson are not guessed between', async () => {
  const students = { 'ada/ps1': ['02-net'], 'ada/again': ['02-net'] };
  await expect(split(students)).rejects.toMatchObject({
    code: 'several-assignments',
    params: { known: 'ps1, again' },
  });
});

test('no lesson, and one that is not there, is said', async () => {
  await expect(split({ ada: [] })).rejects.toMatchObject({ code: 'unknown-lesson' });
  await expect(split({ ada: ['02-net'] }, '../02-net')).rejects.toMatchObject({
    code: 'unknown-lesson',
    params: { lesson: '../02-net', known: '02-net, 07-sample, 09-other' },
  });
});

test('--only leaves of each lesson what is named, and leaves out the others', () => {
  const lesson = (id: string, ...exercises: string[]): Lesson =>
    ({ id, exercises: exercises.map((name) => ({ id: name })), artefacts: [] }) as never;
  const submissions = [{ student: 'ada' }, { student: 'bob' }, { student: 'ada' }];
  const all = [
    { lesson: lesson('02-net', 'softmax', 'loss'), students: [0, 1] },
    { lesson: lesson('07-sample', 'addOne'), students: [2] },
  ];
  const chosen = (...only: string[]) =>
    selection(submissions, all, only).map(
      (one) => `${one.lesson.id} ${one.students} ${one.exercises.map(({ id }) => id)}`,
    );
  expect(chosen()).toEqual(['02-net 0,1 softmax,loss', '07-sample 2 addOne']);
  expect(chosen('bob')).toEqual(['02-net 1 softmax,loss']);
  expect(chosen('ada')).toEqual(['02-net 0 softmax,loss', '07-sample 2 addOne']);
  expect(chosen('addOne')).toEqual(['07-sample 2 addOne']);
  expect(chosen('bob', 'loss')).toEqual(['02-net 1 loss']);
  expect(() => chosen('ada', 'sofmax')).toThrow(expect.objectContaining({ code: 'unknown-only' }));
});
