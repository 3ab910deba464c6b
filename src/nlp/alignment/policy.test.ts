/** Learning from rewards: losses beside PyTorch's, estimates of KL, and the trainer. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { gpt } from '../../models/nlp/gpt.js';
import type { Snapshot } from '../../nn/callbacks/callback.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Scalar, type Tensor, type Tensor2D, tf } from '../../nn/tf.js';
import { callsOfSteps } from '../../nn/training/test-tools.js';
import { wordTokenizer } from '../tokenizers/word-level-tokenizers.js';
import { answerPrompts } from './answer-prompts.js';
import { assistantTokens } from './assistant-tokens.js';
import { type KlEstimator, klEstimate } from './kl-estimate.js';
import { type GrpoAnswers, grpoLoss, reinforceLoss } from './policy-losses.js';
import { PolicyTrainer, type PolicyTrainerOptions } from './policy-trainer.js';
import { keepForEachTest } from './test-tools.js';

type Rows = number[][];
/** By `fixtures/record_policy.py`. */
const recorded: {
  given: Record<'policy' | 'old' | 'reference' | 'counts', Rows> & { advantages: number[] };
  grpo: { clip: number; beta: number; loss: number; gradient: Rows }[];
  reinforce: { loss: number; gradient: Rows };
  kl: Record<KlEstimator, Rows>;
} = JSON.parse(readFileSync(new URL('fixtures/policy.json', import.meta.url), 'utf8'));

/** Within a tidy. */
function answers(policy?: Tensor2D): GrpoAnswers {
  const { given } = recorded;
  return {
    policy: policy ?? tf.tensor2d(given.policy),
    old: tf.tensor2d(given.old),
    reference: tf.tensor2d(given.reference),
    counts: tf.tensor2d(given.counts),
    advantages: tf.tensor1d(given.advantages),
  };
}

function near(got: Rows, expected: Rows, digits: number): void {
  const [a, b] = [got.flat(), expected.flat()];
  expect(a.length).toBe(b.length);
  for (const [i, value] of b.entries()) expect(a[i]).toBeCloseTo(value, digits);
}

/** A loss, and its gradient by the policy's ln P. */
function lossAndGradient(loss: (of: GrpoAnswers) => Scalar): { loss: number; gradient: Rows } {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((policy: Tensor) => loss(answers(policy as Tensor2D)))(
      answers().policy,
    );
    return {
      loss: value.dataSync()[0] as number,
      gradient: grad.arraySync() as Rows,
    };
  });
}

const texts = ['red', 'blue', 'what', 'say'];
const tokenizer = wordTokenizer(texts, { specialTokens: assistantTokens });
const make = (seed = 1): LayersModel =>
  gpt({ vocabSize: tokenizer.vocabularySize, context: 4, layers: 1, heads: 2, width: 8, seed });
const tasks = [
  { prompt: 'what', right: 'red' },
  { prompt: 'say', right: 'blue' },
];
type Task = (typeof tasks)[number];
const reward = ({ right }: Task, answer: string): number => (answer === right ? 1 : 0);

const { keep, disposeKept } = keepForEachTest();

function trainerOf(options: Partial<PolicyTrainerOptions<Task>> = {}, seed = 1) {
  const [model, reference] = [keep(make(seed)), keep(make())];
  const optimizer = keep(tf.train.adam(0.03));
  const trainer = new PolicyTrainer<Task>({
    ...{ model, reference, optimizer, tokenizer, reward, groupSize: 16, beta: 0.01, seed: 1 },
    ...options,
  });
  return { model, reference, trainer };
}

function suite(): void {
  test('the losses of GRPO and REINFORCE and their gradients are those of PyTorch', () => {
    for (const { clip, beta, ...expected } of recorded.grpo) {
      const got = lossAndGradient((of) => grpoLoss(of, { clip, beta }));
      expect(got.loss).toBeCloseTo(expected.loss, 5);
      near(got.gradient, expected.gradient, 5);
    }
    const got = lossAndGradient(reinforceLoss);
    expect(got.loss).toBeCloseTo(recorded.reinforce.loss, 5);
    near(got.gradient, recorded.reinforce.gradient, 5);
  });

  test('gradients are the slopes of the losses', () => {
    const losses = [reinforceLoss, (of: GrpoAnswers) => grpoLoss(of, { clip: 0.2, beta: 0.3 })];
    for (const loss of losses) {
      const { gradient } = lossAndGradient(loss);
      const rng = createRng(3);
      const way = gradient.map((row) => row.map(() => rng.normal()));
      const at = (step: number): number =>
        tf.tidy(() => {
          const moved = tf.add(answers().policy, tf.mul(tf.tensor2d(way), step)) as Tensor2D;
          return loss(answers(moved)).dataSync()[0] as number;
        });
      const slope = (at(5e-3) - at(-5e-3)) / 1e-2;
      const along = gradient.flatMap((row, i) => row.map((g, j) => g * (way[i]?.[j] ?? 0)));
      expect(along.reduce((a, b) => a + b)).toBeCloseTo(slope, 2);
    }
  });

  test('where the answers are new, the gradient of GRPO is that of REINFORCE over lengths', () => {
    const fresh = (of: GrpoAnswers): GrpoAnswers => ({ ...of, old: answers().policy });
    const grpo = lossAndGradient((of) => grpoLoss(fresh(of), { beta: 0 })).gradient;
    const { counts } = recorded.given;
    const expected = recorded.reinforce.gradient.map((row, i) =>
      row.map((value) => value / (counts[i] ?? []).reduce((a, b) => a + b)),
    );
    near(grpo, expected, 5);
  });

  test('estimates of KL are Schulman’s, and in the mean k1 and k3 are right', () => {
    for (const estimator of ['k1', 'k2', 'k3'] as const) {
      const got = tf.tidy(() => {
        const { policy, reference } = answers();
        return klEstimate(policy, reference, { estimator }).arraySync();
      });
      near(got as Rows, recorded.kl[estimator], 4);
      if (estimator !== 'k1') expect(Math.min(...(got as Rows).flat())).toBeGreaterThanOrEqual(0);
    }
    const [p, q] = [
      [0.5, 0.3, 0.2],
      [0.2, 0.5, 0.3],
    ] as const;
    const exact = p.reduce((sum, one, i) => sum + one * Math.log(one / (q[i] as number)), 0);
    // Each token as often as the policy draws it.
    const tokens = p.flatMap((one, i) => Array<number>(Math.round(10 * one)).fill(i));
    const logs = (of: readonly number[]) =>
      tf.tensor1d(tokens.map((token) => Math.log(of[token] as number)));
    for (const estimator of ['k1', 'k3'] as const) {
      const mean = tf.tidy(
        () => tf.mean(klEstimate(logs(p), logs(q), { estimator })).dataSync()[0],
      );
      expect(mean).toBeCloseTo(exact, 5);
    }
  });

  test.each(['grpo', 'reinforce'] as const)(
    'learns what is rewarded, and the reference stays: %s',
    async (algorithm) => {
      const { model, reference, trainer } = trainerOf({ algorithm });
      const before = reference.getWeights().map((one) => Array.from(one.dataSync()));
      const { metrics } = await trainer.fit(tasks, { steps: 60, promptsPerStep: 2 });
      const rewards = metrics?.reward ?? [];
      const mean = (of: number[]): number => of.reduce((a, b) => a + b, 0) / of.length;
      expect(mean(rewards.slice(0, 5))).toBeLessThan(0.2);
      expect(mean(rewards.slice(-5))).toBeGreaterThan(0.8);
      expect(metrics?.kl?.[0]).toBeCloseTo(0, 5);
      expect(metrics?.kl?.at(-1)).toBeGreaterThan(0.1);
      expect(reference.getWeights().map((one) => Array.from(one.dataSync()))).toEqual(before);
      const prompts = tasks.map(({ prompt }) => prompt);
      expect(await answerPrompts(model, prompts, { tokenizer })).toEqual(['red', 'blue']);
    },
  );

  test('steps with the same answers: the ratio is 1 at the first, and clipped later', async () => {
    const { trainer } = trainerOf();
    const seen: string[] = [];
    const { steps, metrics } = await trainerOf({
      reward(task, answer) {
        seen.push(answer);
        return reward(task, answer);
      },
    }).trainer.fit(tasks, { steps: 5, promptsPerStep: 2, updates: 3 });
    // Two rounds of two prompts with 16 answers each.
    expect(seen).toHaveLength(2 * 2 * 16);
    expect(metrics?.reward?.[0]).toBe(metrics?.reward?.[2]);
    // Advantages of a group add up to 0, and so does the loss where all ratios are 1.
    expect(steps[0]).toBeCloseTo(0, 4);
    const again = await trainer.fit(tasks, { steps: 5, promptsPerStep: 2, updates: 3 });
    expect(again.steps).toEqual(steps);
  });

  test('goes on exactly where it was left', async () => {
    let saved: Snapshot | undefined;
    const length = { steps: 8, promptsPerStep: 2 };
    const whole = await trainerOf({
      callbacks: [
        {
          async onStep({ step }, run) {
            if (step === 4) saved = await run.snapshot();
          },
        },
      ],
    }).trainer.fit(tasks, length);
    const { trainer } = trainerOf({}, 9);
    if (saved === undefined) throw new Error('nothing was saved');
    await trainer.resume(saved);
    const { steps } = await trainer.fit(tasks, length);
    for (const [i, loss] of whole.steps.slice(4).entries()) {
      expect(steps[4 + i]).toBeCloseTo(loss, 5);
    }
  });

  test('leaves no tensors', async () => {
    const work = async (): Promise<void> => {
      const { trainer } = trainerOf();
      await trainer.fit(tasks, { steps: 6, promptsPerStep: 2, updates: 2 });
      disposeKept();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('says what does not fit', async () => {
    tf.tidy(() => {
      const of = answers();
      expect(() => grpoLoss({ ...of, old: tf.zeros([2, 2]) })).toThrow('and `advantages` [B]');
      expect(() => reinforceLoss({ ...of, advantages: tf.zeros([2]) })).toThrow(
        '[4,6], [4,6], [2]',
      );
      expect(() => grpoLoss(of, { clip: 1 })).toThrow('`clip` to be a number in (0, 1)');
      expect(() => grpoLoss(of, { beta: -1 })).toThrow('`beta` of `grpo` to be a number >= 0');
      expect(() => klEstimate(of.policy, tf.zeros([2, 2]))).toThrow('shapes [4,6], [2,2]');
      expect(() => klEstimate(of.policy, of.old, { estimator: 'k4' as 'k3' })).toThrow(
        '`k1`, `k2` or `k3`. Received: "k4"',
      );
    });
    expect(() => trainerOf({ groupSize: 1 })).toThrow('`groupSize` to be an integer >= 2');
    expect(() => trainerOf({ algorithm: 'ppo' as 'grpo' })).toThrow('`grpo` or `reinforce`');
    expect(() => trainerOf({ reward: undefined as never })).toThrow('`reward` to be a function');
    const run = (options: Partial<PolicyTrainerOptions<Task>>, more: object = {}) =>
      trainerOf(options).trainer.fit(tasks, { steps: 1, promptsPerStep: 2, ...more });
    await expect(run({ reward: () => Number.NaN })).rejects.toThrow(
      'to give a finite number. Received: NaN for the answer',
    );
    await expect(run({ algorithm: 'reinforce' }, { updates: 2 })).rejects.toThrow('`updates`');
    await expect(run({ maxTokens: 9 })).rejects.toThrow('`maxTokens` of PolicyTrainer.fit');
    await expect(trainerOf().trainer.fit([], { steps: 1 })).rejects.toThrow('one prompt');
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('the update is one call, whatever drawing takes', async () => {
    const calls = await callsOfSteps(async (callbacks) => {
      const { trainer } = trainerOf({ callbacks, reward: () => 1 });
      await trainer.fit(tasks, { steps: 9, promptsPerStep: 2, updates: 9 });
    });
    expect(calls.slice(5).every(({ sessions }) => sessions === 1)).toBe(true);
  });
});
