import { describe, expect, test } from 'vitest';
import { NotAllowedError } from '../../src/backend/allowed.js';
import { tf } from '../../src/backend/tf.js';
import { messages } from '../../src/messages/index.js';
import { paramsIn } from '../../src/messages/params.js';
import type { Language } from '../../src/messages/text.js';
import { runExercise } from '../judge/in-process.js';
import { test as exerciseTest } from '../judge/test.js';
import { expectRefusal } from './refuses.js';

const asked = exerciseTest(
  { name: 'it refuses -1', points: 1, kind: 'contract', visible: true },
  (t) => expectRefusal(t, 'root', 'root(-1)', [-1]),
);

const judged = async (fn: (x: number) => unknown) => {
  const [result] = await runExercise({ exercise: 'root', tests: [asked], fn, solution: {}, tf });
  return result;
};

describe('expectRefusal', () => {
  test('a RangeError passes, also a rejected promise', async () => {
    const refused = (x: number) => {
      if (x < 0) throw new RangeError('below 0');
      return Math.sqrt(x);
    };
    expect((await judged(refused))?.verdict).toBe('passed');
    expect((await judged(async (x) => refused(x)))?.verdict).toBe('passed');
  });

  test('an answer fails with a sentence that names the call, in both languages', async () => {
    const result = await judged((x) => Math.sqrt(x));
    expect(result?.verdict).toBe('failed');
    expect(JSON.stringify(result?.issue?.params)).toMatch(/`root\(-1\)` must throw.*应抛出/);
  });

  class Mine extends RangeError {
    override name = 'Mine';
  }
  class Deeper extends Mine {}
  test.each<[string, () => unknown]>([
    ["a class of one's own with a name", () => new Mine('no')],
    ['a class under that one', () => new Deeper('no')],
    ['a RangeError that is called otherwise', () => Object.assign(new RangeError(), { name: 'X' })],
    ['a RangeError in a proxy', () => new Proxy(new Mine('no'), {})],
    [
      'one whose message cannot be read',
      () => {
        return Object.defineProperty(new Mine(), 'message', {
          get() {
            throw new Error('no');
          },
        });
      },
    ],
    ['what calls itself one', () => Object.assign(new Error('no'), { name: 'RangeError' })],
  ])('%s is a RangeError', async (_name, make) => {
    const result = await judged(() => {
      throw make();
    });
    expect(result?.verdict).toBe('passed');
  });

  test.each<[unknown, string, string]>([
    [new Error('do not fit'), 'it threw Error: do not fit', '却抛出了 `Error`：do not fit'],
    [new TypeError('x is no number'), 'it threw TypeError: x is', '却抛出了 `TypeError`'],
    ['text', 'it threw thrown value: text', 'text'],
    [Object.create(Error.prototype), 'it threw Error: ', '`Error`'],
    [{ name: 'RangeErrors' }, 'it threw thrown value', 'thrown value'],
  ])('%o is told with what was due', async (thrown, en, zh) => {
    const result = await judged(() => {
      throw thrown;
    });
    expect(result).toMatchObject({ verdict: 'error', issue: { code: 'wrong-error' } });
    const told = (language: Language) =>
      messages(language).judge.issues['wrong-error'](
        paramsIn(result?.issue?.params ?? {}, language),
      );
    expect(told('en')).toMatch(/^`root\(-1\)` must throw a RangeError; /);
    expect(told('en')).toContain(en);
    expect(told('zh')).toMatch(/^`root\(-1\)`应抛出 `RangeError`，/);
    expect(told('zh')).toContain(zh);
  });

  test('what the library refuses keeps its own sentence', async () => {
    const result = await judged(() => {
      throw new NotAllowedError('tf.add', {});
    });
    expect(result?.issue).toMatchObject({ code: 'threw', params: { name: 'NotAllowedError' } });
  });
});
