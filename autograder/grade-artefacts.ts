/** The artefacts of one submission, graded as entries beside its exercises. */
import type { ArtefactMeta, Lesson } from './course/index.js';
import type { ExerciseGrade, LessonInfo } from './gradebook/types.js';
import { judgeArtefact } from './judge/artefact.js';
import type { Reference } from './judge/reference.js';
import { readArtefact } from './submission/artefact.js';
import type { FoundSubmission } from './submission/find.js';

export async function gradeArtefacts(
  { artefacts = {} }: Pick<Reference, 'artefacts'>,
  { beside }: Pick<FoundSubmission, 'beside'>,
  asked: readonly ArtefactMeta[],
): Promise<ExerciseGrade[]> {
  const grades: ExerciseGrade[] = [];
  for (const declared of asked) {
    const { id, title, points } = declared;
    const artefact = artefacts[id];
    if (artefact === undefined) {
      throw new Error(
        `Expected the reference to say how artefact ${id} is scored. Received: nothing`,
      );
    }
    const tests = judgeArtefact(declared, artefact, await readArtefact(beside, declared));
    const score = tests.reduce((total, test) => total + test.score, 0);
    grades.push({ exercise: id, title, points, score, tests, notices: [], output: '' });
  }
  return grades;
}

/** What a lesson is worth: its exercises, then its artefacts. */
export function lessonInfo(lesson: Lesson): LessonInfo {
  const { id, title, version, exercises, artefacts } = lesson;
  const entries = [...exercises, ...artefacts];
  return {
    id,
    title,
    version: String(version),
    points: entries.reduce((total, { points }) => total + points, 0),
    exercises: entries.map((entry) => ({
      exercise: entry.id,
      title: entry.title,
      points: entry.points,
    })),
  };
}
