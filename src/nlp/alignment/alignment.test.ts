/** Losses that align a model, beside the formulas of TRL in PyTorch. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { gpt } from '../../models/nlp/gpt.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, type Tensor1D, type Tensor2D, tf } from '../../nn/tf.js';
import { dpoLoss, dpoMargin, type PairLogProbabilities } from './dpo-loss.js';
import { groupAdvantages } from './group-advantages.js';
import { sequenceLogProbability } from './sequence-log-probability.js';

/** By `fixtures/record_alignment.py`. */
const recorded: {
  dpo: {
    beta: number;
    policy: [number[], number[]];
    reference: [number[], number[]];
    losses: number[];
    gradients: [number[], number[]];
  }[];
  groups: { rewards: number[][]; advantages: number[][] };
} = JSON.parse(readFileSync(new URL('fixtures/alignment.json', import.meta.url), 'utf8'));

const pair = ([chosen, rejected]: readonly [number[], number[]]): PairLogProbabilities => ({
  chosen: tf.tensor1d(chosen),
  rejected: tf.tensor1d(rejected),
});
const read = (f: () => Tensor): number[] => tf.tidy(() => Array.from(f().dataSync()));

function near(got: readonly number[], expected: readonly number[], digits = 5): void {
  expect(got.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(got[i]).toBeCloseTo(value, digits);
}

function suite(): void {
  test('the loss of DPO and its gradient are those of TRL', () => {
    for (const { beta, policy, reference, losses, gradients } of recorded.dpo) {
      near(
        read(() => dpoLoss(pair(policy), pair(reference), { beta })),
        losses,
        4,
      );
      const gradient = tf.tidy(() => {
        const grads = tf.grads((chosen: Tensor, rejected: Tensor) =>
          tf.mean(
            dpoLoss(
              { chosen: chosen as Tensor1D, rejected: rejected as Tensor1D },
              pair(reference),
              { beta },
            ),
          ),
        );
        const { chosen, rejected } = pair(policy);
        return grads([chosen, rejected]).map((one) => Array.from(one.dataSync()));
      });
      near(gradient[0] ?? [], gradients[0]);
      near(gradient[1] ?? [], gradients[1]);
    }
  });

  test('the loss has the values that are known, and does not overflow', () => {
    const losses = (margin: number, beta = 1): number[] =>
      read(() => dpoLoss(pair([[margin], [0]]), pair([[0], [0]]), { beta }));
    near(losses(0), [Math.LN2]);
    near(losses(1), [Math.log1p(Math.exp(-1))]);
    near(losses(-1e4), [1e4]);
    near(losses(1e4), [0]);
    near(
      read(() => dpoMargin(pair([[-3], [-5]]), pair([[-4], [-4]]))),
      [0.2],
    );
  });

  test('ln P of an answer is the sum of its tokens, whatever the prompt and the padding are worth', () => {
    const model: LayersModel = gpt({
      vocabSize: 5,
      context: 6,
      layers: 1,
      heads: 2,
      width: 8,
      seed: 3,
    });
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 9))));
    const rows = [
      [1, 2, 3, 4, 0, 0],
      [4, 3, 2, 1, 2, 3],
    ];
    const counts = [
      [0, 0, 1, 1, 0, 0],
      [0, 1, 1, 1, 1, 1],
    ];
    const given = (): [Tensor2D, Tensor2D] => [
      tf.tensor2d(rows, [2, 6], 'int32'),
      tf.tensor2d(counts),
    ];
    const all = tf.tidy(
      () => tf.logSoftmax(model.predict(given()[0]) as Tensor).arraySync() as number[][][],
    );
    const expected = rows.map((tokens, row) =>
      tokens.reduce(
        (sum, token, i) =>
          i > 0 && counts[row]?.[i] === 1 ? sum + (all[row]?.[i - 1]?.[token] as number) : sum,
        0,
      ),
    );
    near(
      read(() => sequenceLogProbability(model, ...given())),
      expected,
      4,
    );
    model.dispose();
  });

  test('steps of DPO make the chosen answer more probable than the rejected one', async () => {
    const [policy, reference] = [0, 1].map(() =>
      gpt({ vocabSize: 6, context: 5, layers: 1, heads: 2, width: 8, seed: 2 }),
    ) as [LayersModel, LayersModel];
    const optimizer = tf.train.adam(0.03);
    const work = (): number[] =>
      tf.tidy(() => {
        const counts = tf.tensor2d([[0, 0, 1, 1]]);
        const of = (model: LayersModel): PairLogProbabilities => {
          const answer = (...tokens: number[]): Tensor1D =>
            sequenceLogProbability(
              model,
              tf.tensor2d([[1, 2, ...tokens]], [1, 4], 'int32'),
              counts,
            );
          return { chosen: answer(3, 4), rejected: answer(5, 4) };
        };
        const before = of(reference);
        const step = (): Tensor => tf.mean(dpoLoss(of(policy), before));
        const losses = Array.from({ length: 8 }, () =>
          Number(optimizer.minimize(step as never, true)?.dataSync()[0]),
        );
        return [...losses, Number(dpoMargin(of(policy), before).dataSync()[0])];
      });
    const losses = work();
    expect(losses[0]).toBeCloseTo(Math.LN2, 5);
    expect(losses[7]).toBeLessThan(0.6);
    expect(losses[8]).toBeGreaterThan(0.1);
    expect(await tensorsKept(work)).toEqual([0, 0]);
    optimizer.dispose();
    policy.dispose();
    reference.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('says what does not fit', () => {
    const [one, two] = [
      pair([[0], [0]]),
      pair([
        [0, 0],
        [0, 0],
      ]),
    ];
    expect(() => dpoLoss(one, two)).toThrow(
      'Expected ln P of chosen and rejected answers, [B] each, of model and reference. Received: shapes [1], [1], [2], [2]',
    );
    expect(() => dpoLoss(one, one, { beta: 0 })).toThrow('Expected `beta` to be a number > 0');
    const model = gpt({ vocabSize: 5, context: 6, layers: 1, heads: 2, width: 8 });
    const tokens = tf.tensor2d([0, 0, 0, 0, 0, 0], [2, 3], 'int32');
    expect(() => sequenceLogProbability(model, tokens, tf.ones([2, 2]))).toThrow(
      'Expected tokens [B, T], int32, of two columns at least, and `counts` of their shape. Received: tokens int32 [2, 3], counts float32 [2, 2]',
    );
    expect(() => sequenceLogProbability(model, tf.zeros([2, 3]), tf.ones([2, 3]))).toThrow(
      'float32 [2, 3]',
    );
    model.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});

test('advantages of a group are those of TRL, and add up to 0', () => {
  const { rewards, advantages } = recorded.groups;
  for (const [i, group] of groupAdvantages(rewards).entries()) {
    near(group, advantages[i] as number[], 4);
    expect(group.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10);
  }
  expect(groupAdvantages([[1, 0, 0, 1]])[0]?.map((one) => Number(one.toFixed(2)))).toEqual([
    0.87, -0.87, -0.87, 0.87,
  ]);
  expect(groupAdvantages([[2, 2, 2]])).toEqual([[0, 0, 0]]);
  expect(groupAdvantages([[3, 1]], { scale: false })).toEqual([[1, -1]]);
  // A prize of another size, or one that all have, changes nothing but rounding.
  const shifted = groupAdvantages(rewards.map((group) => group.map((one) => 1000 * one + 7)));
  near(shifted[0] ?? [], advantages[0] as number[], 3);
  expect(() => groupAdvantages([[1]])).toThrow(
    'Expected for each prompt the rewards of two answers at least, all finite. Received: [1]',
  );
  expect(() => groupAdvantages([[1, Number.NaN]])).toThrow('Received: ');
});
