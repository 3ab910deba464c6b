/** A linear chain against all of its paths, one by one. */
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { tensorsKept, use } from '../layers/test-tools.js';
import { type Scalar, type Tensor, tf } from '../tf.js';
import type { CrfPotentials } from './chain.js';
import { crfLogPartition, crfMarginals } from './forward-backward.js';
import { crfLogLikelihood, crfLoss } from './log-likelihood.js';
import { viterbiDecode } from './viterbi.js';

interface Numbers {
  emissions: number[][][];
  transitions: number[][];
  start: number[];
  end: number[];
  mask: number[][];
}

/** Potentials about as large as learnt ones, and padding in any place. */
function drawn(seed: number, [batch, length, tags]: readonly [number, number, number]): Numbers {
  const rng = createRng(seed);
  const row = (count: number): number[] => Array.from(rng.normals(count, 0, 2));
  const rows = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
  return {
    emissions: rows(batch, () => rows(length, () => row(tags))),
    transitions: rows(tags, () => row(tags)),
    start: row(tags),
    end: row(tags),
    mask: rows(batch, () => rows(length, () => (rng.uniform() < 0.7 ? 1 : 0))),
  };
}

const tensors = ({ emissions, transitions, start, end, mask }: Numbers) => ({
  emissions: tf.tensor3d(emissions),
  transitions: tf.tensor2d(transitions),
  start: tf.tensor1d(start),
  end: tf.tensor1d(end),
  mask: tf.tensor2d(mask, [mask.length, mask[0]?.length ?? 0], 'int32'),
});

/** Every sequence of tags for the tokens of a row, with the sum of its potentials. */
function paths(all: Numbers, row: number): { tags: number[]; score: number }[] {
  const tokens = (all.emissions[row] ?? []).filter((_, t) => all.mask[row]?.[t] === 1);
  const count = all.start.length;
  const sequences = tokens.reduce<number[][]>(
    (before, _) => before.flatMap((one) => Array.from({ length: count }, (_, k) => [...one, k])),
    [[]],
  );
  return sequences.map((tags) => {
    const first = tags[0];
    if (first === undefined) return { tags, score: 0 };
    const sum = tags.reduce(
      (score, tag, t) =>
        score +
        (tokens[t]?.[tag] as number) +
        (t === 0 ? 0 : (all.transitions[tags[t - 1] as number]?.[tag] as number)),
      (all.start[first] as number) + (all.end[tags.at(-1) as number] as number),
    );
    return { tags, score: sum };
  });
}

const logSum = (values: readonly number[]): number => {
  const most = Math.max(...values);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
};

const cases = fc.tuple(
  fc.integer({ min: 0, max: 1e6 }),
  fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 4 }),
  ),
);

function expectClose(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((got[i] as number) - value)).toBeLessThan(2e-4 * (1 + Math.abs(value)));
  });
}

function suite(): void {
  test('the partition is the sum over all paths', () => {
    fc.assert(
      fc.property(cases, ([seed, sizes]) => {
        const all = drawn(seed, sizes);
        const found = tf.tidy(() => Array.from(crfLogPartition(tensors(all)).dataSync()));
        const rows = all.emissions.map((_, row) => logSum(paths(all, row).map((p) => p.score)));
        expectClose(found, rows);
      }),
      { numRuns: 15 },
    );
  });

  test('a marginal is the share of the paths that pass through it', () => {
    fc.assert(
      fc.property(cases, ([seed, sizes]) => {
        const all = drawn(seed, sizes);
        const found = tf.tidy(() => crfMarginals(tensors(all)).arraySync());
        all.mask.forEach((mask, row) => {
          const every = paths(all, row);
          const total = logSum(every.map(({ score }) => score));
          let token = 0;
          mask.forEach((keep, t) => {
            const at = token;
            token += keep;
            const expected = all.start.map((_, tag) => {
              if (keep === 0) return 0;
              const through = every.filter(({ tags }) => tags[at] === tag);
              return Math.exp(logSum(through.map(({ score }) => score)) - total);
            });
            expectClose(found[row]?.[t] ?? [], expected);
            const sum = (found[row]?.[t] ?? []).reduce((a, b) => a + b, 0);
            expect(sum).toBeCloseTo(keep, 4);
          });
        });
      }),
      { numRuns: 15 },
    );
  });

  test('the likeliest path is the best of all', () => {
    fc.assert(
      fc.property(cases, ([seed, sizes]) => {
        const all = drawn(seed, sizes);
        const { tags, scores } = tf.tidy(() => viterbiDecode(tensors(all)));
        const best = all.emissions.map((_, row) =>
          paths(all, row).reduce((most, one) => (one.score > most.score ? one : most)),
        );
        expect(tags).toEqual(best.map((one) => one.tags));
        expectClose(
          scores,
          best.map(({ score }) => score),
        );
      }),
      { numRuns: 15 },
    );
  });

  test('the probabilities of all paths sum to 1', () => {
    const all = { ...drawn(3, [1, 3, 3]), mask: [[1, 1, 1]] };
    const every = paths(all, 0);
    const shares = tf.tidy(() => {
      const { emissions, mask, ...weights } = tensors(all);
      const tags = tf.tensor2d(every.map((one) => one.tags));
      const many = tf.tile(emissions, [every.length, 1, 1]);
      const keep = tf.tile(mask, [every.length, 1]);
      return Array.from(
        tf.exp(crfLogLikelihood(tags, { ...weights, emissions: many, mask: keep })).dataSync(),
      );
    });
    expect(shares).toHaveLength(27);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 4);
  });

  test('the gradient of the loss is what was expected less what was observed', () => {
    const all = {
      ...drawn(7, [2, 4, 3]),
      mask: [
        [1, 1, 1, 0],
        [0, 1, 1, 1],
      ],
    };
    const observed = [
      [0, 2, 2, 9],
      [-5, 1, 0, 2],
    ];
    const given = tensors(all);
    const names = ['emissions', 'transitions', 'start', 'end'] as const;
    const loss = (...x: Tensor[]): Scalar => {
      const tags = tf.tensor2d(observed, [2, 4], 'int32');
      const potentials = Object.fromEntries(names.map((name, i) => [name, x[i]]));
      return crfLoss(tags, { ...potentials, mask: given.mask } as unknown as CrfPotentials);
    };
    const grads = tf.grads(loss as never)(names.map((name) => given[name]) as never) as Tensor[];
    // Of both rows together, for each of their six tokens.
    const zeros = (): number[][] => all.start.map(() => all.start.map(() => 0));
    const [transitions, start, end] = [zeros(), [0, 0, 0], [0, 0, 0]];
    const add = (tags: readonly number[], weight: number): void => {
      tags.forEach((tag, t) => {
        const row = transitions[tags[t - 1] ?? -1];
        if (row) row[tag] = (row[tag] as number) + weight / 6;
      });
      const [first, last] = [tags[0] as number, tags.at(-1) as number];
      start[first] = (start[first] as number) + weight / 6;
      end[last] = (end[last] as number) + weight / 6;
    };
    all.emissions.forEach((_, row) => {
      const every = paths(all, row);
      const total = logSum(every.map(({ score }) => score));
      for (const { tags, score } of every) add(tags, Math.exp(score - total));
      add(observed[row]?.filter((_, t) => all.mask[row]?.[t] === 1) ?? [], -1);
    });
    const [byEmissions, ...others] = grads.map((one) => Array.from(one.dataSync()));
    [transitions.flat(), start, end].forEach((expected, i) => {
      expectClose(others[i] ?? [], expected);
    });
    const marginals = crfMarginals(given).dataSync();
    const expected = observed.flat().flatMap((tag, place) =>
      all.start.map((_, k) => {
        const keep = all.mask.flat()[place] as number;
        return (keep * ((marginals[place * 3 + k] as number) - (tag === k ? 1 : 0))) / 6;
      }),
    );
    expectClose(byEmissions ?? [], expected);
    tf.dispose([grads, given]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('without transitions each token is on its own', () => {
    const all = drawn(5, [2, 4, 3]);
    const { emissions } = tensors(all);
    const [transitions, start] = [tf.zeros([3, 3]), tf.zeros([3])];
    const found = crfMarginals({ emissions, transitions, start, end: start }).dataSync();
    expectClose(found, Array.from(tf.softmax(emissions).dataSync()));
  });

  test('where padding stands changes nothing', () => {
    const all = drawn(9, [1, 3, 3]);
    const [a, b, c] = all.emissions[0] as [number[], number[], number[]];
    const junk = [50, -50, 7];
    const of = (row: number[][], mask: number[]) => ({
      ...tensors({ ...all, emissions: [row], mask: [mask] }),
    });
    const all3 = of([a, b, c], [1, 1, 1]);
    for (const padded of [
      of([a, b, c, junk, junk], [1, 1, 1, 0, 0]),
      of([junk, a, b, c], [0, 1, 1, 1]),
      of([a, junk, b, c], [1, 0, 1, 1]),
    ]) {
      expectClose(crfLogPartition(padded).dataSync(), Array.from(crfLogPartition(all3).dataSync()));
      expect(viterbiDecode(padded)).toEqual(viterbiDecode(all3));
    }
    const none = of([junk], [0]);
    expect(viterbiDecode(none)).toEqual({ tags: [[]], scores: [0] });
    expectClose(crfLogLikelihood(tf.tensor2d([[0]], [1, 1], 'int32'), none).dataSync(), [0]);
  });

  test('keeps no tensors', async () => {
    const given = tensors(drawn(2, [2, 3, 3]));
    const tags = tf.zeros([2, 3], 'int32');
    const kept = await tensorsKept(() => {
      tf.dispose([crfLogPartition(given), crfMarginals(given), crfLoss(tags, given)]);
      viterbiDecode(given);
    });
    expect(kept).toEqual([0, 0]);
  });

  test('says what does not fit', () => {
    const { mask, ...given } = tensors(drawn(2, [2, 3, 3]));
    const says = [crfLogPartition, crfMarginals, viterbiDecode] as const;
    for (const work of says) {
      expect(() => work({ ...given, start: tf.zeros([2]) })).toThrow(
        `Expected potentials of ${work.name} as \`emissions\` [B, T, K], \`transitions\` [K, K], \`start\` and \`end\` [K]`,
      );
      expect(() => work({ ...given, mask: tf.ones([3, 2]) })).toThrow('mask [3, 2]');
    }
    expect(() => crfLoss(tf.zeros([2, 4], 'int32'), given)).toThrow('shape [2, 3]');
    expect(() => crfLogLikelihood(tf.fill([2, 3], 3, 'int32'), given)).toThrow(
      'Expected tags of crfLogLikelihood to be integers in [0, 3). Received: 3',
    );
    mask.dispose();
  });
});

for (const backend of ['wasm', 'tensorflow'] as const) {
  const capability = backend === 'wasm' ? 'wasm' : 'native';
  describeIf(capability, `on the ${backend} backend`, () => {
    beforeAll(() => use(backend));
    afterAll(() => use('cpu'));
    suite();
  });
}
