/**
 * Tests of a function that trains a model, whatever the model: the form of its answer, its start, its
 * steps, its seed, its reports. Batches are in `training-batches.ts`.
 */
import type { Text } from '../../src/messages/text.js';
import { type Test, type TestContext, test } from '../judge/test.js';
import { fullSteps } from './descent.js';
import { rowsOf } from './float64.js';
import type { Given } from './given.js';
import { type Classifier, countRight } from './model.js';
import { distance, type Parameters, zerosLike } from './parameters.js';
import { expectNormalStart, expectUnrelated, type StartRule } from './start-distribution.js';
import { clouds, type Toy, telling } from './toy.js';
import {
  drawNoise,
  expectParameters,
  expectTrainable,
  type Sizes,
  type Training,
  train,
} from './training.js';

/** Enough for every unit to matter, and few enough for slopes. */
const fewUnits = 3;

/** Losses of a run that does not move: those of its start, as its minibatches hold all examples alike. */
function expectStillLosses<N extends string>(
  t: TestContext,
  training: Training<N>,
  toy: Toy,
  parameters: Parameters<N>,
  losses: readonly number[],
): void {
  const whole = training.loss(parameters, rowsOf(toy.x), toy.y.data);
  const close = { atol: 1e-3, rtol: 1e-3, what: 'losses' };
  t.expectClose(
    [...losses],
    losses.map(() => whole),
    close,
  );
}

/**
 * Parameters and losses have the promised form, a smaller last minibatch included, and belong
 * together.
 *
 * @param allZero told where a start of zeros alone is wrong
 */
export function answersForm<N extends string>(
  training: Training<N>,
  given: Given,
  { allZero }: { allZero?: Text } = {},
): Test {
  return test({ kind: 'contract', ...given }, async (t) => {
    const settings = { units: 5, epochs: 2, batchSize: 4, learningRate: 0.1, seed: 1 };
    await train(t, training, drawNoise(training, t, 6, 2, 3), settings);
    t.noticeFrames(2 * settings.epochs);
    t.expectArgumentsUnchanged();
    const toy = drawNoise(training, t, 4, 2, 3);
    const { parameters, losses } = await train(t, training, toy, { ...settings, learningRate: 0 });
    expectStillLosses(t, training, toy, parameters, losses);
    if (allZero !== undefined)
      t.expect(distance(parameters, zerosLike(parameters)) > 0.01, allZero);
  });
}

/**
 * With learning rate 0 the start shows: the loss of what is answered, and nothing moves.
 *
 * @param zero parameters that start at 0
 * @param unlike a matrix whose columns start differently, and what is told where they do not
 */
export function showsStart<N extends string>(
  training: Training<N>,
  given: Given,
  { zero, unlike }: { zero: readonly N[]; unlike?: { name: N; sentence: Text } },
): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const toy = drawNoise(training, t, 6, 4, 3);
    const settings = { units: 6, epochs: 2, batchSize: 3, learningRate: 0, seed: 2 };
    const { tensors, parameters, losses } = await train(t, training, toy, settings);
    expectStillLosses(t, training, toy, parameters, losses);
    for (const what of zero) {
      const { shape } = tensors[what];
      t.expectClose(
        tensors[what],
        t.tensor(
          Array.from(parameters[what], () => 0),
          shape,
        ),
        { what },
      );
    }
    if (unlike === undefined) return;
    const got = tensors[unlike.name];
    const first = parameters[unlike.name].slice(0, got.shape.at(-1));
    t.expect(new Set(first).size > 1, unlike.sentence, { got });
  });
}

/**
 * Start weights are drawn as the statement says, each matrix by a rule of its own, independently.
 *
 * @param sizes such that no other rule gives the same, drawn for each run
 * @param inputs how many inputs each matrix has that is judged
 */
export function startDistribution<N extends string>(
  training: Training<N>,
  given: Given,
  sizes: (t: TestContext) => Sizes,
  inputs: (sizes: Sizes) => Readonly<Partial<Record<N, number>>>,
  rule: StartRule,
): Test {
  return test({ kind: 'property', ...given, covers: ['startDistribution'] }, async (t) => {
    const own = sizes(t);
    const still = { units: own.units, epochs: 1, batchSize: 2, learningRate: 0 };
    const seed = t.rng.integer(1, 1_000_000);
    const toy = drawNoise(training, t, 2, own.features, own.classes);
    const { parameters } = await train(t, training, toy, { ...still, seed });
    const judged = Object.entries(inputs(own)) as [N, number][];
    for (const [what, count] of judged) {
      const [stddev, sentence] = [rule.stddev(count), rule.sentence(what, count)];
      expectNormalStart(t, parameters[what], { stddev, what, rule: sentence });
    }
    for (const [i, [name]] of judged.entries()) {
      for (const [other] of judged.slice(i + 1)) {
        expectUnrelated(t, parameters[name], parameters[other], [name, other]);
      }
    }
  });
}

/**
 * Minibatches of everything: each parameter moves by the learning rate times the slope of the loss,
 * in the first step and in the third, where momentum or a falling rate would show.
 */
export function oneStep<N extends string>(
  training: Training<N>,
  given: Given,
  { examples, features, classes }: { examples: number; features: number; classes: number },
): Test {
  return test({ kind: 'gradient', ...given }, async (t) => {
    const toy = drawNoise(training, t, examples, features, classes);
    const settings = { units: fewUnits, batchSize: examples + 2, seed: 3 };
    for (const epochs of [1, 3]) {
      const still = { ...settings, epochs, learningRate: 0 };
      const { parameters: start } = await train(t, training, toy, still);
      expectTrainable(t, start);
      const moving = { ...still, learningRate: 0.1 };
      const { own, steps } = telling(t, () => {
        const own = drawNoise(training, t, examples, features, classes);
        const steps = fullSteps(training, start, own, moving);
        return steps.isTelling ? { own, steps } : undefined;
      });
      const after = await train(t, training, own, moving);
      const when =
        epochs === 1
          ? { en: 'after one step', zh: '走一步之后' }
          : { en: `after ${epochs} steps`, zh: `走 ${epochs} 步之后` };
      t.expectClose(after.losses, steps.losses, { what: 'losses', atol: 1e-4, rtol: 1e-3 });
      expectParameters(t, after, steps.end, when);
    }
  });
}

/** The seed, and nothing else, decides the run. */
export function seedDecides<N extends string>(training: Training<N>, given: Given): Test {
  return test({ kind: 'property', ...given }, async (t) => {
    const toy = drawNoise(training, t, 6, 2, 2);
    const run = async (seed: number): Promise<Parameters<N>> => {
      const settings = { units: fewUnits, epochs: 1, batchSize: 3, learningRate: 0.5, seed };
      return (await train(t, training, toy, settings)).parameters;
    };
    const first = await run(7);
    t.expect(distance(first, await run(7)) < 1e-5, {
      en: 'Two runs with the same seed differ.',
      zh: '种子相同的两次运行结果不同。',
    });
    t.expect(distance(first, await run(8)) > 1e-5, {
      en: 'Two runs with different seeds are the same.',
      zh: '种子不同的两次运行结果相同。',
    });
  });
}

/** `onEpoch` is called and awaited once for each epoch, with its number and its loss. */
export function reportsEpochs<N extends string>(training: Training<N>, given: Given): Test {
  return test({ kind: 'contract', ...given }, async (t) => {
    const settings = { units: fewUnits, epochs: 2, batchSize: 3, learningRate: 0.3, seed: 9 };
    const onEpoch = t.callback(
      () => {
        t.expect(onEpoch.settled === onEpoch.calls.length - 1, {
          en: 'The next epoch begins before the promise of `onEpoch` has settled: await it.',
          zh: '`onEpoch` 的 Promise 还没有完成，下一轮就开始了：请用 `await` 等待它。',
        });
        return undefined;
      },
      { answersBy: 'promise' },
    );
    const { losses } = await train(t, training, drawNoise(training, t, 5, 2, 2), settings, {
      onEpoch,
    });
    const [asked, called] = [settings.epochs, onEpoch.calls.length];
    t.expect(called === asked, {
      en: `onEpoch should be called once for each of the ${asked} epochs, but is called ${called} times.`,
      zh: `\`onEpoch\` 应在 ${asked} 轮中每轮调用一次，实际调用了 ${called} 次。`,
    });
    t.expectClose(
      onEpoch.calls.map(([epoch]) => epoch),
      losses.map((_, i) => i + 1),
      { what: 'epochs' },
    );
    t.expectClose(
      onEpoch.calls.map(([, loss]) => loss),
      losses,
      { what: { en: '`losses` given to onEpoch', zh: '传给 `onEpoch` 的 `losses`' } },
    );
    t.expect(onEpoch.settled === asked, {
      en: 'The promise of `onEpoch` is not awaited.',
      zh: '没有等待 `onEpoch` 的 Promise。',
    });
  });
}

/** Clouds of points in the plane are told apart after a few steps, and were not before. */
export function learnsClouds<N extends string>(
  training: Training<N> & Classifier<N>,
  given: Given,
  { examples, classes }: { examples: number; classes: number },
): Test {
  return test({ kind: 'training', ...given }, async (t) => {
    // Few and large steps: in a fresh process each costs some milliseconds before V8 is warm.
    const settings = { units: 12, epochs: 8, batchSize: examples, learningRate: 0.4, seed: 11 };
    const still = { ...settings, epochs: 1, learningRate: 0 };
    const before = await train(t, training, clouds(t, examples, classes), still);
    const start = before.parameters;
    // A start that happens to be right would pass without learning anything.
    const toy = telling(t, () => {
      const drawn = clouds(t, examples, classes);
      const [rows, labels] = [rowsOf(drawn.x), drawn.y.data];
      const isBad = countRight(training, start, rows, labels) / examples <= 0.6;
      return training.loss(start, rows, labels) > 0.3 && isBad ? drawn : undefined;
    });
    const { parameters, losses } = await train(t, training, toy, settings);
    const [first, last] = [losses[0] ?? Number.NaN, losses.at(-1) ?? Number.NaN];
    const [from, to] = [first.toFixed(3), last.toFixed(3)];
    t.expect(
      last < 0.7 * first,
      {
        en: `The loss should fall, but goes from ${from} to ${to}.`,
        zh: `损失应下降，实际从 ${from} 变为 ${to}。`,
      },
      { got: losses },
    );
    const right = countRight(training, parameters, rowsOf(toy.x), toy.y.data);
    // Eight steps from an unlucky start; guessing gets a half of two classes, a third of three.
    t.expect(right >= (2 / 3) * examples, {
      en: `The returned weights get only ${right} of ${examples} training examples right.`,
      zh: `返回的权重只答对了 ${examples} 个训练样本中的 ${right} 个。`,
    });
  });
}
