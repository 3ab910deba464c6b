import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordClass } from '../results/record.js';
import { readResults } from '../results/store.js';
import type { Times } from '../results/types.js';
import { leak, sampleClass } from './sample.js';
import { writeReports } from './write.js';

const times: Times = { totalMs: 3210.4, students: { ada: { totalMs: 777.7, tests: {} } } };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-report-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function all(): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((n) => n.isFile()).map((n) => join(n.parentPath, n.name));
  return new Map(
    await Promise.all(
      files.map(async (f) => [f.slice(folder.length + 1), await readFile(f, 'utf8')] as const),
    ),
  );
}

test('markup in names, outputs and errors is text on every page', async () => {
  await writeReports(folder, recordClass(sampleClass()), times, 'en');
  const pages = [...(await all())].filter(([name]) => name.endsWith('.html'));
  expect(pages).toHaveLength(7);
  for (const [name, text] of pages) {
    // Only the page of the class draws, and its own scripts are checked beside it.
    const markup =
      name === 'instructor/index.html'
        ? text.replaceAll(/<script( type="application\/json")?>[\s\S]*?<\/script>/g, '')
        : text;
    expect(markup, name).not.toMatch(/<(img|script|iframe|object|a href="javascript)/i);
    for (const control of ['\u001b', '\u202e']) expect(markup, name).not.toContain(control);
    expect(text, name).toContain('Content-Security-Policy');
  }
  const shown = pages.map(([, text]) => text).join('');
  expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&lt;/script&gt;');
});

test("nothing of the hidden phase and no time is in the student's folder", async () => {
  await writeReports(folder, recordClass(sampleClass()), times, 'en');
  const files = await all();
  for (const [name, text] of files) {
    if (!name.startsWith('student/')) continue;
    expect(text, name).not.toContain(leak);
    expect(text, name).not.toMatch(/3210|777\.7|12\.3/);
  }
  expect(
    [...files].some(([name, text]) => name.startsWith('instructor/') && text.includes(leak)),
  ).toBe(true);
});

test('the record can be read, and times stand apart from it', async () => {
  const results = recordClass(sampleClass());
  await writeReports(folder, results, times, 'en');
  expect(await readResults(folder)).toEqual(results);
  expect(await readFile(join(folder, 'times.json'), 'utf8')).toContain('3210.4');
  expect(await readFile(join(folder, 'results.json'), 'utf8')).not.toContain('3210');
});

test('pages of students who left are removed; files that are not ours stay', async () => {
  const results = recordClass(sampleClass());
  await writeReports(folder, results, times, 'en');
  await writeFile(join(folder, 'student', 'notes.html'), 'mine');
  const fewer = { ...results, students: results.students.filter((s) => s.student === 'ada') };
  await writeReports(folder, fewer, times, 'en');
  const [ada] = fewer.students;
  expect((await readdir(join(folder, 'student'))).sort()).toEqual(
    [`${ada?.page}.html`, `${ada?.page}.json`, 'notes.html'].sort(),
  );
});

test('grading without a sandbox warns on every page', async () => {
  const grade = sampleClass();
  grade.isolation = { backend: 'none', mechanism: 'none', unsafe: true, limits: {} };
  await writeReports(folder, recordClass(grade), times, 'en');
  for (const [name, text] of await all()) {
    if (name.endsWith('.html')) expect(text, name).toContain('Graded without a sandbox');
    if (/^student\/.*json$/.test(name)) expect(text, name).toContain('"unsafe": true');
  }
});

test('grading by a plain uid says on every page what it could not hold', async () => {
  const grade = sampleClass();
  grade.isolation = { backend: 'plain-uid', mechanism: 'uid', unsafe: false, limits: {} };
  await writeReports(folder, recordClass(grade), times, 'en');
  for (const [name, text] of await all()) {
    if (name.endsWith('.html')) expect(text, name).toContain('Graded without namespaces');
    if (/^student\/.*json$/.test(name)) expect(text, name).toContain('"backend": "plain-uid"');
  }
});

test('the folder of a report is its maker’s alone', async () => {
  const fresh = join(folder, 'fresh');
  await writeReports(fresh, recordClass(sampleClass()), times, 'en');
  expect((await stat(fresh)).mode & 0o777).toBe(0o700);
});

test('the pages speak the language asked for', async () => {
  await writeReports(folder, recordClass(sampleClass()), times, 'zh');
  const text = [...(await all())].map(([, t]) => t).join('');
  expect(text).toContain('<html lang="zh-Hans">');
  expect(text).toContain('返回值首先在 [0, 1] 处不同');
  expect(text).toContain('没有通过');
});
