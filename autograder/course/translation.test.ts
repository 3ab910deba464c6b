import { describe, expect, test } from 'vitest';
import { parseLesson } from './lesson.js';
import { compileLesson } from './notebook.js';
import { renewTranslation } from './renew-translation.js';
import { sample, spoilt } from './sample.js';
import { blocksOf, translate } from './translation.js';

const question = `\`\`\`quiz sum
question: How much is 1 + 1?
answers:
  - text: 2
    right: true
    why: It is two.
  - text: 3
    why: It is less.
\`\`\`

`;
const english = sample.replace('## Exercise', `${question}## Exercise`);
const lesson = parseLesson(english, '/course/07-sample/lesson.md');
const hash = (id: string): string => blocksOf(lesson).find((one) => one.id === id)?.hash ?? '';

const header = `---
title: 样例
promise: 你什么也学不到。
hardware: 任何电脑
prerequisites: []
objectives:
  - 加一
---
`;
const block = (id: string, text: string): string =>
  `<!-- block: ${id} ${hash(id)} -->\n\n${text}\n`;
const begin = '## 开始\n\n文字，公式 $a_1$，价格 \\$5。';
const words = {
  'begin-text-1': begin,
  'begin-text-2': '```ts\nneverRuns();\n```',
  'quiz-sum-text':
    '```quiz\nquestion: 一加一等于几？\nanswers:\n  - text: 2\n    why: 是二。\n  - text: 3\n    why: 没有那么多。\n```',
  'exercise-add-one-text-1':
    '## 练习：加一\n\n写出 `addOne`。\n\n```ts\nfunction addOne(n: number): number;\n```',
  'exercise-add-one-text-2':
    '<details>\n<summary>提示 1</summary>\n\n用**加号**。\n\n</details>\n\n<details><summary>提示 2</summary>\n\n`n + 1`\n\n</details>',
};
const whole = (change: Partial<typeof words> = {}): string =>
  [header, ...Object.entries({ ...words, ...change }).map(([id, text]) => block(id, text))].join(
    '\n',
  );
const translated = (text: string) => translate(lesson, text, 'lesson.zh.md');

test('the blocks of the sample are those that are translated here', () => {
  expect(blocksOf(lesson).map(({ id }) => id)).toEqual(Object.keys(words));
});

test('a lesson in Chinese: the words of the one, the code of the other', () => {
  const chinese = translated(whole());
  expect(chinese).toMatchObject({ id: '07-sample', version: 3, language: 'zh', title: '样例' });
  expect(chinese.exercises).toMatchObject([{ id: 'addOne', title: '练习：加一', points: 2 }]);
  expect(chinese.quizzes).toEqual([
    {
      id: 'sum',
      question: '一加一等于几？',
      answers: [
        { text: '2', why: '是二。', right: true },
        { text: '3', why: '没有那么多。', right: false },
      ],
    },
  ]);
  const cellsOf = (one: typeof lesson) =>
    JSON.parse(compileLesson(one)).cells as { id: string; cell_type: string; source: string[] }[];
  const [zh, en] = [cellsOf(chinese), cellsOf(lesson)];
  expect(zh.map(({ id }) => id)).toEqual(en.map(({ id }) => id));
  const code = (cells: typeof zh) => cells.filter((cell) => cell.cell_type === 'code');
  expect(code(zh)).toEqual(code(en));
  expect(zh.map(({ source }) => source.join('')).join('\n')).toContain('- **b**  3');
  expect(zh[1]?.source.join('')).toBe(begin);
});

describe('what is wrong with a translation is told with its line', () => {
  test.each([
    [
      'a block is missing',
      whole().replace(block('begin-text-1', begin), ''),
      'begin-text-1 of lesson.md is not translated',
    ],
    [
      'a block is stale',
      whole().replace(hash('begin-text-1'), '01234567'),
      '10:1: The English of begin-text-1 has changed',
    ],
    [
      'a block is gone',
      `${whole()}\n<!-- block: gone-text-1 01234567 -->\n\nx\n`,
      'no block gone-text-1 any more',
    ],
    [
      'a block twice',
      `${whole()}\n${block('begin-text-1', begin)}`,
      'The block begin-text-1 stands here twice',
    ],
    [
      'no marker',
      whole().replace(`block: begin-text-1 ${hash('begin-text-1')}`, 'block: begin-text-1'),
      '10:1: Expected `<!-- block: ID HASH -->`',
    ],
    [
      'other code',
      whole({ 'begin-text-2': '```ts\nruns();\n```' }),
      'The block begin-text-2 lacks what is the same in every language: neverRuns();',
    ],
    [
      'code too much',
      whole({ 'begin-text-1': `${begin}\n\n\`\`\`ts\nmore();\n\`\`\`` }),
      'begin-text-1 has code, a formula or an address',
    ],
    [
      'a link too much',
      whole({ 'begin-text-1': `${begin}\n\n[x](http://x.example)` }),
      'http://x.example',
    ],
    [
      'no fence of quiz',
      whole({ 'quiz-sum-text': '几？' }),
      'Expected the question sum as a fence of `quiz`',
    ],
    [
      'an answer is missing',
      whole().replace('  - text: 3\n    why: 没有那么多。\n', ''),
      'Expected 2 answers',
    ],
    [
      'an objective too much',
      whole().replace('  - 加一\n', '  - 加一\n  - 减一\n'),
      'Expected 1 objectives',
    ],
    ['no front matter', whole().slice(header.length), 'front matter'],
    ['a field that is none', whole().replace('title:', 'titel:'), 'Field '],
  ])('%s', (_what, text, told) => {
    expect(() => translated(text)).toThrow(told);
  });
});

describe('a translation is renewed', () => {
  test('from nothing: every block, marked as not translated', () => {
    const { text, added, stale } = renewTranslation(lesson, undefined);
    expect(added).toEqual(Object.keys(words));
    expect(stale).toEqual([]);
    expect(text).toContain('<!-- block: begin-text-1 00000000 -->\n\n（待译）\n\n## Begin');
    expect(() => translated(text)).toThrow('The English of begin-text-1 has changed');
    // Nobody has translated it: accepting does not make it so.
    expect(renewTranslation(lesson, text, ['all']).stale).toEqual(Object.keys(words));
  });

  test('what is there stays; what changed is named until it is accepted', () => {
    expect(renewTranslation(lesson, whole())).toMatchObject({ added: [], stale: [] });
    const changed = parseLesson(
      spoilt('Text before', 'Other text').replace('## Exercise', `${question}## Exercise`),
      lesson.path,
    );
    const once = renewTranslation(changed, whole());
    expect(once).toMatchObject({ added: [], stale: ['begin-text-1'] });
    expect(once.text).toContain(begin);
    const accepted = renewTranslation(changed, once.text, ['begin-text-1']);
    expect(accepted).toMatchObject({ added: [], stale: [] });
    expect(translate(changed, accepted.text, 'lesson.zh.md').title).toBe('样例');
  });

  test('a translated file that is written again translates the same', () => {
    const again = renewTranslation(lesson, whole()).text;
    expect(translated(again)).toEqual(translated(whole()));
    expect(renewTranslation(lesson, again).text).toBe(again);
  });
});
