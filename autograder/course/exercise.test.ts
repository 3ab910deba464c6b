import { expect, test } from 'vitest';
import { parseLesson } from './lesson.js';
import { CourseError } from './problem.js';
import { sample } from './sample.js';

const codes = (text: string): string[] => {
  try {
    parseLesson(text, 'lesson.md');
    return [];
  } catch (error) {
    if (error instanceof CourseError) return error.problems.map(({ code }) => code);
    throw error;
  }
};
const cell = sample.slice(sample.indexOf('```ts exercise'), sample.indexOf('```ts check'));
const check = sample.slice(sample.indexOf('```ts check'), sample.indexOf('<details>'));

test('two exercises never share a heading or a name', () => {
  const twin = cell.replaceAll('addOne', 'addTwo') + check.replaceAll('addOne', 'addTwo');
  expect(codes(`${sample}\n${twin}`)).toContain('exercise-shares-heading');
  expect(codes(`${sample}\n## Again\n\n${cell}`)).toContain('exercise-twice');
});

test('one exercise has one check', () => {
  expect(codes(`${sample}\n${check}`)).toEqual(['check-twice']);
});

test('a Chinese hint is a hint', () => {
  const chinese = sample.replaceAll('<summary>Hint', '<summary>提示');
  expect(parseLesson(chinese, 'lesson.md').exercises[0]?.hints).toHaveLength(3);
});

test('an empty hint is none', () => {
  const text = sample.replace('Use **plus**.', '');
  expect(parseLesson(text, 'lesson.md').exercises[0]?.hints).toHaveLength(2);
});

test('a typed signature may have type parameters, and must name the exercise', () => {
  const signed = (typed: string) => codes(sample.replace('function addOne(', `function ${typed}(`));
  expect(signed('addOne<T extends Tensor, R>')).toEqual([]);
  expect(signed('addOne<T>')).toEqual([]);
  expect(signed('addOneMore')).toEqual(['signature-missing']);
  expect(signed('reAddOne'.replace('A', 'a'))).toEqual(['signature-missing']);
});
