/**
 * A lesson's reference as the judge holds it: tests, solution, and a clean TensorFlow.js to run it.
 *
 * Never part of the student's package.
 */
import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { LibraryRules } from '../../src/backend/allowed.js';
import { tf } from '../../src/backend/tf.js';
import type { ArtefactsById } from './artefact.js';
import { localDriver, referenceFunctions } from './local-driver.js';
import { type Overlaid, overlay } from './overlay.js';
import { type Recorded, recordedReference, recordedSchema } from './recorded.js';
import { holdsSolutions, referenceFolder } from './reference-folder.js';
import type { MutantsByExercise, ReferenceParts } from './reference-parts.js';
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
  /** The reference as a test may use it, where there are recorded answers in place of a solution. */
  recorded?: ((exercise: string, test: Test) => RemoteFunctions) | undefined;
  /** Typical wrong solutions, for guesses at what went wrong. */
  mutants?: MutantsByExercise;
  /** What of the library each exercise may use, where that is not the usual set. */
  allowed: Readonly<Record<string, LibraryRules>>;
  /** How what is handed in beside the notebook is scored. */
  artefacts?: ArtefactsById;
  /** sha256 of the reference's files. */
  hash: string;
}

export interface LoadedReference extends Reference {
  parts: ReferenceParts;
}

export { referenceFolder };

/**
 * Loads the reference of a lesson, with a private one laid over it where there is one.
 *
 * @param allowed what the lesson lets each exercise use of the library
 * @throws Error when the lesson has none
 */
export async function loadReference(
  lesson: string,
  over?: Overlaid,
  allowed: Reference['allowed'] = {},
): Promise<LoadedReference> {
  const bundled = await loadBundled(lesson);
  const found = over === undefined ? bundled : overlay(bundled, over);
  if (found === undefined) {
    throw new Error(
      `Expected a reference for lesson ${lesson}. Received: none in ${referenceFolder.pathname}`,
    );
  }
  const { parts, hash } = found;
  // The judge computes expected values on the same backend as the sandbox, in its own process.
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  if (tf.getBackend() !== 'cpu') {
    throw new Error(`Expected the judge to run on the cpu backend. Received: ${tf.getBackend()}`);
  }
  const { solution, mutants, artefacts } = parts;
  const tests: Record<string, readonly Test[]> = {};
  for (const exercise of Object.keys({ ...parts.visible, ...parts.hidden })) {
    tests[exercise] = [...(parts.visible[exercise] ?? []), ...(parts.hidden[exercise] ?? [])];
  }
  const functions = referenceFunctions(localDriver(solution, tensorAdapter(tf)));
  const recorded = await loadRecorded(lesson, solution);
  return {
    lesson,
    parts,
    tests,
    solution,
    mutants,
    functions,
    recorded,
    allowed: { ...allowed, ...parts.allowed },
    artefacts,
    hash,
  };
}

/** The recorded answers to visible tests, where no solution can give them. */
async function loadRecorded(
  lesson: string,
  solution: ReferenceParts['solution'],
): Promise<Reference['recorded']> {
  const file = new URL(`${lesson}/recorded.json`, referenceFolder);
  if (Object.keys(solution).length > 0 || !existsSync(file)) return undefined;
  const answers: Recorded = recordedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return (exercise, test) => recordedReference(answers, exercise, test);
}

/** The reference of this package; undefined when it has none for the lesson. */
async function loadBundled(lesson: string): Promise<Overlaid<ReferenceParts> | undefined> {
  const folder = new URL(`${lesson}/`, referenceFolder);
  const extension = existsSync(new URL('visible.ts', folder)) ? 'ts' : 'js';
  const file = (name: string): URL => new URL(`${name}.${extension}`, folder);
  if (!existsSync(file('visible'))) return undefined;
  const load = async <T>(name: string): Promise<T> => (await import(file(name).href)) as T;
  const has = (name: string): boolean => existsSync(file(name));
  const parts = {
    visible: (await load<{ tests: TestsByExercise }>('visible')).tests,
    hidden: holdsSolutions ? (await load<{ tests: TestsByExercise }>('hidden')).tests : {},
    solution: holdsSolutions ? await load<Record<string, unknown>>('solution') : {},
    mutants: has('mutants') ? (await load<Pick<ReferenceParts, 'mutants'>>('mutants')).mutants : {},
    variants: has('variants')
      ? (await load<Pick<ReferenceParts, 'variants'>>('variants')).variants
      : {},
    allowed: {},
    artefacts: has('artefacts')
      ? (await load<Pick<ReferenceParts, 'artefacts'>>('artefacts')).artefacts
      : {},
  };
  return { parts, hash: await hashFolder(folder, extension) };
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
