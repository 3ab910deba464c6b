/** Tests of how a function that trains a model deals its examples out to minibatches. */
import { type Test, test } from '../judge/test.js';
import { type Epoch, epochsOf, sameOrder } from './descent.js';
import { mean } from './float64.js';
import type { Given } from './given.js';
import { distance } from './parameters.js';
import { reordered, telling } from './toy.js';
import { drawNoise, expectParameters, expectTrainable, type Training, train } from './training.js';

const units = 3;

/**
 * An epoch whose last minibatch is smaller, on two sets of data: parameters and loss are those of one
 * of the ways in which the examples can be dealt out.
 */
export function smallerLastBatch<N extends string>(
  training: Training<N>,
  given: Given,
  { examples, batchSize }: { examples: number; batchSize: number },
): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    const settings = { units, epochs: 1, batchSize, seed: 4 };
    const still = { ...settings, learningRate: 0 };
    const before = await train(t, training, drawNoise(training, t, examples, 2, 2), still);
    const start = before.parameters;
    expectTrainable(t, start);
    const moving = { ...settings, learningRate: 0.4 };
    for (let call = 0; call < 2; call++) {
      const { toy, ways } = telling(t, () => {
        const toy = drawNoise(training, t, examples, 2, 2);
        const ways = epochsOf(training, start, toy, moving);
        return ways.every(isTelling) ? { toy, ways } : undefined;
      });
      const after = await train(t, training, toy, moving);
      const off = ways.map(({ end }) => distance(end, after.parameters));
      const nearest = ways[off.indexOf(Math.min(...off))] ?? ways[0];
      if (nearest === undefined) throw new Error('unreachable');
      const { sizes, losses, end } = nearest;
      expectParameters(t, after, end, {
        en: `after minibatches of ${sizes.join(' and ')}`,
        zh: `经过大小为 ${sizes.join(' 和 ')} 的小批量之后`,
      });
      t.expectClose(after.losses, [mean(losses)], { what: 'losses', atol: 1e-3, rtol: 0 });
    }
  });
}

/**
 * Whether an epoch differs from what is done wrong: its last step moves the parameters, and a mean
 * over its minibatches is not one over its examples.
 */
function isTelling({ sizes, losses, lastMove, nearKink }: Epoch): boolean {
  const examples = sizes.reduce((sum, size) => sum + size, 0);
  const byExample = losses.reduce((sum, loss, i) => sum + loss * (sizes[i] ?? 0), 0) / examples;
  return !nearKink && lastMove > 0.02 && Math.abs(byExample - mean(losses)) > 0.005;
}

/**
 * Examples change places within what would be a minibatch of the given order. Who takes them in the
 * given order gets the same minibatches, so the same parameters; who shuffles does not. Then the
 * losses of many epochs tell whether each has an order of its own.
 */
export function shuffles<N extends string>(training: Training<N>, given: Given): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const [examples, batchSize] = [9, 3];
    const toy = drawNoise(training, t, examples, 2, 2);
    const turn = (i: number): number => i - (i % batchSize) + ((i + 1) % batchSize);
    const turned = reordered(t, toy, turn);
    const settings = { units, epochs: 1, batchSize, learningRate: 0.5, seed: 5 };
    const plain = await train(t, training, toy, settings);
    const other = await train(t, training, turned, settings);
    t.expect(distance(plain.parameters, other.parameters) > 1e-4, {
      en: 'The minibatches follow the order of the data: the examples are not shuffled.',
      zh: '小批量按数据原有的次序取：样本没有打乱。',
    });
    // Six ways to deal four examples out to two minibatches.
    const many = { units, epochs: 11, batchSize: 2, learningRate: 0.4, seed: 5 };
    const whole = { ...many, batchSize: 4, learningRate: 0 };
    const still = await train(t, training, drawNoise(training, t, 4, 2, 2), whole);
    for (let tries = 0; tries < 10; tries++) {
      const few = drawNoise(training, t, 4, 2, 2);
      const { losses } = await train(t, training, few, many);
      const chance = sameOrder(training, still.parameters, few, many, losses);
      if (chance === undefined) return;
      // On data where all orders look alike nothing is told: other data.
      t.expect(chance > 1e-6, {
        en: 'Every epoch takes the examples in the same order: draw a new one each epoch.',
        zh: '每一轮的样本次序都相同：请每轮重新打乱。',
      });
    }
  });
}
