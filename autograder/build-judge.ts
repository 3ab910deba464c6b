#!/usr/bin/env node
/**
 * The judge's part of the build: the sandbox's driver, and the recorded answers for `check`.
 *
 * Run by `npm run build` on the compiled project.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tf } from '../src/backend/tf.js';
import { packageRoot } from '../src/package-root.js';
import { readLesson } from './course/lesson.js';
import { recordReference } from './judge/recorded.js';
import { loadReference, referenceFolder } from './judge/reference.js';
import { buildDriver } from './sandbox/build.js';

/** Records every lesson's answers beside its tests. */
async function recordAll(): Promise<void> {
  const entries = await readdir(referenceFolder, { withFileTypes: true });
  const lessons = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const lesson of lessons.sort()) {
    const { tests, solution } = await loadReference(lesson);
    const { allowed } = await readLesson(join(packageRoot(), 'notebooks', lesson, 'lesson.md'));
    const recorded = await recordReference(lesson, tests, { solution, tf }, allowed);
    const file = new URL(`${lesson}/recorded.json`, referenceFolder);
    await writeFile(file, `${JSON.stringify(recorded)}\n`);
  }
}

await buildDriver(packageRoot(), join(packageRoot(), 'dist/sandbox/driver.cjs'));
await recordAll();
