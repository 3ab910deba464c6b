/** Whether a lesson and its reference promise the same. */
import { wordsIn } from '../../src/messages/text.js';
import type { ArtefactsById } from '../judge/artefact.js';
import type { Reference } from '../judge/reference.js';
import type { Problem, ProblemLocation } from '../problem.js';

/** What of a lesson its reference must agree with. */
export interface LessonFacts {
  id: string;
  exercises: readonly { id: string; points: number }[];
  artefacts: readonly { id: string; kind: string }[];
  allowed: Reference['allowed'];
}

/**
 * What would give points that the lesson does not promise, or none that it does.
 *
 * @param placeOf where a text stands in a part of the reference
 */
export function disagreements(
  lesson: LessonFacts,
  { tests, solution, artefacts }: Pick<Reference, 'tests' | 'solution' | 'artefacts'>,
  placeOf: (part: string, text?: string) => ProblemLocation,
): Problem[] {
  const problems: Problem[] = [];
  for (const { id: name, points } of lesson.exercises) {
    const own = tests[name] ?? [];
    const sum = own.reduce((total, test) => total + test.points, 0);
    if (Math.abs(sum - points) > 1e-9) {
      const params = { name, fence: points, tests: sum };
      problems.push({ ...placeOf('hidden', name), code: 'overlay-points', params });
    }
    const twice = own.find((test, i) => own.findIndex(({ id }) => id === test.id) !== i);
    if (twice !== undefined) {
      const part = twice.visible ? 'visible' : 'hidden';
      const params = { name, test: twice.id };
      problems.push({
        ...placeOf(part, wordsIn(twice.name, 'en')),
        code: 'overlay-test-twice',
        params,
      });
    }
    if (typeof solution[name] !== 'function') {
      problems.push({ ...placeOf('solution', name), code: 'overlay-solution', params: { name } });
    }
  }
  for (const name of Object.keys(tests)) {
    if (!lesson.exercises.some(({ id }) => id === name)) {
      problems.push({
        ...placeOf('hidden', name),
        code: 'tests-without-exercise',
        params: { name },
      });
    }
  }
  return [...problems, ...artefactProblems(lesson, artefacts, placeOf('artefacts'))];
}

/** Artefacts that a lesson declares and the judge cannot score, or the other way round. */
export function artefactProblems(
  { artefacts, exercises }: Pick<LessonFacts, 'artefacts' | 'exercises'>,
  judged: ArtefactsById = {},
  place: ProblemLocation,
): Problem[] {
  const problems: Problem[] = [];
  for (const { id: name, kind } of artefacts) {
    const got = judged[name]?.kind ?? '–';
    if (got !== kind)
      problems.push({ ...place, code: 'artefact-kind', params: { name, kind, got } });
    if (exercises.some(({ id }) => id === name)) {
      problems.push({ ...place, code: 'artefact-is-exercise', params: { name } });
    }
  }
  for (const name of Object.keys(judged)) {
    if (!artefacts.some(({ id }) => id === name)) {
      problems.push({ ...place, code: 'artefact-undeclared', params: { name } });
    }
  }
  return problems;
}
