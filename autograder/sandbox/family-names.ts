import type { LibraryRules } from '../../src/backend/allowed.js';

/** Names of `families.ts`. */
export const familyNames = ['deep-learning', 'nlp', 'speech', 'vision'] as const;

/** The families of which exercises may use something. */
export function familiesIn(allowed: Readonly<Record<string, LibraryRules>>): string[] {
  const names = Object.values(allowed).flatMap(({ allow = [] }) => allow);
  return familyNames.filter((family) =>
    names.some((name) => name === `gradus/${family}` || name.startsWith(`gradus/${family}.`)),
  );
}
