/** Generated texts about countries and people: what can be known of them, and what cannot. */
import { describe, expect, test } from 'vitest';
import { countries } from './countries.js';
import { entailmentPairs } from './entailment-pairs.js';
import { factSentences } from './fact-sentences.js';
import { questionPassages } from './question-passages.js';

const countryOf = new Map(
  countries.flatMap((one, i) => Object.values(one).map((word): [string, number] => [word, i])),
);
const named = (text: string): number[] =>
  text.split(' ').flatMap((word) => countryOf.get(word) ?? []);

test('each word of a country is that of no other', () => {
  expect(countryOf.size).toBe(4 * countries.length);
});

test('the same seed gives the same, another seed another; counts are checked', () => {
  for (const make of [factSentences, entailmentPairs, questionPassages] as const) {
    const of = (seed: number): string => JSON.stringify(make({ count: 20, seed }));
    expect(of(1)).toBe(of(1));
    expect(of(1)).not.toBe(of(2));
    expect(() => make({ count: 0 })).toThrow('`count`');
  }
});

describe('sentences of facts', () => {
  test('each clause says three things of one country', () => {
    for (const sentence of factSentences({ count: 500, seed: 1 })) {
      const clauses = sentence.split(' while ').map(named);
      expect(clauses.map(({ length }) => length)).toEqual([3, 3]);
      const [a, b] = clauses.map((found) => [...new Set(found)]);
      expect([a?.length, b?.length]).toEqual([1, 1]);
      expect(a).not.toEqual(b);
    }
  });

  test('pairs of countries that are held out stand in no other sentence', () => {
    const pairs = (heldOut: boolean): Set<string> =>
      new Set(
        factSentences({ count: 4000, heldOut, seed: 2 }).map((sentence) => {
          const [a, , , b] = named(sentence);
          return `${a} ${b}`;
        }),
      );
    const [seen, unseen] = [pairs(false), pairs(true)];
    expect([...unseen].filter((pair) => seen.has(pair))).toEqual([]);
    expect(unseen.size).toBeGreaterThan(60);
    expect(seen.size).toBeGreaterThan(280);
  });
});

describe.each([1, 2] as const)('pairs of sentences, of %d in the premise', (people) => {
  const { premises, hypotheses, labels, classes } = entailmentPairs({
    count: 900,
    people,
    seed: 3,
  });

  test('the relation is what countries say', () => {
    expect(classes).toEqual(['entailment', 'neutral', 'contradiction']);
    premises.forEach((premise, i) => {
      expect(premise.split(' and ')).toHaveLength(people);
      const [person = '', ...rest] = (hypotheses[i] ?? '').split(' ');
      const said = premise.split(' and ').find((one) => one.startsWith(`${person} `));
      const home = said === undefined ? undefined : named(said)[0];
      const relation = home === undefined ? 1 : home === named(rest.join(' '))[0] ? 0 : 2;
      expect([premise, hypotheses[i], labels[i]]).toEqual([premise, hypotheses[i], relation]);
    });
  });

  test('all three are as frequent, and no hypothesis repeats its premise', () => {
    for (const label of [0, 1, 2]) expect(labels.filter((one) => one === label)).toHaveLength(300);
    premises.forEach((premise, i) => {
      expect(premise).not.toContain(hypotheses[i]);
    });
  });

  test('whether the premise names the country of the hypothesis does not tell who lives there', () => {
    const both = labels.map((label, i) => {
      const [at] = named(hypotheses[i] ?? '');
      return [label, named(premises[i] ?? '').includes(at as number)] as const;
    });
    const share = (label: number): number => {
      const of = both.filter(([one]) => one === label);
      return of.filter(([, isNamed]) => isNamed).length / of.length;
    };
    expect(share(0)).toBe(1);
    expect(share(1)).toBeGreaterThan(0.4);
    expect(share(2) > 0.4).toBe(people === 2);
  });

  test('who lives where in pairs that are held out, no other pair says', () => {
    const homes = (heldOut: boolean): Set<string> => {
      const { premises: told } = entailmentPairs({ count: 3000, people, heldOut, seed: 5 });
      const facts = told.flatMap((premise) => premise.split(' and '));
      return new Set(facts.map((fact) => `${fact.split(' ')[0]} ${named(fact)[0]}`));
    };
    const [known, others] = [homes(false), homes(true)];
    expect(known.size).toBeGreaterThan(150);
    expect(others.size).toBeGreaterThan(40);
    expect([...others].filter((one) => known.has(one))).toEqual([]);
  });
});

test('a premise speaks of one or two', () => {
  expect(() => entailmentPairs({ count: 3, people: 3 as 2 })).toThrow(
    'Expected `people` to be 1 or 2, the persons that a premise speaks of. Received: 3',
  );
});

describe('passages with questions', () => {
  const passages = questionPassages({ count: 1000, seed: 4 });

  test('the answer stands where it is said to, as whole words, in the sentence of whom the question is about', () => {
    for (const { passage, question, answer } of passages) {
      expect(passage.slice(answer.start, answer.start + answer.text.length)).toBe(answer.text);
      const around = [passage[answer.start - 1] ?? ' ', passage[answer.start + answer.text.length]];
      expect(around.join('')).toMatch(/^ [ .]$/);
      const before = passage.slice(0, answer.start).split('. ').length - 1;
      const sentence = passage.split('. ')[before] ?? '';
      // All that the question names, but words that only ask.
      const asked = question.replace('?', '').split(' ');
      const known = asked.filter((word) => passage.includes(word) && word.length > 4);
      for (const word of known) expect(sentence.replace('.', '').split(' ')).toContain(word);
    }
  });

  test('each sentence says another kind of thing, or all the same', () => {
    const verbs = (passage: string): number =>
      new Set(passage.match(/lives|bought|flew|lent|earns/g)).size;
    expect(new Set(passages.map(({ passage }) => verbs(passage)))).toEqual(new Set([3]));
    const alike = questionPassages({ count: 200, alike: 1, seed: 6 });
    expect(new Set(alike.map(({ passage }) => verbs(passage)))).toEqual(new Set([1]));
    expect(() => questionPassages({ count: 1, alike: 1.5 })).toThrow('`alike`');
  });

  test('names and things that are held out stand together in no other passage', () => {
    const phrases = (heldOut: boolean): Set<string> =>
      new Set(
        questionPassages({ count: 2000, heldOut, seed: 5 }).flatMap(({ passage }) =>
          Array.from(
            passage.matchAll(
              /(\w+ \w+) (?:lives|bought|flew|lent|earns)|a (\w+ \w+) (?:for|until)/g,
            ),
            (found) => String(found[1] ?? found[2]),
          ),
        ),
      );
    const [seen, unseen] = [phrases(false), phrases(true)];
    expect([...unseen].filter((phrase) => seen.has(phrase))).toEqual([]);
    expect([seen.size, unseen.size]).toEqual([90 + 60, 30 + 20]);
  });
});
