/** Typical wrong pairs, merges, encodings and counts. */
import type { Mutant } from '../parts.js';
import { bigramLoss, encodeBpe, mergePair, mostFrequentPair } from './solution.js';

type Pair = readonly [number, number];
type Words = number[][];

/** Pairs with their counts, in the order in which they come. */
function counted(words: Words, step = 1): { pair: Pair; count: number }[] {
  const found = new Map<string, { pair: Pair; count: number }>();
  for (const word of words) {
    for (let i = 0; i + 1 < word.length; i += step) {
      const pair: Pair = [word[i] as number, word[i + 1] as number];
      const entry = found.get(pair.join()) ?? { pair, count: 0 };
      entry.count += 1;
      found.set(pair.join(), entry);
    }
  }
  return [...found.values()];
}

const byNumbers = (p: Pair, q: Pair): number => p[0] - q[0] || p[1] - q[1];

export const mostFrequentPairMutants: readonly Mutant[] = [
  {
    name: 'first one found',
    guess: {
      en: 'Of equally frequent pairs the one found first is answered: take the smaller tokens.',
      zh: '次数相同时返回了先找到的一对：应取词元较小的。',
    },
    fn: (words: Words) => counted(words).sort((p, q) => q.count - p.count)[0]?.pair,
  },
  {
    name: 'last one found',
    guess: {
      en: 'Of equally frequent pairs the one found last is answered: take the smaller tokens.',
      zh: '次数相同时返回了最后找到的一对：应取词元较小的。',
    },
    fn: (words: Words) =>
      counted(words)
        .reverse()
        .sort((p, q) => q.count - p.count)[0]?.pair,
  },
  {
    name: 'smaller as text',
    guess: {
      en: 'Tokens are compared as texts, in which "10" stands before "9": compare numbers.',
      zh: '词元按文本比较了，"10" 排在 "9" 前面：应按数比较。',
    },
    fn: (words: Words) =>
      counted(words).sort(
        (p, q) => q.count - p.count || (p.pair.join() < q.pair.join() ? -1 : 1),
      )[0]?.pair,
  },
  {
    name: 'larger of equals',
    guess: {
      en: 'Of equally frequent pairs the larger one is answered: take the smaller tokens.',
      zh: '次数相同时返回了较大的一对：应取词元较小的。',
    },
    fn: (words: Words) =>
      counted(words).sort((p, q) => q.count - p.count || byNumbers(q.pair, p.pair))[0]?.pair,
  },
  {
    name: 'across lists',
    guess: {
      en: 'A pair reaches from one list into the next: lists are words of their own.',
      zh: '一对词元跨越了两个列表：每个列表各自独立。',
    },
    fn: (words: Words) => mostFrequentPair([words.flat()]),
  },
  {
    name: 'every other pair',
    guess: {
      en: 'Only every other pair is counted: pairs overlap.',
      zh: '隔一个才数一对：相邻的对是重叠的。',
    },
    fn: (words: Words) =>
      counted(words, 2).sort((p, q) => q.count - p.count || byNumbers(p.pair, q.pair))[0]?.pair,
  },
  {
    name: 'order lost',
    guess: {
      en: 'A pair and its reverse are counted together: their order matters.',
      zh: '一对与它的反序被算在一起了：次序是有区别的。',
    },
    fn: (words: Words) =>
      mostFrequentPair(
        words.flatMap((word) =>
          word.slice(1).map((token, i) => [token, word[i] as number].sort((a, b) => a - b)),
        ),
      ),
  },
  {
    name: 'each list once',
    guess: {
      en: 'A pair counts once for each list: count it each time it comes.',
      zh: '每个列表只算了一次：每次出现都应计数。',
    },
    fn: (words: Words) =>
      mostFrequentPair(words.flatMap((word) => counted([word]).map(({ pair }) => [...pair]))),
  },
  {
    name: 'list for none',
    guess: {
      en: 'Without a pair something else than undefined is answered.',
      zh: '没有任何一对时，返回的不是 undefined。',
    },
    fn: (words: Words) => mostFrequentPair(words) ?? [],
  },
];

export const mergePairMutants: readonly Mutant[] = [
  {
    name: 'first place alone',
    guess: { en: 'Only the first pair is merged.', zh: '只合并了第一处。' },
    fn: (tokens: number[], [a, b]: Pair, merged: number) => {
      const at = tokens.findIndex((token, i) => token === a && tokens[i + 1] === b);
      return at < 0 ? [...tokens] : [...tokens.slice(0, at), merged, ...tokens.slice(at + 2)];
    },
  },
  {
    name: 'overlaps merged twice',
    guess: {
      en: 'A token is used for two merges: go on behind what was merged.',
      zh: '同一个词元用在了两次合并里：应从合并处之后继续。',
    },
    fn: (tokens: number[], [a, b]: Pair, merged: number) =>
      tokens.flatMap((token, i) => {
        if (token === a && tokens[i + 1] === b) return [merged];
        return i > 0 && tokens[i - 1] === a && token === b ? [] : [token];
      }),
  },
  {
    name: 'second token stays',
    guess: {
      en: 'The second token of a pair stays: two become one.',
      zh: '一对中的第二个词元留了下来：两个应变成一个。',
    },
    fn: (tokens: number[], [a, b]: Pair, merged: number) =>
      tokens.map((token, i) => (token === a && tokens[i + 1] === b ? merged : token)),
  },
  {
    name: 'from the right',
    guess: {
      en: 'It goes from right to left: of [5, 5, 5] the first two are merged.',
      zh: '从右向左合并了：[5, 5, 5] 中应合并前两个。',
    },
    fn: (tokens: number[], [a, b]: Pair, merged: number) =>
      mergePair([...tokens].reverse(), [b, a], merged).reverse(),
  },
  {
    name: 'either order',
    guess: {
      en: 'The pair is merged in either order: the first token must stand first.',
      zh: '两种次序都合并了：第一个词元必须在前。',
    },
    fn: (tokens: number[], [a, b]: Pair, merged: number) =>
      mergePair(mergePair(tokens, [a, b], merged), [b, a], merged),
  },
  {
    name: 'last token lost',
    guess: { en: 'The last token is lost.', zh: '最后一个词元丢了。' },
    fn: (tokens: number[], pair: Pair, merged: number) => {
      const done = mergePair(tokens, pair, merged);
      return done.at(-1) === merged ? done : done.slice(0, -1);
    },
  },
  {
    name: 'list changed',
    guess: {
      en: 'The list that was given is changed: make a new one.',
      zh: '改动了传入的列表：应新建一个。',
    },
    fn: (tokens: number[], pair: Pair, merged: number) => {
      const done = mergePair(tokens, pair, merged);
      tokens.splice(0, tokens.length, ...done);
      return tokens;
    },
  },
];

export const encodeBpeMutants: readonly Mutant[] = [
  {
    name: 'last merge first',
    guess: {
      en: 'The merges are made from the last to the first: begin with the first.',
      zh: '合并从最后一个开始做了：应从第一个开始。',
    },
    fn: (tokens: number[], merges: Pair[], firstNew: number) =>
      merges.reduceRight((now, pair, i) => mergePair(now, pair, firstNew + i), tokens),
  },
  {
    name: 'first merge alone',
    guess: { en: 'Only the first merge is made.', zh: '只做了第一个合并。' },
    fn: (tokens: number[], merges: Pair[], firstNew: number) =>
      encodeBpe(tokens, merges.slice(0, 1), firstNew),
  },
  {
    name: 'bytes assumed',
    guess: {
      en: 'New tokens are numbered from 256: number them from firstNew.',
      zh: '新词元从 256 开始编号了：应从 firstNew 开始。',
    },
    fn: (tokens: number[], merges: Pair[]) => encodeBpe(tokens, merges, 256),
  },
  {
    name: 'one off',
    guess: {
      en: 'Numbers are one too large: the first merge makes firstNew itself.',
      zh: '编号大了 1：第一个合并得到的就是 firstNew。',
    },
    fn: (tokens: number[], merges: Pair[], firstNew: number) =>
      tokens.length === 0
        ? []
        : merges.reduce((now, pair, i) => mergePair(now, pair, firstNew + i + 1), tokens),
  },
  {
    name: 'as it reads',
    guess: {
      en: 'The text is read from the left and merged by whatever fits: the earliest merge goes first, wherever it stands.',
      zh: '从左往右读，碰到能合并的就合并：应先做最早学到的合并，不论它在哪里。',
    },
    fn: (tokens: number[], merges: Pair[], firstNew: number) => {
      const now = [...tokens];
      for (let i = 0; i + 1 < now.length; ) {
        const rule = merges.findIndex(([a, b]) => a === now[i] && b === now[i + 1]);
        if (rule < 0) i += 1;
        else {
          now.splice(i, 2, firstNew + rule);
          i = Math.max(0, i - 1);
        }
      }
      return now;
    },
  },
  {
    name: 'the most frequent pair',
    guess: {
      en: 'The text is counted anew: encoding uses the merges that were learnt, in their order.',
      zh: '重新统计了文本：编码应按学到的合并及其次序进行。',
    },
    fn: (tokens: number[], merges: Pair[], firstNew: number) => {
      let now = [...tokens];
      for (let i = 0; i < merges.length; i++) {
        const pair = mostFrequentPair([now]);
        if (pair === undefined) break;
        now = mergePair(now, pair, firstNew + i);
      }
      return now;
    },
  },
  {
    name: 'one place a merge',
    guess: {
      en: 'Each merge is made at one place only: make it wherever it fits.',
      zh: '每个合并只做了一处：凡是符合的地方都应合并。',
    },
    fn: (tokens: number[], merges: Pair[], firstNew: number) =>
      merges.reduce((now, [a, b], i) => {
        const at = now.findIndex((token, j) => token === a && now[j + 1] === b);
        return at < 0 ? now : [...now.slice(0, at), firstNew + i, ...now.slice(at + 2)];
      }, tokens),
  },
];

/** All neighbours. */
const neighbours = (lists: Words): Pair[] =>
  lists.flatMap((list) => list.slice(1).map((to, i): Pair => [list[i] as number, to]));

export const bigramLossMutants: readonly Mutant[] = [
  {
    name: 'in bits',
    guess: {
      en: 'The answer is in bits: take the natural logarithm.',
      zh: '答案以比特计：应取自然对数。',
    },
    fn: (c: Words, m: Words, v: number, s: number) => bigramLoss(c, m, v, s) / Math.LN2,
  },
  {
    name: 'sum for mean',
    guess: { en: 'The pairs are added up: take their mean.', zh: '把各对相加了：应取平均。' },
    fn: (c: Words, m: Words, v: number, s: number) => bigramLoss(c, m, v, s) * neighbours(m).length,
  },
  {
    name: 'divided by tokens',
    guess: {
      en: 'The sum is divided by the number of tokens: divide by that of the pairs.',
      zh: '除以了词元的个数：应除以对数（相邻对的个数）。',
    },
    fn: (c: Words, m: Words, v: number, s: number) =>
      (bigramLoss(c, m, v, s) * neighbours(m).length) / m.flat().length,
  },
  {
    name: 'mean of means',
    guess: {
      en: 'The means of the lists are averaged: every pair counts alike.',
      zh: '对各列表的平均再取平均了：每一对的分量应相同。',
    },
    fn: (c: Words, m: Words, v: number, s: number) => {
      const parts = m.filter((list) => list.length > 1).map((list) => bigramLoss(c, [list], v, s));
      return parts.reduce((a, b) => a + b, 0) / parts.length;
    },
  },
  {
    name: 'across lists',
    guess: {
      en: 'A pair reaches from one list into the next.',
      zh: '一对词元跨越了两个列表。',
    },
    fn: (c: Words, m: Words, v: number, s: number) => bigramLoss([c.flat()], [m.flat()], v, s),
  },
  {
    name: 'smoothing above alone',
    guess: {
      en: 'The smoothing is added to the count of a pair and not to the sum below: probabilities no longer sum to 1.',
      zh: '平滑只加在了一对的次数上，没有加到下面的总数上：概率之和不再是 1。',
    },
    fn: (c: Words, m: Words, _: number, s: number) => {
      const pairs = neighbours(c);
      const costs = neighbours(m).map(([a, b]) => {
        const same = pairs.filter(([x]) => x === a);
        const count = same.filter(([, y]) => y === b).length + s;
        return count === 0 ? Infinity : Math.log(same.length / count);
      });
      return costs.reduce((a, b) => a + b, 0) / costs.length;
    },
  },
  {
    name: 'one smoothing below',
    guess: {
      en: 'The smoothing is added once below: there it comes V times, once for each token that may follow.',
      zh: '下面只加了一次平滑：应加 V 次，每个可能的后继一次。',
    },
    fn: (c: Words, m: Words, _: number, s: number) => {
      const pairs = neighbours(c);
      const costs = neighbours(m).map(([a, b]) => {
        const same = pairs.filter(([x]) => x === a);
        const count = same.filter(([, y]) => y === b).length + s;
        return count === 0 ? Infinity : Math.log((same.length + s) / count);
      });
      return costs.reduce((a, b) => a + b, 0) / costs.length;
    },
  },
  {
    name: 'joint probability',
    guess: {
      en: 'Counts are divided by that of all pairs: divide by that of the pairs with the same first token.',
      zh: '除以了所有对的总数：应除以第一个词元相同的对的个数。',
    },
    fn: (c: Words, m: Words, v: number, s: number) => {
      const pairs = neighbours(c);
      const costs = neighbours(m).map(([a, b]) => {
        const count = pairs.filter(([x, y]) => x === a && y === b).length + s;
        return count === 0 ? Infinity : Math.log((pairs.length + s * v * v) / count);
      });
      return costs.reduce((a, b) => a + b, 0) / costs.length;
    },
  },
  {
    name: 'turned round',
    guess: {
      en: 'The probability is that of the first token when the second is known: turn it round.',
      zh: '算的是已知第二个词元时第一个的概率：应反过来。',
    },
    fn: (c: Words, m: Words, v: number, s: number) =>
      bigramLoss(
        c.map((list) => [...list].reverse()),
        m.map((list) => [...list].reverse()),
        v,
        s,
      ),
  },
  {
    name: 'measured on what was counted',
    guess: {
      en: 'The loss is that of the lists that were counted: measure on the others.',
      zh: '算的是计数用的列表的损失：应在另一组列表上衡量。',
    },
    fn: (c: Words, _: Words, v: number, s: number) => bigramLoss(c, c, v, s),
  },
  {
    name: 'impossible passed over',
    guess: {
      en: 'Pairs of probability 0 are left out: they cost Infinity.',
      zh: '概率为 0 的对被略过了：它们的代价是 Infinity。',
    },
    fn: (c: Words, m: Words, v: number, s: number) => {
      const costs = neighbours(m)
        .map((pair) => bigramLoss(c, [[...pair]], v, s))
        .filter(Number.isFinite);
      return costs.reduce((a, b) => a + b, 0) / Math.max(1, costs.length);
    },
  },
];
