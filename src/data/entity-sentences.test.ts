import { expect, test } from 'vitest';
import { entitySentences } from './entity-sentences.js';

test('each word has a tag, entities are in order, and all kinds are there', () => {
  const { words, tags, classes } = entitySentences({ count: 2000, seed: 1 });
  expect(words).toHaveLength(2000);
  expect(classes).toEqual([
    'O',
    ...['B-person', 'I-person', 'B-place', 'I-place'],
    ...['B-date', 'I-date', 'B-amount', 'I-amount'],
  ]);
  expect(new Set(tags.flat())).toEqual(new Set(classes));
  words.forEach((text, i) => {
    const given = tags[i] ?? [];
    expect(given).toHaveLength(text.length);
    expect(text.join(' ')).toMatch(/^[a-z]+( [a-z]+)*$/);
    given.forEach((tag, t) => {
      if (!tag.startsWith('I-')) return;
      expect([tag, `B-${tag.slice(2)}`]).toContain(given[t - 1]);
    });
  });
  expect(Math.max(...words.map(({ length }) => length))).toBeLessThanOrEqual(20);
});

test('a word alone does not tell its tag', () => {
  const { words, tags } = entitySentences({ count: 4000, seed: 2 });
  const tagsOf = (word: string): Set<string> =>
    new Set(
      words.flatMap((text, i) =>
        text.flatMap((one, t) => (one === word ? [tags[i]?.[t] ?? ''] : [])),
      ),
    );
  expect(tagsOf('lincoln')).toEqual(new Set(['B-person', 'I-person', 'B-place', 'I-place']));
  for (const tag of ['O', 'B-date', 'B-person']) expect(tagsOf('may')).toContain(tag);
  for (const tag of ['O', 'I-person', 'I-place']) expect(tagsOf('park')).toContain(tag);
});

test('names in unclear sentences are of either kind by chance, and of one kind each', () => {
  const { words, tags } = entitySentences({ count: 2000, ambiguous: 1, seed: 3 });
  const isName = (tag: string): boolean => /person|place/.test(tag);
  const names = tags.map((given) => given.filter(isName).map((tag) => tag.slice(2)));
  for (const name of names) expect(new Set(name).size).toBe(1);
  const persons = names.filter(([kind]) => kind === 'person').length / words.length;
  expect(Math.abs(persons - 0.5)).toBeLessThan(0.05);
  expect(entitySentences({ count: 50, ambiguous: 0 }).words.join(' ')).not.toMatch(
    /,loves,|,film,/,
  );
});

test('the seed decides, and what does not fit is said', () => {
  const three = entitySentences({ count: 3, seed: 3 });
  expect(entitySentences({ count: 3, seed: 3 })).toEqual(three);
  expect(entitySentences({ count: 3, seed: 4 })).not.toEqual(three);
  expect(() => entitySentences({ count: 0 })).toThrow('`count`');
  expect(() => entitySentences({ count: 1, ambiguous: 2 })).toThrow(
    'Expected `ambiguous` to be a number in [0, 1]. Received: 2',
  );
});
