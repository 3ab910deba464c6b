/** `gradus verify` on a lesson of the course, with one error of each kind planted in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { test as judgeTest } from '../judge/test.js';
import { problemText } from '../problem.js';
import { type LoadedReference, loadReference } from '../reference/load.js';
import { type Lesson, readLesson } from './lesson.js';
import { verifyLoaded } from './verify-lesson.js';

const id = '00-typescript-and-notebooks';
const folder = join(packageRoot(), 'autograder', 'reference');
let lesson: Lesson;
let reference: LoadedReference;
beforeAll(async () => {
  const read = await readLesson(join(packageRoot(), 'notebooks', id, 'lesson.md'));
  // One exercise is enough to see what is said.
  lesson = { ...read, exercises: read.exercises.filter((one) => one.id === 'groupMeans') };
  const loaded = await loadReference(id, undefined, read.allowed);
  const only = <T>(parts: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(parts).filter(([name]) => name === 'groupMeans'));
  const { visible, hidden, mutants, variants } = loaded.parts;
  const own = {
    visible: only(visible),
    hidden: only(hidden),
    mutants: only(mutants),
    variants: only(variants),
  };
  reference = { ...loaded, parts: { ...loaded.parts, ...own } };
});

const right = (): unknown => reference.solution.groupMeans;
/** The reference with other mutants, variants or tests of the exercise. */
function planted({
  mutants = reference.parts.mutants.groupMeans ?? [],
  variants = reference.parts.variants.groupMeans ?? [],
  tests = reference.tests.groupMeans ?? [],
  solution = reference.solution,
}: {
  mutants?: LoadedReference['parts']['mutants'][string];
  variants?: LoadedReference['parts']['variants'][string];
  tests?: LoadedReference['tests'][string];
  solution?: LoadedReference['solution'];
}): LoadedReference {
  const parts = {
    ...reference.parts,
    solution,
    mutants: { groupMeans: mutants },
    variants: { groupMeans: variants },
  };
  return { ...reference, solution, parts, tests: { groupMeans: tests } };
}
const problemsOf = async (given: LoadedReference): Promise<string[]> => {
  const { problems } = await verifyLoaded(lesson, given, folder);
  return problems.filter(({ code }) => !code.endsWith('-missing')).map((one) => problemText(one));
};
/** The line on which a text stands in a file of the reference. */
const lineOf = (file: string, text: string): number =>
  readFileSync(join(folder, id, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

test('the lesson as it is holds', async () => {
  const { exercises, problems } = await verifyLoaded(lesson, reference, folder);
  expect(problems).toEqual([]);
  expect(exercises).toMatchObject([{ lesson: id, exercise: 'groupMeans' }]);
  expect(exercises[0]?.mutants).toBeGreaterThanOrEqual(5);
});

test('a mutant that no test rejects: which it is, and what it passes', async () => {
  const [first, ...rest] = reference.parts.mutants.groupMeans ?? [];
  if (first === undefined) throw new Error('Expected a mutant.');
  const [told, ...others] = await problemsOf(
    planted({ mutants: [{ ...first, fn: right() as typeof first.fn }, ...rest] }),
  );
  expect(others).toEqual([]);
  const line = lineOf('mutants.ts', first.name);
  expect(told).toContain(
    `${id}/mutants.ts:${line}:1: "${first.name}" is wrong, but passes every visible test`,
  );
  for (const one of reference.parts.visible.groupMeans ?? []) expect(told).toContain(one.id);
  expect(told).not.toContain('Of the hidden ones');
});

test('a mutant that hidden tests alone reject: which of them do', async () => {
  const [first, ...rest] = reference.parts.mutants.groupMeans ?? [];
  const solve = right() as (rows: unknown) => unknown;
  if (first === undefined) throw new Error('Expected a mutant.');
  let calls = 0;
  const visible = (reference.parts.visible.groupMeans ?? []).length;
  const fn = (rows: unknown): unknown => (++calls > visible ? [] : solve(rows));
  const [told] = await problemsOf(
    planted({ mutants: [{ ...first, fn: fn as typeof first.fn }, ...rest] }),
  );
  expect(told).toMatch(/Of the hidden ones groupMeans\/\S+/);
});

test('a variant that does not pass: which test, and where it stands', async () => {
  const [first, ...rest] = reference.parts.variants.groupMeans ?? [];
  if (first === undefined) throw new Error('Expected a variant.');
  const [told, ...others] = await problemsOf(
    planted({ variants: [{ ...first, fn: (() => []) as typeof first.fn }, ...rest] }),
  );
  expect(others).toEqual([]);
  const line = lineOf('variants.ts', first.name);
  expect(told).toMatch(
    new RegExp(
      `^${id}/variants\\.ts:${line}:1: .* is right and must pass every test, but does not pass groupMeans/`,
    ),
  );
});

test('a solution that does not pass, and one that is not there', async () => {
  const always = judgeTest({ name: 'never', visible: true, points: 1, kind: 'value' }, async (t) =>
    t.expectClose(await t.student.groupMeans?.([]), [1]),
  );
  const own = { ...always, id: 'groupMeans/never' };
  const told = await problemsOf(planted({ tests: [...(reference.tests.groupMeans ?? []), own] }));
  const line = lineOf('solution.ts', 'function groupMeans');
  expect(told[0]).toMatch(new RegExp(`^${id}/solution\\.ts:${line}:1: "groupMeans" is right`));
  const [missing] = await problemsOf(planted({ solution: {} }));
  expect(missing).toMatch(new RegExp(`^${id}/solution\\.ts:1:1: `));
  expect(missing).toContain('groupMeans');
});

test('a test that breaks on a wrong answer is none', async () => {
  const breaks = judgeTest(
    { name: 'breaks', visible: true, points: 1, kind: 'value' },
    async (t) => {
      const rows = (await t.student.groupMeans?.([])) as unknown[];
      rows.map(String);
    },
  );
  const [first, ...rest] = reference.parts.mutants.groupMeans ?? [];
  if (first === undefined) throw new Error('Expected a mutant.');
  const mutants = [{ ...first, fn: (() => 5) as unknown as typeof first.fn }, ...rest];
  const tests = [...(reference.tests.groupMeans ?? []), breaks];
  const told = await problemsOf(planted({ mutants, tests }));
  expect(told.filter((one) => one.includes('itself fail'))).toHaveLength(1);
});

test('too few mutants and variants are told by the rules of a lesson', async () => {
  const { problems } = await verifyLoaded(lesson, planted({ mutants: [], variants: [] }), folder);
  expect(problems.map(({ code }) => code)).toEqual(['mutants-missing', 'variants-missing']);
});
