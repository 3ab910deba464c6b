/**
 * Whether start weights come from the normal distribution that a statement asks for.
 *
 * Every bound holds for any number of weights, none is an approximation, so the rate at which a
 * right solution is refused is known: below 3e-7 for one matrix, below 1e-6 for two and their
 * independence.
 */
import type { Text } from '../../src/messages/text.js';
import type { TestContext } from '../judge/test.js';

/** Fewer weights tell a uniform distribution from a normal one too seldom. */
export const fewestWeights = 4000;
/** Of fewer weights than that, down to this many, only mean, spread and repetition are judged. */
const fewestForSpread = 1000;

/** Kolmogorov and Smirnov's distance by the bound of Dvoretzky, Kiefer, Wolfowitz and Massart: 1e-7. */
const distanceLimit = (count: number): number => Math.sqrt(Math.log(2e7) / (2 * count));

/** Chi-squared by the bound of Laurent and Massart, 4e-8 on each side; relative to the variance. */
const varianceLimit = (count: number): number => 2 * Math.sqrt(17 / count) + 34 / count;

/** A normal deviate lies outside once in 26 million times. */
const meanLimit = 5.5;

/** None of 4000 normal deviates beyond this many standard deviations: less than once in 1e16. */
const reached = 2.6;

/** The standard deviation that a statement asks for, and a sentence that says so of one matrix. */
export interface StartRule {
  stddev(inputs: number): number;
  sentence(name: string, inputs: number): Text;
}

/** For layers with a ReLU: `sqrt(2 / inputs)` (He, Zhang, Ren and Sun 2015, arXiv:1502.01852). */
export const heStart: StartRule = {
  stddev: (inputs) => Math.sqrt(2 / inputs),
  sentence: (name, inputs) => ({
    en: `The statement asks for normal numbers of standard deviation √(2 / inputs), and ${name} has ${inputs} inputs.`,
    zh: `题目要求标准差为 √(2 / 输入数) 的正态分布，而 \`${name}\` 有 ${inputs} 个输入。`,
  }),
};

/**
 * What speaks against these weights being normal with mean 0, to follow their name; undefined when
 * nothing does.
 */
export function notNormal(values: ArrayLike<number>, stddev: number): Text | undefined {
  const count = values.length;
  const scaled = Float64Array.from(values, (value) => value / stddev).sort();
  const mean = scaled.reduce((sum, value) => sum + value, 0) / count;
  const variance = scaled.reduce((sum, value) => sum + value * value, 0) / count;
  const [asked, found] = [stddev.toPrecision(3), (stddev * Math.sqrt(variance)).toPrecision(3)];
  if (!(Math.abs(variance - 1) <= varianceLimit(count))) {
    return {
      en: `have standard deviation ${found} instead of ${asked}`,
      zh: `的标准差是 ${found}，应为 ${asked}`,
    };
  }
  if (Math.abs(mean) * Math.sqrt(count) > meanLimit) {
    const off = (mean * stddev).toPrecision(3);
    return { en: `have mean ${off} instead of 0`, zh: `的均值是 ${off}，应为 0` };
  }
  const repeated = scaled.reduce((sum, value, i) => sum + Number(value === scaled[i - 1]), 0);
  if (repeated > 0.1 * count) {
    return { en: 'repeat themselves: draw each one anew', zh: '有重复：请逐个抽取' };
  }
  if (count < fewestWeights) return undefined;
  const widest = Math.max(-(scaled[0] as number), scaled[count - 1] as number);
  if (widest < reached) {
    const end = widest.toFixed(1);
    return {
      en: `end at ${end} standard deviations, which normal numbers do not`,
      zh: `没有一个超出 ${end} 倍标准差，正态分布不会这样`,
    };
  }
  const distance = scaled.reduce((most, value, i) => {
    const p = normalShare(value);
    return Math.max(most, p - i / count, (i + 1) / count - p);
  }, 0);
  return distance > distanceLimit(count)
    ? {
        en: 'have the right standard deviation but are not normal',
        zh: '的标准差正确，但不服从正态分布',
      }
    : undefined;
}

/** Fails unless the weights are normal with mean 0 and this standard deviation. */
export function expectNormalStart(
  t: Pick<TestContext, 'expect'>,
  values: ArrayLike<number>,
  { stddev, what, rule }: { stddev: number; what: string; rule: Text },
): void {
  if (values.length < fewestForSpread) {
    throw new RangeError(
      `Expected at least ${fewestForSpread} weights to judge a distribution. Received: ${values.length}`,
    );
  }
  const against = notNormal(values, stddev);
  if (against === undefined) return;
  t.expect(false, {
    en: `The start weights ${what} ${against.en}. ${rule.en}`,
    zh: `初始权重 \`${what}\` ${against.zh}。${rule.zh}`,
  });
}

/** Fails when one matrix's weights are those of the other, scaled: a generator begun twice. */
export function expectUnrelated(
  t: Pick<TestContext, 'expect'>,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  [first, second]: readonly [string, string],
): void {
  const count = Math.min(a.length, b.length);
  let [product, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const correlation = product / Math.sqrt(squaresA * squaresB);
  // Of independent normal numbers it lies beyond six times its spread once in a billion times.
  t.expect(!(Math.abs(correlation) > 6 / Math.sqrt(count)), {
    en: `The start weights ${first} and ${second} are not drawn independently of each other.`,
    zh: `初始权重 \`${first}\` 和 \`${second}\` 不是彼此独立抽取的。`,
  });
}

/** Share of a normal distribution below `x`: Abramowitz and Stegun 7.1.26, to 1e-7. */
function normalShare(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp(-z * z)) / 2;
  return x > 0 ? 1 - tail : tail;
}
