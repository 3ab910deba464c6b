/**
 * A notebook of another version of its lesson. What changed since is written down beside the lesson
 * (`course/migrations.ts`); so an answer is found under the name that it had, and called as it was.
 */
import type { Lesson } from '../course/index.js';
import { type Argument, renamesFrom } from '../course/migrations.js';
import type { Notice } from '../results/types.js';
import type { Notebook } from '../submission/notebook.js';

export interface OwnNames {
  /** The name that the notebook has for an exercise. */
  nameOf(exercise: string): string;
  /** What its function is called with; undefined: as the tests call it. */
  orderOf(exercise: string): readonly Argument[] | undefined;
}

/**
 * @param declared names that the notebook declares
 * @param version of the notebook
 */
export function ownNames(
  declared: ReadonlySet<string>,
  version: number | undefined,
  { version: now, migrations }: Pick<Lesson, 'version' | 'migrations'>,
): OwnNames {
  if (version === undefined || version >= now) {
    return { nameOf: (exercise) => exercise, orderOf: () => undefined };
  }
  const { exercises = {}, arguments: orders = {} } = renamesFrom(version, migrations);
  const before = new Map(Object.entries(exercises).map(([from, to]) => [to, from]));
  return {
    nameOf(exercise) {
      const old = before.get(exercise);
      if (old === undefined || !declared.has(old)) return exercise;
      // Renamed by hand, and the old one left there; unless it is another's old name.
      return declared.has(exercise) && !(exercise in exercises) ? exercise : old;
    },
    orderOf: (exercise) => (Object.hasOwn(orders, exercise) ? orders[exercise] : undefined),
  };
}

/** What is to be said of a notebook's version. */
export function versionNotices(
  notebook: Pick<Notebook, 'version'> | undefined,
  { version: now, migrations }: Pick<Lesson, 'version' | 'migrations'>,
): Notice[] {
  const version = notebook?.version;
  if (version === undefined || version === now) return [];
  if (version > now) return [{ code: 'newer-version', params: { version, now } }];
  const { exercises = {}, removed = [] } = renamesFrom(version, migrations);
  const renamed = Object.entries(exercises).map(([from, to]) => `${from} → ${to}`);
  const params = { version, now, renamed: renamed.join(', '), removed: removed.join(', ') };
  return [{ code: 'older-version', params }];
}
