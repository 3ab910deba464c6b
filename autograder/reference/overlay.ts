/**
 * A private reference over the bundled one.
 *
 * - A test with the id of a bundled test of its exercise takes that test's place (also where the one
 *   is visible and the other hidden); any other is added.
 * - A function of `solution.ts`, the rules of an exercise in `allowed.ts`, and an artefact of
 *   `artefacts.ts`, takes the place of the bundled one of its name.
 * - A mutant or variant takes the place of the bundled one of its exercise and name; any other is
 *   added.
 */
import { createHash } from 'node:crypto';
import { noParts, type ReferenceParts } from './parts.js';

/** Parts of a reference, and the sha256 of their files. */
export interface Overlaid<Parts = Partial<ReferenceParts>> {
  parts: Parts;
  hash: string;
}

type ByExercise<T> = Readonly<Record<string, readonly T[]>>;

/** One reference from two; `base` is undefined for a lesson that only the private one has. */
export function overlay(
  base: Overlaid<ReferenceParts> | undefined,
  over: Overlaid,
): Overlaid<ReferenceParts> {
  const parts = base?.parts ?? noParts;
  const { visible = {}, hidden = {}, mutants = {}, variants = {} } = over.parts;
  const replaced = both(visible, hidden);
  const name = (one: { name: string }): string => one.name;
  return {
    parts: {
      visible: both(without(parts.visible, replaced, idOf), visible),
      hidden: both(without(parts.hidden, replaced, idOf), hidden),
      solution: { ...parts.solution, ...over.parts.solution },
      mutants: both(without(parts.mutants, mutants, name), mutants),
      variants: both(without(parts.variants, variants, name), variants),
      allowed: { ...parts.allowed, ...over.parts.allowed },
      artefacts: { ...parts.artefacts, ...over.parts.artefacts },
    },
    hash: createHash('sha256')
      .update(base?.hash ?? '')
      .update('\0')
      .update(over.hash)
      .digest('hex'),
  };
}

const idOf = (test: { id: string }): string => test.id;

function both<T>(first: ByExercise<T>, second: ByExercise<T>): Record<string, readonly T[]> {
  const result: Record<string, readonly T[]> = { ...first };
  for (const [exercise, list] of Object.entries(second)) {
    result[exercise] = [...(result[exercise] ?? []), ...list];
  }
  return result;
}

function without<T>(
  lists: ByExercise<T>,
  replaced: ByExercise<T>,
  key: (item: T) => string,
): Record<string, readonly T[]> {
  return Object.fromEntries(
    Object.entries(lists).map(([exercise, list]) => {
      const gone = new Set((replaced[exercise] ?? []).map(key));
      return [exercise, list.filter((item) => !gone.has(key(item)))];
    }),
  );
}
