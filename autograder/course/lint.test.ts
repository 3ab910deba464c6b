import { expect, test } from 'vitest';
import { test as judgeTest } from '../judge/test.js';
import { parseLesson } from './lesson.js';
import { type LessonReference, lintLesson } from './lint.js';
import { sample, spoilt } from './sample.js';

const worth = (name: string, points: number, visible: boolean) =>
  judgeTest({ name, points, visible, kind: 'value' }, async () => {});
const fn = (n: number): number => n;
const full: LessonReference = {
  visible: { addOne: [worth('a', 0.7, true), worth('b', 0.3, true)] },
  hidden: { addOne: [worth('c', 1, false)] },
  mutants: { addOne: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, guess: name, fn })) },
  variants: { addOne: ['a', 'b'].map((name) => ({ name, fn })) },
};
const codes = (text: string, reference = full) =>
  lintLesson(parseLesson(text, 'lesson.md'), reference).map(({ code, line, column, params }) => ({
    code,
    place: [line, column],
    params,
  }));

test('a full lesson has nothing to mend', () => {
  expect(codes(sample)).toEqual([]);
});

test('what the reference lacks is named', () => {
  const found = codes(sample, { visible: full.visible, hidden: {}, mutants: {}, variants: {} });
  expect(found.map(({ code }) => code)).toEqual([
    'tests-missing',
    'points-differ',
    'mutants-missing',
    'variants-missing',
  ]);
  expect(found[1]?.params).toEqual({ name: 'addOne', fence: 2, tests: 1 });
  const other = { ...full, hidden: { ...full.hidden, addTwo: [] } };
  expect(codes(sample, other).map(({ code }) => code)).toEqual(['tests-without-exercise']);
});

test('long cells, wide lines and broken syntax are found where they are', () => {
  const long = Array.from({ length: 26 }, (_, i) => `one + ${i};`).join('\n');
  expect(codes(spoilt('const one = 1;', long))).toMatchObject([
    { code: 'cell-too-long', place: [20, 1], params: { most: 25, got: 26 } },
  ]);
  const wide = `const one = '${'x'.repeat(70)}';`;
  expect(codes(spoilt('const one = 1;', wide))).toMatchObject([
    { code: 'line-too-wide', place: [20, 81] },
  ]);
  expect(codes(spoilt('const one = 1;', 'const one = 1;\nconst = 2;'))[0]).toMatchObject({
    code: 'code-syntax',
    place: [21, 7],
  });
});

test('what an exercise needs is declared before it', () => {
  const needs = (name: string) => spoilt('minutes=5', `minutes=5 needs=${name}`);
  expect(codes(needs('one'))).toEqual([]);
  expect(codes(needs('one,won'))).toMatchObject([
    { code: 'needs-unknown', place: [35, 1], params: { name: 'won', known: 'one' } },
  ]);
  expect(codes(needs('addOne'))).toMatchObject([{ code: 'needs-unknown' }]);
});
