/** The artefacts of one submission, graded as entries beside its exercises. */
import type { ArtefactMeta } from '../course/index.js';
import { type HandedInArtefact, judgeArtefact } from '../judge/artefact.js';
import type { Reference } from '../judge/reference.js';
import type { ExerciseGrade } from '../results/types.js';
import { exerciseGrade } from './grade-submission.js';

/** @param handed what was found of each, by id */
export function gradeArtefacts(
  { artefacts = {} }: Pick<Reference, 'artefacts'>,
  handed: ReadonlyMap<string, HandedInArtefact>,
  asked: readonly ArtefactMeta[],
): ExerciseGrade[] {
  return asked.map((declared) => {
    const { id } = declared;
    const artefact = artefacts[id];
    if (artefact === undefined) {
      throw new Error(
        `Expected the reference to say how artefact ${id} is scored. Received: nothing`,
      );
    }
    const found = handed.get(id) ?? { kind: 'missing' as const };
    return exerciseGrade(declared, judgeArtefact(declared, artefact, found));
  });
}
