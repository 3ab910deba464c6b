import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { network, ownLesson, replacement, writePrivate } from '../reference/private.fixture.js';
import { verifyReference } from './verify-private.js';

async function verify(files: Readonly<Record<string, string>>) {
  const { folder, remove } = writePrivate(files);
  try {
    return await verifyReference(packageRoot(), folder);
  } finally {
    remove();
  }
}

/** The sample keeps fewer mutants and variants than a lesson must. */
const counts = ['mutants-missing', 'variants-missing'];
const wrong = ({ problems }: Awaited<ReturnType<typeof verify>>) =>
  problems.filter(({ code }) => !counts.includes(code));

test('solution and variants pass, mutants do not: nothing to mend but their number', async () => {
  const verified = await verify(ownLesson);
  expect(wrong(verified)).toEqual([]);
  expect(verified.problems.map(({ code, file }) => [code, file])).toEqual(
    counts.map((code) => [code, '07-sample/lesson.md']),
  );
  expect(verified.exercises).toEqual([
    { lesson: '07-sample', exercise: 'addOne', tests: 2, mutants: 2, variants: 1 },
  ]);
});

test('of a lesson of the course only the exercises are run that the folder has something for', async () => {
  const hidden = replacement.replace('../shared.js', './rows.js');
  const files = {
    [`${network}/hidden.ts`]: hidden,
    [`${network}/rows.ts`]: 'export const rows = 2;',
  };
  expect(await verify(files)).toMatchObject({
    exercises: [{ lesson: network, exercise: 'softmax' }],
    problems: [],
  });
});

test('a wrong solution is told with the test that it does not pass', async () => {
  const files = { ...ownLesson, '07-sample/solution.ts': 'export const addOne = () => 2;\n' };
  // The reference answers with the solution itself, so only its own test can tell.
  const [found] = wrong(
    await verify({
      ...files,
      '07-sample/variants.ts': 'export const variants = {};\n',
      '07-sample/visible.ts': String(ownLesson['07-sample/visible.ts']).replace('(1), 2', '(1), 3'),
    }),
  );
  expect(found).toMatchObject({
    file: '07-sample/solution.ts',
    code: 'overlay-must-pass',
    params: { name: 'addOne', test: 'addOne/adds' },
  });
});

test('a mutant that passes and a variant that does not are told with their line', async () => {
  const found = wrong(
    await verify({
      ...ownLesson,
      '07-sample/mutants.ts': `export const mutants = { addOne: [
  { name: 'not wrong at all', guess: 'None.', fn: (n: number) => n + 1 },
] };
`,
      '07-sample/variants.ts': `export const variants = { addOne: [
  { name: 'not right', fn: (n: number) => n },
] };
`,
    }),
  );
  expect(found).toMatchObject([
    { file: '07-sample/variants.ts', line: 2, code: 'overlay-must-pass' },
    { file: '07-sample/mutants.ts', line: 2, code: 'overlay-must-fail' },
  ]);
});

test('a wrong answer on which a test itself breaks is told with that test', async () => {
  const found = wrong(
    await verify({
      ...ownLesson,
      '07-sample/hidden.ts': `import { test } from 'gradus/judge';
export const tests = { addOne: [
  test({ name: 'digits', points: 1, kind: 'value', visible: false }, async (t) => {
    const got = (await t.student.addOne?.(9)) as number;
    t.expect(got.toFixed(0) === '10', 'No ten.');
  }),
] };
`,
      '07-sample/mutants.ts': `export const mutants = { addOne: [
  { name: 'nothing at all', guess: 'None.', fn: () => undefined },
] };
`,
    }),
  );
  expect(found).toMatchObject([
    {
      file: '07-sample/mutants.ts',
      line: 2,
      code: 'overlay-test-broke',
      params: { name: 'nothing at all', test: 'addOne/digits' },
    },
  ]);
});
