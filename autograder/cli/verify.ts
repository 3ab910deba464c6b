/** `gradus verify`: references run against their own solutions, variants and mutants. */
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { problemText } from '../course/problem.js';
import type { Verified } from '../course/verify-private.js';
import { lessonsWithReference } from '../judge/reference-folder.js';
import { askedLessons, requireRepository } from './asked-lessons.js';

/**
 * @param lesson default: every lesson of the course, or of the private reference
 * @param reference a private one, in place of the course's
 * @returns 0 when everything holds, else 1
 * @throws UsageError `repository-only`, `unknown-lesson`
 */
export async function verifyCommand(
  lesson: string | undefined,
  reference: string | undefined,
  language: Language,
  m: Messages,
): Promise<number> {
  const root = packageRoot();
  const tell = ({ exercises, problems }: Verified): boolean => {
    for (const exercise of exercises) console.log(m.cli.verified(exercise));
    for (const problem of problems) console.error(problemText(problem, language));
    return problems.length === 0;
  };
  let holds = true;
  if (reference !== undefined) {
    const { verifyReference } = await import('../course/verify-private.js');
    holds = tell(await verifyReference(root, reference, lesson));
  } else {
    requireRepository();
    const asked = askedLessons(lessonsWithReference(), lesson);
    const { verifyLesson } = await import('../course/verify-lesson.js');
    for (const one of asked) {
      const start = performance.now();
      const verified = await verifyLesson(root, one);
      holds = tell(verified) && holds;
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      const problems = verified.problems.length;
      console.log(m.cli.verifiedLesson({ lesson: one, seconds, problems }));
    }
  }
  if (holds) console.log(m.cli.verifiedAll);
  return holds ? 0 : 1;
}
