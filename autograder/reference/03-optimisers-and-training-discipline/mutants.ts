/** Typical wrong solutions of lesson 03, each of which its exercise's tests must reject. */
import { clipByGlobalNorm as clip, tQuantiles } from '../../../src/scratch/index.js';
import type { Mutant, MutantsByExercise } from '../parts.js';
import {
  adamStep,
  adamW,
  batchNorm,
  clipByGlobalNorm,
  cosineWithWarmup,
  meanAndCI,
  momentumStep,
} from './solution.js';

const at = (values: readonly number[], i: number): number => values[i] as number;
const normOf = (values: readonly number[]): number => Math.hypot(...values);

type Momentum = Parameters<typeof momentumStep>;

const momentumStepMutants: readonly Mutant[] = [
  {
    name: 'mean instead of sum',
    guess: {
      en: 'The gradient is multiplied by 1 − momentum; here it is added whole.',
      zh: '梯度乘了 1 − momentum；这里应整个加上去。',
    },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) =>
      momentumStep(
        w,
        g.map((value) => value * (1 - o.momentum)),
        v,
        o,
      ),
  },
  {
    name: 'old velocity',
    guess: {
      en: 'The weights move by the old velocity; take the new one.',
      zh: '权重按旧速度移动；应使用新速度。',
    },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) => ({
      ...momentumStep(w, g, v, o),
      weights: w.map((value, i) => value - o.learningRate * at(v, i)),
    }),
  },
  {
    name: 'uphill',
    guess: { en: 'The weights move uphill: subtract the step.', zh: '权重在上坡：应减去这一步。' },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) =>
      momentumStep(w, g, v, { ...o, learningRate: -o.learningRate }),
  },
  {
    name: 'learning rate inside the velocity',
    guess: {
      en: 'The learning rate is already in the velocity that is returned; keep it out.',
      zh: '返回的速度里已经乘了学习率；不应乘。',
    },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) => {
      const velocity = v.map((value, i) => o.momentum * value + o.learningRate * at(g, i));
      return { weights: w.map((value, i) => value - at(velocity, i)), velocity };
    },
  },
  {
    name: 'Nesterov ignored',
    guess: {
      en: '`nesterov` makes no difference, or the old velocity was used for it, which comes to the same.',
      zh: '`nesterov` 没有起作用，或者用的是旧的速度，结果一样。',
    },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) =>
      momentumStep(w, g, v, { ...o, nesterov: false }),
  },
  {
    name: 'Nesterov always',
    guess: {
      en: 'The step of Nesterov is made where it is not asked for.',
      zh: '没有要求时也用了 Nesterov 的步。',
    },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) =>
      momentumStep(w, g, v, { ...o, nesterov: true }),
  },
  {
    name: 'Nesterov with the old velocity',
    guess: {
      en: 'With Nesterov the new velocity is multiplied by momentum, not the old one.',
      zh: '使用 Nesterov 时应把新速度乘以 momentum，而不是旧速度。',
    },
    fn: (w: number[], g: number[], v: number[], o: Momentum[3]) => {
      const right = momentumStep(w, g, v, o);
      if (o.nesterov !== true) return right;
      return {
        ...right,
        weights: w.map((value, i) => value - o.learningRate * (at(g, i) + o.momentum * at(v, i))),
      };
    },
  },
];

const clipMutants: readonly Mutant[] = [
  {
    name: 'each list by itself',
    guess: {
      en: 'Each list is clipped by its own norm; one norm and one factor are for all.',
      zh: '每个列表按自己的范数裁剪；应对所有列表用同一个范数和系数。',
    },
    fn: (gradients: number[][], maxNorm: number) =>
      gradients.map((list) => clip([list], maxNorm)[0] ?? []),
  },
  {
    name: 'each number',
    guess: {
      en: 'Each number is cut off at maxNorm, which changes the direction.',
      zh: '每个数都被截断到 maxNorm，这改变了方向。',
    },
    fn: (gradients: number[][], maxNorm: number) =>
      gradients.map((list) => list.map((g) => Math.max(-maxNorm, Math.min(maxNorm, g)))),
  },
  {
    name: 'always scaled',
    guess: {
      en: 'Gradients that are short enough are made longer; they must stay.',
      zh: '足够短的梯度被拉长了；它们应保持不变。',
    },
    fn: (gradients: number[][], maxNorm: number) => {
      const norm = normOf(gradients.flat());
      return gradients.map((list) => list.map((g) => (norm === 0 ? g : (g * maxNorm) / norm)));
    },
  },
  {
    name: 'square of the norm',
    guess: { en: 'The root of the norm is missing.', zh: '计算范数时漏了开方。' },
    fn: (gradients: number[][], maxNorm: number) => {
      const square = normOf(gradients.flat()) ** 2;
      const factor = square > maxNorm ? maxNorm / square : 1;
      return gradients.map((list) => list.map((g) => g * factor));
    },
  },
  {
    name: 'sum of absolute values',
    guess: {
      en: 'The norm is the root of the sum of squares, not the sum of absolute values.',
      zh: '范数是平方和的平方根，不是绝对值之和。',
    },
    fn: (gradients: number[][], maxNorm: number) => {
      const norm = gradients.flat().reduce((sum, g) => sum + Math.abs(g), 0);
      const factor = norm > maxNorm ? maxNorm / norm : 1;
      return gradients.map((list) => list.map((g) => g * factor));
    },
  },
  {
    name: 'zero divided by zero',
    guess: {
      en: 'Gradients of 0 become NaN: nothing may be divided by a norm of 0.',
      zh: '全零梯度变成了 NaN：范数为 0 时不能做除法。',
    },
    fn: (gradients: number[][], maxNorm: number) => {
      const factor = Math.min(maxNorm, normOf(gradients.flat())) / normOf(gradients.flat());
      return gradients.map((list) => list.map((g) => g * factor));
    },
  },
  {
    name: 'arguments changed',
    guess: { en: 'The gradients that were given are changed.', zh: '修改了传入的梯度。' },
    fn: (gradients: number[][], maxNorm: number) => {
      const clipped = clipByGlobalNorm(gradients, maxNorm);
      for (const [k, list] of gradients.entries())
        list.splice(0, list.length, ...(clipped[k] ?? []));
      return gradients;
    },
  },
];

type Adam = Parameters<typeof adamStep>;
type State = Adam[2];

/** Adam whose means, t and step are those of the solution, and whose weights are made otherwise. */
const otherWeights =
  (direction: (m: number, v: number, t: number, o: Adam[3]) => number) =>
  (w: number[], g: number[], s: State, o: Adam[3]) => {
    const { state } = adamStep(w, g, s, o);
    const moved = w.map(
      (value, i) =>
        value - o.learningRate * direction(at(state.m, i), at(state.v, i), state.step, o),
    );
    return { weights: moved, state };
  };

const adamStepMutants: readonly Mutant[] = [
  {
    name: 'no correction',
    guess: {
      en: 'm and v are not divided by 1 − βᵗ, so the first steps have the wrong size.',
      zh: 'm 和 v 没有除以 1 − βᵗ，最初几步的大小不对。',
    },
    fn: otherWeights((m, v, _t, o) => m / (Math.sqrt(v) + o.epsilon)),
  },
  {
    name: 'only m corrected',
    guess: { en: 'v is not divided by 1 − β₂ᵗ.', zh: 'v 没有除以 1 − β₂ᵗ。' },
    fn: otherWeights((m, v, t, o) => m / (1 - o.beta1 ** t) / (Math.sqrt(v) + o.epsilon)),
  },
  {
    name: 'epsilon under the root',
    guess: {
      en: 'epsilon stands under the root; add it to the root.',
      zh: 'epsilon 放在了根号里；应加在根号外。',
    },
    fn: otherWeights(
      (m, v, t, o) => m / (1 - o.beta1 ** t) / Math.sqrt(v / (1 - o.beta2 ** t) + o.epsilon),
    ),
  },
  {
    name: 'epsilon before the correction',
    guess: {
      en: 'epsilon is added before v is divided by 1 − β₂ᵗ; add it after that.',
      zh: 'epsilon 在 v 除以 1 − β₂ᵗ 之前就加上了；应在之后加。',
    },
    fn: otherWeights(
      (m, v, t, o) =>
        (m / (1 - o.beta1 ** t) / (Math.sqrt(v) + o.epsilon)) * Math.sqrt(1 - o.beta2 ** t),
    ),
  },
  {
    name: 'no root',
    guess: {
      en: 'The step is divided by v; divide by its root.',
      zh: '除以了 v；应除以它的平方根。',
    },
    fn: otherWeights((m, v, t, o) => m / (1 - o.beta1 ** t) / (v / (1 - o.beta2 ** t) + o.epsilon)),
  },
  {
    name: 't counted from 0',
    guess: {
      en: 'The first step is taken for step 0 (or the second for the first): t is state.step + 1.',
      zh: '步数 t 少数了一：t = state.step + 1。',
    },
    fn: (w: number[], g: number[], s: State, o: Adam[3]) => {
      const { state } = adamStep(w, g, s, o);
      const t = Math.max(1, s.step);
      const moved = w.map((value, i) => {
        const root = Math.sqrt(at(state.v, i) / (1 - o.beta2 ** t)) + o.epsilon;
        return value - (o.learningRate * at(state.m, i)) / (1 - o.beta1 ** t) / root;
      });
      return { weights: moved, state };
    },
  },
  {
    name: 'corrected means kept',
    guess: {
      en: 'The divided m and v are kept in the state; keep them as they were before the division.',
      zh: '状态里保存了除过的 m 和 v；应保存除之前的值。',
    },
    fn: (w: number[], g: number[], s: State, o: Adam[3]) => {
      const { weights, state } = adamStep(w, g, s, o);
      const m = state.m.map((value) => value / (1 - o.beta1 ** state.step));
      const v = state.v.map((value) => value / (1 - o.beta2 ** state.step));
      return { weights, state: { ...state, m, v } };
    },
  },
  {
    name: 'step not counted',
    guess: { en: 'state.step does not grow.', zh: 'state.step 没有增加。' },
    fn: (w: number[], g: number[], s: State, o: Adam[3]) => {
      const { weights, state } = adamStep(w, g, s, o);
      return { weights, state: { ...state, step: s.step } };
    },
  },
  {
    name: 'v of the gradient, not its square',
    guess: {
      en: 'v is a mean of squared gradients: the square is missing.',
      zh: 'v 是梯度平方的平均：漏了平方。',
    },
    fn: (w: number[], g: number[], s: State, o: Adam[3]) => {
      const roots = g.map((value) => Math.sqrt(Math.abs(value)));
      const { m } = adamStep(w, g, s, o).state;
      const { v, step } = adamStep(w, roots, s, o).state;
      const moved = w.map((value, i) => {
        const root = Math.sqrt(at(v, i) / (1 - o.beta2 ** step)) + o.epsilon;
        return value - (o.learningRate * at(m, i)) / (1 - o.beta1 ** step) / root;
      });
      return { weights: moved, state: { m, v, step } };
    },
  },
  {
    name: 'state changed in place',
    guess: { en: 'The state that was given is changed.', zh: '修改了传入的状态。' },
    fn: (w: number[], g: number[], s: State, o: Adam[3]) => {
      const next = adamStep(w, g, s, o);
      return { weights: next.weights, state: Object.assign(s, next.state) };
    },
  },
];

type Cosine = Parameters<typeof cosineWithWarmup>;

const cosineMutants: readonly Mutant[] = [
  {
    name: 'warm-up from 0',
    guess: {
      en: 'The first rate is 0, so the first step does nothing: the rate of step s is (s + 1) / warmupSteps of the peak.',
      zh: '第一步的学习率是 0，这一步白走了：第 s 步应是峰值的 (s + 1) / warmupSteps。',
    },
    fn: (step: number, o: Cosine[1]) =>
      step < o.warmupSteps ? (o.peak * step) / o.warmupSteps : cosineWithWarmup(step, o),
  },
  {
    name: 'cosine from step 0',
    guess: {
      en: 'The cosine counts from step 0; it begins when the warm-up ends.',
      zh: '余弦从第 0 步开始计算；应从预热结束时开始。',
    },
    fn: (step: number, o: Cosine[1]) =>
      step < o.warmupSteps
        ? cosineWithWarmup(step, o)
        : cosineWithWarmup(step, { ...o, warmupSteps: 0 }),
  },
  {
    name: 'floor ignored',
    guess: { en: 'The rate falls to 0 and not to the floor.', zh: '学习率降到了 0 而不是 floor。' },
    fn: (step: number, o: Cosine[1]) => cosineWithWarmup(step, { ...o, floor: 0 }),
  },
  {
    name: 'floor as a limit',
    guess: {
      en: 'The cosine runs to 0 and is cut off at the floor; it must run from the peak to the floor.',
      zh: '余弦降向 0 并在 floor 处截断；它应从 peak 平滑降到 floor。',
    },
    fn: (step: number, o: Cosine[1]) =>
      step < o.warmupSteps
        ? cosineWithWarmup(step, o)
        : Math.max(o.floor, cosineWithWarmup(step, { ...o, floor: 0 })),
  },
  {
    name: 'floor added',
    guess: {
      en: 'The floor is added to a cosine of the whole peak; its height is peak − floor.',
      zh: '把 floor 加在了整个 peak 的余弦上；余弦的高度应是 peak − floor。',
    },
    fn: (step: number, o: Cosine[1]) =>
      step < o.warmupSteps
        ? cosineWithWarmup(step, o)
        : o.floor + cosineWithWarmup(step, { ...o, floor: 0 }),
  },
  {
    name: 'rises again',
    guess: {
      en: 'After totalSteps the rate rises again: keep q at 1.',
      zh: 'totalSteps 之后学习率又上升了：q 不应超过 1。',
    },
    fn: (step: number, o: Cosine[1]) => {
      if (step <= o.totalSteps) return cosineWithWarmup(step, o);
      return cosineWithWarmup(2 * o.totalSteps - step, o);
    },
  },
  {
    name: 'a straight line down',
    guess: { en: 'The rate falls in a straight line.', zh: '学习率沿直线下降。' },
    fn: (step: number, o: Cosine[1]) => {
      if (step < o.warmupSteps) return cosineWithWarmup(step, o);
      const q = Math.min(1, (step - o.warmupSteps) / (o.totalSteps - o.warmupSteps));
      return o.peak + (o.floor - o.peak) * q;
    },
  },
];

type AdamW = Parameters<typeof adamW>;
type Gradient = AdamW[1];

const adamWMutants: readonly Mutant[] = [
  {
    name: 'decay inside Adam',
    guess: {
      en: 'The decay goes through the gradient, and so through Adam; it belongs beside it.',
      zh: '衰减经过了梯度，也就经过了 Adam；它应放在 Adam 之外。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      adamW(start, (w, step) => gradientOf(w, step).map((g, i) => g + o.weightDecay * at(w, i)), {
        ...o,
        weightDecay: 0,
      }),
  },
  {
    name: 'decay without the learning rate',
    guess: {
      en: 'The decay is not multiplied by the learning rate.',
      zh: '衰减没有乘以学习率。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      path(start, gradientOf, o, (w, g, state, rate) => {
        const shrunk = w.map((value) => value * (1 - o.weightDecay));
        return adamStep(shrunk, g, state, { ...o, learningRate: rate });
      }),
  },
  {
    name: 'no decay',
    guess: { en: 'The weights do not decay.', zh: '权重没有衰减。' },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      adamW(start, gradientOf, { ...o, weightDecay: 0 }),
  },
  {
    name: 'not clipped',
    guess: { en: 'The gradient is not clipped.', zh: '梯度没有裁剪。' },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      adamW(start, gradientOf, { ...o, maxNorm: Infinity }),
  },
  {
    name: 'learning rate of the first step',
    guess: {
      en: 'Every step has the learning rate of step 0; ask for that of each step.',
      zh: '每一步都用了第 0 步的学习率；应取每一步自己的。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      adamW(start, gradientOf, { ...o, learningRate: () => o.learningRate(0) }),
  },
  {
    name: 'state begins anew',
    guess: {
      en: 'Adam’s state begins anew in every step: carry it on.',
      zh: 'Adam 的状态每一步都重新开始；应一直带下去。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      path(start, gradientOf, o, (w, g, _state, rate) => {
        const shrunk = w.map((value) => value * (1 - rate * o.weightDecay));
        const zeros = { m: w.map(() => 0), v: w.map(() => 0), step: 0 };
        return adamStep(shrunk, g, zeros, { ...o, learningRate: rate });
      }),
  },
  {
    name: 'start left out',
    guess: {
      en: 'The weights at the start are missing: there are steps + 1 lists.',
      zh: '漏了起点的权重：应有 steps + 1 个列表。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      adamW(start, gradientOf, o).slice(1),
  },
  {
    name: 'one list for all steps',
    guess: {
      en: 'The same list stands at every place of the path: make a new one each step.',
      zh: '路径的每个位置都是同一个列表；每一步应新建一个。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) => {
      const whole = adamW(start, gradientOf, o);
      return whole.map(() => whole.at(-1));
    },
  },
  {
    name: 'steps counted from 1',
    guess: {
      en: 'The steps are counted from 1; the first is step 0.',
      zh: '步数从 1 数起；第一步应是第 0 步。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      adamW(start, (w, step) => gradientOf(w, step + 1), {
        ...o,
        learningRate: (step) => o.learningRate(step + 1),
      }),
  },
  {
    name: 'clipped with the decay',
    guess: {
      en: 'The decay is part of what is clipped; clip the gradient alone.',
      zh: '衰减也被一起裁剪了；只应裁剪梯度。',
    },
    fn: (start: number[], gradientOf: Gradient, o: AdamW[2]) =>
      path(start, gradientOf, o, (w, _g, state, rate, raw) => {
        const mixed = [...raw, ...w.map((value) => o.weightDecay * value)];
        const [both = []] = clip([mixed], o.maxNorm);
        const shrunk = w.map((value, i) => value - rate * at(both, w.length + i));
        const g = both.slice(0, w.length);
        return adamStep(shrunk, g, state, { ...o, learningRate: rate });
      }),
  },
];

/** A descent whose step is made otherwise. */
function path(
  start: number[],
  gradientOf: Gradient,
  o: AdamW[2],
  step: (
    w: number[],
    clipped: number[],
    state: State,
    rate: number,
    raw: number[],
  ) => { weights: number[]; state: State },
): number[][] {
  let state: State = { m: start.map(() => 0), v: start.map(() => 0), step: 0 };
  const weights = [[...start]];
  for (let i = 0; i < o.steps; i++) {
    const w = weights[i] ?? [];
    const raw = gradientOf([...w], i);
    const next = step(w, clip([raw], o.maxNorm)[0] ?? [], state, o.learningRate(i), raw);
    state = next.state;
    weights.push(next.weights);
  }
  return weights;
}

type Norm = Parameters<typeof batchNorm>;

const batchNormMutants: readonly Mutant[] = [
  {
    name: 'over the features',
    guess: {
      en: 'Mean and variance are those of each row; take those of each column, over the batch.',
      zh: '计算的是每一行的均值与方差；应沿批次对每一列计算。',
    },
    fn: (x: number[][], o: Norm[1]) => {
      const right = batchNorm(x, o);
      if (!o.training) return right;
      const y = x.map((row) => {
        const mean = row.reduce((sum, v) => sum + v, 0) / row.length;
        const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / row.length;
        return row.map(
          (v, j) => (at(o.gamma, j) * (v - mean)) / Math.sqrt(variance + o.epsilon) + at(o.beta, j),
        );
      });
      return { ...right, y };
    },
  },
  {
    name: 'variance by B − 1',
    guess: {
      en: 'The variance is divided by B − 1; divide by B.',
      zh: '方差除以了 B − 1；应除以 B。',
    },
    fn: (x: number[][], o: Norm[1]) => {
      const right = batchNorm(x, o);
      if (!o.training || x.length < 2) return right;
      const more = x.length / (x.length - 1);
      const variance = right.variance.map((v, j) => {
        const old = o.momentum * at(o.variance, j);
        return old + (v - old) * more;
      });
      return { ...right, variance };
    },
  },
  {
    name: 'momentum the other way round',
    guess: {
      en: 'momentum is the share of the batch; it is the share of what was there before.',
      zh: 'momentum 被当成了批次的份额；它应是原有值的份额。',
    },
    fn: (x: number[][], o: Norm[1]) => batchNorm(x, { ...o, momentum: 1 - o.momentum }),
  },
  {
    name: 'running statistics while training',
    guess: {
      en: 'While training the running statistics are used; take those of the batch.',
      zh: '训练时用了运行统计量；应使用批次自己的统计量。',
    },
    fn: (x: number[][], o: Norm[1]) => ({
      ...batchNorm(x, o),
      y: batchNorm(x, { ...o, training: false }).y,
    }),
  },
  {
    name: 'statistics of the batch in use',
    guess: {
      en: 'In use the statistics of the batch are taken; take the running ones.',
      zh: '推断时用了批次的统计量；应使用运行统计量。',
    },
    fn: (x: number[][], o: Norm[1]) => ({
      ...batchNorm(x, o),
      y: batchNorm(x, { ...o, training: true }).y,
    }),
  },
  {
    name: 'running statistics move in use',
    guess: {
      en: 'The running statistics move although training is false.',
      zh: 'training 为 false 时运行统计量也变了。',
    },
    fn: (x: number[][], o: Norm[1]) => {
      const { mean, variance } = batchNorm(x, { ...o, training: true });
      return { ...batchNorm(x, o), mean, variance };
    },
  },
  {
    name: 'epsilon outside the root',
    guess: {
      en: 'epsilon is added to the root; it stands under it.',
      zh: 'epsilon 加在了根号外；应放在根号里。',
    },
    fn: (x: number[][], o: Norm[1]) => {
      const right = batchNorm(x, { ...o, epsilon: 0 });
      const y = batchNorm(x, o).y.map((row, i) =>
        row.map((value, j) => {
          const plain = at(right.y[i] ?? [], j) - at(o.beta, j);
          const within = value - at(o.beta, j);
          if (plain === 0 || !Number.isFinite(plain)) return value;
          // The two tell the spread: within / plain = root / √(root² + ε).
          const ratio = (within / plain) ** 2;
          const root = Math.sqrt((o.epsilon * ratio) / (1 - ratio));
          return (plain * root) / (root + o.epsilon) + at(o.beta, j);
        }),
      );
      return { ...batchNorm(x, o), y };
    },
  },
  {
    name: 'gamma and beta left out',
    guess: { en: 'gamma and beta are not used.', zh: '没有使用 gamma 和 beta。' },
    fn: (x: number[][], o: Norm[1]) =>
      batchNorm(x, { ...o, gamma: o.gamma.map(() => 1), beta: o.beta.map(() => 0) }),
  },
  {
    name: 'running statistics replaced',
    guess: {
      en: 'The running statistics are replaced by those of the batch; they move by a share.',
      zh: '运行统计量被批次的统计量直接替换了；应只移动一部分。',
    },
    fn: (x: number[][], o: Norm[1]) => batchNorm(x, { ...o, momentum: 0 }),
  },
];

const meanAndCIMutants: readonly Mutant[] = [
  {
    name: 's by n',
    guess: { en: 's² is divided by n; divide by n − 1.', zh: 's² 除以了 n；应除以 n − 1。' },
    fn: (values: number[]) => wider(values, (n) => Math.sqrt((n - 1) / n)),
  },
  {
    name: 'the spread of the runs',
    guess: {
      en: 'The interval is that of single runs: the division by √n is missing.',
      zh: '这是单次运行的离散程度：漏了除以 √n。',
    },
    fn: (values: number[]) => wider(values, (n) => Math.sqrt(n)),
  },
  {
    name: 'divided by n instead of its root',
    guess: { en: 's is divided by n; divide by √n.', zh: 's 除以了 n；应除以 √n。' },
    fn: (values: number[]) => wider(values, (n) => 1 / Math.sqrt(n)),
  },
  {
    name: 'always 1.96',
    guess: {
      en: 'The interval is 1.96 wide for any n; few runs need the larger t of n − 1.',
      zh: '对任何 n 都用 1.96；运行次数少时应使用 n − 1 对应的更大的 t。',
    },
    fn: (values: number[]) => wider(values, (n) => 1.96 / at(tQuantiles, n - 1)),
  },
  {
    name: 't of n',
    guess: {
      en: 't is taken at n; take it at n − 1.',
      zh: 't 取了 n 处的值；应取 n − 1 处的。',
    },
    fn: (values: number[]) =>
      wider(values, (n) => (tQuantiles[n] ?? 2.228) / at(tQuantiles, n - 1)),
  },
  {
    name: 'one value accepted',
    guess: {
      en: 'A single value is answered; it must be refused with a RangeError.',
      zh: '只有一个值时也给出了答案；应抛出 RangeError。',
    },
    fn: (values: number[]) =>
      values.length === 1
        ? { mean: at(values, 0), low: at(values, 0), high: at(values, 0) }
        : meanAndCI(values),
  },
  {
    name: 'whole width on each side',
    guess: {
      en: 'The interval is twice as wide as it should be.',
      zh: '区间宽了一倍。',
    },
    fn: (values: number[]) => wider(values, () => 2),
  },
];

/** The solution's interval, its half width multiplied. */
function wider(values: number[], factor: (n: number) => number) {
  const { mean, high } = meanAndCI(values);
  const half = (high - mean) * factor(values.length);
  return { mean, low: mean - half, high: mean + half };
}

export const mutants: MutantsByExercise = {
  momentumStep: momentumStepMutants,
  clipByGlobalNorm: clipMutants,
  adamStep: adamStepMutants,
  cosineWithWarmup: cosineMutants,
  adamW: adamWMutants,
  batchNorm: batchNormMutants,
  meanAndCI: meanAndCIMutants,
};
