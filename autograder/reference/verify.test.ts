import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, test } from 'vitest';
import { tf } from '../../src/backend/tf.js';
import type { RemoteFunctions } from '../judge/test.js';
import { test as judgeTest, type TestSpec } from '../judge/test.js';
import type { LoadedReference } from './load.js';
import { noParts, type ReferenceParts } from './parts.js';
import { subjectsOf, verifyExercise, verifySubject } from './verify.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const spec = (name: string, visible: boolean): TestSpec => ({
  ...{ name, visible, points: 1, kind: 'value' },
});
const adds = judgeTest(spec('adds', true), async (t) =>
  t.expectClose(await t.student.addOne?.(1), 2),
);
const any = judgeTest(spec('any number', false), async (t) => {
  const n = t.rng.integer(2, 100);
  t.expectClose(await t.student.addOne?.(n), n + 1);
});
const addOne = (n: number): number => n + 1;

function made(parts: Partial<ReferenceParts>, tests = [adds, any]): LoadedReference {
  const { solution = { addOne }, ...rest } = parts;
  return {
    lesson: '07-sample',
    parts: { ...noParts, ...rest, solution },
    tests: { addOne: tests },
    solution,
    functions: {} as RemoteFunctions,
    allowed: {},
    hash: '',
  };
}
const wrong = (fn: (n: number) => unknown) => ({ name: 'm', guess: 'g', fn });

test('nothing is found where all is as it should be', async () => {
  const reference = made({
    variants: { addOne: [{ name: 'v', fn: (n: number) => 1 + n }] },
    mutants: { addOne: [wrong((n) => n + 2)] },
  });
  expect(subjectsOf(reference, 'addOne').map(({ part }) => part)).toEqual([
    'solution',
    'variants',
    'mutants',
  ]);
  expect(await verifyExercise(reference, 'addOne')).toEqual([]);
});

test('a solution or a variant that does not pass is told with the first test and draw', async () => {
  const variants = { addOne: [{ name: 'right only for 1', fn: () => 2 }] };
  expect(await verifyExercise(made({ variants, solution: {} }), 'addOne')).toMatchObject([
    { part: 'solution', name: 'addOne', seed: 0, failed: { id: 'addOne/adds' } },
    { part: 'variants', name: 'right only for 1', seed: 0, failed: { id: 'addOne/any-number' } },
  ]);
});

test('a mutant that passes is told, and where asked one that only hidden tests reject', async () => {
  expect(await verifyExercise(made({ mutants: { addOne: [wrong(addOne)] } }), 'addOne')).toEqual([
    {
      ...{ part: 'mutants', name: 'm', seed: 0 },
      ...{ passed: ['addOne/adds', 'addOne/any-number'], rejectedBy: [] },
    },
  ]);
  const lucky = { part: 'mutants', name: 'm', fn: () => 2 } as const;
  expect(await verifySubject(made({}), 'addOne', lucky)).toBeUndefined();
  expect(await verifySubject(made({}), 'addOne', lucky, { rejectedBy: 'visible' })).toEqual({
    ...{ part: 'mutants', name: 'm', seed: 0 },
    ...{ passed: ['addOne/adds'], rejectedBy: ['addOne/any-number'] },
  });
});

test('a test that breaks on a wrong answer has not rejected it', async () => {
  const breaks = judgeTest(spec('breaks', true), async (t) => {
    const got = (await t.student.addOne?.(1)) as number[];
    got.map(String);
  });
  const reference = made({ mutants: { addOne: [wrong(() => 5)] } }, [adds, breaks]);
  expect(await verifyExercise(reference, 'addOne')).toMatchObject([
    { part: 'solution', failed: { id: 'addOne/breaks' } },
    { part: 'mutants', failed: { id: 'addOne/breaks', issue: { code: 'judge-failed' } } },
  ]);
});
