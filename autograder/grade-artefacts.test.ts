import { expect, test } from 'vitest';
import { parseLesson } from './course/lesson.js';
import { spoilt } from './course/sample.js';
import { gradeArtefacts, lessonInfo } from './grade-artefacts.js';
import { folder } from './judge/artefact.js';
import type { Tree } from './submission/tree.js';

const declared = '  - { id: work, title: Your work, path: src, kind: folder, points: 3 }\n';
const text = spoilt('objectives:', `artefacts:\n${declared}objectives:`);
const lesson = parseLesson(text, 'lesson.md');
const beside: Tree = {
  list: async (path) =>
    path.length === 0 ? [{ name: 'src', kind: 'folder' }] : [{ name: 'a.ts', kind: 'file' }],
  read: async () => Buffer.from('const a = 1;'),
  chunks: async function* () {},
  show: (path) => path.join('/'),
};

test('a lesson is worth its exercises and its artefacts', () => {
  expect(lessonInfo(lesson)).toMatchObject({
    points: 5,
    exercises: [
      { exercise: 'addOne', points: 2 },
      { exercise: 'work', title: 'Your work', points: 3 },
    ],
  });
});

test('an artefact is graded like an exercise', async () => {
  const check = (files: ReadonlyMap<string, string>) => ({
    share: files.get('a.ts') === 'const a = 1;' ? 1 : 0,
    sentence: 'Another text was expected.',
  });
  const artefacts = { work: folder({ check }) };
  expect(await gradeArtefacts({ artefacts }, { beside }, lesson.artefacts)).toMatchObject([
    { exercise: 'work', title: 'Your work', points: 3, score: 3, tests: [{}, { score: 3 }] },
  ]);
  expect(await gradeArtefacts({ artefacts }, {}, lesson.artefacts)).toMatchObject([
    { score: 0, tests: [{ verdict: 'failed' }, { verdict: 'not-run' }] },
  ]);
  expect(await gradeArtefacts({ artefacts }, { beside }, [])).toEqual([]);
});

test("a reference that cannot score it is the grader's failure", async () => {
  await expect(gradeArtefacts({}, { beside }, lesson.artefacts)).rejects.toThrow(/artefact work/);
});
