import { expect, test } from 'vitest';
import { parseLesson } from '../course/lesson.js';
import { spoilt } from '../course/sample.js';
import { folder, type HandedInArtefact } from '../judge/artefact.js';
import { gradeArtefacts } from './artefacts.js';
import { lessonInfo } from './lesson-info.js';
import { titlesOf } from './titles.js';

const declared = '  - { id: work, title: Your work, path: src, kind: folder, points: 3 }\n';
const text = spoilt('objectives:', `artefacts:\n${declared}objectives:`);
const lesson = parseLesson(text, 'lesson.md');
const handed = new Map<string, HandedInArtefact>([
  ['work', { kind: 'folder', files: new Map([['a.ts', 'const a = 1;']]) }],
]);

test('a lesson is worth its exercises and its artefacts', async () => {
  expect(lessonInfo(lesson, await titlesOf(lesson))).toMatchObject({
    points: 5,
    exercises: [
      { exercise: 'addOne', points: 2 },
      { exercise: 'work', title: 'Your work', points: 3 },
    ],
  });
});

test('an artefact is graded like an exercise', () => {
  const check = (files: ReadonlyMap<string, string>) => ({
    share: files.get('a.ts') === 'const a = 1;' ? 1 : 0,
    sentence: 'Another text was expected.',
  });
  const artefacts = { work: folder({ check }) };
  expect(gradeArtefacts({ artefacts }, handed, lesson.artefacts)).toMatchObject([
    { exercise: 'work', title: 'Your work', points: 3, score: 3, tests: [{}, { score: 3 }] },
  ]);
  expect(gradeArtefacts({ artefacts }, new Map(), lesson.artefacts)).toMatchObject([
    { score: 0, tests: [{ verdict: 'failed' }, { verdict: 'not-run' }] },
  ]);
  expect(gradeArtefacts({ artefacts }, handed, [])).toEqual([]);
});

test("a reference that cannot score it is the grader's failure", () => {
  expect(() => gradeArtefacts({}, handed, lesson.artefacts)).toThrow(/artefact work/);
});
