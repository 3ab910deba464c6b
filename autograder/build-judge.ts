#!/usr/bin/env node
/**
 * The judge's part of the build: the sandbox's driver, and the recorded answers for `check`.
 *
 * Run by `npm run build` on the compiled project.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tf } from '../src/backend/tf.js';
import { packageRoot } from '../src/package-root.js';
import { readLesson } from './course/lesson.js';
import { quizAnswers, translationOf } from './course/translated.js';
import { lessonsWithReference, referenceFolder } from './judge/reference-folder.js';
import { loadReference } from './reference/load.js';
import { recordReference } from './reference/record.js';
import { buildDriver } from './sandbox/build.js';

/** Records every lesson's answers beside its tests. */
async function recordAll(): Promise<void> {
  for (const lesson of lessonsWithReference()) {
    const { tests, solution, mutants = {} } = await loadReference(lesson);
    const source = await readLesson(join(packageRoot(), 'notebooks', lesson, 'lesson.md'));
    const quizzes = quizAnswers(source, await translationOf(source));
    const about = { allowed: source.allowed, quizzes, mutants };
    const recorded = await recordReference(lesson, tests, { solution, tf }, about);
    const file = new URL(`${lesson}/recorded.json`, referenceFolder);
    await writeFile(file, `${JSON.stringify(recorded)}\n`);
  }
}

await buildDriver(packageRoot(), join(packageRoot(), 'dist/sandbox/driver.cjs'));
await recordAll();
