import { expect, test } from 'vitest';
import { Problems, problemText } from '../problem.js';
import { lintFormulas } from './formulas.js';

const told = (text: string, language: 'en' | 'zh' = 'en'): string[] => {
  const problems = new Problems('lesson.md');
  lintFormulas(text, problems);
  return problems.list.map((one) => problemText(one, language));
};

test.each([
  'The loss is $\\frac{1}{2} w^2$, for $5 and then $7 of effort.',
  '$$ \\bar a \\pm t_{n-1} \\cdot \\frac{s}{\\sqrt n} $$',
  '$$\n\\begin{cases} a & s < W \\\\[1ex] b & s \\ge W \\end{cases}\n$$',
  'Code such as `$\\frac{$` is no formula, nor is `a $x{ b`.',
  '- a list with $\\gamma_j$\n\n| a | $\\sigma^2$ |\n|---|---|\n| 1 | 2 |',
])('%s is right', (text) => expect(told(text)).toEqual([]));

test.each([
  ['one\n\ntwo $\\frac{1}{2$', 'lesson.md:3:5: The formula \\frac{1}{2 cannot be typeset: '],
  ['$$ \\unknown x $$', 'lesson.md:1:1: The formula \\unknown x cannot be typeset: '],
  ['a line,\nthen $x^$', 'lesson.md:2:6: The formula x^ cannot be typeset: '],
  ['```quiz q\nquestion: "$\\\\frac{1$"\n```', 'lesson.md:2:'],
  ['### Of $\\sqrt{x$\n', 'lesson.md:1:8: '],
])('%s is told', (text, sentence) => expect(told(text).join('\n')).toContain(sentence));

test.each([
  ['\b', '0008'],
  ['\f', '000c'],
  ['\t', '0009'],
  ['\u007f', '007f'],
])('a control character is told with its place: %j', (character, code) => {
  expect(told(`first\nsecond ${character}rac`)).toEqual([
    `lesson.md:2:8: The line has a control character, U+${code}: it is seen by nobody, and spoils a formula. Write the characters that were meant.`,
  ]);
  expect(told(`${character}`, 'zh').join('')).toContain(`U+${code}`);
});
