/** Typical wrong attention, blocks, rollouts and crossings. */
import {
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../../../src/backend/tf.js';
import type { AttentionWeights, BlockWeights } from '../../../src/scratch/index.js';
import type { Mutant } from '../parts.js';
import { attentionRollout, crossing, multiHeadAttention, preNormBlock } from './solution.js';

type Attend = (x: Tensor3D, weights: AttentionWeights, heads: number) => unknown;

/** The places at which attention can go wrong. */
interface Faults {
  /** Queries, keys and values of `[B, T, 3 D]`: `[B, heads, T, d]` each. */
  split?: (all: Tensor3D, heads: number) => Tensor4D[];
  scale?: (size: number, width: number) => number;
  axis?: number;
  join?: (mixed: Tensor4D) => Tensor3D;
  out?: (joined: Tensor2D, weights: AttentionWeights) => Tensor2D;
}

const splitRight = (all: Tensor3D, heads: number): Tensor4D[] => {
  const [batch, count, width] = all.shape;
  const parts = tf.reshape(all, [batch, count, 3, heads, width / 3 / heads]);
  return tf.unstack(tf.transpose(parts, [2, 0, 3, 1, 4])) as Tensor4D[];
};

const joinRight = (mixed: Tensor4D): Tensor3D => {
  const [batch, heads, count, size] = mixed.shape;
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, count, heads * size]);
};

const attendBy =
  ({
    split = splitRight,
    scale = (size) => 1 / Math.sqrt(size),
    axis = -1,
    join = joinRight,
    out = (joined, { wOut, bOut }) => tf.add(tf.matMul(joined, wOut), bOut),
  }: Faults): Attend =>
  (x, weights, heads) => {
    const [batch, count, width] = x.shape;
    const rows = tf.matMul(x.reshape([-1, width]) as Tensor2D, weights.wQkv).add(weights.bQkv);
    const [q, k, v] = split(rows.reshape([batch, count, 3 * width]) as Tensor3D, heads) as [
      Tensor4D,
      Tensor4D,
      Tensor4D,
    ];
    const scores = tf.matMul(q, k, false, true).mul(scale(width / heads, width)) as Tensor4D;
    const attention = axis === -1 ? tf.softmax(scores) : softmaxOver(scores, axis);
    const joined = join(tf.matMul(attention as Tensor4D, v)).reshape([-1, width]) as Tensor2D;
    return { y: out(joined, weights).reshape([batch, count, width]), attention };
  };

const softmaxOver = (scores: Tensor4D, axis: number) => {
  const powers = tf.exp(tf.sub(scores, tf.max(scores)));
  return tf.div(powers, tf.sum(powers, axis, true));
};

export const multiHeadAttentionMutants: readonly Mutant[] = [
  {
    name: 'scores not divided',
    guess: {
      en: 'The scores are not divided by the root of d.',
      zh: '得分没有除以 d 的平方根。',
    },
    fn: attendBy({ scale: () => 1 }),
  },
  {
    name: 'divided by the root of the width',
    guess: {
      en: 'The scores are divided by the root of D: d = D / heads is the size of a head.',
      zh: '得分除以了 D 的平方根：d = D / heads 才是头的大小。',
    },
    fn: attendBy({ scale: (_size, width) => 1 / Math.sqrt(width) }),
  },
  {
    name: 'divided by d',
    guess: {
      en: 'The scores are divided by d: take its root.',
      zh: '得分除以了 d：应取平方根。',
    },
    fn: attendBy({ scale: (size) => 1 / size }),
  },
  {
    name: 'softmax over the queries',
    guess: {
      en: 'The softmax is over the queries: each query shares out its attention over the keys, the last axis.',
      zh: 'softmax 沿查询方向了：每个查询把注意力分给各个键，即最后一个轴。',
    },
    fn: attendBy({ axis: 2 }),
  },
  {
    name: 'one head',
    guess: {
      en: 'All columns are taken as one head: each head has its own scores.',
      zh: '把所有列当成了一个头：每个头有自己的得分。',
    },
    fn: ((x, weights, heads) => {
      const { y, attention } = multiHeadAttention(x, weights, 1);
      return { y, attention: tf.tile(attention, [1, heads, 1, 1]) };
    }) as Attend,
  },
  {
    name: 'heads cut across the tokens',
    guess: {
      en: 'The heads were made by a reshape alone: give each its axis behind the tokens first, then swap both.',
      zh: '头只用 reshape 就切了出来：先在词元之后给它一个轴，再把两个轴对调。',
    },
    fn: attendBy({
      split: (all, heads) => {
        const [batch, count, width] = all.shape;
        return tf
          .split(all, 3, 2)
          .map((part) => tf.reshape(part, [batch, heads, count, width / 3 / heads]));
      },
    }),
  },
  {
    name: 'heads of every h-th column',
    guess: {
      en: 'A head took every `heads`-th column: its columns stand side by side.',
      zh: '一个头每隔 `heads` 列取了一列：它的列应是相邻的。',
    },
    fn: attendBy({
      split: (all, heads) => {
        const [batch, count, width] = all.shape;
        const parts = tf.reshape(all, [batch, count, 3, width / 3 / heads, heads]);
        return tf.unstack(tf.transpose(parts, [2, 0, 4, 1, 3])) as Tensor4D[];
      },
    }),
  },
  {
    name: 'queries and keys change places',
    guess: {
      en: 'Queries and keys have changed places: the first D columns are the queries.',
      zh: '查询和键换了位置：前 D 列是查询。',
    },
    fn: attendBy({
      split: (all, heads) => {
        const [q, k, v] = splitRight(all, heads) as [Tensor4D, Tensor4D, Tensor4D];
        return [k, q, v];
      },
    }),
  },
  {
    name: 'heads joined by a reshape',
    guess: {
      en: 'The heads were joined by a reshape alone: bring the tokens before the heads first.',
      zh: '头只用 reshape 就拼了起来：先把词元的轴换到头之前。',
    },
    fn: attendBy({
      join: (mixed) => {
        const [batch, heads, count, size] = mixed.shape;
        return tf.reshape(mixed, [batch, count, heads * size]);
      },
    }),
  },
  {
    name: 'no map at the end',
    guess: {
      en: 'The heads are joined, but `wOut` and `bOut` are not used.',
      zh: '头拼起来了，但没有用 `wOut` 和 `bOut`。',
    },
    fn: attendBy({ out: (joined) => joined }),
  },
  {
    name: 'no last bias',
    guess: { en: '`bOut` is missing.', zh: '没有加 `bOut`。' },
    fn: attendBy({ out: (joined, { wOut }) => tf.matMul(joined, wOut) }),
  },
];

type Through = (x: Tensor3D, block: BlockWeights, heads: number) => unknown;

const norm = (x: Tensor3D, gamma: Tensor1D, beta: Tensor1D, epsilon = 1e-5): Tensor3D => {
  const { mean, variance } = tf.moments(x, -1, true);
  const ones = x.sub(mean).div(variance.add(epsilon).sqrt());
  return ones.mul(gamma).add(beta) as Tensor3D;
};

const gelu = (z: Tensor2D): Tensor2D =>
  z
    .pow(3)
    .mul(0.044715)
    .add(z)
    .mul(Math.sqrt(2 / Math.PI))
    .tanh()
    .add(1)
    .mul(z)
    .div(2) as Tensor2D;

/** A block with another norm, another bend or other ways round. */
const blockBy =
  ({
    normal = norm,
    bend = gelu,
    first = (x, y) => x.add(y) as Tensor3D,
    second = (x, y) => x.add(y) as Tensor3D,
  }: {
    normal?: typeof norm;
    bend?: (z: Tensor2D) => Tensor2D;
    first?: (x: Tensor3D, y: Tensor3D, before: Tensor3D) => Tensor3D;
    second?: (x: Tensor3D, y: Tensor3D, before: Tensor3D) => Tensor3D;
  }): Through =>
  (x, block, heads) => {
    const before = normal(x, block.gamma1, block.beta1);
    const seen = first(x, multiHeadAttention(before, block, heads).y, before);
    const after = normal(seen, block.gamma2, block.beta2);
    const rows = after.reshape([-1, x.shape[2]]) as Tensor2D;
    const hidden = bend(tf.matMul(rows, block.wUp).add(block.bUp) as Tensor2D);
    const fed = tf.matMul(hidden, block.wDown).add(block.bDown).reshape(x.shape);
    return second(seen, fed as Tensor3D, after);
  };

export const preNormBlockMutants: readonly Mutant[] = [
  {
    name: 'norm behind',
    guess: {
      en: 'The norms stand behind the sums: here they come first, and x itself goes round.',
      zh: '归一化放在了相加之后：这里它在前面，绕行的是 x 本身。',
    },
    fn: ((x, block, heads) => {
      const plain = blockBy({ normal: (values) => values });
      const seen = norm(
        x.add(multiHeadAttention(x, block, heads).y) as Tensor3D,
        block.gamma1,
        block.beta1,
      );
      const silent = { ...block, wOut: tf.zerosLike(block.wOut), bOut: tf.zerosLike(block.bOut) };
      return norm(plain(seen, silent, heads) as Tensor3D, block.gamma2, block.beta2);
    }) as Through,
  },
  {
    name: 'no norm',
    guess: {
      en: 'Nothing is normalised: both ways begin with a norm.',
      zh: '没有做归一化：两条路都从归一化开始。',
    },
    fn: blockBy({ normal: (x) => x }),
  },
  {
    name: 'no way round attention',
    guess: {
      en: 'x is not added to what attention gives.',
      zh: '注意力的结果没有加上 x。',
    },
    fn: blockBy({ first: (_x, y) => y }),
  },
  {
    name: 'no way round the hidden layer',
    guess: {
      en: 'What goes into the second way is not added to what comes out of it.',
      zh: '第二条路的输出没有加上它的输入。',
    },
    fn: blockBy({ second: (_x, y) => y }),
  },
  {
    name: 'the norm goes round',
    guess: {
      en: 'The normalised values go round: x itself is added.',
      zh: '绕行的是归一化后的值：应加上 x 本身。',
    },
    fn: blockBy({
      first: (_x, y, before) => before.add(y) as Tensor3D,
      second: (_x, y, before) => before.add(y) as Tensor3D,
    }),
  },
  {
    name: 'x added at the end',
    guess: {
      en: 'The second sum takes the first x: it takes what the attention left.',
      zh: '第二次相加用了最初的 x：应加上注意力之后的结果。',
    },
    fn: ((x, block, heads) => {
      const fed = blockBy({ second: (_seen, y) => y })(x, block, heads) as Tensor3D;
      return x.add(fed);
    }) as Through,
  },
  {
    name: 'ReLU',
    guess: {
      en: 'The bend is a ReLU: the block has a GELU.',
      zh: '激活函数用了 ReLU：这个块用 GELU。',
    },
    fn: blockBy({ bend: (z) => tf.relu(z) }),
  },
  {
    name: 'no bend',
    guess: {
      en: 'There is no GELU between `wUp` and `wDown`.',
      zh: '`wUp` 和 `wDown` 之间没有 GELU。',
    },
    fn: blockBy({ bend: (z) => z }),
  },
  {
    name: 'norm over the tokens',
    guess: {
      en: 'Mean and variance are taken over the tokens: each token has its own, over its D numbers.',
      zh: '均值和方差沿词元方向取了：每个词元应有自己的，沿它的 D 个数取。',
    },
    fn: blockBy({
      normal: (x, gamma, beta) => {
        const { mean, variance } = tf.moments(x, 1, true);
        return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gamma).add(beta) as Tensor3D;
      },
    }),
  },
  {
    name: 'epsilon beside the root',
    guess: {
      en: 'The 1e-5 is missing or stands outside of the root: it is added to the variance.',
      zh: '1e-5 漏了或放在了根号外：应加在方差上。',
    },
    fn: blockBy({
      normal: (x, gamma, beta) => {
        const { mean, variance } = tf.moments(x, -1, true);
        return x.sub(mean).div(variance.sqrt().add(1e-5)).mul(gamma).add(beta) as Tensor3D;
      },
    }),
  },
  {
    name: 'one norm for both',
    guess: {
      en: 'Both norms use the first gamma and beta: the second has its own.',
      zh: '两个归一化都用了第一组 gamma 和 beta：第二个有自己的。',
    },
    fn: ((x, block, heads) =>
      preNormBlock(x, { ...block, gamma2: block.gamma1, beta2: block.beta1 }, heads)) as Through,
  },
];

type Roll = (layers: Tensor4D[]) => unknown;

/** A rollout with another step, or multiplied in another way. */
const rollBy =
  (
    step: (attention: Tensor4D) => Tensor3D,
    multiply: (below: Tensor3D, layer: Tensor3D) => Tensor3D = (below, layer) =>
      tf.matMul(layer, below),
  ): Roll =>
  (layers) =>
    layers.map(step).reduce(multiply);

const halved = (attention: Tensor4D): Tensor3D =>
  attention.mean(1).add(tf.eye(attention.shape[3])).div(2) as Tensor3D;

export const attentionRolloutMutants: readonly Mutant[] = [
  {
    name: 'other order',
    guess: {
      en: 'The product stands the other way round: a later layer stands at the left.',
      zh: '乘积的顺序反了：后面的层在左边。',
    },
    fn: rollBy(halved, (below, layer) => tf.matMul(below, layer)),
  },
  {
    name: 'no way round',
    guess: {
      en: 'The way round is missing: half of each token is itself.',
      zh: '漏了绕行的路：每个词元有一半是它自己。',
    },
    fn: rollBy((attention) => attention.mean(1) as Tensor3D),
  },
  {
    name: 'not halved',
    guess: {
      en: 'The rows of a step sum to 2: take half of attention and half of the identity.',
      zh: '一步的各行之和是 2：注意力和单位矩阵应各取一半。',
    },
    fn: rollBy((attention) => attention.mean(1).add(tf.eye(attention.shape[3])) as Tensor3D),
  },
  {
    name: 'heads added up',
    guess: {
      en: 'The heads are added up: take their mean.',
      zh: '把各个头相加了：应取均值。',
    },
    fn: rollBy((attention) => attention.sum(1).add(tf.eye(attention.shape[3])).div(2) as Tensor3D),
  },
  {
    name: 'largest head',
    guess: {
      en: 'Only the strongest head counts: take the mean of all.',
      zh: '只取了最强的头：应取所有头的均值。',
    },
    fn: rollBy((attention) => attention.max(1).add(tf.eye(attention.shape[3])).div(2) as Tensor3D),
  },
  {
    name: 'last layer alone',
    guess: {
      en: 'Only the last layer counts: multiply through all of them.',
      zh: '只用了最后一层：应把所有层乘起来。',
    },
    fn: ((layers) => attentionRollout(layers.slice(-1))) as Roll,
  },
  {
    name: 'mean over the layers',
    guess: {
      en: 'The layers are averaged: a token of a later layer is made of tokens of the one before, so multiply.',
      zh: '对各层取了均值：后一层的词元由前一层的词元组成，所以应相乘。',
    },
    fn: ((layers) =>
      layers
        .map(halved)
        .reduce((sum, layer) => sum.add(layer))
        .div(layers.length)) as Roll,
  },
  {
    name: 'entries multiplied',
    guess: {
      en: 'The entries are multiplied one by one: this is a product of matrices.',
      zh: '逐个元素相乘了：这里是矩阵乘积。',
    },
    fn: rollBy(halved, (below, layer) => below.mul(layer)),
  },
];

type Cross = (sizes: number[], first: number[], later: number[]) => unknown;

/** Between the sizes at which it happens, placed otherwise. */
const placed =
  (place: (before: number, after: number, share: number) => number): Cross =>
  (sizes, first, later) => {
    const leads = later.map((value, i) => value - (first[i] as number));
    const i = leads.findIndex((lead, k) => k > 0 && lead >= 0 && (leads[k - 1] as number) < 0);
    if (i < 0) return null;
    const [before, after] = [leads[i - 1] as number, leads[i] as number];
    return place(sizes[i - 1] as number, sizes[i] as number, before / (before - after));
  };

export const crossingMutants: readonly Mutant[] = [
  {
    name: 'straight in the size',
    guess: {
      en: 'The lines are straight in the size: they are straight in its logarithm.',
      zh: '按数量画了直线：应按它的对数画直线。',
    },
    fn: placed((before, after, share) => before + share * (after - before)),
  },
  {
    name: 'the size behind',
    guess: {
      en: 'The answer is a size of the list: the lines cross between two of them.',
      zh: '答案是列表中的数量：两条线在两个数量之间相交。',
    },
    fn: placed((_before, after) => after),
  },
  {
    name: 'half-way',
    guess: {
      en: 'The answer is the middle between two sizes: where the lines cross depends on how far apart they are.',
      zh: '答案取了两个数量的中点：交点取决于两条线相距多远。',
    },
    fn: placed((before, after) => Math.sqrt(before * after)),
  },
  {
    name: 'share from the other end',
    guess: {
      en: 'The share is counted from the wrong end: a small gap before means a crossing near the smaller size.',
      zh: '份额从另一端算了：前面差距小，交点就靠近较小的数量。',
    },
    fn: placed((before, after, share) => before ** share * after ** (1 - share)),
  },
  {
    name: 'logarithm of the size',
    guess: {
      en: 'The answer is a logarithm: bring it back by `Math.exp`.',
      zh: '答案还是对数：用 `Math.exp` 变回来。',
    },
    fn: placed((before, after, share) => Math.log(before ** (1 - share) * after ** share)),
  },
  {
    name: 'ahead from the start counts',
    guess: {
      en: 'Ahead from the start is no crossing: `later` must come from below.',
      zh: '从一开始就领先不算交叉：`later` 必须由低变高。',
    },
    fn: ((sizes, first, later) =>
      (later[0] as number) >= (first[0] as number)
        ? sizes[0]
        : crossing(sizes, first, later)) as Cross,
  },
  {
    name: 'falling behind counts',
    guess: {
      en: 'A fall from above to below counts as a crossing: only from behind to ahead does.',
      zh: '由高变低也算成了交叉：只有由落后变领先才算。',
    },
    fn: ((sizes, first, later) => {
      const there = [crossing(sizes, first, later), crossing(sizes, later, first)];
      const all = there.filter((size): size is number => size !== null);
      return all.length === 0 ? null : Math.min(...all);
    }) as Cross,
  },
  {
    name: 'the last of several',
    guess: {
      en: 'The last crossing is given: the first one counts.',
      zh: '给出了最后一次交叉：应取第一次。',
    },
    fn: ((sizes, first, later) => {
      let found = crossing(sizes, first, later);
      for (let i = 1; i < sizes.length; i++) {
        const [s, a, b] = [sizes, first, later].map((list) => list.slice(i)) as [
          number[],
          number[],
          number[],
        ];
        found = crossing(s, a, b) ?? found;
      }
      return found;
    }) as Cross,
  },
  {
    name: 'a tie is not enough',
    guess: {
      en: 'To draw level is enough: 0 counts as caught up.',
      zh: '打平就够了：差为 0 也算追上。',
    },
    fn: ((sizes, first, later) =>
      crossing(
        sizes,
        first,
        later.map((value, i) => (value === first[i] ? value - 1e-9 : value)),
      )) as Cross,
  },
  {
    name: 'never is no number',
    guess: {
      en: 'Where the lines do not cross the answer is null.',
      zh: '两条线不相交时，答案是 null。',
    },
    fn: ((sizes, first, later) => crossing(sizes, first, later) ?? Number.NaN) as Cross,
  },
];
