import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Tensor1D, type Tensor2D, tf } from '../../../src/backend/tf.js';
import { runExercise } from '../../judge/in-process.js';
import type { Test } from '../../judge/test.js';
import type { TestResult } from '../../judge/verdict.js';
import { tests as hidden } from './hidden.js';
import { mutants } from './mutants.js';
import * as solution from './solution.js';
import { variants } from './variants.js';
import { tests as visible } from './visible.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** How many classes' worth of hidden inputs are tried. */
const seeds = Number(process.env.GRADUS_REFERENCE_SEEDS ?? 40);

const exercises = ['denseForward', 'softmax', 'crossEntropy', 'denseBackward', 'trainMlp'] as const;
type Exercise = (typeof exercises)[number];

const right: Readonly<Record<string, unknown>> = { ...solution };

const testsOf = (exercise: Exercise): readonly Test[] => [
  ...(visible[exercise] ?? []),
  ...(hidden[exercise] ?? []),
];
/** Seed 0 has the recorded inputs of visible tests; every other draws them too, as a class does. */
const judge = (exercise: Exercise, fn: unknown, seed = 0): Promise<TestResult[]> => {
  const inputs = seed === 0 ? 'recorded' : 'drawn';
  const tests = testsOf(exercise);
  return runExercise({ exercise, tests, fn, solution: right, tf, seed, visible: inputs });
};
const notPassed = (results: readonly TestResult[]) =>
  results.filter((r) => r.verdict !== 'passed').map((r) => [r.id, r.verdict, r.issue?.params]);

describe.each(exercises)('%s', (exercise) => {
  test('the solution passes every test, whatever the seed', async () => {
    for (let seed = 0; seed < seeds; seed++) {
      expect(notPassed(await judge(exercise, right[exercise], seed))).toEqual([]);
    }
  });

  test.each(variants[exercise] ?? [])('accepts: $name', async ({ fn }) => {
    for (let seed = 0; seed < seeds / 4; seed++) {
      expect(notPassed(await judge(exercise, fn, seed))).toEqual([]);
    }
  });

  test.each(mutants[exercise] ?? [])('rejects, by a visible test: $name', async ({ fn }) => {
    for (let seed = 0; seed < 4; seed++) {
      const results = await judge(exercise, fn, seed);
      const seen = notPassed(results.filter((r) => r.visible));
      expect(seen.length, `no visible test failed, seed ${seed}`).toBeGreaterThan(0);
      for (const result of results) expect(result.issue?.code).not.toBe('judge-failed');
    }
  });

  test('the solution gives no cause for a notice', async () => {
    for (const seed of [0, 1]) {
      const told = (await judge(exercise, right[exercise], seed)).flatMap((r) => r.notices ?? []);
      expect(told).toEqual([]);
    }
  });

  test('test ids are unique and tests say how to go on', () => {
    const ids = testsOf(exercise).map((t) => t.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const t of visible[exercise] ?? []) expect(t.hint, t.id).toBeTruthy();
    for (const t of visible[exercise] ?? []) expect(t.visible).toBe(true);
    for (const t of hidden[exercise] ?? []) expect(t.visible).toBe(false);
  });
});

test('tensors left behind and a loop without frames are told and cost nothing', async () => {
  const untidy = variants.trainMlp?.find(({ name }) => name === 'the optimiser of tfjs')?.fn;
  const results = await judge('trainMlp', untidy, 1);
  expect(notPassed(results)).toEqual([]);
  const told = results.flatMap(({ notices = [] }) => notices);
  expect(new Set(told)).toEqual(new Set(['tensors-left', 'no-next-frame']));
  // Of a hidden test nothing is told.
  for (const { visible, notices } of results) if (!visible) expect(notices).toBeUndefined();

  const leaky = (x: Tensor2D, w: Tensor2D, b: Tensor1D) => tf.add(tf.matMul(x, w), b);
  const leaks = await judge('denseForward', leaky, 1);
  expect(leaks.flatMap(({ notices = [] }) => notices)).toEqual(['tensors-left', 'tensors-left']);
  const same = await judge('denseForward', (_x: Tensor2D, _w: Tensor2D, b: Tensor1D) => b, 1);
  expect(same.flatMap(({ notices = [] }) => notices)).toEqual([]);
});
