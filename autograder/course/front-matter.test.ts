import { expect, test } from 'vitest';
import { parseFrontMatter } from './front-matter.js';
import { Problems } from './problem.js';
import { sample } from './sample.js';

const yaml = sample.split('---\n')[1] ?? '';
const read = (text: string) => {
  const problems = new Problems('lesson.md');
  return { fields: parseFrontMatter(text, 2, problems), problems: problems.list };
};

test('fields are read as they are', () => {
  const { fields, problems } = read(yaml);
  expect(problems).toEqual([]);
  expect(fields?.minutes).toEqual({ read: 5, run: 1 });
  expect(fields?.roles).toEqual(['data']);
});

test('a wrong field is found on its line, also deep inside', () => {
  const { fields, problems } = read(yaml.replace('run: 1', 'run: soon'));
  expect(fields).toBeUndefined();
  expect(problems).toMatchObject([
    { line: 7, column: 26, code: 'yaml-field', params: { field: 'minutes.run' } },
  ]);
});

test('an id that is no folder name of a lesson, and a role that nobody has', () => {
  const { problems } = read(yaml.replace('07-sample', 'Sample').replace('[data]', '[chef]'));
  expect(problems.map(({ params }) => params.field)).toEqual(['id', 'roles.0']);
});

test('artefacts are declared with path, kind, points and size', () => {
  const given = (list: string) => read(`${yaml}artefacts:\n${list}`);
  const one = '  - { id: digits, title: Yours, path: out/p.csv, kind: predictions, points: 4 }\n';
  expect(given(one).fields?.artefacts).toEqual([
    {
      id: 'digits',
      title: 'Yours',
      path: 'out/p.csv',
      kind: 'predictions',
      points: 4,
      maxKb: 1024,
    },
  ]);
  expect(read(yaml).fields?.artefacts).toEqual([]);
  for (const path of ['../p.csv', '/p.csv', 'a/../p.csv', '.ssh/id', 'a//b', "'a b'", "'C:p'"]) {
    const { problems } = given(one.replace('out/p.csv', path));
    expect(
      problems.map(({ params }) => params.field),
      path,
    ).toEqual(['artefacts.0.path']);
  }
  expect(given(one + one).problems).toMatchObject([
    { params: { message: 'expected ids to differ' } },
  ]);
  expect(given(one.replace('points: 4', 'points: 0')).fields).toBeUndefined();
});
