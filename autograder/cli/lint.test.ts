/** `gradus lint` on a copy of the course in which one thing is wrong: one test for each kind. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { readLesson } from '../course/lesson.js';
import { renewTranslation } from '../course/renew-translation.js';
import { lintCommand } from './lint.js';

const id = '00-typescript-and-notebooks';
const root = mkdtempSync(join(tmpdir(), 'gradus-lint-'));
const lesson = `notebooks/${id}/lesson.md`;
const chinese = `notebooks/${id}/lesson.zh.md`;

afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(join(root, 'autograder/reference'), { recursive: true });
  cpSync(join(packageRoot(), 'notebooks', id), join(root, 'notebooks', id), { recursive: true });
  // The course of one lesson is read in a blink; what it says of the others is not asked for.
  cpSync(join(packageRoot(), 'syllabus.md'), join(root, 'syllabus.md'));
});
afterEach(() => vi.restoreAllMocks());

type Edit = readonly [from: string | RegExp, to: string];

function plant(file: string, ...edits: readonly Edit[]): void {
  const path = join(root, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  let text = before;
  for (const [from, to] of edits) {
    const changed = text.replace(from, () => to);
    if (changed === text) throw new Error(`Expected ${file} to have ${from}`);
    text = changed;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  // A translation would be stale as well, which is told by a test of its own.
  if (file === lesson) rmSync(join(root, chinese));
}

/** The exit code, and what stands on the terminal. */
async function lint(only = id): Promise<{ code: number; told: string }> {
  const lines: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const code = await lintCommand(only === 'all' ? undefined : only, 'en', messages('en'), root);
  return { code, told: lines.join('\n') };
}

test('a lesson that keeps the rules', async () => {
  expect(await lint()).toEqual({ code: 0, told: '1 lesson keeps the rules.' });
});

test('the course as it is keeps them', async () => {
  const said: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
  vi.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  expect(await lintCommand(undefined, 'en', messages('en'))).toBe(0);
  expect(said).toEqual([expect.stringMatching(/^\d+ lessons keep the rules\.$/)]);
});

const words = (n: number): string => `${'word '.repeat(n)}\n`;
const start = 'Run each cell with Shift+Enter';
const put = (text: string): Edit => [start, `${text}\n\n${start}`];
const groupMeans = 'exercise=groupMeans points=2';
const told = (place: string, sentence: string): RegExp =>
  new RegExp(`^${id}/lesson\\.(zh\\.)?md:${place}: .*${sentence}`);

describe('what is wrong in lesson.md is one line with its place and the remedy', () => {
  const kinds: readonly [kind: string, edits: readonly Edit[], told: RegExp][] = [
    [
      'a link to no file',
      [put('[x](gone.ipynb)')],
      told('\\d+:1', 'gone\\.ipynb leads to no file'),
    ],
    ['a link to no heading', [put('[x](#Gone)')], told('\\d+:1', '#Gone leads to no heading')],
    [
      'a link to no heading of another lesson',
      [put(`[x](../${id}/lesson.ipynb#Gone)`)],
      told('\\d+:1', 'lesson\\.ipynb#Gone leads to no heading'),
    ],
    [
      'a link out of the course',
      [put('[x](../../../../../etc/passwd)')],
      told('\\d+:1', 'leads out of the course'),
    ],
    [
      'a link that nothing defines',
      [put('See [x][y].')],
      told('\\d+:1', '\\[x\\]\\[y\\] is no link'),
    ],
    ['an address of another kind', [put('[x](file:///a)')], told('\\d+:1', 'Expected an address')],
    [
      'a link in HTML',
      [put('<p>\n<a href="gone.html">x</a>\n</p>')],
      told('\\d+:1', 'gone\\.html leads to no file'),
    ],
    ['a picture without words', [put('![](promise.png)')], told('\\d+:1', 'has no words')],
    [
      'a picture without words in HTML',
      [put('<img src="promise.png">')],
      told('\\d+:1', 'promise\\.png has no words'),
    ],
    [
      'a mark of an aside that nobody knows',
      [put('> [!HINT]\n> x')],
      told('\\d+:1', 'Expected an aside'),
    ],
    [
      'a figure that is not there',
      [put('See [](#fig-x).')],
      told('\\d+:5', 'There is no figure #fig-x'),
    ],
    [
      'a source that nobody declares',
      [put('See [@he2015].')],
      told('\\d+:5', 'The source he2015 is cited'),
    ],
    [
      'a source that nobody cites',
      [['- [@mdn]:', '- MDN:']],
      told('\\d+:3', 'Nothing cites the source mdn'),
    ],
    [
      'an objective that nothing tests',
      [
        [
          /- text: (name ten .*)\n.*\n/,
          '- name ten habits from Python that fail in TypeScript without an error\n',
        ],
      ],
      told('\\d+:1', 'Nothing tests the objective "name ten'),
    ],
    [
      'an objective tested by what is not there',
      [['tested: [groupMeans]', 'tested: [groupMean]']],
      told('\\d+:1', 'names groupMean, which is no exercise'),
    ],
    [
      'an objective that the syllabus has not',
      [['- text: wait for', '- text: never wait for']],
      told('\\d+:1', 'differ in objectives\\.3: "never wait'),
    ],
    [
      'a long cell',
      [['let runs = 0;', `let runs = 0;${'\nruns += 1;'.repeat(25)}`]],
      told('\\d+:1', 'at most 25 lines in a cell\\. Received: 26'),
    ],
    [
      'a wide line',
      [['let runs = 0;', `let runs = 0; // ${'x'.repeat(80)}`]],
      told('\\d+:81', 'at most 80 columns'),
    ],
    [
      'code that is no TypeScript',
      [['let runs = 0;', 'let runs = 0;\nlet more = ;']],
      told('\\d+:\\d+', 'tslab could not read this'),
    ],
    [
      'a type in a cell',
      [['let runs = 0;', "let runs: number = 'none';"]],
      told('\\d+:5', "The student's compiler refuses this: Type 'string'"),
    ],
    [
      'a type in a signature',
      [['  rows: readonly { group', '  rows: readonly Rows[], more: { group']],
      told('\\d+:\\d+', "refuses this: Cannot find name 'Rows'"),
    ],
    [
      'a type in a hint',
      [
        [
          'Three of the ten habits are in here',
          "```ts static\nfunction first(): number {\n  return 'one';\n}\n```\n\nThree of the ten habits are in here",
        ],
      ],
      told('\\d+:3', "refuses this: Type 'string' is not assignable"),
    ],
    [
      'what an exercise needs and nobody declares',
      [[groupMeans, `${groupMeans} needs=nothing`]],
      told('\\d+:1', 'declares nothing, which it says it needs'),
    ],
    [
      'points that the tests do not give',
      [[groupMeans, 'exercise=groupMeans points=3']],
      told('\\d+:1', 'groupMeans says 3 points, its tests add up to 2'),
    ],
    [
      'minutes that do not add up',
      [[/^ {2}read: \d+/m, '  read: 10']],
      told('1:1', 'exercises take \\d+ minutes, the lesson says 10'),
    ],
    ['too few hints', [['<summary>Hint 1', '<summary>Word 1']], told('\\d+:1', 'needs at least 3')],
    [
      'a last hint without code',
      [
        [/At the end `\[\.\.\.groups[^`]*` makes/, 'At the end the groups make'],
        [/^`const known.*\n`typeof.*\n/m, ''],
        [
          'Three of the ten habits',
          '`get` `set` `isNaN` `sort` `keys` `Map`: three of the ten habits',
        ],
      ],
      told('\\d+:1', 'last hint of groupMeans names no function'),
    ],
    [
      'a last hint that names other calls',
      [
        [/^`const known.*\n`typeof.*\n/m, 'Call `gather`.\n'],
        [/At the end `\[\.\.\.groups[^`]*` makes/, 'At the end the groups make'],
        [
          'Three of the ten habits',
          '`get` `set` `isNaN` `sort` `keys` `Map`: three of the ten habits',
        ],
      ],
      told('\\d+:1', 'names nothing that the solution calls'),
    ],
    [
      'hints that leave most calls out',
      [
        [/^`const known.*\n/m, ''],
        [/`typeof value[^`]*`/, 'a question'],
        [/At the end `\[\.\.\.groups[^`]*`/, 'At the end `push`'],
        ['keys of a `Map`', 'those of a Map'],
      ],
      told('\\d+:1', 'name fewer than half of the \\d+ calls'),
    ],
    ['a lesson too long', [put(words(1500))], told('1:1', 'from 1500 to 3000 words')],
    [
      'a statement of too many lines',
      [['The rows stay as they are', `${'A line.\n'.repeat(8)}The rows stay as they are`]],
      told('\\d+:1', 'at most 8 lines in the statement of groupMeans'),
    ],
    [
      'a statement of too many words',
      [['The rows stay as they are', `${words(200)}The rows stay as they are`]],
      told('\\d+:1', 'at most 200 words in the statement of groupMeans'),
    ],
  ];

  test.each(kinds)('%s', async (_kind, edits, sentence) => {
    plant(lesson, ...edits);
    const { code, told } = await lint();
    expect(told).toMatch(sentence);
    expect(told).not.toContain('\n');
    expect(code).toBe(1);
  });
});

describe('what is wrong elsewhere', () => {
  const kinds: readonly [kind: string, edit: Edit, sentence: string][] = [
    ['a picture in Chinese', ['上往下', '上往下![](promise.png)'], 'block set-up-text-1 has code'],
    [
      'another word than the glossary',
      ['用于三道练习', '用于三道题'],
      'says "exercise", for which the glossary has 练习',
    ],
    ['a Chinese hint that is gone', [/<summary>提示 1/, '<summary>话 1'], 'Expected 3 hints'],
    [
      'a Chinese hint without the calls',
      [/<summary>提示 3[\s\S]*?<\/details>/, '<summary>提示 3</summary>\n\n`x`\n\n</details>'],
      'names nothing that the solution calls',
    ],
    [
      'a block that is stale',
      [/(set-up-text-1) [0-9a-f]{8}/, 'set-up-text-1 00000000'],
      'has changed',
    ],
  ];
  test.each(kinds)('%s', async (_kind, edit, sentence) => {
    plant(chinese, edit);
    const { code, told: lines } = await lint();
    expect(lines).toMatch(told('\\d+:\\d+', sentence));
    expect(code).toBe(1);
  });

  test('an anchor in Chinese is a Chinese heading', async () => {
    const text = readFileSync(join(root, chinese), 'utf8');
    plant(lesson, put('[see below](#Ten-habits)'));
    const english = await readLesson(join(root, lesson));
    const renewed = (link: string): void => {
      const linked = text.replace(
        '从上往下，用 Shift',
        () => `[见下](${link})\n\n从上往下，用 Shift`,
      );
      writeFileSync(join(root, chinese), renewTranslation(english, linked, ['all']).text);
    };
    renewed('#十个习惯');
    expect(await lint()).toEqual({ code: 0, told: expect.stringContaining('keeps the rules') });
    renewed('#Ten-habits');
    expect((await lint()).told).toMatch(told('\\d+:1', '#Ten-habits leads to no heading there'));
  });

  test('a reference without a lesson', async () => {
    plant('autograder/reference/99-gone/solution.ts', ['', 'export {};']);
    const { told } = await lint('all');
    expect(told).toContain('The reference 99-gone has no lesson');
  });

  test.each([
    [
      'a term that no lesson uses',
      '| accuracy |',
      '| aardvark | 土豚 |\n| accuracy |',
      '"aardvark"',
    ],
    ['a link of the syllabus', '## Roles', '[x](gone.md)\n\n## Roles', 'gone.md leads to no file'],
    [
      'an anchor of the syllabus',
      '## Roles',
      '[x](#gone)\n\n## Roles',
      '#gone leads to no heading',
    ],
  ])('%s', async (_kind, from, to, sentence) => {
    plant('syllabus.md', [from, to]);
    const { code, told } = await lint('all');
    expect(told).toMatch(/^syllabus\.md:\d+:1: /m);
    expect(told).toContain(sentence);
    expect(code).toBe(1);
  });
});
