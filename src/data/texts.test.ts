import { expect, test } from 'vitest';
import { grammarAnalogies, grammarText } from './grammar-text.js';
import { matchReports } from './match-reports.js';

test('the winner of a report follows from order and verb, and from no word alone', () => {
  const { texts, labels, classes } = matchReports({ count: 2000, seed: 1 });
  const won = / (beat|defeated|outplayed|overcame) /;
  texts.forEach((text, i) => {
    const redFirst = text.indexOf('red') < text.indexOf('blue');
    const redWins = redFirst === won.test(text);
    expect(classes[labels[i] as number]).toBe(redWins ? 'red' : 'blue');
  });
  const share = (word: string): number => {
    const chosen = labels.filter((_, i) => texts[i]?.includes(word));
    return chosen.filter((label) => label === 0).length / chosen.length;
  };
  for (const word of ['red', 'blue', 'beat', 'fell to', 'narrowly', 'yesterday']) {
    expect(Math.abs(share(word) - 0.5)).toBeLessThan(0.08);
  }
});

test('a seed gives the same reports', () => {
  expect(matchReports({ count: 5, seed: 1 })).toEqual(matchReports({ count: 5, seed: 1 }));
  expect(matchReports({ count: 5, seed: 1 })).not.toEqual(matchReports({ count: 5, seed: 2 }));
  expect(() => matchReports({ count: 1.5 })).toThrow(
    'Expected `count` to be an integer >= 1. Received: 1.5',
  );
});

test('sentences of the grammar agree in number', () => {
  const lines = grammarText({ sentences: 500, seed: 1 }).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines).toHaveLength(500);
  for (const line of lines) expect(line).toMatch(/^[A-Z][a-z ]+\.$/);
  // The verb after a clause goes with the noun before it.
  const nested = lines.filter((line) => /^A (\w+ )?(fox|child|baker|goose) that /.test(line));
  expect(nested.length).toBeGreaterThan(10);
  for (const line of nested) {
    expect(line).toMatch(
      / that \w+ (\w+ )?\w+ \w+ (sees|follows|hears|greets|sleeps|sings|waits)\b/,
    );
  }
  expect(grammarText({ sentences: 3 })).toBe(grammarText({ sentences: 3 }));
  expect(() => grammarText({ sentences: 0 })).toThrow(
    'Expected `sentences` to be an integer >= 1. Received: 0',
  );
});

test('with a preference a noun is known by its company, and without one by none', () => {
  const shareOf = (preference: number): number => {
    const text = grammarText({ sentences: 3000, preference, seed: 1 });
    const clever = text
      .match(/\w+ (goose|geese)/g)
      ?.filter((pair) => !/^(the|a|some) /i.test(pair));
    return (clever?.filter((pair) => pair.startsWith('small')).length ?? 0) / (clever?.length ?? 1);
  };
  expect(Math.abs(shareOf(0) - 0.2)).toBeLessThan(0.06);
  expect(Math.abs(shareOf(0.8) - 0.84)).toBeLessThan(0.06);
  expect(() => grammarText({ sentences: 1, preference: 2 })).toThrow(
    'Expected `preference` to be a number in [0, 1]. Received: 2',
  );
});

test('without a preference the text of a seed is that of before there was one', () => {
  expect(grammarText({ sentences: 3, seed: 1 })).toMatchInlineSnapshot(`
    "A baker sees some foxes.
    Some geese wait.
    Some painters sleep in the garden.
    "
  `);
});

test('analogies are of words of the grammar, each noun and verb with each other', () => {
  const analogies = grammarAnalogies();
  expect(analogies[0]).toEqual(['fox', 'foxes', 'child', 'children']);
  expect(analogies).toHaveLength(2 * (6 * 5 + 4 * 3 + 3 * 2));
  const words = new Set(grammarText({ sentences: 2000, seed: 1 }).toLowerCase().match(/\w+/g));
  expect(analogies.flat().filter((word) => !words.has(word))).toEqual([]);
});
