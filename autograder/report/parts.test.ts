import { expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { verdicts } from '../judge/verdict.js';
import {
  bar,
  exerciseTitle,
  indexText,
  kindText,
  marks,
  maxErrorText,
  pointsText,
  shade,
  testRow,
  verdictTag,
} from './parts.js';

const m = messages('en');

test('points have at most two decimals, and no trailing zeros', () => {
  expect([3, 2.5, 0.1 + 0.2, 1 / 3].map(pointsText)).toEqual(['3', '2.5', '0.3', '0.33']);
});

test('every verdict has a mark of its own and a name', () => {
  expect(new Set(Object.values(marks)).size).toBe(verdicts.length);
  for (const verdict of verdicts) {
    expect(verdictTag(m, verdict).markup).toContain(
      `${marks[verdict]} ${m.judge.verdicts[verdict]}`,
    );
  }
});

test('full, part, nothing; an exercise without points is full', () => {
  expect([shade(2, 2), shade(1, 2), shade(0, 2), shade(0, 0)]).toEqual([
    'full',
    'part',
    'zero',
    'full',
  ]);
});

test('the bar is as long as the points, also when there are none to have', () => {
  expect(bar(1, 4).markup).toContain('class="fill" width="25"');
  expect(bar(0, 0).markup).toContain('class="fill" width="0"');
});

test('a kind that nobody knows is shown as it is', () => {
  expect(kindText(m, 'gradient')).toBe('gradient');
  expect(kindText(m, 'toString')).toBe('toString');
});

test('a number has no axes, and NaN is no amount to differ by', () => {
  const issue = { code: 'not-finite' as const, params: {} };
  expect(indexText({ ...issue, index: [] })).toBeUndefined();
  expect(indexText({ ...issue, index: [0, 2] })).toBe('[0, 2]');
  expect(maxErrorText({ ...issue, maxError: 'NaN' })).toBeUndefined();
  expect(maxErrorText({ ...issue, maxError: 0.5 })).toBe('0.5');
});

test.each([
  ['value-mismatch', true],
  ['shape-mismatch', true],
  ['expectation', true],
  ['timeout', false],
  ['argument-changed', false],
  ['wrong-error', true],
  ['threw', false],
] as const)('a fixed hint stands beside %s: %s', (code, isThere) => {
  const outcome = {
    id: 'f/a',
    name: 'a',
    kind: 'value' as const,
    visible: true,
    points: 1,
    score: 0,
    verdict: 'failed' as const,
    issue: { code, params: {} },
    hint: 'Which axis?',
  };
  expect(testRow(m, outcome).markup.includes('Which axis?')).toBe(isThere);
});

test('an exercise is called by its title in the language of the report, and by its name', () => {
  const e = { exercise: 'softmax', title: { en: 'Scores to shares', zh: '得分变成份额' } };
  expect(exerciseTitle(messages('zh'), e).markup).toMatch(/^得分变成份额 <span[^>]*>softmax/);
  expect(exerciseTitle(m, e).markup).toMatch(/^Scores to shares <span[^>]*>softmax/);
  expect(exerciseTitle(m, { ...e, title: 'softmax' }).markup).toBe(
    '<span class="mono">softmax</span>',
  );
  expect(exerciseTitle(messages('zh'), { ...e, title: 'Mine' }).markup).toContain('Mine');
});
