/** Mutants that do what the solution does: recorded by hand, each with a reason. */
import { importPart } from '../../judge/reference-folder.js';
import type { GeneratedMutant } from './generate.js';
import type { OperatorName } from './operator.js';

export interface Equivalent {
  exercise: string;
  operator: OperatorName;
  /** The lines as the report shows them, before and after. */
  before: string;
  after: string;
  /** Which of the places with these lines, from the top. Default 1. */
  nth?: number;
  /** Why no input that the contract allows tells the two apart. */
  reason: string;
}

/** A lesson's `equivalents.ts`; it need not have one. */
export async function equivalentsOf(lesson: string): Promise<readonly Equivalent[]> {
  const found = await importPart<{ equivalents: readonly Equivalent[] }>(lesson, 'equivalents');
  return found?.equivalents ?? [];
}

export const isRecorded = (all: readonly Equivalent[], mutant: GeneratedMutant): boolean =>
  all.some((one) => matches(one, mutant));

export const matches = (one: Equivalent, mutant: GeneratedMutant): boolean =>
  one.exercise === mutant.exercise &&
  one.operator === mutant.operator &&
  one.before === mutant.before &&
  one.after === mutant.after &&
  (one.nth ?? 1) === mutant.nth;
