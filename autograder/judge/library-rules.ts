/** What of the library an exercise may use, as lessons, references and recorded answers say it. */
import { z } from 'zod';
import type { LibraryRules } from '../../src/backend/allowed.js';

/** A name of the library as students know it; it covers what is below it. */
const exportName = z
  .string()
  .max(100)
  .regex(
    /^(?:tf|gradus(?:\/[a-z]+(?:-[a-z]+)*)?)(?:\.[A-Za-z]\w*)*$/,
    'expected a name of the library such as tf.train, gradus.Trainer or gradus/vision',
  );

/** What an exercise may use of the library beside the usual set, and not of what it covers. */
export const libraryRulesSchema = z.strictObject({
  allow: z.array(exportName).optional(),
  deny: z.array(exportName).optional(),
});

/** Rules by exercise; of one that is not named the usual set holds. */
export type RulesByExercise = Readonly<Record<string, LibraryRules>>;

/** What an exercise may use beside the usual set, and not of it. */
export function rulesOf(
  { allowed }: { readonly allowed: RulesByExercise },
  exercise: string,
): LibraryRules {
  return (Object.hasOwn(allowed, exercise) ? allowed[exercise] : undefined) ?? {};
}
