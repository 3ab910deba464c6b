import { describe, expect, test } from 'vitest';
import { parseLesson } from './lesson.js';
import { compileLesson } from './notebook.js';
import { sample, spoilt } from './sample.js';
import { solvedNotebook } from './solved.js';

const fence = `\`\`\`quiz firstLoss
question: Which loss has a network that knows *nothing*?
answers:
  - text: 0
    why: Then it would know everything.
  - text: $\\ln C$
    right: true
    why: Each class has probability $1/C$.
\`\`\`
`;
const withQuiz = (text = fence): string => sample.replace('## Exercise', `${text}\n## Exercise`);
const cellsOf = (text: string) =>
  (
    JSON.parse(compileLesson(parseLesson(text, 'lesson.md'))) as {
      cells: { id: string; cell_type: string; metadata: object; source: string[] }[];
    }
  ).cells;

test('a question becomes text and a cell to answer in; the answer is not in the notebook', () => {
  const cells = cellsOf(withQuiz());
  const at = cells.findIndex(({ id }) => id === 'quiz-firstLoss-text');
  expect(cells[at]?.source.join('')).toBe(
    'Which loss has a network that knows *nothing*?\n\n- **a**  0\n- **b**  $\\ln C$',
  );
  expect(cells[at + 1]).toMatchObject({
    id: 'quiz-firstLoss',
    cell_type: 'code',
    metadata: { deletable: false, gradus: { quiz: 'firstLoss' } },
    source: ["await quiz('firstLoss', '?');"],
  });
  expect(JSON.stringify(cells)).not.toContain('Each class has probability');
});

test('the lesson knows its questions, and the solved lesson their answers', () => {
  const lesson = parseLesson(withQuiz(), 'lesson.md');
  expect(lesson.quizzes).toEqual([
    {
      id: 'firstLoss',
      question: 'Which loss has a network that knows *nothing*?',
      answers: [
        { text: '0', why: 'Then it would know everything.', right: false },
        { text: '$\\ln C$', why: 'Each class has probability $1/C$.', right: true },
      ],
    },
  ]);
  expect(solvedNotebook(lesson, { solutions: {} })).toContain("quiz('firstLoss', 'b')");
  expect(parseLesson(sample, 'lesson.md').quizzes).toEqual([]);
});

describe('what is wrong is told with its line', () => {
  const line = withQuiz().split('\n').indexOf('```quiz firstLoss') + 1;
  test.each([
    ['quiz firstLoss', 'quiz', `${line}:`],
    ['quiz firstLoss', 'quiz first-loss', `${line}:9: Expected a name of letters and digits`],
    ['    right: true\n', '', `${line + 3}:3: Field answers: expected one answer with`],
    ['text: 0', 'text: 0\n    right: true', 'expected one answer with'],
    ['    why: Then it would know everything.\n', '', `Field answers.0.why`],
    ['text: 0', 'text: $\\ln C$', 'expected answers that differ'],
    ['question:', 'qestion:', 'Field '],
    ['answers:', 'answers: [', 'This is no valid YAML'],
  ])('%j → %j', (from, to, told) => {
    expect(() => parseLesson(withQuiz(fence.replace(from, to)), 'lesson.md')).toThrow(told);
  });

  test('a name twice', () => {
    expect(() => parseLesson(withQuiz(`${fence}\n${fence}`), 'lesson.md')).toThrow(
      `Another question is called firstLoss, on line ${line}`,
    );
    expect(() => parseLesson(spoilt('## Begin', '## Start'), 'lesson.md')).not.toThrow();
  });
});
