/** The job that looks for tests that need a later module finds one that was planted. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { copyTree, verifyAmongAncestors } from './verify.mjs';

const first = '00-typescript-and-notebooks';
const later = '02-a-network-from-scratch';

test('a hidden test that imports a later lesson is told, with the file that is not there', async () => {
  const root = mkdtempSync(join(tmpdir(), 'gradus-later-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  copyTree(packageRoot(), root, [first, '01-tensors-shapes-and-data', later]);
  expect(await verifyAmongAncestors(root, first)).toMatchObject([{ problems: [], exercises: 3 }]);
  appendFileSync(
    join(root, 'dist/autograder/reference', first, 'hidden.js'),
    `\nimport '../${later}/solution.js';\n`,
  );
  const [result, ...more] = await verifyAmongAncestors(root, first);
  expect(more).toEqual([]);
  expect(result?.ancestors).toEqual([]);
  expect(result?.problems).toEqual([
    expect.stringContaining(`dist/autograder/reference/${later}/solution.js`),
  ]);
}, 300_000);
