/** A few of the parity run's notebooks in every test run: see `run.mjs`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { asNotebook, parityNotebooks } from './notebooks.mjs';
import { compare, inGrader, inKernel } from './run.mjs';

const built = existsSync(
  join(fileURLToPath(new URL('../..', import.meta.url)), 'dist/student/package.json'),
);

test('the same seed gives the same notebooks, and every kind of addition is among them', () => {
  const [first, second] = [parityNotebooks(100, 3), parityNotebooks(100, 3)];
  expect(first.map(asNotebook)).toEqual(second.map(asNotebook));
  expect(parityNotebooks(5, 4).map(asNotebook)).not.toEqual(first.slice(0, 5).map(asNotebook));
  const names = first.map(({ name }) => name).join();
  for (const kind of ['refused', 'uncaught', 'redefined', 'right again', 'large']) {
    expect(names).toContain(kind);
  }
});

describeIf('unshare', 'the kernel and the grader', () => {
  test.skipIf(!built)(
    'agree on notebooks with refused cells, uncaught errors, redefinitions and large cells',
    async () => {
      const notebooks = parityNotebooks(8, 2);
      const kernel = await inKernel(notebooks);
      const found = compare(notebooks, kernel, await inGrader(notebooks));
      expect(found.list).toEqual([]);
      expect(found.passedInBoth).toBeGreaterThan(15);
    },
    300_000,
  );

  test('a grader that is worse is found', () => {
    const [notebook] = parityNotebooks(1, 1);
    if (notebook === undefined) throw new Error('Expected a notebook.');
    const id = `${notebook.exercises[0]}/a-test`;
    const graded = [{ verdicts: { [id]: 'error' }, notices: [] }];
    expect(compare([notebook], [{ [id]: 'passed' }], graded)).toMatchObject({ worse: 1 });
    expect(compare([notebook], [{}], graded)).toMatchObject({ worse: 0, failedInBoth: 1 });
  });
});
