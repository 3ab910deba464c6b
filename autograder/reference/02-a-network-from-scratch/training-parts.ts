/** Tests of `trainMlp` that look at one thing closely: where it starts, and its last minibatch. */
import { type Test, type TestContext, test } from '../../judge/test.js';
import type { Given } from '../../test-kit/sizes.js';
import { expectNormalStart, expectUnrelated } from '../../test-kit/start-distribution.js';
import { type Network, weightNames } from './arithmetic.js';
import { type Epoch, epochsOf } from './steps.js';
import { distance, expectTrainable, noise, type Trained, telling, train } from './toy.js';

/** Fails unless these are the weights. */
export function expectWeights(t: TestContext, got: Trained, end: Network, when: string): void {
  for (const name of weightNames) {
    const expected = t.tensor(Array.from(end[name]), got.weights[name].shape);
    const close = { what: `${name} ${when}`, atol: 1e-4, rtol: 1e-4 };
    t.expectClose(got.weights[name], expected, close);
  }
}

/**
 * The start weights of both layers are normal with standard deviation `sqrt(2 / inputs)`. Inputs and
 * outputs of a layer differ by a factor of three or four, so that no other rule gives the same.
 * A right start is refused less than once in a million seeds.
 *
 * @param hidden with 128 units the form of the distribution is told, with 64 its spread
 */
export function startDistribution(given: Given, hidden: 64 | 128): Test {
  return test({ kind: 'property', ...given, covers: ['startDistribution'] }, async (t) => {
    const size = (): number => t.rng.integer(hidden / 4, hidden / 4 + 8);
    const [features, classes] = [size(), size()];
    const settings = { hidden, epochs: 1, batchSize: 2, learningRate: 0 };
    const seed = t.rng.integer(1, 1_000_000);
    const { network } = await train(t, noise(t, 2, features, classes), { ...settings, seed });
    const inputs = { w1: features, w2: settings.hidden };
    for (const name of ['w1', 'w2'] as const) {
      const rule = `The statement asks for normal numbers of standard deviation √(2 / inputs), and ${name} has ${inputs[name]} inputs.`;
      const stddev = Math.sqrt(2 / inputs[name]);
      expectNormalStart(t, network[name], { stddev, what: name, rule });
    }
    expectUnrelated(t, network.w1, network.w2, 'w1 and w2');
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * An epoch whose last minibatch is smaller, on two sets of data: weights and loss are those of one of
 * the ways in which the examples can be dealt out.
 */
export function remainder(given: Given, examples: number, batchSize: number): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    const settings = { hidden: 3, epochs: 1, batchSize, seed: 4 };
    const still = { ...settings, learningRate: 0 };
    const { network: start } = await train(t, noise(t, examples, 2, 2), still);
    expectTrainable(t, start);
    const moving = { ...settings, learningRate: 0.4 };
    for (let call = 0; call < 2; call++) {
      const { toy, ways } = telling(t, () => {
        const toy = noise(t, examples, 2, 2);
        const ways = epochsOf(start, toy, moving);
        return ways.every(isTelling) ? { toy, ways } : undefined;
      });
      const after = await train(t, toy, moving);
      const off = ways.map(({ end }) => distance(end, after.network));
      const nearest = ways[off.indexOf(Math.min(...off))] ?? ways[0];
      if (nearest === undefined) throw new Error('unreachable');
      expectWeights(t, after, nearest.end, `after minibatches of ${nearest.sizes.join(' and ')}`);
      t.expectClose(after.losses, [mean(nearest.losses)], { what: 'losses', atol: 1e-3, rtol: 0 });
    }
  });
}

/**
 * Whether an epoch differs from what is done wrong: its last step moves the weights, and a mean over
 * its minibatches is not one over its examples.
 */
function isTelling({ sizes, losses, lastMove, nearKink }: Epoch): boolean {
  const examples = sizes.reduce((sum, size) => sum + size, 0);
  const byExample = losses.reduce((sum, loss, i) => sum + loss * (sizes[i] ?? 0), 0) / examples;
  return !nearKink && lastMove > 0.02 && Math.abs(byExample - mean(losses)) > 0.005;
}
