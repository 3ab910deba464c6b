/** What a lesson's reference folder holds beside its tests. */

/** Any function; called only through the judge's codec. */
export type AnyFunction = (...args: never[]) => unknown;

/** A typical wrong solution. */
export interface Mutant {
  /** Unique in its exercise. */
  name: string;
  /** What a student with this result has probably done, as a sentence to them. */
  guess: string;
  fn: AnyFunction;
}

/** A right solution in another style. */
export interface Variant {
  name: string;
  fn: AnyFunction;
}

export type MutantsByExercise = Readonly<Record<string, readonly Mutant[]>>;
export type VariantsByExercise = Readonly<Record<string, readonly Variant[]>>;
