import { afterEach, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/index.js';
import type { GeneratedMutant } from '../reference/mutation/generate.js';
import type { ExerciseScore } from '../reference/mutation/mutate.js';
import { findings, mutateCommand } from './mutate.js';

afterEach(() => vi.restoreAllMocks());

const mutant: GeneratedMutant = {
  ...{ exercise: 'f', operator: 'wrong-axis', line: 12, nth: 1, text: '' },
  ...{ before: 'tf.sum(x, 1)', after: 'tf.sum(x, 0)' },
};
const score: ExerciseScore = {
  ...{ exercise: 'f', mutants: 20, rejected: 17, equivalent: 1, ms: 5 },
  survivors: [
    { ...mutant, rejectedIn: 0, draws: 10 },
    { ...mutant, rejectedIn: 4, draws: 10 },
  ],
  broken: [{ ...mutant, test: 'f/rows' }],
  rejectedEquivalents: [mutant],
  stale: [{ ...mutant, reason: 'any' }],
  mostEquivalents: 2,
};

test('each finding has its place, the change, the operator and a remedy', () => {
  expect(findings(score, 's.ts', messages('en'))).toMatchInlineSnapshot(`
    [
      "s.ts:12: tf.sum(x, 1) → tf.sum(x, 0) (wrong axis): no test rejects it. Add a test that the contract allows, or record it in equivalents.ts with a reason.",
      "s.ts:12: tf.sum(x, 1) → tf.sum(x, 0) (wrong axis): no test rejects it on every input: in 4 of 10 draws of inputs one does. Add a test that the contract allows, or record it in equivalents.ts with a reason.",
      "s.ts:12: tf.sum(x, 1) → tf.sum(x, 0) (wrong axis): the test f/rows broke on its answer. Mend the test, so that it says what is wrong with the answer.",
      "s.ts:12: tf.sum(x, 1) → tf.sum(x, 0) (wrong axis): recorded as equivalent, but a test rejects it. Take it out of equivalents.ts.",
      "s.ts: tf.sum(x, 1) → tf.sum(x, 0) (wrong axis): recorded as equivalent, but no mutant of f is like this. Take it out of equivalents.ts, or renew it.",
      "f: more mutants are recorded as equivalent than one in ten, which is 2. Change the tests so that they reject some.",
    ]
  `);
});

test('the same in Chinese', () => {
  const lines = findings(score, 's.ts', messages('zh'));
  expect(lines).toHaveLength(6);
  expect(lines[0]).toBe(
    's.ts:12：tf.sum(x, 1) → tf.sum(x, 0)（轴错误）：没有测试拒绝它。请添加题目要求所允许的测试，或写明理由后记入 equivalents.ts。',
  );
});

test('a sample of a lesson: a line for each exercise, 0 where all are rejected', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const lesson = '01-tensors-shapes-and-data';
  const code = await mutateCommand(lesson, { sample: '3', seed: '1' }, messages('en'));
  expect(error.mock.calls).toEqual([]);
  expect(code).toBe(0);
  const lines = log.mock.calls.map(([line]) => String(line));
  expect(lines[0]).toMatch(/^01-tensors-shapes-and-data stridesOf: 3 of 3 mutants rejected/);
  expect(lines.at(-1)).toBe(messages('en').mutation.allRejected);
});

test('an unknown lesson and a sample that is no number are errors', async () => {
  const m = messages('en');
  await expect(mutateCommand('77-none', { seed: '0' }, m)).rejects.toMatchObject({
    code: 'unknown-lesson',
  });
  for (const sample of ['0', '-1', 'many', '1.5', '']) {
    await expect(mutateCommand(undefined, { sample, seed: '0' }, m)).rejects.toMatchObject({
      code: 'bad-value',
    });
  }
});
