/** The tests that students see, lesson 10. */
import { type TestsByExercise, test } from '../../judge/test.js';
import type { Value } from '../../judge/value.js';
import { shown } from '../../test-kit/given.js';
import { atSizes } from '../../test-kit/sizes.js';
import { randomInput, workedExample } from '../../test-kit/words.js';
import {
  attendAsked,
  attendHeadsAsked,
  blockAsked,
  futureEdited,
  goesRound,
  headsApart,
  looksNowhereElse,
  looksUp,
  masksOf,
  multiHeadAsked,
  onlyDistance,
  paddingEdited,
  waves,
} from './demands.js';
import {
  endsEarly,
  keepsRules,
  likeAll,
  likeGreedy,
  otherBeams,
  sharesOf,
} from './writing-demands.js';

const eye = [
  [1, 0],
  [0, 1],
];

export const tests: TestsByExercise = {
  attend: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The scores are 0 and ln 3, so the weights are 1/4 and 3/4; with the mask only the first entry is left.',
          zh: '得分是 0 和 ln 3，所以权重是 1/4 和 3/4；有掩码时只剩第一个条目。',
        }),
        kind: 'value',
      },
      async (t) => {
        const [q, k] = [t.tensor([1], [1, 1, 1]), t.tensor([0, Math.log(3)], [1, 2, 1])];
        const v = t.tensor([4, 8], [1, 2, 1]);
        for (const [keep, weights, y] of [
          [[], [0.25, 0.75], 7],
          [[t.tensor([1, 0], [1, 2])], [1, 0], 4],
        ] as const) {
          const answer = await t.student.attend?.(q, k, v, ...keep);
          const got = t.expectObject(answer as Value, ['y', 'weights']);
          t.expectClose(got.weights, t.tensor(weights, [1, 1, 2]), { what: 'weights' });
          t.expectClose(got.y, t.tensor([y], [1, 1, 1]), { what: 'y' });
        }
      },
    ),
    atSizes(
      attendAsked('none'),
      shown({ en: 'without a mask', zh: '没有掩码' }, 0.5, {
        en: 'Scores are divided by the root of d, the size of a query; the softmax is over the keys.',
        zh: '得分除以 d 的平方根，d 是查询的大小；softmax 沿键的方向。',
      }),
      [2, 3, 4, 5, 2],
      [1, 4, 2, 3, 3],
    ),
    atSizes(
      attendAsked('own'),
      shown({ en: 'with a mask', zh: '有掩码' }, 0.5, {
        en: 'Where `keep` is 0 the weight is 0, and the others still sum to 1: mask the scores, not the weights.',
        zh: '`keep` 为 0 处权重为 0，其余之和仍为 1：要掩盖得分，而不是权重。',
      }),
      [2, 3, 4, 5, 2],
      [3, 2, 5, 2, 3],
    ),
    atSizes(
      attendHeadsAsked,
      shown({ en: 'four axes', zh: '四个轴' }, 0.5, {
        en: 'Everything happens on the last two axes, whatever stands before them; `keep` may be smaller.',
        zh: '一切都发生在最后两个轴上，前面有什么都可以；`keep` 可以更小。',
      }),
      [2, 3, 4, 5, 2],
    ),
    looksUp(
      shown({ en: 'a soft look-up', zh: '软查找' }, 0.75, {
        en: 'Rows of weights sum to 1; keys that are all alike give the mean; the order of the entries is nothing.',
        zh: '权重各行之和为 1；键都相同时得到均值；条目的顺序无关紧要。',
      }),
      4,
    ),
    looksNowhereElse(
      shown({ en: 'a loud entry behind the mask', zh: '掩码之后的响亮条目' }, 0.5, {
        en: 'A score of thousands behind the mask must be as if it were not there: put a very small number in its place, such as −1e9.',
        zh: '掩码之后的得分即使上千，也应当像不存在一样：换成一个很小的数，如 −1e9。',
      }),
    ),
  ],
  causalMask: [
    masksOf(
      shown(workedExample, 0.5, {
        en: 'Row i has a 1 at each j up to i, i itself among them.',
        zh: '第 i 行在每个不大于 i 的 j 处是 1，i 自己也在内。',
      }),
      3,
    ),
    masksOf(
      shown({ en: 'other lengths', zh: '其他长度' }, 0.25, {
        en: 'A float32 tensor of the shape [T, T].',
        zh: '形状为 [T, T] 的 float32 张量。',
      }),
      5,
      2,
    ),
  ],
  multiHead: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The keys are 0, so each head gives the mean of its values: 2 and 4, and `wo` makes 40 of the 4.',
          zh: '键都是 0，所以每个头给出其值的均值：2 和 4，`wo` 再把 4 变成 40。',
        }),
        kind: 'value',
      },
      async (t) => {
        const maps = {
          wq: t.tensor(eye),
          wk: t.tensor([0, 0, 0, 0], [2, 2]),
          wv: t.tensor(eye),
          wo: t.tensor([1, 0, 0, 10], [2, 2]),
        };
        const memory = t.tensor([1, 2, 3, 6], [1, 2, 2]);
        const answer = await t.student.multiHead?.(t.tensor([5, 7], [1, 1, 2]), memory, maps, 2);
        const got = t.expectObject(answer as Value, ['y', 'weights']);
        t.expectClose(got.weights, t.tensor([0.5, 0.5, 0.5, 0.5], [1, 2, 1, 2]), {
          what: 'weights',
        });
        t.expectClose(got.y, t.tensor([2, 40], [1, 1, 2]), { what: 'y' });
      },
    ),
    atSizes(
      multiHeadAsked(2),
      shown({ en: 'two heads', zh: '两个头' }, 1.25, {
        en: 'Queries come from x, keys and values from the memory; a head is a run of d = D / heads neighbouring columns.',
        zh: '查询来自 x，键和值来自 memory；一个头是相邻的 d = D / heads 列。',
      }),
      [2, 3, 4, 3],
      [1, 4, 2, 2],
    ),
    atSizes(
      multiHeadAsked(3, true),
      shown({ en: 'three heads and a mask', zh: '三个头与掩码' }, 0.75, {
        en: 'Hand `keep` on to `attend`; behind it the heads stand side by side again.',
        zh: '把 `keep` 传给 `attend`；之后各个头重新并排。',
      }),
      [2, 3, 4, 2],
    ),
    headsApart(
      shown({ en: 'heads do not listen to each other', zh: '各头互不影响' }, 0.5, {
        en: 'The first head owns the first d columns of queries, keys and values, and no other does.',
        zh: '查询、键、值的前 d 列只属于第一个头。',
      }),
      2,
    ),
  ],
  positionWaves: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'Columns are sine, cosine, sine, cosine, …; both of a pair have the same angle.',
          zh: '各列依次为正弦、余弦、正弦、余弦……；一对中的两列角度相同。',
        }),
        kind: 'value',
      },
      async (t) => {
        const second = [Math.sin(1), Math.cos(1), Math.sin(0.01), Math.cos(0.01)];
        const got = await t.student.positionWaves?.(2, 4);
        t.expectClose(got as Value, t.tensor([0, 1, 0, 1, ...second], [2, 4]));
      },
    ),
    waves(
      shown({ en: 'other lengths and widths', zh: '其他长度与宽度' }, 0.5, {
        en: 'The exponent is 2i / D, where i is the number of the pair: 0, 2 / D, 4 / D, …',
        zh: '指数是 2i / D，i 是第几对：0、2 / D、4 / D……',
      }),
      [7, 6],
      [3, 10],
    ),
    onlyDistance(
      shown({ en: 'only the distance counts', zh: '只有距离起作用' }, 0.5, {
        en: 'sin a sin b + cos a cos b is the cosine of a − b: that needs both in each pair.',
        zh: 'sin a sin b + cos a cos b 等于 a − b 的余弦：每一对里两者都要有。',
      }),
      8,
    ),
  ],
  decoderBlock: [
    goesRound(
      shown({ en: 'a block that says nothing', zh: '什么也不说的块' }, 0.75, {
        en: 'With both `wo` and `down` of 0 the answer is x itself: x goes round, not its norm.',
        zh: '两个 `wo` 和 `down` 都为 0 时，答案就是 x：绕行的是 x 本身，不是归一化后的值。',
      }),
      2,
    ),
    futureEdited(
      shown({ en: 'the future is edited', zh: '改动未来' }, 1, {
        en: 'What stands at a place may depend on it and on what stands before it, in `x`: which of the attentions needs the causal mask?',
        zh: '某处的输出只能取决于 `x` 中该处和它之前的内容：哪个注意力需要因果掩码？',
      }),
      5,
    ),
    atSizes(
      blockAsked(2),
      shown(randomInput, 1.25, {
        en: 'Norm, look at x, add; norm, look at the memory, add; norm, up, ReLU, down, add.',
        zh: '归一化、看 x、相加；归一化、看记忆、相加；归一化、升维、ReLU、降维、相加。',
      }),
      [2, 3, 4, 2, 3],
      [1, 4, 2, 3, 2],
      [2, 2, 3, 2, 1],
    ),
    paddingEdited(
      shown({ en: 'padding is edited', zh: '改动填充' }, 0.5, {
        en: '`keep` says which of the memory may be looked at, and nothing about x.',
        zh: '`keep` 说的是记忆中哪些可以看，与 x 无关。',
      }),
      5,
    ),
  ],
  beamSearch: [
    test(
      {
        ...shown(workedExample, 0.5, {
          en: 'The likeliest first token leads to 0.5 · 0.4; the second one to 0.4 · 0.9.',
          zh: '概率最大的第一个词元最终得到 0.5 · 0.4；第二个得到 0.4 · 0.9。',
        }),
        kind: 'value',
      },
      async (t) => {
        const rows: Record<number, number[]> = {
          0: [0.001, 0.1, 0.5, 0.4],
          2: [0.001, 0.4, 0.3, 0.3],
          3: [0.001, 0.9, 0.1, 0.001],
        };
        const next = t.callback((tokens) => {
          const last = t.expectNumbers(tokens).at(-1) as number;
          return (rows[last] ?? [1, 1, 1, 1]).map((p) => Math.log(p));
        });
        for (const [width, token, p] of [
          [1, 2, 0.2],
          [2, 3, 0.36],
        ] as const) {
          const options = { start: 0, end: 1, width, maxTokens: 3 };
          const answer = await t.student.beamSearch?.(next, options);
          const got = t.expectObject(answer as Value, ['tokens', 'score']);
          t.expectClose(got.tokens, [token], { what: 'tokens' });
          t.expectClose(got.score, Math.log(p), { what: 'score' });
        }
      },
    ),
    likeGreedy(
      shown({ en: 'a beam of 1 is greedy', zh: '宽度为 1 就是贪心' }, 0.75, {
        en: 'With one beginning kept, each step takes the likeliest token; stop at the end or at `maxTokens`.',
        zh: '只留一个开头时，每一步取概率最大的词元；到结束词元或 `maxTokens` 为止。',
      }),
      5,
      3,
      6,
    ),
    likeAll(
      shown({ en: 'a beam that keeps all', zh: '全部保留的束' }, 0.75, {
        en: 'With everything kept, the answer is the likeliest of all sequences, long or short.',
        zh: '全部保留时，答案是所有序列中概率最大的，长短不论。',
      }),
      3,
      4,
    ),
    otherBeams(
      shown({ en: 'beams of 2 and 3', zh: '宽度为 2 和 3 的束' }, 0.5, {
        en: 'Keep the `width` best of all continuations together, not of each beginning.',
        zh: '在所有延续中一起选出最好的 `width` 个，而不是每个开头各选。',
      }),
      2,
      3,
      2,
      3,
      4,
      2,
      3,
    ),
    endsEarly(
      shown({ en: 'ended early', zh: '提前结束' }, 0.5, {
        en: 'What has ended keeps its place in the beam and is compared with what goes on.',
        zh: '已结束的仍在束中占一席，并与还在继续的比较。',
      }),
    ),
  ],
  maskForBert: [
    keepsRules(
      shown({ en: 'the rules', zh: '规则' }, 1, {
        en: 'Special tokens stay and have the label 0; the label of a chosen token is what stood there.',
        zh: '特殊词元不变，标签为 0；被选中的词元的标签是原来的词元。',
      }),
      6000,
      10,
    ),
    sharesOf(
      shown({ en: 'how many are chosen', zh: '选中多少' }, 1, {
        en: 'Each ordinary token is chosen by a draw of its own, with probability 0.15.',
        zh: '每个普通词元各抽一次，以 0.15 的概率被选中。',
      }),
      'chosen',
      54,
    ),
    sharesOf(
      shown({ en: 'what becomes of them', zh: '它们变成什么' }, 1, {
        en: 'One more draw for each chosen token: below 0.8 the mask, below 0.9 any ordinary token, else it stays.',
        zh: '被选中的词元再抽一次：小于 0.8 变为掩码，小于 0.9 变为任意普通词元，否则不变。',
      }),
      'fates',
      54,
    ),
  ],
};
