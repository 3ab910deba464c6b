/** Generated instructions: what is asked, what is right, and what no other instruction asks. */
import { describe, expect, test } from 'vitest';
import { type Instruction, instructions, isRightAnswer, preferences } from './instructions.js';

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
const wordIn = (prompt: string): string =>
  (prompt.match(/[a-z]+/g) ?? []).filter((word) => !askedBy.has(word))[0] as string;
const askedBy = new Set(
  'add and what is plus larger of more or reverse write backwards letter first last'.split(' '),
);

/** The answer, found from the prompt alone. */
function solved({ kind, prompt }: Instruction): string {
  const [a = 0, b = 0] = numbersIn(prompt);
  if (kind === 'add') return String(a + b);
  if (kind === 'larger') return String(Math.max(a, b));
  const word = wordIn(prompt);
  if (kind === 'reverse') return [...word].reverse().join('');
  return (/first|首/.test(prompt) ? word[0] : word.at(-1)) as string;
}

describe.each(['en', 'zh', 'both'] as const)('instructions, language %s', (language) => {
  const data = instructions({ count: 800, language, seed: 1 });

  test('the value is what the prompt asks for, and each kind is as often', () => {
    for (const one of data) expect([one.prompt, one.value]).toEqual([one.prompt, solved(one)]);
    for (const kind of ['add', 'larger', 'reverse', 'letter'] as const) {
      expect(data.filter((one) => one.kind === kind)).toHaveLength(200);
    }
  });

  test('an answer is the value, or a sentence with it, and nothing else is right', () => {
    expect(data.every(({ answer, value }) => answer === value)).toBe(true);
    const told = instructions({ count: 400, language, sentences: 0.5, seed: 2 });
    const sentences = told.filter(({ answer, value }) => answer !== value);
    expect(sentences.length).toBeGreaterThan(150);
    expect(sentences.length).toBeLessThan(250);
    for (const one of told) {
      expect(isRightAnswer(one, one.answer)).toBe(true);
      expect(isRightAnswer(one, one.value)).toBe(true);
      for (const wrong of ['', ` ${one.value}`, `${one.value}0`, 'it is .', '答案是。']) {
        expect(isRightAnswer(one, wrong)).toBe(false);
      }
    }
  });

  test('what is held out, no other instruction asks in any words', () => {
    const asked = (heldOut: boolean): Set<string> =>
      new Set(
        instructions({ count: 4000, language, heldOut, seed: heldOut ? 3 : 4 }).map((one) =>
          ['add', 'larger'].includes(one.kind)
            ? `${one.kind} ${numbersIn(one.prompt).sort((a, b) => a - b)}`
            : `${one.kind} ${wordIn(one.prompt)}`,
        ),
      );
    const [seen, unseen] = [asked(false), asked(true)];
    expect([...unseen].filter((one) => seen.has(one))).toEqual([]);
    expect(unseen.size).toBeGreaterThan(800);
  });
});

test('prompts of both languages say what is asked', () => {
  const prompts = (language: 'en' | 'zh'): string[] =>
    instructions({ count: 60, language, seed: 5 }).map(({ prompt }) => prompt.replace(/\d+/g, '1'));
  expect(prompts('en')).toEqual(expect.arrayContaining(['add 1 and 1', 'is 1 or 1 more?']));
  expect(prompts('zh')).toEqual(expect.arrayContaining(['求1与1的和', '1和1哪个大？']));
});

test('of two answers the sentence is preferred, and both say the same', () => {
  for (const language of ['en', 'zh'] as const) {
    for (const { chosen, rejected } of preferences({ count: 40, language, seed: 6 })) {
      expect(chosen).toBe(language === 'en' ? `it is ${rejected}.` : `答案是${rejected}。`);
    }
  }
  expect(preferences({ count: 3, kinds: ['add'], seed: 7 })[0]?.prompt).toMatch(/\d/);
});

test('the same seed gives the same, another seed another; options are checked', () => {
  for (const make of [instructions, preferences] as const) {
    const of = (seed: number): string => JSON.stringify(make({ count: 20, seed }));
    expect(of(1)).toBe(of(1));
    expect(of(1)).not.toBe(of(2));
    expect(() => make({ count: 0 })).toThrow('`count`');
    expect(() => make({ count: 1, kinds: [] })).toThrow(
      'to be one at least of `add`, `larger`, `reverse`, `letter`. Received: []',
    );
    expect(() => make({ count: 1, kinds: ['sum' as 'add'] })).toThrow('Received: ["sum"]');
    expect(() => make({ count: 1, language: 'de' as 'en' })).toThrow('`en`, `zh` or `both`');
  }
  expect(() => instructions({ count: 1, sentences: 2 })).toThrow('`sentences`');
});
