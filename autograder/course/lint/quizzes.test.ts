import { expect, test } from 'vitest';
import { Problems } from '../problem.js';
import type { Cell } from '../section.js';
import { lintQuizzes } from './quizzes.js';

/** What is told of a lesson whose right answers have these letters. */
function told(letters: string): [number, string][] {
  const cells = [...letters].map((letter, i): Cell => {
    const answers = [...'abc'].map((text) => ({ text, why: text, right: text === letter }));
    const quiz = { id: `q${i}`, question: 'Which?', answers };
    return { kind: 'quiz', id: `q${i}`, source: '', line: i + 1, quiz };
  });
  const problems = new Problems('lesson.md');
  lintQuizzes({ cells }, problems);
  return problems.list.map(({ line, code, params }) => [line, `${code} ${String(params.letter)}`]);
}

test('right answers are spread over the letters', () => {
  for (const fine of ['', 'b', 'bb', 'bba', 'abab', 'bbacb', 'cbabc'])
    expect(told(fine)).toEqual([]);
});

test('the question that is one too many is told, once', () => {
  expect(told('bbb')).toEqual([[3, 'quiz-same-letter b']]);
  expect(told('babb')).toEqual([[4, 'quiz-same-letter b']]);
  expect(told('ccccc')).toEqual([[4, 'quiz-same-letter c']]);
});
