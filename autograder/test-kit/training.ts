/** A function under test that trains a model: how it is called, and the form of its answer. */
import type { TestContext } from '../judge/test.js';
import type { TensorValue, Value } from '../judge/value.js';
import { numbers } from './float64.js';
import type { Model } from './model.js';
import { distance, mapNames, namesOf, type Parameters, zerosLike } from './parameters.js';
import { noise, type Toy } from './toy.js';

/** What the shapes of a model's parameters are made of. */
export interface Sizes {
  /** Numbers of one example. */
  features: number;
  units: number;
  classes: number;
}

/** Options of the function beside the data and the model's own. */
export interface Settings {
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
}

/**
 * `f({ x, y, classes, …sized, epochs, batchSize, learningRate, seed, onEpoch })` answers an object
 * with each parameter as a float32 tensor by its name, and `losses`, one number for each epoch.
 */
export interface Training<N extends string = string> extends Model<N> {
  exercise: string;
  /** Options that say how large the model is, from a number of units: `{ hidden: units }`. */
  sized(units: number): Readonly<Record<string, number>>;
  /** The shape of each parameter that it answers. */
  shapes(sizes: Sizes): Readonly<Record<N, readonly number[]>>;
  /** Data without any pattern, where `[examples, features]` is not the form. Default `noise`. */
  draw?: typeof noise;
}

export interface Trained<N extends string = string> {
  tensors: Readonly<Record<N, TensorValue>>;
  parameters: Parameters<N>;
  losses: number[];
}

/** Data without any pattern, in the form that the function takes. */
export const drawNoise = <N extends string>(
  { draw = noise }: Training<N>,
  t: TestContext,
  examples: number,
  features: number,
  classes: number,
): Toy => draw(t, examples, features, classes);

/** Calls the student's function and checks the form of its answer. */
export async function train<N extends string>(
  t: TestContext,
  { exercise, sized, shapes }: Training<N>,
  toy: Toy,
  { units, ...settings }: Settings & { units: number },
  more: Record<string, Value> = {},
): Promise<Trained<N>> {
  const got = await t.student[exercise]?.({ ...toy, ...sized(units), ...settings, ...more });
  const features = toy.x.shape.slice(1).reduce((product, size) => product * size, 1);
  const expected = shapes({ features, units, classes: toy.classes });
  const answer = t.expectObject(got, [...namesOf(expected), 'losses'] as (N | 'losses')[]);
  const tensors = mapNames(expected, (shape: readonly number[], what) =>
    t.expectTensor(answer[what], { what, shape, dtype: 'float32' }),
  );
  const losses = t.expectNumbers(answer.losses, 'losses');
  const { epochs } = settings;
  t.expect(
    losses.length === epochs,
    {
      en: `losses should hold one number for each of the ${epochs} epochs, but holds ${losses.length}.`,
      zh: `\`losses\` 应为 ${epochs} 轮各含一个数，实际有 ${losses.length} 个。`,
    },
    { got: losses },
  );
  return { tensors, parameters: mapNames(tensors, numbers), losses };
}

/**
 * Fails where start weights are so large that the relative tolerance on them would swallow a step:
 * standing still would pass.
 */
export function expectTrainable(t: Pick<TestContext, 'expect'>, start: Parameters): void {
  const largest = distance(start, zerosLike(start)).toPrecision(3);
  t.expect(distance(start, zerosLike(start)) < 10, {
    en: `The start weights are too large to train: one of them is ${largest} away from 0.`,
    zh: `初始权重太大，无法训练：其中一个与 0 相差 ${largest}。`,
  });
}

/** Fails unless these are the parameters; `when` completes "`w1` …" and “……的 `w1`”. */
export function expectParameters<N extends string>(
  t: Pick<TestContext, 'tensor' | 'expectClose'>,
  { tensors }: Pick<Trained<N>, 'tensors'>,
  end: Parameters<N>,
  when: { en: string; zh: string },
): void {
  for (const name of namesOf(end)) {
    const expected = t.tensor(Array.from(end[name]), tensors[name].shape);
    const what = { en: `\`${name}\` ${when.en}`, zh: `${when.zh}的 \`${name}\`` };
    t.expectClose(tensors[name], expected, { what, atol: 1e-4, rtol: 1e-4 });
  }
}
