/**
 * What changed between the versions of a lesson for work that was begun before: `migrations.yaml`
 * beside its `lesson.md`. Each entry leads to a version from the one before it.
 *
 * ```yaml
 * - to: 2
 *   exercises: { softmaxRows: softmax } # old name: new name
 *   arguments: { softmax: [1, 0] }      # the old parameters, as places in the new call
 *   removed: [temperature]
 *   cells: { old-cell: new-cell }
 * ```
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { Problems } from './problem.js';
import { parseYaml } from './yaml.js';

const name = z.string().regex(/^[\p{L}_$][\p{L}\d_$]*$/u);
const cellId = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);
/** A place in the new call, or what the old parameter was always given. */
const argument = z.union([
  z.int().min(0).max(20),
  z.strictObject({ value: z.union([z.number(), z.string(), z.boolean(), z.null()]) }),
]);
export type Argument = z.infer<typeof argument>;

const entrySchema = z.strictObject({
  to: z.int().min(2),
  exercises: z.record(name, name).default({}),
  arguments: z.record(name, z.array(argument)).default({}),
  removed: z.array(name).default([]),
  cells: z.record(cellId, cellId).default({}),
});
const migrationsSchema = z
  .array(entrySchema)
  .refine(
    (entries) => entries.every(({ to }, i) => i === 0 || to > (entries[i - 1]?.to ?? 0)),
    'expected the versions in rising order',
  );
export type Migration = z.infer<typeof entrySchema>;

/** From one version to the newest: all steps between them as one. */
export interface Renames {
  /** Exercises: old name → new name. */
  exercises?: Record<string, string>;
  /** By the new name: what the old function is called with. */
  arguments?: Record<string, Argument[]>;
  removed?: string[];
  /** Cells: old id → new id, those of exercises included. */
  cells?: Record<string, string>;
}

const fileName = 'migrations.yaml';

/**
 * The steps between the versions of a lesson; none where nothing was written down.
 *
 * @param lesson its `lesson.md`
 * @throws CourseError with file, line and column
 */
export function readMigrations(lesson: string): Migration[] {
  const file = join(dirname(lesson), fileName);
  if (!existsSync(file)) return [];
  return parseMigrations(readFileSync(file, 'utf8'), `${basename(dirname(lesson))}/${fileName}`);
}

/** @throws CourseError */
export function parseMigrations(yaml: string, file = fileName): Migration[] {
  const problems = new Problems(file);
  const found = parseYaml(yaml, 1, migrationsSchema, problems);
  problems.throwIfAny();
  return found ?? [];
}

/** What leads from a version to the newest. */
export function renamesFrom(version: number, migrations: readonly Migration[]): Renames {
  const exercises: Record<string, string> = {};
  const cells: Record<string, string> = {};
  let order: Record<string, Argument[]> = {};
  const removed: string[] = [];
  for (const step of migrations.filter(({ to }) => to > version)) {
    const named = (id: string): string => step.exercises[id] ?? id;
    follow(exercises, step.exercises);
    follow(cells, step.cells);
    order = Object.fromEntries(Object.entries(order).map(([id, list]) => [named(id), list]));
    for (const [id, list] of Object.entries(step.arguments)) {
      const before = order[id];
      order[id] =
        before?.map((one) => (typeof one === 'number' ? (list[one] ?? one) : one)) ?? list;
    }
    removed.push(...step.removed);
  }
  for (const [from, to] of Object.entries(exercises)) {
    for (const kind of ['exercise', 'check']) cells[`${kind}-${from}`] ??= `${kind}-${to}`;
  }
  return { exercises, cells, arguments: order, removed };
}

/** Names of the first version, led on by one more step. */
function follow(names: Record<string, string>, step: Readonly<Record<string, string>>): void {
  const led = new Set(Object.values(names));
  for (const [from, to] of Object.entries(names)) names[from] = step[to] ?? to;
  for (const [from, to] of Object.entries(step)) if (!led.has(from)) names[from] = to;
}

/** An answer under the new name of its exercise. */
export const aliasOf = (from: string, to: string): string => `const ${to} = ${from};`;
