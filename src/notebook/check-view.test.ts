import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkBundle } from './check-view.js';
import type { JudgeIssue, JudgeResult } from './judge-types.js';

afterEach(() => vi.unstubAllEnvs());

function one(verdict: string, issue?: JudgeIssue, name = 'a test'): JudgeResult {
  const score = verdict === 'passed' ? 1 : 0;
  const test = { id: 'f/a', name, points: 1, score, verdict, ...(issue ? { issue } : {}) };
  return { lesson: '02-net', exercise: 'f', results: [test], score, points: 1 };
}

const html = (result: JudgeResult): string => String(checkBundle(result)['text/html']);
const text = (result: JudgeResult): string => String(checkBundle(result)['text/plain']);

describe('checkBundle', () => {
  test('an error of the student names cell, line and text', () => {
    const threw: JudgeIssue = {
      code: 'threw',
      params: { name: 'TypeError', message: 'x is not a function' },
      place: { cell: 7, line: 4, column: 3, text: 'const y = x<T>(3);' },
    };
    expect(text(one('error', threw))).toMatchInlineSnapshot(`
      "f: 0 of 1 visible tests passed (0 of 1 points).
        ✗ a test: error, 0 of 1 points
            Your code threw TypeError: x is not a function
            In [7], line 4: const y = x<T>(3);"
    `);
    expect(html(one('error', threw))).toContain('<code>const y = x&lt;T&gt;(3);</code>');
  });

  test('an error that stops every test is told once, without hints about values', () => {
    const issue = { code: 'threw', params: { name: 'Error', message: 'boom' } };
    const [first] = one('error', issue).results;
    if (first === undefined) throw new Error('expected a test');
    const results = [
      { ...first, hint: 'an axis' },
      { ...first, hint: 'a sum' },
    ];
    const shown = text({ ...one('error', issue), results });
    expect(shown.match(/boom/g)).toHaveLength(1);
    expect(shown).toContain('The same error as above.');
    expect(shown).not.toContain('Hint');
  });

  test('without the launcher it says that the line is one of the compiled code', () => {
    const place = { cell: 0, line: 12, column: 1, text: '' };
    const threw = { code: 'threw', params: { name: 'Error', message: 'm' }, place };
    expect(text(one('error', threw))).toContain('Line 12 of the compiled code.');
  });

  test('everything that comes from outside is escaped', () => {
    const evil = '<img src=x onerror=alert(1)>"\'';
    const issue: JudgeIssue = {
      code: 'expectation',
      params: { sentence: evil },
      expected: evil,
      got: { [evil]: evil },
    };
    const result = { ...one('failed', issue, evil), exercise: evil };
    expect(html(result)).not.toContain('<img');
    expect(
      html({ ...result, results: [{ ...one('error').results[0], hint: evil }] as never }),
    ).not.toContain('<img');
  });

  test('an exercise that is not touched yet is one sentence, no table', () => {
    const untouched = one('failed', { code: 'not-solved', params: { name: 'f' } });
    expect(text(untouched)).toBe(
      'f: not solved yet. Write your code in its cell, run the cell, and check again.',
    );
    expect(html(untouched)).not.toContain('<table');
  });

  test('all passed: a green line, no empty columns', () => {
    const good = html(one('passed'));
    expect(good).toContain('✓ f: all 1 visible tests passed (1 of 1 points).');
    expect(good).not.toContain('Expected');
  });

  test('a function that returned undefined is shown as such', () => {
    const issue = {
      code: 'type-mismatch',
      params: { what: '', expected: 'tensor', got: 'undefined' },
      got: undefined,
    };
    expect(text(one('failed', issue))).toContain('Got: undefined');
  });

  test('speaks the chosen language', () => {
    vi.stubEnv('GRADUS_LANG', 'zh');
    expect(text(one('passed'))).toContain('公开测试全部通过');
  });
});
