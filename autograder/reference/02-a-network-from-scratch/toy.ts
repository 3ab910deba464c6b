/** Toy problems for `trainMlp`, and a call of it whose answer has the promised form. */
import type { TestContext } from '../../judge/test.js';
import type { TensorValue, Value } from '../../judge/value.js';
import { type Network, numbers, weightNames } from './arithmetic.js';

export interface Toy {
  x: TensorValue;
  y: TensorValue;
  classes: number;
}

export interface Settings {
  hidden: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  seed: number;
}

export interface Trained {
  weights: Record<(typeof weightNames)[number], TensorValue>;
  network: Network;
  losses: number[];
}

const labels = (t: TestContext, examples: number, classes: number): TensorValue =>
  t.tensor(
    Array.from({ length: examples }, (_, i) => i % classes),
    [examples],
    'int32',
  );

/** Examples without any pattern. */
export function noise(t: TestContext, examples: number, features: number, classes: number): Toy {
  return { x: t.randomTensor([examples, features]), y: labels(t, examples, classes), classes };
}

/** One cloud of points for each class, far apart, around a circle that is turned at random. */
export function clouds(t: TestContext, examples: number, classes: number): Toy {
  const y = labels(t, examples, classes);
  const turn = t.rng.uniform(0, 2 * Math.PI);
  const points = Array.from(y.data, (label) => {
    const angle = turn + (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle), 2 * Math.sin(angle)].map((v) => v + t.rng.normal(0, 0.2));
  });
  return { x: t.tensor(points), y, classes };
}

/** Calls the student's function and checks the form of its answer. */
export async function train(
  t: TestContext,
  toy: Toy,
  settings: Settings,
  more: Record<string, Value> = {},
): Promise<Trained> {
  const got: Value = await t.student.trainMlp?.({ ...toy, ...settings, ...more });
  const answer = t.expectObject(got, [...weightNames, 'losses'] as const);
  const [d, h, c] = [toy.x.shape[1] as number, settings.hidden, toy.classes];
  const form = (what: (typeof weightNames)[number], shape: number[]): TensorValue =>
    t.expectTensor(answer[what], { what, shape, dtype: 'float32' });
  const weights = {
    w1: form('w1', [d, h]),
    b1: form('b1', [h]),
    w2: form('w2', [h, c]),
    b2: form('b2', [c]),
  };
  const losses = t.expectNumbers(answer.losses, 'losses');
  t.expect(
    losses.length === settings.epochs,
    `losses should hold one number for each of the ${settings.epochs} epochs, but holds ${losses.length}.`,
    { got: losses },
  );
  const network = {
    w1: numbers(weights.w1),
    b1: numbers(weights.b1),
    w2: numbers(weights.w2),
    b2: numbers(weights.b2),
  };
  return { weights, network, losses };
}

/**
 * Start weights so large that the relative tolerance on them would swallow a step: standing still
 * would pass.
 */
export function expectTrainable(t: TestContext, start: Network): void {
  const largest = distance(start, zeros(start));
  t.expect(
    largest < 10,
    `The start weights are too large to train: one of them is ${largest.toPrecision(3)} away from 0.`,
  );
}

/**
 * Data on which a test tells something, of up to a hundred drawings; the first ones are as good as
 * any for most starts.
 */
export function telling<T>(t: TestContext, draw: () => T | undefined): T {
  for (let tries = 0; tries < 100; tries++) {
    const found = draw();
    if (found !== undefined) return found;
  }
  // One drawing in five is good, so a right start gets here once in a billion times.
  t.expect(
    false,
    'From these start weights hardly any data moves all weights: are some of them all 0, or alike?',
  );
  throw new Error('unreachable');
}

/** The largest difference between two sets of weights. */
export function distance(a: Network, b: Network): number {
  const gaps = weightNames.flatMap((name) =>
    Array.from(a[name], (value, i) => Math.abs(value - (b[name][i] as number))),
  );
  return gaps.reduce((most, gap) => Math.max(most, gap), 0);
}

export const zeros = (network: Network): Network => ({
  w1: new Float64Array(network.w1.length),
  b1: new Float64Array(network.b1.length),
  w2: new Float64Array(network.w2.length),
  b2: new Float64Array(network.b2.length),
});
