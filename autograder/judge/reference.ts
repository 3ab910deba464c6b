/** A lesson's reference as the judge needs it; where it comes from is not its concern. */
import type { Wording } from '../../src/messages/text.js';
import type { ArtefactsById } from './artefact.js';
import type { RulesByExercise } from './library-rules.js';
import type { RecordedGuess } from './recorded.js';
import type { RemoteFunctions, Test } from './test.js';

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

export type MutantsByExercise = Readonly<Record<string, readonly Mutant[]>>;

export interface Reference {
  lesson: string;
  /** Visible and hidden tests of each exercise. */
  tests: Readonly<Record<string, readonly Test[]>>;
  /** The solution's functions as they are: for recording and for tests of the reference. */
  solution: Readonly<Record<string, unknown>>;
  /** The same, called through the codec. */
  functions: RemoteFunctions;
  /** The reference as a test may use it, where there are recorded answers in place of a solution. */
  recorded?: ((exercise: string, test: Test) => RemoteFunctions) | undefined;
  /** Typical wrong solutions, for guesses at what went wrong. */
  mutants?: MutantsByExercise;
  /** The same as it was recorded, where there are no mutants. */
  guesses?: Readonly<Record<string, readonly RecordedGuess[]>> | undefined;
  /** What of the library each exercise may use, where that is not the usual set. */
  allowed: RulesByExercise;
  /** How what is handed in beside the notebook is scored. */
  artefacts?: ArtefactsById;
  /** sha256 of the reference's files. */
  hash: string;
}
