/** Typical wrong beams and holes. */
import type { Rng } from '../../../src/backend/random.js';
import type { BeamOptions } from '../../../src/scratch/index.js';
import type { Mutant } from '../parts.js';

type Next = (tokens: number[]) => number[];
interface One {
  tokens: number[];
  score: number;
  done: boolean;
}

interface BeamFaults {
  widthOf?: (width: number) => number;
  stepsOf?: (maxTokens: number) => number;
  asked?: (start: number, tokens: number[]) => number[];
  better?: (a: One, b: One) => number;
  select?: (groups: One[][], width: number, better: (a: One, b: One) => number) => One[];
  score?: (before: number, gain: number) => number;
  withEnd?: boolean;
  stop?: (beam: One[]) => boolean;
}

const beamBy =
  ({
    widthOf = (width) => width,
    stepsOf = (maxTokens) => maxTokens,
    asked = (start, tokens) => [start, ...tokens],
    better = (a, b) => b.score - a.score,
    select = (groups, width, by) => groups.flat().sort(by).slice(0, width),
    score = (before, gain) => before + gain,
    withEnd = false,
    stop = () => false,
  }: BeamFaults) =>
  (next: Next, { start, end, width, maxTokens }: BeamOptions) => {
    let beam: One[] = [{ tokens: [], score: 0, done: false }];
    for (let step = 0; step < stepsOf(maxTokens) && !stop(beam); step++) {
      const groups = beam.map((one): One[] =>
        one.done
          ? [one]
          : next(asked(start, one.tokens)).map((gain, token) => ({
              tokens: token === end && !withEnd ? one.tokens : [...one.tokens, token],
              score: score(one.score, gain),
              done: token === end,
            })),
      );
      beam = select(groups, widthOf(width), better);
    }
    const { tokens, score: sum } = beam[0] as One;
    return { tokens, score: sum };
  };

export const beamSearchMutants: readonly Mutant[] = [
  {
    name: 'always greedy',
    guess: {
      en: 'Only one beginning is kept, whatever the width.',
      zh: '无论宽度多大，都只保留一个开头。',
    },
    fn: beamBy({ widthOf: () => 1 }),
  },
  {
    name: 'the best of each beginning',
    guess: {
      en: 'Each beginning keeps its own best continuation: all continuations compete together.',
      zh: '每个开头各留最好的延续：所有延续应一起竞争。',
    },
    fn: beamBy({
      select: (groups, width, by) => {
        if (groups.length === 1) return (groups[0] as One[]).sort(by).slice(0, width);
        return groups.map((group) => group.sort(by)[0] as One).sort(by);
      },
    }),
  },
  {
    name: 'the least likely',
    guess: {
      en: 'The beam keeps the least likely beginnings: larger scores are better.',
      zh: '束里留下了概率最小的开头：得分越大越好。',
    },
    fn: beamBy({ better: (a, b) => a.score - b.score }),
  },
  {
    name: 'the end is written',
    guess: {
      en: 'The end is among the tokens: leave it out.',
      zh: '结果中含有结束词元：应去掉。',
    },
    fn: beamBy({ withEnd: true }),
  },
  {
    name: 'asks without the start',
    guess: {
      en: '`next` is asked without the start in front.',
      zh: '调用 `next` 时前面没有起始词元。',
    },
    fn: beamBy({ asked: (_start, tokens) => (tokens.length === 0 ? [0] : tokens) }),
  },
  {
    name: 'the last gain alone',
    guess: {
      en: 'The score is that of the last token alone: sum them up.',
      zh: '得分只算了最后一个词元：应累加。',
    },
    fn: beamBy({ score: (_before, gain) => gain }),
  },
  {
    name: 'stops at the first end',
    guess: {
      en: 'The search stops as soon as one has ended: another may still be better.',
      zh: '一有结束的就停止了：其他的可能更好。',
    },
    fn: beamBy({ stop: (beam) => beam.some(({ done }) => done) }),
  },
  {
    name: 'one token less',
    guess: {
      en: 'The search stops one token too early.',
      zh: '搜索早停了一个词元。',
    },
    fn: beamBy({ stepsOf: (maxTokens) => maxTokens - 1 }),
  },
  {
    name: 'mean score',
    guess: {
      en: 'Scores are divided by the length: here the sum counts.',
      zh: '得分除以了长度：这里只看总和。',
    },
    fn: beamBy({
      better: (a, b) => {
        const mean = ({ tokens, score, done }: One) => score / (tokens.length + (done ? 1 : 0));
        return mean(b) - mean(a);
      },
    }),
  },
  {
    name: 'forgets what has ended',
    guess: {
      en: 'What has ended falls out of the beam at the next step.',
      zh: '已结束的在下一步就从束里掉了出去。',
    },
    fn: beamBy({
      select: (groups, width, by) => {
        const open = groups.filter((group) => group.length > 1 || group[0]?.done !== true);
        return (open.length === 0 ? groups : open).flat().sort(by).slice(0, width);
      },
    }),
  },
];

interface Options {
  special: number[];
  mask: number;
  vocabulary: number;
  rng: Rng;
}

interface HoleFaults {
  rate?: number;
  masked?: number;
  replaced?: number;
  spared?: (token: number, options: Options) => boolean;
  other?: (options: Options, known: number[]) => number;
  label?: (token: number, now: number, isChosen: boolean) => number;
}

const ordinary = ({ special, vocabulary }: Options) =>
  Array.from({ length: vocabulary }, (_, token) => token).filter((one) => !special.includes(one));

const holesBy =
  ({
    rate = 0.15,
    masked = 0.8,
    replaced = 0.1,
    spared = (token, { special }) => special.includes(token),
    other = ({ rng }, known) => rng.choice(known),
    label = (token, _now, isChosen) => (isChosen ? token : 0),
  }: HoleFaults) =>
  (tokens: number[], options: Options) => {
    const known = ordinary(options);
    const labels: number[] = [];
    const given = tokens.map((token) => {
      const isChosen = !spared(token, options) && options.rng.uniform() < rate;
      const draw = options.rng.uniform();
      const fate =
        draw < masked ? options.mask : draw < masked + replaced ? other(options, known) : token;
      const now = isChosen ? fate : token;
      labels.push(label(token, now, isChosen));
      return now;
    });
    return { tokens: given, labels };
  };

export const maskForBertMutants: readonly Mutant[] = [
  {
    name: 'all chosen masked',
    guess: {
      en: 'All chosen tokens become the mask: a tenth is replaced, and a tenth stays.',
      zh: '被选中的全部变成了掩码：应有十分之一被替换，十分之一不变。',
    },
    fn: holesBy({ masked: 1, replaced: 0 }),
  },
  {
    name: 'none stays',
    guess: {
      en: 'What is not masked is always replaced: half of it stays.',
      zh: '没有变为掩码的全被替换了：其中一半应不变。',
    },
    fn: holesBy({ replaced: 0.2 }),
  },
  {
    name: 'none replaced',
    guess: {
      en: 'What is not masked always stays: half of it is replaced.',
      zh: '没有变为掩码的全都不变：其中一半应被替换。',
    },
    fn: holesBy({ replaced: 0 }),
  },
  {
    name: '12 % chosen',
    guess: {
      en: 'Too few tokens have a label: those that stay or are replaced are to be guessed, too.',
      zh: '有标签的词元太少：不变的和被替换的也要猜。',
    },
    fn: holesBy({ label: (token, now, isChosen) => (isChosen && now !== token ? token : 0) }),
  },
  {
    name: 'special tokens chosen',
    guess: {
      en: 'Special tokens are chosen, too.',
      zh: '特殊词元也被选中了。',
    },
    fn: holesBy({ spared: () => false }),
  },
  {
    name: 'special tokens put in',
    guess: {
      en: 'A replacement may be a special token: draw among the ordinary ones.',
      zh: '替换成了特殊词元：应只在普通词元中抽取。',
    },
    fn: holesBy({ other: ({ rng, vocabulary }) => rng.integer(0, vocabulary) }),
  },
  {
    name: 'labels everywhere',
    guess: {
      en: 'Each token has a label: it is 0 where nothing is to be guessed.',
      zh: '每个词元都有标签：不用猜的地方应为 0。',
    },
    fn: holesBy({ label: (token) => token }),
  },
  {
    name: 'labels of what is given',
    guess: {
      en: 'The label is what is given now: it is the token that stood there before.',
      zh: '标签成了现在给出的词元：应是原来的词元。',
    },
    fn: holesBy({ label: (_token, now, isChosen) => (isChosen ? now : 0) }),
  },
  {
    name: 'a fifth chosen',
    guess: {
      en: 'Too many tokens are chosen: 15 % of the ordinary ones.',
      zh: '选中的词元太多：应是普通词元的 15 %。',
    },
    fn: holesBy({ rate: 0.2 }),
  },
];
