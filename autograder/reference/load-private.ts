import { realpath } from 'node:fs/promises';
import { disagreements, type LessonFacts } from './agreement.js';
import { bundleLesson } from './bundle.js';
import { checkParts, placeOf } from './check-parts.js';
import { type LoadedReference, loadReference } from './load.js';
import { OverlayError } from './overlay-error.js';
import type { ReferenceParts } from './parts.js';

/** What a private reference has of a lesson, and the sha256 of its files; undefined for nothing. */
export async function loadPrivateParts(
  folder: string,
  lesson: string,
): Promise<{ parts: Partial<ReferenceParts>; hash: string } | undefined> {
  const root = await realpath(folder);
  const bundle = await bundleLesson(root, lesson);
  return bundle && { parts: checkParts(root, lesson, bundle), hash: bundle.hash };
}

/**
 * The reference of a lesson with a private one over it.
 *
 * @throws OverlayError when the private one cannot be compiled, has a test of a wrong form, or does
 *   not agree with the lesson
 */
export async function loadLessonReference(
  lesson: LessonFacts,
  folder?: string,
): Promise<LoadedReference> {
  const { id, allowed } = lesson;
  if (folder === undefined) return loadReference(id, undefined, allowed);
  const reference = await loadReference(id, await loadPrivateParts(folder, id), allowed);
  const problems = disagreements(lesson, reference, (part, text) =>
    placeOf(folder, id, part, text),
  );
  if (problems.length > 0) throw new OverlayError(problems);
  return reference;
}
