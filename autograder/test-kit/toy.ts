/** Toy data, drawn for a test. */
import type { TestContext } from '../judge/test.js';
import type { TensorValue } from '../judge/value.js';

/** Examples and their classes. */
export interface Toy {
  /** `[N, …]` */
  x: TensorValue;
  /** `[N]`, int32 */
  y: TensorValue;
  classes: number;
}

/** Classes in turn, so that each has as many examples as the others, as far as that goes. */
export const labelsInTurn = (
  { tensor }: Pick<TestContext, 'tensor'>,
  examples: number,
  classes: number,
): TensorValue =>
  tensor(
    Array.from({ length: examples }, (_, i) => i % classes),
    [examples],
    'int32',
  );

/** Classes at random, of at least two classes where there is more than one example. */
export function randomLabels(
  t: Pick<TestContext, 'tensor' | 'rng'>,
  examples: number,
  classes: number,
): TensorValue {
  const labels = Array.from({ length: examples }, () => t.rng.integer(0, classes));
  if (examples > 1 && new Set(labels).size === 1) labels[0] = ((labels[0] as number) + 1) % classes;
  return t.tensor(labels, [examples], 'int32');
}

/** Examples without any pattern. */
export function noise(
  t: Pick<TestContext, 'tensor' | 'randomTensor'>,
  examples: number,
  features: number,
  classes: number,
): Toy {
  return {
    x: t.randomTensor([examples, features]),
    y: labelsInTurn(t, examples, classes),
    classes,
  };
}

/** One cloud of points for each class, far apart, around a circle that is turned at random. */
export function clouds(
  t: Pick<TestContext, 'tensor' | 'rng'>,
  examples: number,
  classes: number,
): Toy {
  const y = labelsInTurn(t, examples, classes);
  const turn = t.rng.uniform(0, 2 * Math.PI);
  const points = Array.from(y.data, (label) => {
    const angle = turn + (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle), 2 * Math.sin(angle)].map((v) => v + t.rng.normal(0, 0.2));
  });
  return { x: t.tensor(points), y, classes };
}

/** The same examples in another order: place `i` has what was at `from(i)`. */
export function reordered(
  t: Pick<TestContext, 'tensor'>,
  toy: Toy,
  from: (i: number) => number,
): Toy {
  const [count = 0, ...rest] = toy.x.shape;
  const width = toy.x.data.length / count;
  const order = Array.from({ length: count }, (_, i) => from(i));
  const x = order.flatMap((i) => Array.from(toy.x.data.slice(i * width, (i + 1) * width)));
  return {
    ...toy,
    x: t.tensor(x, [count, ...rest]),
    y: t.tensor(
      order.map((i) => toy.y.data[i] ?? 0),
      [count],
      'int32',
    ),
  };
}

/**
 * Data on which a test tells something, of up to a hundred drawings; the first ones are as good as
 * any for most starts.
 */
export function telling<T>(t: Pick<TestContext, 'expect'>, draw: () => T | undefined): T {
  for (let tries = 0; tries < 100; tries++) {
    const found = draw();
    if (found !== undefined) return found;
  }
  // One drawing in five is good, so a right start gets here once in a billion times.
  t.expect(false, {
    en: 'From these start weights hardly any data moves all weights: are some of them all 0, or alike?',
    zh: '从这样的初始权重出发，几乎没有数据能使所有权重移动：是否有些权重全是 0，或彼此相同？',
  });
  throw new Error('unreachable');
}
