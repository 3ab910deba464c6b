/** Typical wrong attention, masks, heads, waves and blocks. */
import {
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tf,
} from '../../../src/backend/tf.js';
import * as library from '../../../src/scratch/index.js';
import type { Mutant } from '../parts.js';
import { causalMask, multiHead, positionWaves } from './solution.js';

interface LookUpFaults {
  scale?: (size: number, keys: number) => number;
  masked?: (scores: Tensor, keep: Tensor) => Tensor;
  soft?: (scores: Tensor) => Tensor;
  after?: (weights: Tensor, keep: Tensor) => Tensor;
}

const attendBy =
  ({
    scale = (size) => 1 / Math.sqrt(size),
    masked = (scores, keep) => scores.add(tf.sub(keep, 1).mul(1e9)),
    soft = (scores) => tf.softmax(scores),
    after = (weights) => weights,
  }: LookUpFaults) =>
  (q: Tensor, k: Tensor, v: Tensor, keep?: Tensor) => {
    const factor = scale(q.shape.at(-1) as number, k.shape.at(-2) as number);
    let scores: Tensor = tf.matMul(q, k, false, true).mul(factor);
    if (keep) scores = masked(scores, keep);
    let weights = soft(scores);
    if (keep) weights = after(weights, keep);
    return { y: tf.matMul(weights, v), weights };
  };

const softOver = (scores: Tensor, axis: number) => {
  const powers = tf.exp(scores.sub(scores.max()));
  return powers.div(powers.sum(axis, true));
};

export const attendMutants: readonly Mutant[] = [
  {
    name: 'scores not divided',
    guess: {
      en: 'The scores are not divided by the root of d.',
      zh: '得分没有除以 d 的平方根。',
    },
    fn: attendBy({ scale: () => 1 }),
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
    name: 'divided by the root of the number of keys',
    guess: {
      en: 'The scores are divided by the root of the number of keys: d is the size of each of them.',
      zh: '得分除以了键个数的平方根：d 是每个键的大小。',
    },
    fn: attendBy({ scale: (_size, keys) => 1 / Math.sqrt(keys) }),
  },
  {
    name: 'softmax over the queries',
    guess: {
      en: 'The softmax is over the queries: each query shares out its weights over the keys, the last axis.',
      zh: 'softmax 沿查询方向了：每个查询把权重分给各个键，即最后一个轴。',
    },
    fn: attendBy({ soft: (scores) => softOver(scores, -2) }),
  },
  {
    name: 'mask ignored',
    guess: { en: '`keep` is not used.', zh: '没有用到 `keep`。' },
    fn: attendBy({ masked: (scores) => scores }),
  },
  {
    name: 'mask the other way round',
    guess: {
      en: 'The mask is used the other way round: 1 means that a query may look.',
      zh: '掩码用反了：1 表示可以看。',
    },
    fn: attendBy({ masked: (scores, keep) => scores.add(keep.mul(-1e9)) }),
  },
  {
    name: 'weights masked behind the softmax',
    guess: {
      en: 'The weights are masked behind the softmax, so a row no longer sums to 1.',
      zh: '在 softmax 之后才掩盖权重，所以一行之和不再是 1。',
    },
    fn: attendBy({ masked: (scores) => scores, after: (weights, keep) => weights.mul(keep) }),
  },
  {
    name: 'scores multiplied by the mask',
    guess: {
      en: 'Scores are multiplied by the mask: a score of 0 still has a weight.',
      zh: '得分乘以了掩码：得分为 0 仍有权重。',
    },
    fn: attendBy({ masked: (scores, keep) => scores.mul(keep) }),
  },
  {
    name: 'a mask that is too weak',
    guess: {
      en: 'The number in place of masked scores is not small enough.',
      zh: '代替被掩盖得分的数不够小。',
    },
    fn: attendBy({ masked: (scores, keep) => scores.add(keep.sub(1).mul(100)) }),
  },
];

const ones = (length: number) => tf.ones([length, length]) as Tensor2D;

export const causalMaskMutants: readonly Mutant[] = [
  {
    name: 'one too many',
    guess: {
      en: 'Each place sees one place too many: j may be i at most.',
      zh: '每个位置多看了一个：j 最大只能是 i。',
    },
    fn: (length: number) => tf.linalg.bandPart(ones(length), -1, Math.min(1, length - 1)),
  },
  {
    name: 'not itself',
    guess: {
      en: 'A place does not see itself: the diagonal is 1.',
      zh: '位置看不到自己：对角线应为 1。',
    },
    fn: (length: number) => tf.sub(causalMask(length), tf.eye(length)),
  },
  {
    name: 'the future alone',
    guess: {
      en: 'It is the wrong way round: rows ask, columns are asked.',
      zh: '方向反了：行是提问者，列是被问者。',
    },
    fn: (length: number) => tf.transpose(causalMask(length)),
  },
  {
    name: '1 where nobody may look',
    guess: {
      en: 'Ones and zeros are swapped: 1 means that a place may look.',
      zh: '1 和 0 对调了：1 表示可以看。',
    },
    fn: (length: number) => tf.sub(1, causalMask(length)),
  },
  {
    name: 'no mask at all',
    guess: { en: 'Everything may be looked at.', zh: '什么都可以看。' },
    fn: ones,
  },
];

interface HeadFaults {
  keysOf?: (x: Tensor3D, memory: Tensor3D) => Tensor3D;
  split?: (all: Tensor3D, heads: number) => Tensor4D;
  join?: (y: Tensor4D) => Tensor3D;
  out?: boolean;
  isMasked?: boolean;
  valueMap?: 'wv' | 'wk';
}

const splitRight = (all: Tensor3D, heads: number): Tensor4D => {
  const [batch, count, width] = all.shape;
  return tf.transpose(
    tf.reshape(all, [batch, count, heads, width / heads]),
    [0, 2, 1, 3],
  ) as Tensor4D;
};

const joinRight = (y: Tensor4D): Tensor3D => {
  const [batch, heads, count, size] = y.shape;
  return tf.reshape(tf.transpose(y, [0, 2, 1, 3]), [batch, count, heads * size]);
};

const project = (x: Tensor3D, w: Tensor2D): Tensor3D =>
  tf.reshape(tf.matMul(tf.reshape(x, [-1, w.shape[0]]) as Tensor2D, w), x.shape);

const multiHeadBy =
  ({
    keysOf = (_x, memory) => memory,
    split = splitRight,
    join = joinRight,
    out = true,
    isMasked = true,
    valueMap = 'wv',
  }: HeadFaults) =>
  (x: Tensor3D, memory: Tensor3D, maps: library.HeadWeights, heads: number, keep?: Tensor) => {
    const [q, k, v] = [
      split(project(x, maps.wq), heads),
      split(project(keysOf(x, memory), maps.wk), heads),
      split(project(memory, maps[valueMap]), heads),
    ] as const;
    const { y, weights } = library.attend(q, k, v, isMasked ? keep : undefined);
    const joined = join(y as Tensor4D);
    return { y: out ? project(joined, maps.wo) : joined, weights };
  };

export const multiHeadMutants: readonly Mutant[] = [
  {
    name: 'asks itself',
    guess: {
      en: 'Keys and values are made of `x`: they come from the memory.',
      zh: '键和值取自 `x` 了：应取自记忆 `memory`。',
    },
    fn: (x: Tensor3D, _memory: Tensor3D, maps: library.HeadWeights, heads: number) =>
      multiHead(x, x, maps, heads),
  },
  {
    name: 'asked and asking swapped',
    guess: {
      en: 'Queries are made of the memory: they come from `x`.',
      zh: '查询取自记忆了：应取自 `x`。',
    },
    fn: (x: Tensor3D, memory: Tensor3D, maps: library.HeadWeights, heads: number) =>
      multiHead(memory, x, maps, heads),
  },
  {
    name: 'one head',
    guess: {
      en: 'All columns are taken as one head: each head has its own scores.',
      zh: '把所有列当成了一个头：每个头有自己的得分。',
    },
    fn: (
      x: Tensor3D,
      memory: Tensor3D,
      maps: library.HeadWeights,
      heads: number,
      keep?: Tensor,
    ) => {
      const { y, weights } = multiHead(x, memory, maps, 1, keep);
      return { y, weights: tf.tile(weights, [1, heads, 1, 1]) };
    },
  },
  {
    name: 'heads cut across the tokens',
    guess: {
      en: 'The heads were made by a reshape alone: give each its axis behind the tokens first, then swap both.',
      zh: '头只用 reshape 就切了出来：先在词元之后给它一个轴，再把两个轴对调。',
    },
    fn: multiHeadBy({
      split: (all, heads) => {
        const [batch, count, width] = all.shape;
        return tf.reshape(all, [batch, heads, count, width / heads]);
      },
    }),
  },
  {
    name: 'heads of every h-th column',
    guess: {
      en: 'A head took every `heads`-th column: its columns stand side by side.',
      zh: '一个头每隔 `heads` 列取了一列：它的列应是相邻的。',
    },
    fn: multiHeadBy({
      split: (all, heads) => {
        const [batch, count, width] = all.shape;
        const apart = tf.reshape(all, [batch, count, width / heads, heads]);
        return tf.transpose(apart, [0, 3, 1, 2]) as Tensor4D;
      },
    }),
  },
  {
    name: 'joined without a swap',
    guess: {
      en: 'The heads were joined by a reshape alone: bring them behind the tokens first.',
      zh: '头只用 reshape 就拼了起来：先把头的轴移到词元之后。',
    },
    fn: multiHeadBy({
      join: (y) => {
        const [batch, heads, count, size] = y.shape;
        return tf.reshape(y, [batch, count, heads * size]);
      },
    }),
  },
  {
    name: 'no way out',
    guess: { en: '`wo` is not used.', zh: '没有用到 `wo`。' },
    fn: multiHeadBy({ out: false }),
  },
  {
    name: 'mask not handed on',
    guess: { en: '`keep` is not handed on to `attend`.', zh: '`keep` 没有传给 `attend`。' },
    fn: multiHeadBy({ isMasked: false }),
  },
  {
    name: 'values by the map of the keys',
    guess: {
      en: 'The values are made by `wk`: they have a map of their own, `wv`.',
      zh: '值是用 `wk` 得到的：它有自己的映射 `wv`。',
    },
    fn: multiHeadBy({ valueMap: 'wk' }),
  },
];

const wavesBy =
  (value: (p: number, c: number, width: number) => number) => (length: number, width: number) =>
    tf.tensor2d(
      Array.from({ length: length * width }, (_, i) =>
        value(Math.floor(i / width), i % width, width),
      ),
      [length, width],
    );
const speed = (c: number, width: number) => 10_000 ** (-(c - (c % 2)) / width);

export const positionWavesMutants: readonly Mutant[] = [
  {
    name: 'exponent by column',
    guess: {
      en: 'The exponent counts columns: both of a pair have the same angle.',
      zh: '指数按列计算了：一对中的两列角度相同。',
    },
    fn: wavesBy((p, c, width) => {
      const angle = p * 10_000 ** (-c / width);
      return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
  },
  {
    name: 'sines, then cosines',
    guess: {
      en: 'All sines stand before all cosines: they take turns.',
      zh: '所有正弦都排在余弦之前：两者应交替。',
    },
    fn: wavesBy((p, c, width) => {
      const half = width / 2;
      const angle = p * speed(2 * (c % half), width);
      return c < half ? Math.sin(angle) : Math.cos(angle);
    }),
  },
  {
    name: 'cosine first',
    guess: {
      en: 'Sine and cosine are swapped: even columns, from 0 on, are sines.',
      zh: '正弦与余弦对调了：从 0 开始的偶数列是正弦。',
    },
    fn: wavesBy((p, c, width) => {
      const angle = p * speed(c, width);
      return c % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
    }),
  },
  {
    name: 'sines alone',
    guess: { en: 'There are no cosines.', zh: '没有余弦。' },
    fn: wavesBy((p, c, width) => Math.sin(p * speed(c, width))),
  },
  {
    name: 'counted from one',
    guess: {
      en: 'Positions are counted from 1: the first is 0.',
      zh: '位置从 1 开始数了：第一个是 0。',
    },
    fn: (length: number, width: number) =>
      positionWaves(length + 1, width).slice([1, 0], [length, width]),
  },
  {
    name: 'exponent i / D',
    guess: {
      en: 'The exponent is i / D: it is 2i / D for pair i.',
      zh: '指数用了 i / D：第 i 对应是 2i / D。',
    },
    fn: wavesBy((p, c, width) => {
      const angle = p * Math.sqrt(speed(c, width));
      return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }),
  },
];

interface BlockFaults {
  mask?: (length: number) => Tensor2D | undefined;
  crossMask?: (keep: Tensor | undefined, shape: [number, number]) => Tensor | undefined;
  order?: 'self first' | 'cross first';
  norm?: (x: Tensor3D) => Tensor3D;
  crossNorm?: (x: Tensor3D) => Tensor3D;
  act?: (x: Tensor2D) => Tensor2D;
  round?: (x: Tensor3D, normed: Tensor3D) => Tensor3D;
  cross?: (block: library.DecoderWeights) => library.HeadWeights;
}

const blockBy =
  ({
    mask = causalMask,
    crossMask = (keep) => keep,
    order = 'self first',
    norm = library.unitNorm,
    crossNorm = library.unitNorm,
    act = tf.relu,
    round = (x) => x,
    cross = (block) => block.cross,
  }: BlockFaults) =>
  (x: Tensor3D, memory: Tensor3D, block: library.DecoderWeights, heads: number, keep?: Tensor) => {
    const self = (z: Tensor3D) => {
      const n = norm(z);
      return round(z, n).add(
        library.multiHead(n, n, block.self, heads, mask(z.shape[1])).y,
      ) as Tensor3D;
    };
    const read = (z: Tensor3D) => {
      const n = crossNorm(z);
      const allowed = crossMask(keep, [z.shape[1], memory.shape[1]]);
      return round(z, n).add(
        library.multiHead(n, memory, cross(block), heads, allowed).y,
      ) as Tensor3D;
    };
    const z = order === 'self first' ? read(self(x)) : self(read(x));
    const n = norm(z);
    const hidden = act(tf.matMul(n.reshape([-1, x.shape[2]]) as Tensor2D, block.up) as Tensor2D);
    return round(z, n).add(tf.matMul(hidden, block.down).reshape(x.shape));
  };

export const decoderBlockMutants: readonly Mutant[] = [
  {
    name: 'it cheats',
    guess: {
      en: 'The block sees the future: `x` needs the causal mask.',
      zh: '这个块能看到未来：看 `x` 时需要因果掩码。',
    },
    fn: blockBy({ mask: () => undefined }),
  },
  {
    name: 'a mask off by one',
    guess: {
      en: 'Each place sees the one behind it: the mask is off by one.',
      zh: '每个位置能看到后一个：掩码错了一位。',
    },
    fn: blockBy({
      mask: (length) => tf.linalg.bandPart(ones(length), -1, Math.min(1, length - 1)),
    }),
  },
  {
    name: 'sees the past alone',
    guess: {
      en: 'A place does not see itself.',
      zh: '位置看不到自己。',
    },
    fn: blockBy({ mask: (length) => tf.sub(causalMask(length), tf.eye(length)) as Tensor2D }),
  },
  {
    name: 'padding of the memory not masked',
    guess: { en: '`keep` is not used.', zh: '没有用到 `keep`。' },
    fn: blockBy({ crossMask: () => undefined }),
  },
  {
    name: 'the memory is read causally',
    guess: {
      en: 'The memory got the causal mask: all of it may be read from the first place on.',
      zh: '读记忆时也用了因果掩码：从第一个位置起就可以读全部。',
    },
    fn: blockBy({
      crossMask: (keep, [count, source]) => {
        const seen = tf.linalg.bandPart(tf.ones([count, source]), -1, 0);
        return keep === undefined ? seen : tf.mul(keep, seen);
      },
    }),
  },
  {
    name: 'reads before it looks',
    guess: {
      en: 'It reads the memory first: first it looks at what is written.',
      zh: '先读了记忆：应先看已写的内容。',
    },
    fn: blockBy({ order: 'cross first' }),
  },
  {
    name: 'no norms',
    guess: { en: 'The norms are missing.', zh: '缺少归一化。' },
    fn: blockBy({ norm: (x) => x, crossNorm: (x) => x }),
  },
  {
    name: 'one norm missing',
    guess: {
      en: 'The norm before the memory is read is missing.',
      zh: '读记忆之前缺少归一化。',
    },
    fn: blockBy({ crossNorm: (x) => x }),
  },
  {
    name: 'the norm goes round',
    guess: {
      en: 'What goes round is the norm: add to x itself.',
      zh: '绕行的是归一化后的值：应加到 x 本身上。',
    },
    fn: blockBy({ round: (_x, n) => n }),
  },
  {
    name: 'no way round',
    guess: {
      en: 'There is no way round: each part is added to what came in.',
      zh: '没有绕行：每一部分都要加到输入上。',
    },
    fn: blockBy({ round: (x) => tf.zerosLike(x) }),
  },
  {
    name: 'no ReLU',
    guess: { en: 'The ReLU is missing.', zh: '缺少 ReLU。' },
    fn: blockBy({ act: (x) => x }),
  },
  {
    name: 'one set of maps for both',
    guess: {
      en: 'The memory is read with the maps of `self`: it has its own, `cross`.',
      zh: '读记忆时用了 `self` 的映射：它有自己的 `cross`。',
    },
    fn: blockBy({ cross: (block) => block.self }),
  },
];
