/** The demands of lesson 10's tests of beams and holes. Nothing here knows the solution. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { at } from '../../test-kit/float64.js';
import type { Given } from '../../test-kit/given.js';

type Next = (tokens: readonly number[]) => number[];

const start = 0;
const end = 1;

/** A small language: which token follows which, by chance, another one for each place. */
function language(t: TestContext, count: number, places: number): Next {
  const table = Array.from({ length: places * count }, () => {
    const raw = Array.from({ length: count }, () => t.rng.uniform(0.05, 1) ** 2);
    const sum = raw.reduce((a, b) => a + b, 0);
    return raw.map((value) => Math.log(value / sum));
  });
  return (tokens) => table[(tokens.length - 1) * count + at(tokens, tokens.length - 1)] as number[];
}

/** `next` for the student, which wants the start in front. */
function asked(t: TestContext, next: Next, maxTokens: number) {
  let longest = 0;
  return t.callback((given) => {
    const tokens = t.expectNumbers(given, {
      en: 'What `next` was given',
      zh: '传给 `next` 的参数',
    });
    t.expect(
      tokens[0] === start && !tokens.slice(1).includes(end) && tokens.length <= maxTokens,
      {
        en: '`next` wants the start, then what was written: no end among it, and fewer tokens than `maxTokens`.',
        zh: '`next` 要的是起始词元，再加上已写出的词元：其中没有结束词元，个数少于 `maxTokens`。',
      },
      { got: tokens },
    );
    t.expect(
      tokens.length >= longest,
      {
        en: '`next` was asked for a beginning that had ended: longer ones had been asked for before.',
        zh: '对已结束的开头又调用了 `next`：在此之前已经问过更长的开头。',
      },
      { got: tokens },
    );
    longest = tokens.length;
    return next(tokens);
  });
}

interface Found {
  tokens: number[];
  score: number;
}

function expectFound(t: TestContext, got: Value, expected: Found): void {
  const answer = t.expectObject(got, ['tokens', 'score']);
  t.expectClose(answer.tokens, expected.tokens, { what: 'tokens' });
  t.expectClose(answer.score, expected.score, { what: 'score', atol: 1e-6 });
}

/** Token by token, the likeliest each time. */
function greedily(next: Next, maxTokens: number): Found {
  const tokens: number[] = [];
  let score = 0;
  for (let step = 0; step < maxTokens; step++) {
    const gains = next([start, ...tokens]);
    const token = gains.indexOf(Math.max(...gains));
    score += at(gains, token);
    if (token === end) break;
    tokens.push(token);
  }
  return { tokens, score };
}

/** The best of all sequences there are. */
function best(next: Next, maxTokens: number, tokens: number[] = [], score = 0): Found {
  if (tokens.length === maxTokens) return { tokens, score };
  const gains = next([start, ...tokens]);
  const all = gains.map((gain, token) =>
    token === end
      ? { tokens, score: score + gain }
      : best(next, maxTokens, [...tokens, token], score + gain),
  );
  return all.reduce((one, other) => (other.score > one.score ? other : one));
}

/** A beam of 1 takes the likeliest token each time. */
export const likeGreedy = (given: Given, count: number, ...lengths: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const maxTokens of lengths) {
      const next = language(t, count, maxTokens + 1);
      const options = { start, end, width: 1, maxTokens };
      const got = await t.student.beamSearch?.(asked(t, next, maxTokens), options);
      expectFound(t, got as Value, greedily(next, maxTokens));
    }
  });

/** A beam that keeps all beginnings finds the best of all. */
export const likeAll = (given: Given, ...lengths: readonly number[]): Test =>
  test({ kind: 'property', ...given }, async (t) => {
    for (const maxTokens of lengths) {
      const next = language(t, 3, maxTokens + 1);
      const options = { start, end, width: 3 ** maxTokens, maxTokens };
      const got = await t.student.beamSearch?.(asked(t, next, maxTokens), options);
      expectFound(t, got as Value, best(next, maxTokens));
    }
  });

/** A beam by its definition: all continuations, ranked, and as many of them as it is wide. */
function byBeam(next: Next, width: number, maxTokens: number): Found {
  let lists: { path: number[]; score: number }[] = [{ path: [start], score: 0 }];
  for (let step = 0; step < maxTokens; step++) {
    const all = lists.flatMap(({ path, score }) =>
      path.at(-1) === end
        ? [{ path, score }]
        : next(path).map((gain, token) => ({ path: [...path, token], score: score + gain })),
    );
    const least = all.map(({ score }) => score).sort((a, b) => b - a)[width - 1] ?? -Infinity;
    lists = all.filter(({ score }) => score >= least);
  }
  const found = lists.reduce((one, other) => (other.score > one.score ? other : one));
  return { tokens: found.path.slice(1).filter((token) => token !== end), score: found.score };
}

/** Beams of other widths. */
export const otherBeams = (given: Given, ...widths: readonly number[]): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    for (const width of widths) {
      const next = language(t, 5, 5);
      const options = { start, end, width, maxTokens: 4 };
      const got = await t.student.beamSearch?.(asked(t, next, 4), options);
      expectFound(t, got as Value, byBeam(next, width, 4));
    }
  });

/** Rows whose end is as likely as `ends` at the first place, and then never. */
export const endsEarly = (given: Given): Test =>
  test({ kind: 'value', ...given }, async (t) => {
    const likely = t.rng.uniform(0.5, 0.6);
    // The end is second at first; what goes on costs more at each further token.
    const next: Next = (tokens) =>
      tokens.length === 1
        ? [-9, Math.log(0.95 - likely), Math.log(likely), -8]
        : [-9, -7, Math.log(0.5), Math.log(0.4)];
    for (const maxTokens of [2, 3]) {
      const options = { start, end, width: 2, maxTokens };
      const got = await t.student.beamSearch?.(asked(t, next, maxTokens), options);
      expectFound(t, got as Value, { tokens: [], score: Math.log(0.95 - likely) });
    }
  });

const special = [0, 1, 2, 3];
const mask = 3;

interface Holes {
  before: number[];
  tokens: number[];
  labels: number[];
}

/** Draws a row and has holes made in it. */
async function holes(t: TestContext, count: number, vocabulary: number): Promise<Holes> {
  const before = Array.from({ length: count }, () => t.rng.integer(0, vocabulary));
  const rng = t.helper('createRng', t.rng.integer(0, 1_000_000));
  const options = { special, mask, vocabulary, rng };
  const got = await t.student.maskForBert?.(before, options);
  const answer = t.expectObject(got as Value, ['tokens', 'labels']);
  const lists = (['tokens', 'labels'] as const).map((part) => {
    const list = t.expectNumbers(answer[part], part);
    t.expectClose(list.length, count, {
      what: { en: `The length of \`${part}\``, zh: `\`${part}\` 的长度` },
    });
    return list;
  });
  t.expectArgumentsUnchanged();
  return { before, tokens: lists[0] as number[], labels: lists[1] as number[] };
}

/** Whatever the draws: labels tell what stood there, special tokens are left alone and never put in. */
export const keepsRules = (given: Given, count: number, vocabulary: number): Test =>
  test({ kind: 'contract', ...given }, async (t) => {
    const { before, tokens, labels } = await holes(t, count, vocabulary);
    for (const [i, token] of before.entries()) {
      const [now, label] = [at(tokens, i), at(labels, i)];
      const shown = { got: { before: token, after: now, label } };
      if (special.includes(token)) {
        t.expect(
          now === token && label === 0,
          {
            en: 'A special token was chosen or replaced.',
            zh: '有特殊词元被选中或被替换。',
          },
          shown,
        );
      } else if (label === 0) {
        t.expect(
          now === token,
          {
            en: 'A token that is not to be guessed was changed: its label is 0.',
            zh: '有不需要猜的词元（标签为 0）被改动了。',
          },
          shown,
        );
      } else {
        t.expect(
          label === token,
          {
            en: 'A label is not the token that stood there before.',
            zh: '有标签不是原来的词元。',
          },
          shown,
        );
        t.expect(
          now === mask ||
            (!special.includes(now) && Number.isInteger(now) && now >= 0 && now < vocabulary),
          {
            en: 'A special token other than the mask, or no token at all, was put in.',
            zh: '放入了掩码以外的特殊词元，或根本不是词元的数。',
          },
          shown,
        );
      }
    }
  });

/** Shares of many tokens, within six standard deviations. */
export const sharesOf = (given: Given, which: 'chosen' | 'fates', vocabulary: number): Test =>
  test({ kind: 'property', timeoutMs: 2000, ...given }, async (t) => {
    const { before, tokens, labels } = await holes(t, 20_000, vocabulary);
    const ordinary = before.filter((token) => !special.includes(token)).length;
    const chosen = [...labels.keys()].filter((i) => labels[i] !== 0);
    const near = (name: { en: string; zh: string }, got: number, share: number, of: number) =>
      t.expectClose(got, share, {
        what: name,
        rtol: 0,
        atol: 6 * Math.sqrt((share * (1 - share)) / of),
      });
    if (which === 'chosen') {
      near(
        { en: 'The share of ordinary tokens to be guessed', zh: '普通词元中要猜的份额' },
        chosen.length / ordinary,
        0.15,
        ordinary,
      );
      const pairs = chosen.filter((i) => labels[i + 1] !== 0).length;
      near(
        {
          en: 'The share of chosen tokens whose next one is chosen too',
          zh: '被选中的词元之后一个也被选中的份额',
        },
        pairs / chosen.length,
        (0.15 * ordinary) / before.length,
        chosen.length,
      );
      return;
    }
    const share = (of: (i: number) => boolean) => chosen.filter(of).length / chosen.length;
    near(
      { en: 'The share of chosen tokens that became the mask', zh: '被选中的词元变为掩码的份额' },
      share((i) => tokens[i] === mask),
      0.8,
      chosen.length,
    );
    near(
      { en: 'The share of chosen tokens that stayed', zh: '被选中的词元保持不变的份额' },
      share((i) => tokens[i] === before[i]),
      0.1 + 0.1 / (vocabulary - special.length),
      chosen.length,
    );
    const put = chosen.flatMap((i) =>
      tokens[i] !== mask && tokens[i] !== before[i] ? [at(tokens, i)] : [],
    );
    const middle = (special.length + vocabulary) / 2;
    near(
      {
        en: 'The share of replacements from the upper half of the vocabulary',
        zh: '替换词元中来自词表后一半的份额',
      },
      put.filter((token) => token >= middle).length / put.length,
      0.5,
      put.length,
    );
  });
