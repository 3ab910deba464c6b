#!/usr/bin/env node
/**
 * The judge's part of the build: the sandbox's driver, and the recorded answers for `check`.
 *
 * Run by `npm run build` on the compiled project.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tf } from '../../src/backend/tf.js';
import { readLesson } from '../course/lesson.js';
import { recordReference } from '../judge/recorded.js';
import { loadReference, referenceFolder } from '../judge/reference.js';
import { buildDriver } from './build.js';

const notebooks = new URL('../../../notebooks/', import.meta.url);

/** Records every lesson's answers beside its tests; gives the lessons. */
export async function recordAll(): Promise<string[]> {
  const entries = await readdir(referenceFolder, { withFileTypes: true });
  const lessons = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const lesson of lessons.sort()) {
    const { tests, solution } = await loadReference(lesson);
    const { allowed } = await readLesson(fileURLToPath(new URL(`${lesson}/lesson.md`, notebooks)));
    const recorded = await recordReference(lesson, tests, { solution, tf }, allowed);
    const file = new URL(`${lesson}/recorded.json`, referenceFolder);
    await writeFile(file, `${JSON.stringify(recorded)}\n`);
  }
  return lessons;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  await buildDriver(root, `${root}dist/sandbox/driver.cjs`);
  await recordAll();
}
