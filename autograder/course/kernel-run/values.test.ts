import { expect, test } from 'vitest';
import { parseLesson } from '../lesson.js';
import { problemText } from '../problem.js';
import { sample } from '../sample.js';
import { valuesOf } from './values.js';

const lesson = parseLesson(
  sample
    .replace('---\n\n## Begin', 'numbers:\n  double: {}\n  loss: {}\n---\n\n## Begin')
    .replace('Text before', 'It is {{double}} and {{loss}} before')
    .replace(
      'const one = 1;',
      "import { record } from 'gradus';\nrecord('double', 2);\nrecord('loss', 1);",
    ),
  'lesson.md',
);
const double = { name: 'double', value: 2 };
const loss = { name: 'loss', value: 1 };

test('each declared number has one value', () => {
  expect(valuesOf(lesson, { recorded: [loss, double] })).toEqual({
    values: { loss: 1, double: 2 },
    problems: [],
  });
});

test.each([
  ['is missing', [double], /^lesson\.md:15:1: No value of loss is recorded/],
  ['came twice', [double, loss, double], /^lesson\.md:14:1: double is recorded twice/],
])('one that %s is told on the line that declares it', (_name, recorded, sentence) => {
  const { problems } = valuesOf(lesson, { recorded });
  const told = problems.map((one) => problemText(one, 'en'));
  expect(told).toEqual([expect.stringMatching(sentence)]);
});
