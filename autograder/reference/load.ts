/**
 * A lesson's reference as this package has it: all of it in the repository, visible tests and
 * recorded answers in the published package, which holds no solution.
 */
import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tf } from '../../src/backend/tf.js';
import { localDriver, referenceFunctions } from '../judge/local-driver.js';
import { readRecorded, recordedReference } from '../judge/recorded.js';
import type { Reference } from '../judge/reference.js';
import {
  holdsSolutions,
  importPart,
  partFile,
  referenceFolder,
} from '../judge/reference-folder.js';
import { tensorAdapter } from '../judge/tensor-adapter.js';
import type { Test } from '../judge/test.js';
import { type Overlaid, overlay } from './overlay.js';
import { noParts, type PartName, partNames, type ReferenceParts } from './parts.js';

export interface LoadedReference extends Reference {
  parts: ReferenceParts;
}

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
  if (found === undefined) throw missing(lesson);
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
  // Where no solution can answer, what one answered at build does.
  const answers = Object.keys(solution).length === 0 ? await readRecorded(lesson) : undefined;
  return {
    lesson,
    parts,
    tests,
    solution,
    mutants,
    functions,
    recorded: answers && ((exercise, test) => recordedReference(answers, exercise, test)),
    ...(answers && { guesses: answers.guesses }),
    allowed: { ...allowed, ...parts.allowed },
    artefacts,
    hash,
  };
}

/**
 * The parts of a lesson's reference of this package; nothing is made ready to run them.
 *
 * @throws Error when the lesson has none
 */
export async function loadParts(lesson: string): Promise<ReferenceParts> {
  const bundled = await loadBundled(lesson);
  if (bundled === undefined) throw missing(lesson);
  return bundled.parts;
}

const missing = (lesson: string): Error =>
  new Error(
    `Expected a reference for lesson ${lesson}. Received: none in ${referenceFolder.pathname}`,
  );

/** Parts that every lesson of the repository has. */
const always: readonly PartName[] = ['visible', 'hidden', 'solution'];

async function loadBundled(lesson: string): Promise<Overlaid<ReferenceParts> | undefined> {
  const visible = partFile(lesson, 'visible');
  if (visible === undefined) return undefined;
  const found: Record<string, unknown> = {};
  for (const name of partNames) {
    const exported = await importPart<Record<string, unknown>>(lesson, name);
    if (exported === undefined) {
      if (!holdsSolutions || !always.includes(name)) continue;
      throw new Error(`Expected ${name} in ${new URL(`${lesson}/`, referenceFolder).pathname}.`);
    }
    found[name] = exportOf(name, exported);
  }
  const extension = visible.pathname.split('.').at(-1) ?? '';
  return {
    parts: { ...noParts, ...found },
    hash: await hashFolders([new URL('./', visible), kit], extension),
  };
}

/** What a part is of what its file exports: tests are called so in both of their files. */
const exportOf = (name: PartName, exported: Record<string, unknown>): unknown =>
  name === 'solution'
    ? exported
    : exported[name === 'visible' || name === 'hidden' ? 'tests' : name];

/** Much of what a lesson's tests demand is written there. */
const kit = new URL('../test-kit/', import.meta.url);

async function hashFolders(folders: readonly URL[], extension: string): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = (await readdir(folder)).filter((name) => name.endsWith(`.${extension}`));
    // A test of the kit decides nothing.
    for (const name of names.filter((one) => !one.includes('.test.')).sort()) {
      hash
        .update(name)
        .update('\0')
        .update(await readFile(new URL(name, folder)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}
