/** Typical wrong likelihoods, draws, prices and losses. */
import { type Tensor, type Tensor2D, tf } from '../../../src/backend/tf.js';
import type { Mutant } from '../parts.js';
import {
  bernoulliLogLikelihood,
  betaVaeLoss,
  klStandardNormal,
  reparameterize,
} from './solution.js';

export const bernoulliLogLikelihoodMutants: readonly Mutant[] = [
  {
    name: 'by probabilities',
    guess: {
      en: 'A probability rounds to 0 or 1, and its logarithm is infinite: simplify the formula before you compute.',
      zh: '概率舍入成了 0 或 1，对数成了无穷：先化简公式再计算。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => {
      const p = tf.sigmoid(l);
      const empty = tf.mul(tf.sub(1, x), tf.log(tf.sub(1, p)));
      return tf.sum(tf.add(tf.mul(x, tf.log(p)), empty), 1);
    },
  },
  {
    name: 'probabilities clipped',
    guess: {
      en: 'Sure scores are cut off: a small number added to a probability changes what a mistake costs.',
      zh: '肯定的得分被截断了：给概率加一个小数会改变错误的代价。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => {
      const p = tf.clipByValue(tf.sigmoid(l), 1e-7, 1 - 1e-7);
      const empty = tf.mul(tf.sub(1, x), tf.log(tf.sub(1, p)));
      return tf.sum(tf.add(tf.mul(x, tf.log(p)), empty), 1);
    },
  },
  {
    name: 'ink alone',
    guess: {
      en: 'Only pixels with ink count: those without have a probability too.',
      zh: '只算了有墨的像素：没有墨的像素也有概率。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => tf.sum(tf.mul(x, tf.logSigmoid(l)), 1),
  },
  {
    name: 'a loss instead',
    guess: {
      en: 'The sign is that of a loss: a log-likelihood is never above 0.',
      zh: '符号是损失的符号：对数似然不会大于 0。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => tf.neg(bernoulliLogLikelihood(l, x)),
  },
  {
    name: 'mean over pixels',
    guess: {
      en: 'The mean over the pixels is taken: a picture is as likely as the product of its pixels, so add up.',
      zh: '对像素取了平均：图片的概率是各像素概率的乘积，所以应求和。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => tf.div(bernoulliLogLikelihood(l, x), l.shape[1]),
  },
  {
    name: 'one number for the batch',
    guess: {
      en: 'The pictures are added up too: each has a likelihood of its own.',
      zh: '把各张图片也加起来了：每张图片有自己的似然。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => tf.sum(bernoulliLogLikelihood(l, x)),
  },
  {
    name: 'ink and paper exchanged',
    guess: {
      en: 'Ink and no ink are exchanged: a high score makes ink likely.',
      zh: '有墨与没有墨弄反了：得分高表示有墨的可能大。',
    },
    fn: (l: Tensor2D, x: Tensor2D) => bernoulliLogLikelihood(l, tf.sub(1, x) as Tensor2D),
  },
];

export const reparameterizeMutants: readonly Mutant[] = [
  {
    name: 'variance for deviation',
    guess: {
      en: 'The noise is stretched by the variance: take its square root, the standard deviation.',
      zh: '噪声按方差拉伸了：应取平方根，即标准差。',
    },
    fn: (m: Tensor2D, v: Tensor2D, e: Tensor2D) => tf.add(m, tf.mul(tf.exp(v), e)),
  },
  {
    name: 'logarithm for deviation',
    guess: {
      en: 'The noise is multiplied by the logarithm: take its exponential first.',
      zh: '噪声直接乘了对数：应先取指数。',
    },
    fn: (m: Tensor2D, v: Tensor2D, e: Tensor2D) => tf.add(m, tf.mul(v, e)),
  },
  {
    name: 'root of the logarithm',
    guess: {
      en: 'The square root is taken of the logarithm: exponential first, or half of the logarithm.',
      zh: '对对数开了平方：应先取指数，或取对数的一半。',
    },
    fn: (m: Tensor2D, v: Tensor2D, e: Tensor2D) => tf.add(m, tf.mul(tf.sqrt(tf.abs(v)), e)),
  },
  {
    name: 'mean alone',
    guess: { en: 'The noise is not used.', zh: '没有用到噪声。' },
    fn: (m: Tensor2D) => tf.clone(m),
  },
  {
    name: 'mean forgotten',
    guess: { en: 'The mean is not added.', zh: '没有加上均值。' },
    fn: (m: Tensor2D, v: Tensor2D, e: Tensor2D) => tf.sub(reparameterize(m, v, e), m),
  },
  {
    name: 'noise of its own',
    guess: {
      en: 'Fresh noise is drawn: use the noise that is given, so that a result can be repeated.',
      zh: '自己抽了新的噪声：应使用给出的噪声，结果才能重复。',
    },
    fn: (m: Tensor2D, v: Tensor2D, e: Tensor2D) =>
      reparameterize(m, v, tf.randomNormal(e.shape, 0, 1, 'float32', 3) as Tensor2D),
  },
  {
    name: 'size of the noise',
    guess: {
      en: 'Noise below 0 is turned round: it must give a draw below the mean.',
      zh: '小于 0 的噪声被翻转了：它应给出小于均值的值。',
    },
    fn: (m: Tensor2D, v: Tensor2D, e: Tensor2D) => reparameterize(m, v, tf.abs(e)),
  },
];

export const klStandardNormalMutants: readonly Mutant[] = [
  {
    name: 'sign of the logarithm',
    guess: {
      en: 'The sign of the logarithm of the variance is wrong: it is subtracted.',
      zh: '方差对数的符号错了：应减去它。',
    },
    fn: (m: Tensor2D, v: Tensor2D) => tf.add(klStandardNormal(m, v), tf.sum(v, 1)),
  },
  {
    name: 'all signs',
    guess: {
      en: 'The whole sign is wrong: a divergence is never below 0.',
      zh: '整个符号反了：散度不会小于 0。',
    },
    fn: (m: Tensor2D, v: Tensor2D) => tf.neg(klStandardNormal(m, v)),
  },
  {
    name: 'half forgotten',
    guess: { en: 'The factor of one half is missing.', zh: '少了二分之一。' },
    fn: (m: Tensor2D, v: Tensor2D) => tf.mul(klStandardNormal(m, v), 2),
  },
  {
    name: 'one forgotten',
    guess: {
      en: 'The 1 of each number is missing: N(0, 1) must cost 0.',
      zh: '每个数少减了 1：N(0, 1) 的代价应为 0。',
    },
    fn: (m: Tensor2D, v: Tensor2D) => tf.add(klStandardNormal(m, v), m.shape[1] / 2),
  },
  {
    name: 'mean over numbers',
    guess: {
      en: 'The mean over the numbers of a code is taken: their prices add up.',
      zh: '对编码的各个数取了平均：它们的代价应相加。',
    },
    fn: (m: Tensor2D, v: Tensor2D) => tf.div(klStandardNormal(m, v), m.shape[1]),
  },
  {
    name: 'deviation for logarithm',
    guess: {
      en: 'The argument is read as a standard deviation: it is the logarithm of the variance.',
      zh: '把参数当成了标准差：它是方差的对数。',
    },
    fn: (m: Tensor2D, v: Tensor2D) => {
      const logs = tf.log(tf.add(tf.square(v), 1e-8)) as Tensor2D;
      return klStandardNormal(m, logs);
    },
  },
  {
    name: 'mean not squared',
    guess: { en: 'The mean is not squared.', zh: '均值没有平方。' },
    fn: (m: Tensor2D, v: Tensor2D) => klStandardNormal(tf.sqrt(tf.abs(m)) as Tensor2D, v),
  },
  {
    name: 'one number for the batch',
    guess: {
      en: 'The codes are added up too: each has a price of its own.',
      zh: '把各个编码也加起来了：每个编码有自己的代价。',
    },
    fn: (m: Tensor2D, v: Tensor2D) => tf.sum(klStandardNormal(m, v)),
  },
];

type Network = (input: Tensor2D) => Tensor2D;
type Loss = (encode: Network, decode: Network, x: Tensor2D, e: Tensor2D, beta: number) => Tensor;

const partsOf = (encode: Network, x: Tensor2D) => tf.split(encode(x), 2, 1) as [Tensor2D, Tensor2D];

/** The loss with its parts in other places. */
const otherwise =
  (parts: {
    code?: (m: Tensor2D, v: Tensor2D, e: Tensor2D) => Tensor2D;
    swap?: boolean;
    join?: (kl: Tensor, likely: Tensor, beta: number) => Tensor;
  }): Loss =>
  (encode, decode, x, e, beta) => {
    const { code = reparameterize, swap = false, join } = parts;
    const [a, b] = partsOf(encode, x);
    const [m, v] = swap ? [b, a] : [a, b];
    const likely = bernoulliLogLikelihood(decode(code(m, v, e)), x);
    const kl = klStandardNormal(m, v);
    return tf.mean((join ?? ((k, l, w) => tf.sub(tf.mul(k, w), l)))(kl, likely, beta));
  };

export const betaVaeLossMutants: readonly Mutant[] = [
  {
    name: 'the bound itself',
    guess: {
      en: 'The sign is that of the bound: a loss is its negative.',
      zh: '符号是下界的符号：损失应取其相反数。',
    },
    fn: ((...args) => tf.neg(betaVaeLoss(...args))) as Loss,
  },
  {
    name: 'beta forgotten',
    guess: {
      en: 'beta is not used: it weighs the divergence.',
      zh: '没有用到 β：它应乘散度。',
    },
    fn: otherwise({ join: (kl, likely) => tf.sub(kl, likely) }),
  },
  {
    name: 'beta on the likelihood',
    guess: {
      en: 'beta weighs the likelihood: it weighs the divergence.',
      zh: 'β 乘到了似然上：它应乘散度。',
    },
    fn: otherwise({ join: (kl, likely, beta) => tf.sub(kl, tf.mul(likely, beta)) }),
  },
  {
    name: 'beta on both',
    guess: {
      en: 'beta weighs everything: the likelihood keeps the weight 1.',
      zh: 'β 乘到了全部上：似然的权重应保持为 1。',
    },
    fn: otherwise({ join: (kl, likely, beta) => tf.mul(tf.sub(kl, likely), beta) }),
  },
  {
    name: 'price added to the likelihood',
    guess: {
      en: 'The divergence has the sign of the likelihood: it is a price, and makes the loss larger.',
      zh: '散度与似然同号了：它是代价，会使损失变大。',
    },
    fn: otherwise({ join: (kl, likely, beta) => tf.neg(tf.add(tf.mul(kl, beta), likely)) }),
  },
  {
    name: 'halves exchanged',
    guess: {
      en: 'The first half of the columns are means, the second log-variances: they are exchanged.',
      zh: '前一半的列是均值，后一半是对数方差：两者弄反了。',
    },
    fn: otherwise({ swap: true }),
  },
  {
    name: 'mean decoded',
    guess: {
      en: 'The mean is decoded, not a draw: the noise is not used.',
      zh: '解码的是均值而不是抽取的值：没有用到噪声。',
    },
    fn: otherwise({ code: (m) => m }),
  },
  {
    name: 'gradient cut at the draw',
    guess: {
      en: 'The gradient stops at the draw: the encoder hears nothing of the pixels.',
      zh: '梯度停在了抽取处：编码器得不到像素的信息。',
    },
    fn: otherwise({ code: (m, v, e) => tf.tensor2d(reparameterize(m, v, e).arraySync()) }),
  },
  {
    name: 'sum over the batch',
    guess: {
      en: 'The pictures are added up: take the mean over the batch.',
      zh: '对各张图片求了和：应对批次取平均。',
    },
    fn: ((...args) => tf.mul(betaVaeLoss(...args), args[2].shape[0])) as Loss,
  },
  {
    name: 'mean over pixels',
    guess: {
      en: 'The likelihood is a mean over the pixels: it is their sum, or the price weighs too much.',
      zh: '似然对像素取了平均：应是求和，否则代价的比重过大。',
    },
    fn: ((encode, decode, x, e, beta) => {
      const mean = otherwise({
        join: (kl, likely, w) => tf.sub(tf.mul(kl, w), tf.div(likely, x.shape[1])),
      });
      return mean(encode, decode, x, e, beta);
    }) as Loss,
  },
];
