import { realpath } from 'node:fs/promises';
import { wordsIn } from '../../../src/messages/text.js';
import { type LoadedReference, loadReference, type Reference } from '../../judge/reference.js';
import type { Lesson } from '../lesson.js';
import { artefactProblems } from '../lint.js';
import type { Problem } from '../problem.js';
import { bundleLesson } from './bundle.js';
import { checkParts, placeOf } from './parts.js';
import { OverlayError } from './problem.js';

/**
 * The reference of a lesson with a private one over it.
 *
 * @throws OverlayError when the private one cannot be compiled, has a test of a wrong form, or does
 *   not agree with the lesson
 */
export async function loadLessonReference(
  lesson: Lesson,
  folder?: string,
): Promise<LoadedReference> {
  const { allowed } = lesson;
  if (folder === undefined) return loadReference(lesson.id, undefined, allowed);
  const root = await realpath(folder);
  const bundle = await bundleLesson(root, lesson.id);
  const over = bundle && { parts: checkParts(root, lesson.id, bundle), hash: bundle.hash };
  const reference = await loadReference(lesson.id, over, allowed);
  const problems = disagreements(root, lesson, reference);
  if (problems.length > 0) throw new OverlayError(problems);
  return reference;
}

/** What would give points that the lesson does not promise, or none that it does. */
function disagreements(root: string, lesson: Lesson, reference: Reference): Problem[] {
  const { tests, solution, artefacts } = reference;
  const problems: Problem[] = [];
  const at = (part: string, text: string) => placeOf(root, lesson.id, part, text);
  for (const { id: name, points } of lesson.exercises) {
    const own = tests[name] ?? [];
    const sum = own.reduce((total, test) => total + test.points, 0);
    if (Math.abs(sum - points) > 1e-9) {
      const params = { name, fence: points, tests: sum };
      problems.push({ ...at('hidden', name), code: 'overlay-points', params });
    }
    const twice = own.find((test, i) => own.findIndex(({ id }) => id === test.id) !== i);
    if (twice !== undefined) {
      const part = twice.visible ? 'visible' : 'hidden';
      const params = { name, test: twice.id };
      problems.push({ ...at(part, wordsIn(twice.name, 'en')), code: 'overlay-test-twice', params });
    }
    if (typeof solution[name] !== 'function') {
      problems.push({ ...at('solution', name), code: 'overlay-solution', params: { name } });
    }
  }
  for (const name of Object.keys(tests)) {
    if (!lesson.exercises.some(({ id }) => id === name)) {
      problems.push({ ...at('hidden', name), code: 'tests-without-exercise', params: { name } });
    }
  }
  const place = placeOf(root, lesson.id, 'artefacts');
  return [...problems, ...artefactProblems(lesson, artefacts, place)];
}
