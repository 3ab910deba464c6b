/** `gradus verify`: the private reference run against its own solutions, variants and mutants. */
import type { Language, Messages } from '../../src/messages/index.js';
import { packageRoot } from '../../src/package-root.js';
import { problemText } from '../course/problem.js';

/** @returns 0 when everything holds, else 1 */
export async function verifyCommand(
  reference: string,
  language: Language,
  m: Messages,
): Promise<number> {
  const { verifyReference } = await import('../course/verify-private.js');
  const { exercises, problems } = await verifyReference(packageRoot(), reference);
  for (const exercise of exercises) console.log(m.cli.verified(exercise));
  for (const problem of problems) console.error(problemText(problem, language));
  if (problems.length === 0) console.log(m.cli.verifiedAll);
  return problems.length === 0 ? 0 : 1;
}
