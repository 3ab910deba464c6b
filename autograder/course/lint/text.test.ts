import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseLesson } from '../lesson.js';
import { Problems, problemText } from '../problem.js';
import { sample } from '../sample.js';
import { lintText } from './text.js';

const root = mkdtempSync(join(tmpdir(), 'gradus-links-'));
afterAll(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, '06-before'));
mkdirSync(join(root, '07-sample'));
writeFileSync(join(root, '06-before', 'lesson.ipynb'), '{}');
writeFileSync(join(root, '06-before', 'lesson.md'), '# Before\n\n## Middle\n');
writeFileSync(join(root, '07-sample', 'square.png'), 'pixels');

const told = (text: string): string[] => {
  const problems = new Problems('lesson.md');
  lintText(parseLesson(text, join(root, '07-sample', 'lesson.md')), problems);
  return problems.list.map((one) => problemText(one, 'en'));
};
const withText = (text: string): string => sample.replace('Text before', `${text}\n\nText before`);

test.each([
  '[the lesson before](../06-before/lesson.ipynb)',
  '[its middle](../06-before/lesson.ipynb#Middle)',
  '[above](#Exercise:-add-one)',
  '[there](https://example.org/a?b#c)',
  '![a square](square.png)',
  'an address in `[code](nowhere.md)`',
])('%s is right', (text) => {
  expect(told(withText(text))).toEqual([]);
});

test.each([
  [
    '[x](../05-gone/lesson.ipynb)',
    'lesson.md:17:1: The link ../05-gone/lesson.ipynb leads to no file',
  ],
  ['[x](lesson.ipynb)', 'The link lesson.ipynb leads to no file'],
  [
    '[x](../06-before/lesson.ipynb#End)',
    'The link ../06-before/lesson.ipynb#End leads to no heading',
  ],
  ['word [x](#Nowhere)', 'lesson.md:17:6: The link #Nowhere leads to no heading'],
  ['[x](htps://example.org)', 'htps://example.org'],
  ['[x](javascript:alert)', 'javascript:alert'],
  ['[x](http://)', 'http://'],
  ['![](square.png)', 'The picture square.png has no words'],
  ['![x](b.png)', 'The link b.png leads to no file'],
  ['[x][1]\n\n[1]: gone.md', 'gone.md'],
])('%s is told', (text, sentence) => {
  expect(told(withText(text)).join('\n')).toContain(sentence);
});

test('an exercise has three hints', () => {
  expect(told(sample.replace('<summary>Hint 3', '<summary>More'))).toEqual([
    expect.stringContaining('The exercise addOne needs at least 3 folded hints. Received: 2'),
  ]);
});

test.each([['Add one to the number.'], ['Use **plus**.'], ['Write `1 + 1`.']])(
  'the last hint names the calls: %s does not',
  (hint) => {
    expect(told(sample.replace('`return n + 1`', hint))).toEqual([
      'lesson.md:36:1: The last hint of addOne names no function: put those that the solution uses between backticks.',
    ]);
  },
);

test('exercises fit into the minutes of the lesson', () => {
  expect(told(sample.replace('minutes=5', 'minutes=6'))).toEqual([
    'lesson.md:1:1: The exercises take 6 minutes, the lesson says 5 in all: raise minutes.read, or make the exercises shorter.',
  ]);
});
