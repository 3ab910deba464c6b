/** What lesson 09's visible and hidden tests ask of tokens, pairs and counts. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import type { Given } from '../../test-kit/given.js';

type Pair = [number, number];

/** Lists of tokens in [first, first + kinds), of unequal length, one at least of two tokens. */
function lists(t: TestContext, { kinds = 4, first = 0, count = 6, longest = 9 } = {}): number[][] {
  const some = (length: number) => Array.from({ length }, () => first + t.rng.integer(0, kinds));
  return [
    some(longest),
    ...Array.from({ length: count - 1 }, () => some(t.rng.integer(0, longest))),
  ];
}

/** How often each pair of neighbours comes. */
function pairCounts(words: readonly (readonly number[])[]): { pair: Pair; count: number }[] {
  const found: { pair: Pair; count: number }[] = [];
  for (const word of words) {
    for (let i = 1; i < word.length; i++) {
      const pair: Pair = [word[i - 1] as number, word[i] as number];
      const known = found.find((one) => one.pair[0] === pair[0] && one.pair[1] === pair[1]);
      if (known === undefined) found.push({ pair, count: 1 });
      else known.count += 1;
    }
  }
  return found;
}

/** The pair of random lists; among few kinds of tokens some are equally frequent. */
export const pairsOfLists = (given: Given, kinds: number, first: number, tries: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (let i = 0; i < tries; i++) {
      const words = lists(t, { kinds, first, count: 3 + i });
      const answer = await t.student.mostFrequentPair?.(words);
      const pair = t.expectNumbers(answer as Value);
      const counts = pairCounts(words);
      const most = Math.max(...counts.map(({ count }) => count));
      const equals = counts.filter(({ count }) => count === most).map((one) => one.pair);
      const [smallest] = equals.sort((p, q) => p[0] - q[0] || p[1] - q[1]);
      t.expectClose(pair, smallest as Pair);
      t.expectArgumentsUnchanged();
    }
  });

/** Which of equally frequent pairs is answered, whatever the order of the lists. */
export const tiesOf = (given: Given, ...all: readonly [number[][], Pair][]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [words, pair] of all) {
      t.expectClose((await t.student.mostFrequentPair?.(words)) as Value, pair);
      const back = [...words].reverse();
      t.expectClose((await t.student.mostFrequentPair?.(back)) as Value, pair);
    }
  });

/** Lists without a pair. */
export const noPair = (given: Given, ...all: readonly number[][][]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const words of all) {
      const got = (await t.student.mostFrequentPair?.(words)) as Value;
      t.expect(
        got === undefined,
        {
          en: 'Without two neighbours anywhere the answer must be undefined.',
          zh: '没有任何相邻的两个词元时，答案应为 undefined。',
        },
        { got },
      );
    }
  });

/** Merged lists: the pair is gone, and what was merged is there again when it is undone. */
export const mergesAndBack = (given: Given, kinds: number, tries: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (let i = 0; i < tries; i++) {
      const tokens = lists(t, { kinds, longest: 6 + 3 * i })[0] as number[];
      const a = t.rng.integer(0, kinds);
      const b = i % 2 === 0 ? a : t.rng.integer(0, kinds);
      const merged = 50 + t.rng.integer(0, 9);
      const answer = (await t.student.mergePair?.(tokens, [a, b], merged)) as Value;
      const got = t.expectNumbers(answer);
      t.expectArgumentsUnchanged();
      t.expectClose(
        got.flatMap((token) => (token === merged ? [a, b] : [token])),
        tokens,
        { what: { en: 'The list with each merge undone', zh: '撤销所有合并之后的列表' } },
      );
      t.expectClose(answer, (await t.reference.mergePair?.(tokens, [a, b], merged)) as Value);
    }
  });

/** A merged list, written out. */
export const mergedLists = (
  given: Given,
  ...all: readonly [tokens: number[], pair: Pair, merged: number, expected: number[]][]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [tokens, pair, merged, expected] of all) {
      t.expectClose((await t.student.mergePair?.(tokens, pair, merged)) as Value, expected);
      t.expectArgumentsUnchanged();
    }
  });

/** Different merges of tokens that are there before them. */
function merges(t: TestContext, firstNew: number, count: number): Pair[] {
  const made: Pair[] = [];
  while (made.length < count) {
    const size = firstNew + made.length;
    const pair: Pair = [t.rng.integer(0, size), t.rng.integer(0, size)];
    if (!made.some(([a, b]) => a === pair[0] && b === pair[1])) made.push(pair);
  }
  return made;
}

/** Texts by merges that nobody learnt: what comes first in the list is merged first. */
export const encodesLikeReference = (given: Given, kinds: number, tries: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (let i = 0; i < tries; i++) {
      const tokens = lists(t, { kinds, longest: 14 + i })[0] as number[];
      const rules = merges(t, kinds, 3 + 2 * i);
      const answer = (await t.student.encodeBpe?.(tokens, rules, kinds)) as Value;
      const got = t.expectNumbers(answer);
      t.expectArgumentsUnchanged();
      const spelled = (token: number): number[] =>
        token < kinds ? [token] : (rules[token - kinds] ?? []).flatMap(spelled);
      t.expectClose(got.flatMap(spelled), tokens, {
        what: { en: 'The text, spelled out again,', zh: '重新拼写出来的文本' },
      });
      t.expectClose(answer, (await t.reference.encodeBpe?.(tokens, rules, kinds)) as Value);
    }
  });

/** An encoded list, written out. */
export const encodedLists = (
  given: Given,
  ...all: readonly [tokens: number[], rules: Pair[], firstNew: number, expected: number[]][]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [tokens, rules, firstNew, expected] of all) {
      t.expectClose((await t.student.encodeBpe?.(tokens, rules, firstNew)) as Value, expected);
      t.expectArgumentsUnchanged();
    }
  });

/** A loss, written out. */
export const lossesOf = (
  given: Given,
  ...all: readonly [
    counted: number[][],
    measured: number[][],
    size: number,
    smoothing: number,
    nats: number,
  ][]
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const [counted, measured, size, smoothing, nats] of all) {
      const got = (await t.student.bigramLoss?.(counted, measured, size, smoothing)) as Value;
      if (Number.isFinite(nats)) t.expectClose(t.expectNumber(got), nats);
      else {
        t.expect(
          got === Infinity,
          {
            en: 'What is impossible must cost Infinity.',
            zh: '不可能的事，代价应为 Infinity。',
          },
          { expected: Infinity, got },
        );
      }
      t.expectArgumentsUnchanged();
    }
  });

/** Losses of random lists. */
export const lossesOfLists = (
  given: Given,
  kinds: number,
  smoothing: number,
  tries: number,
): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (let i = 0; i < tries; i++) {
      const args = [lists(t, { kinds, count: 8 }), lists(t, { kinds }), kinds, smoothing] as const;
      const got = t.expectNumber((await t.student.bigramLoss?.(...args)) as Value);
      t.expectClose(got, (await t.reference.bigramLoss?.(...args)) as Value);
    }
  });

/** Probabilities of what may follow one token sum to 1; texts counted twice change nothing. */
export const probabilitiesSumToOne = (given: Given, kinds: number, smoothing: number): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    const counted = lists(t, { kinds, count: 8 });
    const from = (counted[0] as number[])[0] as number;
    let sum = 0;
    for (let to = 0; to < kinds; to++) {
      const answer = await t.student.bigramLoss?.(counted, [[from, to]], kinds, smoothing);
      sum += Math.exp(-t.expectNumber(answer as Value));
    }
    t.expectClose(sum, 1, {
      what: {
        en: `The probabilities of all ${kinds} tokens behind token ${from} together`,
        zh: `词元 ${from} 之后全部 ${kinds} 个词元的概率之和`,
      },
    });
    const once = await t.student.bigramLoss?.(counted, counted, kinds, 0);
    const twice = await t.student.bigramLoss?.([...counted, ...counted], counted, kinds, 0);
    t.expectClose(t.expectNumber(twice as Value), t.expectNumber(once as Value));
  });
