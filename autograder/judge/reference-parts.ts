/** What the files of a lesson's reference hold. */
import type { LibraryRules } from '../../src/backend/allowed.js';
import type { Wording } from '../../src/messages/text.js';
import type { ArtefactsById } from './artefact.js';
import type { TestsByExercise } from './test.js';

/** Any function; called only through the judge's codec. */
export type AnyFunction = (...args: never[]) => unknown;

/** A typical wrong solution. */
export interface Mutant {
  /** Unique in its exercise. */
  name: string;
  /** What a student with this result has probably done, as a sentence to them. */
  guess: Wording;
  fn: AnyFunction;
}

/** A right solution in another style. */
export interface Variant {
  name: string;
  fn: AnyFunction;
}

export type MutantsByExercise = Readonly<Record<string, readonly Mutant[]>>;
export type VariantsByExercise = Readonly<Record<string, readonly Variant[]>>;

/** What the files of a reference hold. */
export interface ReferenceParts {
  visible: TestsByExercise;
  hidden: TestsByExercise;
  /** The solution's functions as they are. */
  solution: Readonly<Record<string, unknown>>;
  /** Typical wrong solutions, for guesses at what went wrong. */
  mutants: MutantsByExercise;
  /** Right solutions in another style. */
  variants: VariantsByExercise;
  /** What of the library each exercise may use, where that is not the usual set. */
  allowed: Readonly<Record<string, LibraryRules>>;
  /** How what is handed in beside the notebook is scored. */
  artefacts: ArtefactsById;
}
