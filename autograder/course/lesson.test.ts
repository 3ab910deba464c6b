import { expect, test } from 'vitest';
import { parseLesson } from './lesson.js';
import { CourseError } from './problem.js';
import { sample, spoilt } from './sample.js';

const errors = (text: string): string => {
  try {
    parseLesson(text, '/course/notebooks/07-sample/lesson.md');
    return '';
  } catch (error) {
    if (error instanceof CourseError) return error.message;
    throw error;
  }
};
/** The line of the sample that holds a text, from 1. */
const lineOf = (text: string): number => sample.slice(0, sample.indexOf(text)).split('\n').length;

test('a lesson is its front matter, its cells and its exercises', () => {
  const lesson = parseLesson(sample, 'lesson.md');
  expect(lesson.id).toBe('07-sample');
  expect(lesson.version).toBe(3);
  expect(lesson.cells.map(({ id }) => id)).toEqual([
    'begin-text-1',
    'begin-code-1',
    'begin-text-2',
    'exercise-add-one-text-1',
    'exercise-addOne',
    'check-addOne',
    'exercise-add-one-text-2',
  ]);
  expect(lesson.exercises).toEqual([
    {
      id: 'addOne',
      title: 'Exercise: add one',
      points: 2,
      difficulty: 1,
      importance: 2,
      minutes: 5,
      needs: [],
      statement: expect.stringContaining('Write `addOne`.'),
      signature: 'function addOne(n: number): number;',
      starter: "function addOne(n: number): number {\n  throw new Error('not yet');\n}",
      hints: ['Use **plus**.', '`n + 1`', '`return n + 1`'],
      line: lineOf('function addOne(n: number): number {'),
    },
  ]);
});

test('static code stays in the text, without the word that marks it', () => {
  const [, , text] = parseLesson(sample, 'lesson.md').cells;
  expect(text?.source).toBe('```ts\nneverRuns();\n```');
});

test('Markdown is kept letter by letter', () => {
  const [first] = parseLesson(sample, 'lesson.md').cells;
  expect(first?.source).toBe('## Begin\n\nText before, with a formula $a_1$ and a price of \\$5.');
});

test.each([
  [
    'an unknown word in a fence',
    'points=2',
    'point=2',
    'exercise=addOne',
    23,
    'Expected one of exercise, points',
  ],
  [
    'an exercise without a check',
    'check=addOne',
    'static',
    'function addOne(n: number): number {',
    1,
    'has no check cell',
  ],
  [
    'a check of something else',
    "check('addOne', addOne)",
    "check('addOne', one)",
    "await check('addOne'",
    1,
    'Expected the check cell to call',
  ],
  [
    'a check without an exercise',
    'check=addOne',
    'check=addTwo',
    "await check('addOne'",
    1,
    'No exercise addTwo',
  ],
  [
    'a heading used twice',
    '## Exercise: add one',
    '## Begin',
    '## Exercise',
    1,
    'is also on line 15',
  ],
  [
    'an exercise without a signature',
    'ts static\nfunction',
    'js static\nfunction',
    '```ts static\nfunction',
    4,
    'Write `ts` for a cell',
  ],
  [
    'another name in the cell',
    'addOne(n: number): number {',
    'add(n: number): number {',
    'function addOne(n: number): number {',
    1,
    'declares no function or class addOne',
  ],
  ['a lone dollar', '\\$5', '$5', 'Text before', 1, 'odd number of $'],
  ['a bad field', 'version: 3', 'version: three', 'version: 3', 10, 'Field version'],
  ['an unknown field', 'hardware: any', 'hardwear: any', '---', 1, 'hardware'],
  ['broken YAML', 'roles: [data]', 'roles: [data', 'prerequisites', 1, 'no valid YAML'],
])('%s is reported with its place', (_, from, to, at, column, message) => {
  const text = errors(spoilt(from, to));
  expect(text).toContain(message);
  if (at !== '---') expect(text).toContain(`lesson.md:${lineOf(at)}:${column}: `);
});

test('all problems are told at once, in the order of the file', () => {
  const text = errors(spoilt('version: 3', 'version: 0').replace('points=2', 'points=x'));
  const lines = text.split('\n').map((line) => Number(line.split(':')[1]));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});

test('code that would silently not run is refused', () => {
  const inList = sample.replace('Use **plus**.', '- so:\n\n  ```ts\n  n + 1\n  ```');
  expect(errors(inList)).toContain('inside a list or a quotation');
  const folded = sample.replace('Use **plus**.', '```ts\nn + 1\n```');
  expect(errors(folded)).toContain('inside a folded block');
});

test('a fence right after HTML would be text: Markdown needs an empty line between', () => {
  const text = errors(`${sample}\`\`\`ts\nconst lost = 1;\n\`\`\`\n`);
  expect(text).toBe(
    `lesson.md:${sample.split('\n').length}:1: This fence is part of the HTML before it: leave a line empty between the two.`,
  );
});

test('without front matter nothing is guessed', () => {
  expect(errors('# Hello\n')).toContain('lesson.md:1:1: A lesson begins with front matter');
});
