/** Typical wrong losses, analogies, padding and steps. */
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tf,
} from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import { lstmStep, negativeSamplingLoss, padAndMask } from './solution.js';

/** Products, `[B, 1 + K]`. */
const scoresOf = (w: Tensor2D, c: Tensor3D): Tensor =>
  tf.squeeze(tf.matMul(c, tf.expandDims(w, 2)), [2]);
const parts = (scores: Tensor, c: Tensor3D) =>
  tf.split(scores, [1, (c.shape[1] as number) - 1], 1) as [Tensor, Tensor];

export const negativeSamplingLossMutants: readonly Mutant[] = [
  {
    name: 'a softmax',
    guess: {
      en: 'A softmax over the contexts is taken: each is a yes-or-no question of its own.',
      zh: '对各上下文取了 softmax：每个都是单独的是非题。',
    },
    fn: (w: Tensor2D, c: Tensor3D) => {
      const [near] = parts(tf.logSoftmax(scoresOf(w, c) as Tensor2D), c);
      return tf.neg(tf.mean(near));
    },
  },
  {
    name: 'all of them near',
    guess: {
      en: 'The drawn ones are treated as if they stood near: their sign is turned.',
      zh: '抽到的词也当成了邻近的词：它们的符号应取反。',
    },
    fn: (w: Tensor2D, c: Tensor3D) =>
      tf.div(tf.neg(tf.sum(tf.logSigmoid(scoresOf(w, c)))), w.shape[0]),
  },
  {
    name: 'near and drawn exchanged',
    guess: {
      en: 'Near and drawn are exchanged: the first context stands near.',
      zh: '邻近与抽到的弄反了：第一个上下文是邻近的。',
    },
    fn: (w: Tensor2D, c: Tensor3D) => negativeSamplingLoss(tf.neg(w), c),
  },
  {
    name: 'mean over the drawn',
    guess: {
      en: 'The drawn ones are averaged: add up all K.',
      zh: '对抽到的取了平均：应把 K 个都加起来。',
    },
    fn: (w: Tensor2D, c: Tensor3D) => {
      const [near, drawn] = parts(scoresOf(w, c), c);
      return tf.neg(tf.add(tf.mean(tf.logSigmoid(near)), tf.mean(tf.logSigmoid(tf.neg(drawn)))));
    },
  },
  {
    name: 'sum over the batch',
    guess: { en: 'The batch is added up: take its mean.', zh: '对批次求了和：应取平均。' },
    fn: (w: Tensor2D, c: Tensor3D) => tf.mul(negativeSamplingLoss(w, c), w.shape[0]),
  },
  {
    name: 'logarithm of a sigmoid',
    guess: {
      en: 'A probability rounds to 0, and its logarithm is infinite: `tf.logSigmoid` stays finite.',
      zh: '概率舍入成了 0，对数成了无穷：`tf.logSigmoid` 始终有限。',
    },
    fn: (w: Tensor2D, c: Tensor3D) => {
      const [near, drawn] = parts(scoresOf(w, c), c);
      const likely = tf.add(
        tf.sum(tf.log(tf.sigmoid(near))),
        tf.sum(tf.log(tf.sub(1, tf.sigmoid(drawn)))),
      );
      return tf.div(tf.neg(likely), w.shape[0]);
    },
  },
  {
    name: 'sign forgotten',
    guess: {
      en: 'The sign is that of a likelihood: a loss is what should become small.',
      zh: '符号是似然的符号：损失是应当变小的量。',
    },
    fn: (w: Tensor2D, c: Tensor3D) => tf.neg(negativeSamplingLoss(w, c)),
  },
  {
    name: 'cosines',
    guess: {
      en: 'The vectors are brought to length 1: the plain product is asked for.',
      zh: '把向量化成了长度 1：要的是普通的内积。',
    },
    fn: (w: Tensor2D, c: Tensor3D) =>
      negativeSamplingLoss(
        tf.div(w, tf.norm(w, 2, 1, true)) as Tensor2D,
        tf.div(c, tf.norm(c, 2, 2, true)) as Tensor3D,
      ),
  },
];

/** The answer by other similarities. */
const best = (scores: Tensor, without: readonly number[]): number => {
  const values = Array.from(scores.dataSync());
  for (const row of without) values[row] = -Infinity;
  return values.indexOf(Math.max(...values));
};
const unitsOf = (v: Tensor2D): Tensor2D => tf.div(v, tf.norm(v, 2, 1, true));
const wanted = (v: Tensor2D, a: number, b: number, c: number): Tensor =>
  tf.add(tf.sub(tf.gather(v, [b]), tf.gather(v, [a])), tf.gather(v, [c]));

export const analogyMutants: readonly Mutant[] = [
  {
    name: 'lengths count',
    guess: {
      en: 'The vectors keep their lengths: bring each to length 1 first.',
      zh: '向量保留了各自的长度：应先都化成长度 1。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.sum(tf.mul(v, wanted(v, a, b, c)), 1), [a, b, c]),
  },
  {
    name: 'lengths of the three count',
    guess: {
      en: 'The three vectors are added as they are: bring them to length 1 before.',
      zh: '三个向量原样相加了：应先化成长度 1。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.sum(tf.mul(unitsOf(v), wanted(v, a, b, c)), 1), [a, b, c]),
  },
  {
    name: 'given ones answered',
    guess: {
      en: 'One of the three given words is answered: leave them out.',
      zh: '返回了给出的三个词之一：应排除它们。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.sum(tf.mul(unitsOf(v), wanted(unitsOf(v), a, b, c)), 1), []),
  },
  {
    name: 'third alone left out',
    guess: {
      en: 'Only the third word is left out: a and b are no answers either.',
      zh: '只排除了第三个词：a 和 b 也不能作答案。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.sum(tf.mul(unitsOf(v), wanted(unitsOf(v), a, b, c)), 1), [c]),
  },
  {
    name: 'first stays in',
    guess: {
      en: 'The first word may be answered: leave out all three.',
      zh: '第一个词也可能被返回：三个都应排除。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.sum(tf.mul(unitsOf(v), wanted(unitsOf(v), a, b, c)), 1), [b, c]),
  },
  {
    name: 'backwards',
    guess: {
      en: 'The difference is taken the wrong way round: it leads from a to b.',
      zh: '差的方向反了：应从 a 指向 b。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) => {
      const direction = wanted(unitsOf(v), b, a, c);
      return best(tf.sum(tf.mul(unitsOf(v), direction), 1), [a, b, c]);
    },
  },
  {
    name: 'neighbour of the third',
    guess: {
      en: 'The word nearest to the third is answered, whatever the first two are.',
      zh: '返回的是离第三个词最近的词，与前两个无关。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.sum(tf.mul(unitsOf(v), tf.gather(unitsOf(v), [c])), 1), [a, b, c]),
  },
  {
    name: 'farthest',
    guess: {
      en: 'The farthest word is answered: a large cosine means near.',
      zh: '返回的是最远的词：余弦大表示近。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) =>
      best(tf.neg(tf.sum(tf.mul(unitsOf(v), wanted(unitsOf(v), a, b, c)), 1)), [a, b, c]),
  },
  {
    name: 'left out by value',
    guess: {
      en: 'What is left out has the similarity 0, and that may be the largest: pass it over.',
      zh: '被排除的词相似度记作 0，而 0 可能恰是最大的：应当跳过。',
    },
    fn: (v: Tensor2D, a: number, b: number, c: number) => {
      const scores = tf
        .sum(tf.mul(unitsOf(v), wanted(unitsOf(v), a, b, c)), 1)
        .arraySync() as number[];
      for (const row of [a, b, c]) scores[row] = 0;
      return scores.indexOf(Math.max(...scores));
    },
  },
];

const padded = (rows: readonly number[][], kept: readonly number[][]) => ({
  tokens: tf.tensor2d([...rows], undefined, 'int32'),
  mask: tf.tensor2d([...kept]),
});

export const padAndMaskMutants: readonly Mutant[] = [
  {
    name: 'padding in front',
    guess: {
      en: 'The padding stands in front: tokens come first.',
      zh: '填充放在了前面：词元应在前。',
    },
    fn: (sequences: number[][], length: number) => {
      const fill = (list: number[]) => new Array<number>(Math.max(0, length - list.length)).fill(0);
      return padded(
        sequences.map((list) => [...fill(list), ...list.slice(0, length)]),
        sequences.map((list) => [...fill(list), ...list.slice(0, length).map(() => 1)]),
      );
    },
  },
  {
    name: 'last tokens kept',
    guess: {
      en: 'Of longer texts the last tokens are kept: keep the first ones.',
      zh: '较长的文本保留了末尾的词元：应保留开头的。',
    },
    fn: (sequences: number[][], length: number) =>
      padAndMask(
        sequences.map((list) => list.slice(Math.max(0, list.length - length))),
        length,
      ),
  },
  {
    name: 'mask by value',
    guess: {
      en: 'The mask is 0 wherever the token is 0: 0 may be a token like any other.',
      zh: '词元为 0 的地方掩码都是 0：0 也可以是普通的词元。',
    },
    fn: (sequences: number[][], length: number) => {
      const { tokens } = padAndMask(sequences, length);
      return { tokens, mask: tf.cast(tf.notEqual(tokens, 0), 'float32') };
    },
  },
  {
    name: 'mask turned round',
    guess: {
      en: 'The mask is turned round: 1 is a token, 0 is none.',
      zh: '掩码反了：1 表示词元，0 表示没有。',
    },
    fn: (sequences: number[][], length: number) => {
      const { tokens, mask } = padAndMask(sequences, length);
      return { tokens, mask: tf.sub(1, mask) };
    },
  },
  {
    name: 'tokens as float32',
    guess: {
      en: 'The tokens are float32: numbers of tokens are int32.',
      zh: '词元是 float32：词元编号应为 int32。',
    },
    fn: (sequences: number[][], length: number) => {
      const { tokens, mask } = padAndMask(sequences, length);
      return { tokens: tf.cast(tokens, 'float32'), mask };
    },
  },
  {
    name: 'mask as int32',
    guess: {
      en: 'The mask is int32: it will be multiplied with states, so it is float32.',
      zh: '掩码是 int32：它要与状态相乘，应为 float32。',
    },
    fn: (sequences: number[][], length: number) => {
      const { tokens, mask } = padAndMask(sequences, length);
      return { tokens, mask: tf.cast(mask, 'int32') };
    },
  },
  {
    name: 'as long as the longest',
    guess: {
      en: 'Rows are as long as the longest text: they have the given length.',
      zh: '行长取了最长文本的长度：应为给定的长度。',
    },
    fn: (sequences: number[][]) =>
      padAndMask(sequences, Math.max(1, ...sequences.map((list) => list.length))),
  },
  {
    name: 'filled with the last token',
    guess: {
      en: 'The last token is repeated: fill up with 0.',
      zh: '重复了最后一个词元：应以 0 填充。',
    },
    fn: (sequences: number[][], length: number) => {
      const { mask } = padAndMask(sequences, length);
      const rows = sequences.map((list) =>
        Array.from({ length }, (_, i) => list[Math.min(i, list.length - 1)] ?? 0),
      );
      return { tokens: tf.tensor2d(rows, undefined, 'int32'), mask };
    },
  },
];

interface State {
  h: Tensor2D;
  c: Tensor2D;
}
interface Weights {
  kernel: Tensor2D;
  recurrentKernel: Tensor2D;
  bias: Tensor1D;
}
type Step = (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => Record<string, Tensor>;

/** The same step with the four blocks of all weights in another order. */
const reordered =
  (order: readonly number[]): Step =>
  (x, s, w, m) => {
    const blocks = (t: Tensor, axis: number) => {
      const parts = tf.split(t, 4, axis);
      return tf.concat(
        order.map((i) => parts[i] as Tensor),
        axis,
      );
    };
    return lstmStep(
      x,
      s,
      {
        kernel: blocks(w.kernel, 1) as Tensor2D,
        recurrentKernel: blocks(w.recurrentKernel, 1) as Tensor2D,
        bias: blocks(w.bias, 0) as Tensor1D,
      },
      m,
    ) as unknown as Record<string, Tensor>;
  };

const gatesOf = (x: Tensor2D, s: State, w: Weights) =>
  tf.split(
    tf.add(tf.add(tf.matMul(x, w.kernel), tf.matMul(s.h, w.recurrentKernel)), w.bias),
    4,
    1,
  ) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
const masked = (m: Tensor2D, now: Tensor, old: Tensor) =>
  tf.add(tf.mul(m, now), tf.mul(tf.sub(1, m), old));

export const lstmStepMutants: readonly Mutant[] = [
  {
    name: 'input and forget exchanged',
    guess: {
      en: 'The input and the forget gate are exchanged: the order is input, forget, candidate, output.',
      zh: '输入门与遗忘门弄反了：次序是输入、遗忘、候选、输出。',
    },
    fn: reordered([1, 0, 2, 3]),
  },
  {
    name: 'candidate and output exchanged',
    guess: {
      en: 'The candidate and the output gate are exchanged: the order is input, forget, candidate, output.',
      zh: '候选与输出门弄反了：次序是输入、遗忘、候选、输出。',
    },
    fn: reordered([0, 1, 3, 2]),
  },
  {
    name: 'mask not heeded',
    guess: {
      en: 'The mask is not heeded: where it is 0 the state stays as it was.',
      zh: '没有理会掩码：掩码为 0 处状态应保持原样。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => lstmStep(x, s, w, tf.onesLike(m)),
  },
  {
    name: 'state wiped',
    guess: {
      en: 'Where the mask is 0 the state becomes 0: it must stay as it was.',
      zh: '掩码为 0 处状态变成了 0：应保持原样。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => {
      const next = lstmStep(x, s, w, tf.onesLike(m));
      return { h: tf.mul(next.h, m), c: tf.mul(next.c, m) };
    },
  },
  {
    name: 'memory not masked',
    guess: {
      en: 'Only h is masked: c must stay as it was too.',
      zh: '只对 h 用了掩码：c 也应保持原样。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => ({
      h: lstmStep(x, s, w, m).h,
      c: lstmStep(x, s, w, tf.onesLike(m)).c,
    }),
  },
  {
    name: 'says its memory as it is',
    guess: {
      en: 'The memory is said without tanh.',
      zh: '输出记忆时少了 tanh。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => {
      const o = gatesOf(x, s, w)[3];
      const c = lstmStep(x, s, w, tf.onesLike(m)).c;
      return { h: masked(m, tf.mul(tf.sigmoid(o), c), s.h), c: masked(m, c, s.c) };
    },
  },
  {
    name: 'says the old memory',
    guess: {
      en: 'What is said comes from the old memory: take the new one.',
      zh: '输出用的是旧的记忆：应使用新的。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => {
      const o = gatesOf(x, s, w)[3];
      const said = tf.mul(tf.sigmoid(o), tf.tanh(s.c));
      return { h: masked(m, said, s.h), c: lstmStep(x, s, w, m).c };
    },
  },
  {
    name: 'forgets nothing',
    guess: {
      en: 'The old memory is added whole: the forget gate weighs it.',
      zh: '旧的记忆整个加上了：应乘以遗忘门。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => {
      const [i, , g, o] = gatesOf(x, s, w);
      const c = tf.add(s.c, tf.mul(tf.sigmoid(i), tf.tanh(g)));
      return { h: masked(m, tf.mul(tf.sigmoid(o), tf.tanh(c)), s.h), c: masked(m, c, s.c) };
    },
  },
  {
    name: 'candidate by a sigmoid',
    guess: {
      en: 'The candidate goes through a sigmoid: it goes through tanh, so that memory can go down.',
      zh: '候选用了 sigmoid：应使用 tanh，这样记忆才能减小。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => {
      const [i, f, g, o] = gatesOf(x, s, w);
      const c = tf.add(tf.mul(tf.sigmoid(f), s.c), tf.mul(tf.sigmoid(i), tf.sigmoid(g)));
      return { h: masked(m, tf.mul(tf.sigmoid(o), tf.tanh(c)), s.h), c: masked(m, c, s.c) };
    },
  },
  {
    name: 'bias forgotten',
    guess: { en: 'The bias is not added.', zh: '没有加偏置。' },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) =>
      lstmStep(x, s, { ...w, bias: tf.zerosLike(w.bias) }, m),
  },
  {
    name: 'state not read',
    guess: {
      en: 'The gates do not see what was said before: h goes through the recurrent kernel.',
      zh: '门没有看到之前的输出：h 应经过循环核。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) =>
      lstmStep(x, s, { ...w, recurrentKernel: tf.zerosLike(w.recurrentKernel) }, m),
  },
  {
    name: 'h and c exchanged',
    guess: {
      en: 'h and c are exchanged in the answer.',
      zh: '返回的 h 与 c 弄反了。',
    },
    fn: (x: Tensor2D, s: State, w: Weights, m: Tensor2D) => {
      const { h, c } = lstmStep(x, s, w, m);
      return { h: c, c: h };
    },
  },
];
