import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkBundle } from './check-view.js';
import type { JudgeIssue, JudgeResult } from './judge-types.js';

afterEach(() => vi.unstubAllEnvs());

function one(verdict: string, issue?: JudgeIssue, name = 'a test'): JudgeResult {
  const score = verdict === 'passed' ? 1 : 0;
  const test = { id: 'f/a', name, points: 1, score, verdict, ...(issue ? { issue } : {}) };
  return { lesson: '02-net', exercise: 'f', results: [test], score, points: 1, hiddenPoints: 0 };
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

  test('where there is no test nothing is said to have passed', () => {
    const none: JudgeResult = { ...one('passed'), results: [], score: 0, points: 0 };
    expect(text(none)).toContain('f: nothing was checked, since this package has no visible test');
    expect(html(none)).not.toContain('✓');
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

  test.each(['timeout', 'argument-changed', 'exited'])('no fixed hint beside %s', (code) => {
    const result = one('failed', { code, params: { argument: 1, ms: 5, detail: '' } });
    const results = result.results.map((r) => ({ ...r, hint: 'an axis' }));
    expect(text({ ...result, results })).not.toContain('an axis');
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

  test('hidden points are named beside the visible ones, and how to hand in once all passed', () => {
    const good = { ...one('passed'), hiddenPoints: 1 };
    expect(text(good)).toContain(
      'f: all 1 visible tests passed (1 of 1 points; 1 more is given by hidden tests when you hand in).',
    );
    expect(text(good)).toContain('hand in the file `lesson.ipynb`');
    expect(String(checkBundle(good, { file: 'mine.ipynb' })['text/html'])).toContain(
      '<code>mine.ipynb</code>',
    );
    const bad = { ...one('failed'), hiddenPoints: 1.5 };
    expect(text(bad)).toContain('(0 of 1 points; 1.5 more are given by hidden tests');
    expect(text(bad)).not.toContain('To hand in');
    expect(text({ ...one('passed'), points: 0.1 + 0.2, hiddenPoints: 0 })).toContain(
      'of 0.3 points).',
    );
  });

  test('how to keep it is said once all passed, where there is a command', () => {
    const keep = 'npx gradus keep 00-first/lesson.ipynb f';
    const shown = (verdict: 'passed' | 'failed', given: object) =>
      String(checkBundle(one(verdict), given)['text/html']);
    expect(shown('passed', { keep })).toContain(`<code>${keep}</code>`);
    expect(shown('failed', { keep })).not.toContain('gradus keep');
    expect(shown('passed', {})).not.toContain('gradus keep');
    expect(String(checkBundle(one('passed'), { keep })['text/plain'])).toContain(`\`${keep}\``);
  });

  const withCall = (verdict: string, args: unknown[], count = 1): JudgeResult => {
    const result = one(verdict);
    const call = { fn: 'softmax', constructs: false, args, count };
    return { ...result, results: result.results.map((r) => ({ ...r, call })) };
  };
  const tensor = { dtype: 'float32', shape: [1, 2], data: Float32Array.of(0, Math.log(3)) };

  test("a test's input is folded code, for tests that passed too", () => {
    for (const verdict of ['passed', 'failed']) {
      const shown = html(withCall(verdict, [tensor]));
      expect(shown).toMatch(/<details[^>]*><summary[^>]*>The input, as code for a cell/);
      expect(shown).toContain('softmax(tf.tensor2d([[0, 1.0986123]]))');
    }
    expect(text(withCall('failed', [tensor], 3))).toContain(
      'The input, as code for a cell: softmax(tf.tensor2d([[0, 1.0986123]]))',
    );
    expect(html(withCall('failed', [tensor], 3))).toContain('The last of 3 inputs');
    expect(html(withCall('failed', ['<script>']))).not.toContain('<script');
  });

  test('an input that cannot be pasted is said to be one', () => {
    const long = { dtype: 'float32', shape: [5000], data: new Float32Array(5000) };
    const shown = html(withCall('failed', [long]));
    expect(shown).toContain('The input is too long for a cell');
    expect(shown).not.toContain('<details');
  });

  test('beside a guess stands no fixed hint', () => {
    const issue: JudgeIssue = {
      code: 'value-mismatch',
      params: { what: '', index: '', expected: '1', got: '-1', badCount: 1, total: 1, maxError: 2 },
      likely: { code: 'sign', params: {} },
    };
    const result = one('failed', issue);
    const hinted = { ...result, results: result.results.map((r) => ({ ...r, hint: 'an axis' })) };
    expect(text(hinted)).toContain('Probably: Every number has the wrong sign');
    expect(text(hinted)).not.toContain('an axis');
    const own = { ...issue, guess: 'You **forgot** `tf.neg`.' };
    expect(
      html({ ...result, results: result.results.map((r) => ({ ...r, issue: own })) }),
    ).toContain('You <strong>forgot</strong> <code>tf.neg</code>.');
  });

  test('an object has a line for each key, and never takes the room of the names', () => {
    const got = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`aLongKey${i}`, i]));
    const shown = html(
      one('failed', { code: 'missing-key', params: { what: '', key: 'dw' }, got }),
    );
    expect(shown).toContain('{\n  aLongKey0: 0,\n  aLongKey1: 1,');
    expect(shown).toMatch(/white-space:pre-wrap;overflow-wrap:anywhere/);
    expect(shown).toMatch(/min-width:15em/);
  });
});
