import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { problemText } from '../problem.js';
import { referencesWithoutLesson } from './references.js';

test('a reference whose lesson is gone is told; tools beside the references are none', async () => {
  const root = mkdtempSync(join(tmpdir(), 'gradus-references-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const name of ['06-here', '07-gone', 'tools']) {
    const folder = join(root, 'autograder', 'reference', name);
    mkdirSync(folder, { recursive: true });
    if (name !== 'tools') writeFileSync(join(folder, 'solution.ts'), '');
  }
  const found = await referencesWithoutLesson(root, ['06-here']);
  expect(found.map((one) => problemText(one, 'en'))).toEqual([
    'autograder/reference/07-gone/solution.ts:1:1: The reference 07-gone has no lesson: write notebooks/07-gone/lesson.md, or remove the reference.',
  ]);
});
