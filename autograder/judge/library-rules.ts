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

/**
 * What an exercise may use beside the usual set, and not of it.
 *
 * Whoever may call the library's `attend` may call their own, the answer to the exercise `attend`: what that one may
 * use is allowed too, unless this exercise denies it by name.
 */
export function rulesOf(
  { allowed }: { readonly allowed: RulesByExercise },
  exercise: string,
): LibraryRules {
  const rulesFor = (name: string): LibraryRules =>
    (Object.hasOwn(allowed, name) ? allowed[name] : undefined) ?? {};
  const own = rulesFor(exercise);
  const names = new Set(own.allow);
  for (const name of names) {
    const answer = /^gradus\/.*\.(\w+)$/.exec(name)?.[1];
    // A set goes on to what is put in while it is walked.
    for (const more of answer === undefined ? [] : (rulesFor(answer).allow ?? [])) names.add(more);
  }
  if (names.size === (own.allow?.length ?? 0)) return own;
  return { ...own, allow: [...names].filter((name) => own.deny?.includes(name) !== true) };
}
