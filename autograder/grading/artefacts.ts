/** The artefacts of one submission, graded as entries beside its exercises. */
import type { ArtefactMeta, Lesson } from '../course/index.js';
import { exerciseGrade } from '../grade-submission.js';
import { sum } from '../gradebook/sum.js';
import type { ExerciseGrade, LessonInfo } from '../gradebook/types.js';
import { judgeArtefact } from '../judge/artefact.js';
import type { Reference } from '../judge/reference.js';
import { readArtefact } from '../submission/artefact.js';
import type { FoundSubmission } from '../submission/find.js';

export async function gradeArtefacts(
  { artefacts = {} }: Pick<Reference, 'artefacts'>,
  { beside }: Pick<FoundSubmission, 'beside'>,
  asked: readonly ArtefactMeta[],
): Promise<ExerciseGrade[]> {
  const grades: ExerciseGrade[] = [];
  for (const declared of asked) {
    const { id } = declared;
    const artefact = artefacts[id];
    if (artefact === undefined) {
      throw new Error(
        `Expected the reference to say how artefact ${id} is scored. Received: nothing`,
      );
    }
    const tests = judgeArtefact(declared, artefact, await readArtefact(beside, declared));
    grades.push(exerciseGrade(declared, tests));
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
    points: sum(entries, ({ points }) => points),
    exercises: entries.map((entry) => ({
      exercise: entry.id,
      title: entry.title,
      points: entry.points,
    })),
  };
}
