import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { packageRoot } from '../../src/package-root.js';
import { listLessons, readListed } from '../course/lessons.js';
import { loadReference } from './load.js';
import { loadLessonReference } from './load-private.js';
import {
  lessonWithArtefacts,
  network,
  ownLesson,
  replacement,
  writePrivate,
} from './private.fixture.js';

const shared = { 'shared.ts': 'export const rows = 6;\n' };
const hidden = (text: string) => ({ [`${network}/hidden.ts`]: text });
const visible = (text: string) => ({ [`${network}/visible.ts`]: text });

const written: (() => void)[] = [];
afterEach(() => {
  for (const remove of written.splice(0)) remove();
});
function write(files: Readonly<Record<string, string>>): string {
  const { folder, remove } = writePrivate(files);
  written.push(remove);
  return folder;
}

async function load(folder: string, id = network) {
  const lessons = await listLessons(packageRoot(), folder);
  const lesson = lessons.find((one) => one.id === id);
  if (lesson === undefined) throw new Error(`no lesson ${id}`);
  return loadLessonReference(await readListed(lesson), folder);
}

/** What is said about a reference that cannot be used. */
async function complaint(files: Readonly<Record<string, string>>, id?: string): Promise<string> {
  const error = await load(write(files), id).then(
    () => new Error('it was taken'),
    (thrown: Error) => thrown,
  );
  expect(error).toMatchObject({ code: 'reference-invalid' });
  return error.message;
}

test('a test with the id of a bundled one takes its place, another is added', async () => {
  const bundled = await loadReference(network);
  const folder = write({ ...hidden(replacement), ...shared });
  const { tests, hash } = await load(folder);
  const ids = (list: typeof tests) => list.softmax?.map(({ id }) => id) ?? [];
  expect(ids(tests).sort()).toEqual([...ids(bundled.tests), 'private-name'].sort());
  expect(tests.denseForward).toEqual(bundled.tests.denseForward);
  const replaced = tests.softmax?.find(({ id }) => id === 'a-batch-of-one');
  expect(bundled.tests.softmax).not.toContain(replaced);

  // The hash covers every file that was read, also one beside the lesson's folder.
  expect(hash).not.toBe(bundled.hash);
  writeFileSync(join(folder, 'shared.ts'), 'export const rows = 7;\n');
  expect((await load(folder)).hash).not.toBe(hash);
});

test('a lesson may be in the private reference alone', async () => {
  const { tests, functions, solution } = await load(write(ownLesson), '07-sample');
  expect(tests.addOne?.map(({ id }) => id)).toEqual(['adds', 'any-number']);
  expect(solution.addOne).toBeTypeOf('function');
  expect(await functions.addOne?.(41)).toBe(42);
});

test('what cannot be compiled is told with file and line', async () => {
  expect(await complaint(hidden('export const tests = {\n  softmax: [\n'))).toMatch(
    /^02-a-network-from-scratch\/hidden\.ts:3:1: This cannot be compiled: /,
  );
  expect(await complaint(hidden("import 'left-pad';\nexport const tests = {};\n"))).toMatch(
    /hidden\.ts:1:8: A private reference may import .* Received: left-pad/,
  );
  expect(await complaint(hidden("\nimport './none.js';\nexport const tests = {};\n"))).toMatch(
    /hidden\.ts:2:8: This cannot be compiled: Could not resolve/,
  );
});

test('what throws while it loads is told with file and line', async () => {
  const text = `import { test } from 'gradus/judge';

const given = { name: '!', points: 1, kind: 'value', visible: false } as const;
export const tests = { softmax: [test(given, async () => {})] };
`;
  expect(await complaint(hidden(text))).toMatch(
    /02-a-network-from-scratch\/hidden\.ts:4:\d+: Loading this threw: Expected `name`/,
  );
});

test('a file outside the folder is not read, by whatever way it is named', async () => {
  const outside = write({ 'secret.ts': 'export const rows = 1;\n' });
  const text = "export { rows as tests } from './link.js';\n";
  const folder = write(hidden(text));
  symlinkSync(join(outside, 'secret.ts'), join(folder, network, 'link.ts'));
  await expect(load(folder)).rejects.toThrow(/lies outside the private reference/);
});

test('a test of a wrong form is told with the line of its name', async () => {
  const bad = `import { test } from 'gradus/judge';
const spec = { points: 0, visible: false };
export const tests = { softmax: [
  test({ ...spec, name: 'odd kind', kind: 'guess' as 'value' }, async () => {}),
  { ...spec, name: 'no function', kind: 'value', id: 'no-function', run: 3 },
] };
`;
  const said = await complaint(hidden(bad));
  expect(said).toMatch(/hidden\.ts:4:1: .*`tests\.softmax\.0\.kind`/);
  expect(said).toMatch(/hidden\.ts:5:1: .*`tests\.softmax\.1\.run`: expected a function/);
  expect(await complaint(hidden('export const test = {};\n'))).toMatch(/`tests`/);
  const seen = replacement.replaceAll('../shared.js', './own.js');
  expect(
    await complaint({ ...visible(seen), [`${network}/own.ts`]: 'export const rows = 2;' }),
  ).toMatch(/visible\.ts:\d+:1: Expected every test of this file to have `visible: true`/);
});

test('points, ids and solutions agree with the lesson', async () => {
  const points = replacement.replace('points: 0,', 'points: 2,');
  expect(await complaint({ ...hidden(points), ...shared })).toContain(
    'says 3 points for softmax, its tests add up to 5',
  );
  const twice = replacement.replace("'PRIVATE-NAME'", "'A batch  of one'");
  expect(await complaint({ ...hidden(twice), ...shared })).toContain('two tests with the id');
  const stray = replacement.replace('softmax: [', 'softMax: [');
  expect(await complaint({ ...hidden(stray), ...shared })).toContain('has tests for softMax');
  const { '07-sample/solution.ts': _, '07-sample/variants.ts': __, ...unsolved } = ownLesson;
  expect(await complaint(unsolved, '07-sample')).toContain('addOne has no solution');
});

test('artefacts are those that the lesson declares', async () => {
  const { artefacts } = await load(write(lessonWithArtefacts), '07-sample');
  expect(Object.keys(artefacts ?? {})).toEqual(['digits', 'source']);
  const file = '07-sample/artefacts.ts';
  const { [file]: text = '', ...rest } = lessonWithArtefacts;
  const spoilt = (from: string, to: string) =>
    complaint({ ...rest, [file]: text.replace(from, to) }, '07-sample');
  expect(await complaint(rest, '07-sample')).toContain('declares the artefact digits');
  expect(await spoilt('source: folder', 'sauce: folder')).toContain(
    'scores the artefact sauce, which the front matter of the lesson does not declare',
  );
  expect(await spoilt('baseline: 0.1', "baseline: '0.1' as never")).toMatch(
    /artefacts\.ts:\d+:1: .*`artefacts\.digits\.baseline`/,
  );
  expect(await spoilt('a: [7]', 'a: [7, 1]')).toMatch(
    /artefacts\.ts:3:\d+: Loading this threw: Expected labels of 1 numbers/,
  );
});

test('a folder that belongs to no lesson is no reference', async () => {
  expect(await complaint({ '03-typo/hidden.ts': 'export const tests = {};\n' })).toContain(
    'The course has no lesson 03-typo',
  );
  const { '07-sample/lesson.md': lesson = '', ...rest } = ownLesson;
  const wrong = lesson.replace('id: 07-sample', 'id: 08-other');
  expect(await complaint({ ...rest, '07-sample/lesson.md': wrong }, '07-sample')).toContain(
    'Expected the id 07-sample',
  );
  await expect(listLessons(packageRoot(), write({ 'readme.md': '' }))).rejects.toMatchObject({
    code: 'reference-empty',
  });
  await expect(listLessons(packageRoot(), '/nowhere')).rejects.toMatchObject({
    code: 'reference-missing',
  });
});
