import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleClass } from '../report/sample.js';
import { recordClass } from './record.js';
import { outputsText, readResults, resultsText, writeFileAtomic } from './store.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('what was written is read back', async () => {
  const results = recordClass(sampleClass());
  await writeFileAtomic(join(folder, 'results.json'), resultsText(results), true);
  await writeFileAtomic(join(folder, 'outputs.json'), outputsText(results));
  expect(await readResults(folder)).toEqual(results);
});

test.each([1, 2])('results of version %i, with titles in one language, are read', async (version) => {
  const results = recordClass(sampleClass());
  const older = (text: string) =>
    text.replace('"schemaVersion": 3', `"schemaVersion": ${version}`);
  await writeFile(join(folder, 'results.json'), older(resultsText(results)));
  await writeFile(join(folder, 'outputs.json'), older(outputsText(results)));
  expect(await readResults(folder)).toEqual(results);
});

test('what was printed is no part of the record, which is whole without it', async () => {
  const results = recordClass(sampleClass());
  expect(resultsText(results)).not.toContain('printed');
  await writeFileAtomic(join(folder, 'results.json'), resultsText(results));
  for (const text of [undefined, 'no json', '{"schemaVersion":9}']) {
    if (text !== undefined) await writeFile(join(folder, 'outputs.json'), text);
    const read = await readResults(folder);
    expect(read.students[0]?.exercises[0]?.output).toBe('');
  }
});

test('a file is replaced as a whole and leaves no temporary file', async () => {
  const path = join(folder, 'deep', 'page.html');
  await writeFileAtomic(path, 'one');
  await writeFileAtomic(path, 'two');
  expect(await readFile(path, 'utf8')).toBe('two');
  expect(await readdir(join(folder, 'deep'))).toEqual(['page.html']);
});

test('a write that fails leaves nothing behind', async () => {
  const path = join(folder, 'taken');
  await writeFileAtomic(join(path, 'inside'), '');
  await expect(writeFileAtomic(path, 'text')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['taken']);
});

test('no results, broken results and results of another version are told apart', async () => {
  await expect(readResults(folder)).rejects.toMatchObject({ code: 'no-results' });
  const path = join(folder, 'results.json');
  await writeFile(path, '{"schemaVersion": 1, "students"');
  await expect(readResults(folder)).rejects.toMatchObject({ code: 'results-unreadable' });
  await writeFile(path, '{"schemaVersion": 1, "students": []}');
  await expect(readResults(folder)).rejects.toMatchObject({ code: 'results-unreadable' });
  await writeFile(path, '{"schemaVersion": 4}');
  await expect(readResults(folder)).rejects.toMatchObject({
    code: 'results-version',
    params: { got: '4', expected: 3 },
  });
});

test('a record that does not fit the schema is not written', () => {
  const results = recordClass(sampleClass());
  const broken = { ...results, students: [{ ...results.students[0], score: -1 }] };
  expect(() => resultsText(broken as typeof results)).toThrow();
});
