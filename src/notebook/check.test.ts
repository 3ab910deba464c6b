import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { createChecker } from './check.js';
import type { Judge, JudgeResult, JudgeTestResult } from './judge-types.js';

const passed: JudgeTestResult = {
  id: 'softmax/a',
  name: 'rows sum to one',
  points: 1,
  score: 1,
  verdict: 'passed',
};
const failed: JudgeTestResult = {
  id: 'softmax/b',
  name: 'known values',
  points: 2,
  score: 0,
  verdict: 'failed',
  hint: 'Which axis do you sum over?',
  issue: {
    code: 'value-mismatch',
    params: {
      what: '',
      index: '[1, 0]',
      expected: '3',
      got: '9',
      badCount: 1,
      total: 4,
      maxError: '6',
    },
    index: [1, 0],
    expected: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
    got: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 9, 4) },
  },
};

function resultOf(...results: JudgeTestResult[]): JudgeResult {
  const sum = (key: 'score' | 'points') => results.reduce((total, one) => total + one[key], 0);
  const totals = { score: sum('score'), points: sum('points'), hiddenPoints: 0 };
  return { lesson: '02-net', exercise: 'softmax', results, ...totals };
}

const judgeOf = (checkExercise: Judge['checkExercise']) => async () => ({ checkExercise });
const unknown = (known: string[], ambiguous: boolean) =>
  Object.assign(new Error('x'), { code: 'unknown-exercise', exercise: 'f', known, ambiguous });

let log: MockInstance<typeof console.log>;
beforeEach(() => {
  log = vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe('check', () => {
  test('prints what passed and what did not, with both values and the place they differ', async () => {
    const { check } = createChecker({ loadJudge: judgeOf(async () => resultOf(passed, failed)) });
    await check('softmax', () => {});
    expect(log.mock.calls[0]?.[0]).toMatchInlineSnapshot(`
      "softmax: 1 of 2 visible tests passed (1 of 3 points).
        ✓ rows sum to one: passed, 1 of 1 points
        ✗ known values: failed, 0 of 2 points
            The result differs first at [1, 0]: expected 3, got 9. 1 of 4 numbers differ, by up to 6.
            Hint: Which axis do you sum over?
            Expected: float32 [2, 2]
              [1, 2]
              [3, 4]
            Got: float32 [2, 2]
              [1, 2]
              [9, 4]
            First difference at: [1, 0]"
    `);
  });

  test('shows a table in a notebook, with the text beside it', async () => {
    const kernel = fakeKernel();
    const { check } = createChecker({ loadJudge: judgeOf(async () => resultOf(passed, failed)) });
    await check('softmax', () => {});
    kernel.restore();
    const data = kernel.sent[0]?.data ?? {};
    expect(data['text/plain']).toContain('1 of 2 visible tests passed');
    const html = String(data['text/html']);
    expect(html).toContain('<table');
    expect(html).toMatch(/<b [^>]*>9<\/b>/);
    expect(html).toMatch(/<b [^>]*>3<\/b>/);
    expect(html).toContain('[1, 0]');
  });

  test('hands the judge the function, the name, and a way to find the place of an error', async () => {
    const checkExercise = vi.fn(async (_: Parameters<Judge['checkExercise']>[0]) =>
      resultOf(passed),
    );
    const fn = (): void => {};
    const { check } = createChecker({ loadJudge: judgeOf(checkExercise) });
    await check('softmax', fn, { lesson: '02-net' });
    const given = checkExercise.mock.calls[0]?.[0];
    expect(given).toMatchObject({ exercise: 'softmax', fn, lesson: '02-net' });
    expect(given?.locate?.('at f (evalmachine.<anonymous>:8:3)')).toEqual({
      cell: 0,
      line: 8,
      column: 3,
      text: '',
    });
  });

  test('lists the known exercises when there is none of this name', async () => {
    const { check } = createChecker({
      loadJudge: judgeOf(async () => {
        throw unknown(['02-net/softmax', '02-net/crossEntropy'], false);
      }),
    });
    await expect(check('sofmax', () => {})).rejects.toThrow(
      'No exercise is called `sofmax`. Expected one of: softmax, crossEntropy.',
    );
  });

  test('takes the lesson from the folder of the notebook, else asks for it', async () => {
    const judge = judgeOf(async ({ lesson }) => {
      if (lesson === undefined) throw unknown(['02-net/f', '05-cnn/f'], true);
      return { ...resultOf(passed), lesson };
    });
    const lessonPath = () => '/home/me/gradus/05-cnn/lesson.ipynb';
    await createChecker({ loadJudge: judge, lessonPath }).check('f', () => {});
    expect(log).toHaveBeenCalledOnce();
    await expect(createChecker({ loadJudge: judge }).check('f', () => {})).rejects.toThrow(
      "Several lessons have an exercise `f`: 02-net, 05-cnn. Say which: `check('f', f, { lesson: '02-net' })`.",
    );
  });
});

describe('passedOr', () => {
  const library = (): string => 'library';

  test('gives the library version and says so until the check has passed', async () => {
    const mine = (): string => 'mine';
    const checker = createChecker({ loadJudge: judgeOf(async () => resultOf(passed)) });
    expect(checker.passedOr('softmax', mine, library)).toBe(library);
    expect(log).toHaveBeenLastCalledWith(
      "`softmax`: the library's version runs here until yours passes its check.",
    );
    await checker.check('softmax', mine);
    log.mockClear();
    expect(checker.passedOr('softmax', mine, library)).toBe(mine);
    expect(log).not.toHaveBeenCalled();
  });

  test('a cell that is run again without a change still counts, a changed one does not', async () => {
    const make = () => () => 'mine';
    const checker = createChecker({ loadJudge: judgeOf(async () => resultOf(passed)) });
    await checker.check('softmax', make());
    const again = make();
    expect(checker.passedOr('softmax', again, library)).toBe(again);
    expect(checker.passedOr('softmax', () => 'changed', library)).toBe(library);
    expect(log).toHaveBeenLastCalledWith(
      expect.stringContaining('has changed since its last check'),
    );
  });

  test('a check that fails, or breaks off, takes back an earlier pass', async () => {
    const mine = (): string => 'mine';
    const answers = [resultOf(passed), resultOf(failed), resultOf(passed)];
    const checker = createChecker({
      loadJudge: judgeOf(async () => {
        const next = answers.shift();
        if (next === undefined) throw new Error('judge is gone');
        return next;
      }),
    });
    await checker.check('softmax', mine);
    await checker.check('softmax', mine);
    expect(checker.passedOr('softmax', mine, library)).toBe(library);
    await checker.check('softmax', mine);
    await expect(checker.check('softmax', mine)).rejects.toThrow('judge is gone');
    expect(checker.passedOr('softmax', mine, library)).toBe(library);
  });
});
