/** Typical wrong losses, steps and penalties. */
import {
  type Scalar,
  type Tensor,
  type Tensor2D,
  tf,
  type Variable,
} from '../../../src/backend/tf.js';
import type { Player } from '../../../src/scratch/index.js';
import type { Mutant } from '../parts.js';
import { discriminatorLoss, ganStep, generatorLoss, gradientPenalty } from './solution.js';

type Scores = (real: Tensor2D, fake: Tensor2D) => Tensor;

const logOf = (p: Tensor): Tensor => tf.log(p);
const believed = (scores: Tensor): Tensor => tf.sigmoid(scores);

export const discriminatorLossMutants: readonly Mutant[] = [
  {
    name: 'by probabilities',
    guess: {
      en: 'A probability rounds to 0 or 1, and its logarithm is infinite: `tf.softplus` needs no probability.',
      zh: '概率舍入成了 0 或 1，对数成了无穷：`tf.softplus` 不需要概率。',
    },
    fn: ((real, fake) =>
      tf.neg(
        tf.add(tf.mean(logOf(believed(real))), tf.mean(logOf(tf.sub(1, believed(fake))))),
      )) as Scores,
  },
  {
    name: 'probabilities clipped',
    guess: {
      en: 'Sure scores are cut off: what a sure mistake costs is lost, and its slope too.',
      zh: '肯定的得分被截断了：肯定的错误的代价丢了，斜率也丢了。',
    },
    fn: ((real, fake) => {
      const clipped = (p: Tensor): Tensor => logOf(tf.clipByValue(p, 1e-7, 1 - 1e-7));
      const missed = tf.mean(clipped(believed(real)));
      return tf.neg(tf.add(missed, tf.mean(clipped(tf.sub(1, believed(fake))))));
    }) as Scores,
  },
  {
    name: 'real and fake exchanged',
    guess: {
      en: 'Real examples and fakes are exchanged: a real one should have a high score.',
      zh: '真实样本与假样本弄反了：真实样本的得分应高。',
    },
    fn: ((real, fake) =>
      discriminatorLoss(tf.neg(real) as Tensor2D, tf.neg(fake) as Tensor2D)) as Scores,
  },
  {
    name: 'half of it',
    guess: {
      en: 'The two means are averaged: add them, so that not knowing costs 2 ln 2.',
      zh: '两个平均又取了平均：应相加，这样完全不知道的代价是 2 ln 2。',
    },
    fn: ((real, fake) => tf.div(discriminatorLoss(real, fake), 2)) as Scores,
  },
  {
    name: 'one mean over all',
    guess: {
      en: 'One mean is taken over all scores together: the larger group then counts more.',
      zh: '对全部得分一起取了平均：个数多的一组就占得更多。',
    },
    fn: ((real, fake) =>
      tf.mul(tf.mean(tf.softplus(tf.concat([tf.neg(real) as Tensor2D, fake]))), 2)) as Scores,
  },
  {
    name: 'sum over the batch',
    guess: {
      en: 'The scores are added up: take a mean of each group.',
      zh: '把得分的代价加起来了：每组应取平均。',
    },
    fn: ((real, fake) =>
      tf.add(tf.sum(tf.softplus(tf.neg(real))), tf.sum(tf.softplus(fake)))) as Scores,
  },
  {
    name: 'fakes alone',
    guess: {
      en: 'Only the fakes count: the detective must also believe what is real.',
      zh: '只算了假样本：侦探也要相信真实的样本。',
    },
    fn: ((_real, fake) => tf.mean(tf.softplus(fake))) as Scores,
  },
  {
    name: 'a bound to climb',
    guess: {
      en: 'The sign is that of what is to be made large: a loss is its negative.',
      zh: '符号是要变大的量的符号：损失应取相反数。',
    },
    fn: ((real, fake) => tf.neg(discriminatorLoss(real, fake))) as Scores,
  },
];

type Fakes = (fake: Tensor2D) => Tensor;

export const generatorLossMutants: readonly Mutant[] = [
  {
    name: 'saturating',
    guess: {
      en: 'This is the loss that saturates, mean of log(1 - D): where a fake is found out it has no slope.',
      zh: '这是会饱和的损失，即 log(1 - D) 的平均：假样本被识破时它没有斜率。',
    },
    fn: ((fake) => tf.neg(tf.mean(tf.softplus(fake)))) as Fakes,
  },
  {
    name: "the detective's own",
    guess: {
      en: "This is the detective's part: the forger wants its fakes to be taken for real.",
      zh: '这是侦探的那一部分：伪造者要让假样本被当成真的。',
    },
    fn: ((fake) => tf.mean(tf.softplus(fake))) as Fakes,
  },
  {
    name: 'by probabilities',
    guess: {
      en: 'The probability rounds to 0, and its logarithm is infinite: `tf.softplus` needs no probability.',
      zh: '概率舍入成了 0，对数成了无穷：`tf.softplus` 不需要概率。',
    },
    fn: ((fake) => tf.neg(tf.mean(logOf(believed(fake))))) as Fakes,
  },
  {
    name: 'a little added',
    guess: {
      en: 'A small number added to the probability cuts off what a fake costs that was found out.',
      zh: '给概率加一个小数，截断了被识破的假样本的代价。',
    },
    fn: ((fake) => tf.neg(tf.mean(logOf(tf.add(believed(fake), 1e-7))))) as Fakes,
  },
  {
    name: 'scores alone',
    guess: {
      en: 'This is the mean of the scores, as a critic has it: here the score goes through log σ.',
      zh: '这是得分的平均，属于评分网络：这里得分要经过 log σ。',
    },
    fn: ((fake) => tf.neg(tf.mean(fake))) as Fakes,
  },
  {
    name: 'sum over the batch',
    guess: { en: 'The fakes are added up: take the mean.', zh: '对假样本求了和：应取平均。' },
    fn: ((fake) => tf.sum(tf.softplus(tf.neg(fake)))) as Fakes,
  },
  {
    name: 'to be climbed',
    guess: {
      en: 'The sign is wrong: a loss falls when more is believed.',
      zh: '符号错了：越可信，损失应越小。',
    },
    fn: ((fake) => tf.neg(generatorLoss(fake))) as Fakes,
  },
];

type Step = (real: Tensor2D, noise: Tensor2D, forger: Player, detective: Player) => unknown;

const move = (
  { network, optimizer }: Player,
  loss: () => Tensor,
  variables: Variable[] = network.trainableVariables,
): Scalar => optimizer.minimize(loss as () => Scalar, true, [...variables]) as Scalar;

const judgedBy = (noise: Tensor2D, forger: Player, detective: Player) => (): Tensor2D =>
  detective.network.apply(forger.network.apply(noise));

export const ganStepMutants: readonly Mutant[] = [
  {
    name: 'forger first',
    guess: {
      en: 'The forger moves first: the detective learns first, then the forger meets the detective that has learnt.',
      zh: '伪造者先动了：应先让侦探学，再让伪造者面对学过的侦探。',
    },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      const second = move(forger, () => generatorLoss(judged()));
      const first = move(detective, () =>
        discriminatorLoss(detective.network.apply(real), judged()),
      );
      return { discriminatorLoss: first, generatorLoss: second };
    }) as Step,
  },
  {
    name: 'both of all variables',
    guess: {
      en: 'No list of variables is given to `minimize`, so each optimizer moves both networks.',
      zh: '没有给 `minimize` 变量列表，所以每个优化器都改动了两个网络。',
    },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      const all = [...forger.network.trainableVariables, ...detective.network.trainableVariables];
      const first = move(
        detective,
        () => discriminatorLoss(detective.network.apply(real), judged()),
        all,
      );
      return {
        discriminatorLoss: first,
        generatorLoss: move(forger, () => generatorLoss(judged()), all),
      };
    }) as Step,
  },
  {
    name: 'optimizers exchanged',
    guess: {
      en: 'The optimizers are exchanged: each network has its own.',
      zh: '优化器弄反了：每个网络有自己的优化器。',
    },
    fn: ((real, noise, forger, detective) =>
      ganStep(
        real,
        noise,
        { ...forger, optimizer: detective.optimizer },
        { ...detective, optimizer: forger.optimizer },
      )) as Step,
  },
  {
    name: 'the forger helps the detective',
    guess: {
      en: "The forger minimises the detective's loss: it must minimise its own.",
      zh: '伪造者在减小侦探的损失：它应减小自己的损失。',
    },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      const ofBoth = () => discriminatorLoss(detective.network.apply(real), judged());
      return { discriminatorLoss: move(detective, ofBoth), generatorLoss: move(forger, ofBoth) };
    }) as Step,
  },
  {
    name: 'the saturating loss',
    guess: {
      en: "The forger minimises the negative of the detective's loss, which saturates.",
      zh: '伪造者减小的是侦探损失的相反数，它会饱和。',
    },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      const first = move(detective, () =>
        discriminatorLoss(detective.network.apply(real), judged()),
      );
      const second = move(forger, () => tf.neg(tf.mean(tf.softplus(judged()))));
      return { discriminatorLoss: first, generatorLoss: second };
    }) as Step,
  },
  {
    name: 'detective alone',
    guess: { en: 'The forger does not move.', zh: '伪造者没有动。' },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      const first = move(detective, () =>
        discriminatorLoss(detective.network.apply(real), judged()),
      );
      return { discriminatorLoss: first, generatorLoss: generatorLoss(judged()) };
    }) as Step,
  },
  {
    name: 'forger alone',
    guess: { en: 'The detective does not move.', zh: '侦探没有动。' },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      const first = discriminatorLoss(detective.network.apply(real), judged());
      return {
        discriminatorLoss: first,
        generatorLoss: move(forger, () => generatorLoss(judged())),
      };
    }) as Step,
  },
  {
    name: 'losses exchanged',
    guess: {
      en: 'The two losses are answered in exchanged places.',
      zh: '返回的两个损失放反了。',
    },
    fn: ((real, noise, forger, detective) => {
      const losses = ganStep(real, noise, forger, detective);
      return {
        discriminatorLoss: losses.generatorLoss,
        generatorLoss: losses.discriminatorLoss,
      };
    }) as Step,
  },
  {
    name: 'detective twice',
    guess: {
      en: 'The detective makes two steps: each network makes one.',
      zh: '侦探走了两步：每个网络各走一步。',
    },
    fn: ((real, noise, forger, detective) => {
      const judged = judgedBy(noise, forger, detective);
      move(detective, () => discriminatorLoss(detective.network.apply(real), judged()));
      return ganStep(real, noise, forger, detective);
    }) as Step,
  },
];

type Critic = (x: Tensor2D) => Tensor2D;
type Penalty = (critic: Critic, real: Tensor2D, fake: Tensor2D, share: Tensor2D) => Tensor;

/** The penalty with its parts in other places. */
const otherwise =
  (parts: {
    mixed?: (real: Tensor2D, fake: Tensor2D, share: Tensor2D) => Tensor;
    squares?: (slopes: Tensor) => Tensor;
    cost?: (lengths: Tensor) => Tensor;
    root?: (squares: Tensor) => Tensor;
    score?: (scores: Tensor) => Tensor;
  }): Penalty =>
  (critic, real, fake, share) => {
    const mixed = (parts.mixed ?? ((a, b, s) => tf.add(b, tf.mul(s, tf.sub(a, b)))))(
      real,
      fake,
      share,
    );
    const score = parts.score ?? ((scores: Tensor) => tf.sum(scores));
    const slopes = tf.grad((x: Tensor) => score(critic(x as Tensor2D)))(mixed);
    const squares = (parts.squares ?? ((g) => tf.sum(tf.square(g), 1)))(slopes);
    const lengths = (parts.root ?? ((s) => tf.sqrt(tf.add(s, 1e-12))))(squares);
    return (parts.cost ?? ((n) => tf.mean(tf.square(tf.sub(n, 1)))))(lengths);
  };

export const gradientPenaltyMutants: readonly Mutant[] = [
  {
    name: 'no root',
    guess: {
      en: 'The squared length is compared with 1: take its root.',
      zh: '拿来与 1 比较的是长度的平方：应先开平方。',
    },
    fn: otherwise({ root: (squares) => squares }),
  },
  {
    name: 'made small',
    guess: {
      en: 'The length is driven to 0: it should be 1.',
      zh: '长度被压向 0：它应等于 1。',
    },
    fn: otherwise({ cost: (lengths) => tf.mean(tf.square(lengths)) }),
  },
  {
    name: 'one length for the batch',
    guess: {
      en: 'One length is taken of all slopes together: each pair has its own.',
      zh: '对所有斜率一起取了一个长度：每一对有自己的长度。',
    },
    fn: otherwise({ squares: (slopes) => tf.sum(tf.square(slopes)) }),
  },
  {
    name: 'mean of squares',
    guess: {
      en: 'The squares of a slope are averaged: a length is the root of their sum.',
      zh: '斜率各分量的平方取了平均：长度是平方和的平方根。',
    },
    fn: otherwise({ squares: (slopes) => tf.mean(tf.square(slopes), 1) }),
  },
  {
    name: 'at the real ones',
    guess: {
      en: 'The slope is taken at the real examples: take it between them and the fakes.',
      zh: '斜率取在真实样本上：应取在真假样本之间。',
    },
    fn: otherwise({ mixed: (real) => real }),
  },
  {
    name: 'half-way',
    guess: {
      en: 'The slope is taken half-way: use the share that is given.',
      zh: '斜率取在正中间：应使用给出的份额。',
    },
    fn: otherwise({ mixed: (real, fake) => tf.div(tf.add(real, fake), 2) }),
  },
  {
    name: 'share of the fake',
    guess: {
      en: 'The share is that of the real example: here it weighs the fake.',
      zh: '份额属于真实样本：这里却乘到了假样本上。',
    },
    fn: otherwise({
      mixed: (real, fake, share) => tf.add(tf.mul(share, fake), tf.mul(tf.sub(1, share), real)),
    }),
  },
  {
    name: 'mean of scores',
    guess: {
      en: 'The slope is that of the mean score, B times too small: of the sum each place has its own.',
      zh: '斜率是平均得分的，小了 B 倍：对总和求导，每一点才有自己的斜率。',
    },
    fn: otherwise({ score: (scores) => tf.mean(scores) }),
  },
  {
    name: 'root without a floor',
    guess: {
      en: 'At a length of 0 the root has no slope: add 1e-12 under it.',
      zh: '长度为 0 处平方根没有斜率：在根号下加上 1e-12。',
    },
    fn: otherwise({ root: (squares) => tf.sqrt(squares) }),
  },
  {
    name: 'cut off',
    guess: {
      en: 'The slope is taken out of its tensor on the way: no gradient can pass.',
      zh: '斜率中途被取出了张量：梯度过不去。',
    },
    fn: otherwise({ squares: (slopes) => tf.sum(tf.square(tf.tensor(slopes.arraySync())), 1) }),
  },
  {
    name: 'a sum',
    guess: { en: 'The pairs are added up: take the mean.', zh: '把各对加起来了：应取平均。' },
    fn: otherwise({ cost: (lengths) => tf.sum(tf.square(tf.sub(lengths, 1))) }),
  },
  {
    name: 'one-sided',
    guess: {
      en: 'Slopes below 1 go free: they are penalised too.',
      zh: '小于 1 的斜率没有受罚：它们也要受罚。',
    },
    fn: otherwise({ cost: (lengths) => tf.mean(tf.square(tf.relu(tf.sub(lengths, 1)))) }),
  },
  {
    name: 'weighted already',
    guess: {
      en: 'The factor 10 of the paper is in it: the statement asks for the penalty without a weight.',
      zh: '已经乘上了论文里的 10：题目要的是没有权重的惩罚。',
    },
    fn: ((...args) => tf.mul(gradientPenalty(...args), 10)) as Penalty,
  },
];
