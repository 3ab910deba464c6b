import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type EntityScore, type EntitySpan, entityF1, entitySpans } from './entities.js';

interface Case {
  readonly truth: string[][];
  readonly found: string[][];
  readonly spans: EntitySpan[][];
  readonly scores: Record<string, EntityScore>;
}

const recorded = JSON.parse(
  readFileSync(new URL('fixtures/seqeval.json', import.meta.url), 'utf8'),
) as { version: string; cases: Case[] };

function expectScore(got: EntityScore | undefined, expected: EntityScore | undefined): void {
  for (const name of ['precision', 'recall', 'f1', 'support'] as const) {
    expect([name, got?.[name]]).toEqual([name, expect.closeTo(expected?.[name] ?? 0, 10)]);
  }
}

describe(`as seqeval ${recorded.version}`, () => {
  test.each(recorded.cases.map((one, i) => [i, one] as const))('case %i', (_, one) => {
    expect(one.truth.map(entitySpans)).toEqual(one.spans);
    const { kinds, ...all } = entityF1(one.found, one.truth);
    expectScore(all as EntityScore, one.scores['micro avg']);
    for (const [kind, score] of Object.entries(kinds)) expectScore(score, one.scores[kind]);
  });
});

test('an entity counts whole', () => {
  const truth = [['B-place', 'I-place', 'O', 'B-person']];
  expect(entityF1([['B-place', 'O', 'O', 'B-person']], truth)).toMatchObject({
    precision: 0.5,
    recall: 0.5,
    f1: 0.5,
    support: 2,
    kinds: { place: { f1: 0 }, person: { f1: 1 } },
  });
  expect(entityF1(truth, truth).f1).toBe(1);
  // Nearly as good for each word, and no entity is right.
  expect(entityF1([['B-place', 'I-person', 'O', 'B-place']], truth).f1).toBe(0);
  expect(entityF1([['O']], [['O']])).toEqual({
    ...{ precision: 0, recall: 0, f1: 0, support: 0 },
    kinds: {},
  });
});

test('says what does not fit', () => {
  expect(() => entitySpans(['O', 'X-place'])).toThrow(
    'Expected tags such as `O`, `B-place` and `I-place`. Received: "X-place" at place 1',
  );
  expect(() => entitySpans([3 as never])).toThrow('Received: 3 at place 0');
  expect(() => entityF1([['O'], ['O']], [['O'], ['O', 'O']])).toThrow(
    'Received: another number in text 1',
  );
  expect(() => entityF1([['O'], ['O']], [['O']])).toThrow('in text 1');
});
