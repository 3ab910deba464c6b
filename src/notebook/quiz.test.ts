import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createQuiz, type QuizSource } from './quiz.js';

const why = (en: string, zh: string, right: boolean) => ({ why: { en, zh }, right });
const answers = [
  why('Then it would `know`.', '那它就会了。', false),
  why('It is **ln C**.', '它是 ln C。', true),
  why('<script>alert(1)</script>', '不是。', false),
];
const source: QuizSource = {
  async findQuiz(quiz, lesson) {
    const all = [
      { lesson: '02-net', name: 'loss', answers },
      { lesson: '03-opt', name: 'rate', answers },
      { lesson: '04-conv', name: 'rate', answers: [...answers].reverse() },
    ].filter((one) => lesson === undefined || one.lesson === lesson);
    return {
      found: all.filter(({ name }) => name === quiz),
      known: all.map((one) => `${one.lesson}/${one.name}`),
    };
  },
};

let printed: string[];
let kept: [string, string, boolean][];
const ask = (lessonPath = '') =>
  createQuiz({
    load: async () => source,
    lessonPath: () => lessonPath,
    record: (...answer) => kept.push(answer),
  });

beforeEach(() => {
  printed = [];
  kept = [];
  vi.spyOn(console, 'log').mockImplementation((line) => printed.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('quiz', () => {
  test('says whether the answer is right, and why', async () => {
    await ask()('loss', 'b');
    await ask()('loss', ' A ');
    expect(printed).toEqual(['✓ Right. It is **ln C**.', '✗ Not so. Then it would `know`.']);
    expect(kept).toEqual([
      ['02-net', 'loss', true],
      ['02-net', 'loss', false],
    ]);
  });

  test('in the language of the reader', async () => {
    vi.stubEnv('GRADUS_LANG', 'zh');
    await ask()('loss', 'a');
    expect(printed).toEqual(['✗ 不对。那它就会了。']);
  });

  test('a question mark asks nothing, and is kept nowhere', async () => {
    await ask()('loss', '?');
    expect(printed).toEqual([expect.stringContaining('from `a` to `c`')]);
    expect(kept).toEqual([]);
  });

  test.each([['d'], ['ab'], ['1'], [2], [null]])('%j is no answer', async (answer) => {
    await expect(ask()('loss', answer as string)).rejects.toThrow(
      "Expected the letter of an answer, from 'a' to 'c'",
    );
    expect(kept).toEqual([]);
  });

  test('a name that is nowhere lists those there are', async () => {
    await expect(ask()('lost', 'a')).rejects.toThrow('Expected one of: loss, rate.');
  });

  test('of two lessons with one name the notebook decides, or the caller', async () => {
    await expect(ask()('rate', 'a')).rejects.toThrow('03-opt, 04-conv');
    await ask('/home/me/04-conv/lesson.ipynb')('rate', 'a');
    await ask()('rate', 'a', { lesson: '03-opt' });
    expect(kept).toEqual([
      ['04-conv', 'rate', false],
      ['03-opt', 'rate', false],
    ]);
  });
});
