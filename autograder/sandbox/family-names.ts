import type { LibraryRules } from '../../src/backend/allowed.js';

/** Names of `families.ts`. */
export const familyNames = [
  'deep-learning',
  'diffusion',
  'gan',
  'generative',
  'nlp',
  'scratch',
  'speech',
  'vae',
  'vision',
] as const;

/** What `gradus/deep-learning` has from `gradus/scratch`: the rest of that family is not needed for it. */
export const fromScratch = [
  'crossEntropy',
  'denseBackward',
  'denseForward',
  'predictMlp',
  'softmax',
  'trainMlp',
].map((name) => `gradus/deep-learning.${name}`);

/** The families of which exercises may use something. */
export function familiesIn(allowed: Readonly<Record<string, LibraryRules>>): string[] {
  const names = Object.values(allowed).flatMap(({ allow = [] }) => allow);
  const needed = names.map((name) => (fromScratch.includes(name) ? 'gradus/scratch' : name));
  return familyNames.filter((family) =>
    needed.some((name) => name === `gradus/${family}` || name.startsWith(`gradus/${family}.`)),
  );
}
