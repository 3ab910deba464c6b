/**
 * A lesson's reference as the judge holds it: tests, solution, and a clean TensorFlow.js to run it.
 *
 * Never part of the student's package.
 */
import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tf } from '../../src/backend/tf.js';
import type { MutantsByExercise } from '../course/reference.js';
import { localDriver, referenceFunctions } from './local-driver.js';
import { tensorAdapter } from './tensor-adapter.js';
import type { RemoteFunctions, Test, TestsByExercise } from './test.js';

export interface Reference {
  lesson: string;
  /** Visible and hidden tests of each exercise. */
  tests: Readonly<Record<string, readonly Test[]>>;
  /** The solution's functions as they are: for recording and for tests of the reference. */
  solution: Readonly<Record<string, unknown>>;
  /** The same, called through the codec. */
  functions: RemoteFunctions;
  /** Typical wrong solutions, for guesses at what went wrong. */
  mutants?: MutantsByExercise;
  /** Library functions that each exercise may not call. */
  withheld: Readonly<Record<string, readonly string[]>>;
  /** sha256 of the reference's files. */
  hash: string;
}

export const referenceFolder = new URL('../reference/', import.meta.url);

/**
 * Loads the reference of a lesson.
 *
 * @throws Error when the lesson has none
 */
export async function loadReference(lesson: string): Promise<Reference> {
  const folder = new URL(`${lesson}/`, referenceFolder);
  const extension = existsSync(new URL('visible.ts', folder)) ? 'ts' : 'js';
  if (!existsSync(new URL(`visible.${extension}`, folder))) {
    throw new Error(
      `Expected a reference for lesson ${lesson}. Received: none in ${folder.pathname}`,
    );
  }
  const load = async <T>(name: string): Promise<T> =>
    (await import(new URL(`${name}.${extension}`, folder).href)) as T;
  const visible = await load<{ tests: TestsByExercise }>('visible');
  const hidden = await load<{ tests: TestsByExercise }>('hidden');
  const solution = await load<Record<string, unknown>>('solution');
  const { mutants } = existsSync(new URL(`mutants.${extension}`, folder))
    ? await load<{ mutants: MutantsByExercise }>('mutants')
    : { mutants: {} };
  const { withheld } = await load<{ withheld: Reference['withheld'] }>('withheld');

  // The judge computes expected values on the same backend as the sandbox, in its own process.
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  if (tf.getBackend() !== 'cpu') {
    throw new Error(`Expected the judge to run on the cpu backend. Received: ${tf.getBackend()}`);
  }
  const tests: Record<string, readonly Test[]> = {};
  for (const exercise of Object.keys(visible.tests)) {
    tests[exercise] = [...(visible.tests[exercise] ?? []), ...(hidden.tests[exercise] ?? [])];
  }
  return {
    lesson,
    tests,
    solution,
    mutants,
    functions: referenceFunctions(localDriver(solution, tensorAdapter(tf))),
    withheld,
    hash: await hashFolder(folder, extension),
  };
}

async function hashFolder(folder: URL, extension: string): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(folder)).filter((name) => name.endsWith(`.${extension}`)).sort();
  for (const name of files) {
    hash
      .update(name)
      .update('\0')
      .update(await readFile(new URL(name, folder)))
      .update('\0');
  }
  return hash.digest('hex');
}
