/** The command's work on a small course: what is written, and when nothing is. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as yauzl from 'yauzl';
import { release } from './release.js';

const solution = `export function spread(values: number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.map((v) => Math.abs(v - mean) ** 2).filter(Number.isFinite).length);
}
`;
let root: string;
let out: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradus-release-'));
  out = join(root, 'release');
  const reference = 'autograder/reference/01-one';
  const manifest = {
    name: 'gradus',
    version: '1.2.3',
    license: 'MIT',
    files: ['dist', 'notebooks'],
  };
  put('package.json', JSON.stringify(manifest));
  put('datasets/package.json', JSON.stringify({ name: 'gradus-datasets', version: '1.0.0' }));
  put('LICENSE', 'Yours.\n');
  put('package-lock.json', JSON.stringify({ packages: {} }));
  put('.npmrc', 'ignore-scripts=true\n');
  put('dist/src/index.js', 'export const one = 1;\n');
  const cell = { cell_type: 'code', outputs: [{ text: ['all visible tests passed'] }], source: [] };
  put('notebooks/01-one/lesson.ipynb', JSON.stringify({ cells: [cell] }));
  put('src/index.ts', 'export const one = 1;\n');
  put(`${reference}/solution.ts`, solution);
  put(
    `${reference}/visible.ts`,
    "import { asked } from './demands.js';\nexport const tests = asked;\n",
  );
  put(`${reference}/demands.ts`, 'export const asked = {};\n');
  put('.gitignore', 'release/\n');
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('two bundles, each with an archive; a second time the same bytes', async () => {
  const { bundles, findings } = await release(root, out);
  expect(findings).toEqual([]);
  const names = ['gradus-instructor-1.2.3', 'gradus-student-1.2.3'];
  expect(readdirSync(out).sort()).toEqual(
    names.flatMap((name) => [name, `${name}.tar.gz`, `${name}.zip`]),
  );
  expect(bundles.map(({ path }) => path).sort()).toEqual(names.map((name) => join(out, name)));
  const [instructor = '', student = ''] = names.map((name) => join(out, name));
  expect(readFileSync(join(instructor, 'autograder/reference/01-one/solution.ts'), 'utf8')).toBe(
    solution,
  );
  expect(readdirSync(student, { recursive: true }).join()).not.toContain('solution');
  expect(existsSync(join(student, 'lessons/01-one/lesson.ipynb'))).toBe(true);
  // What a solved run showed is for readers, not for those who begin to solve.
  for (const path of ['lessons/01-one/lesson.ipynb', 'gradus/notebooks/01-one/lesson.ipynb']) {
    expect(readFileSync(join(student, path), 'utf8')).not.toContain('passed');
  }
  expect(readFileSync(join(instructor, 'notebooks/01-one/lesson.ipynb'), 'utf8')).toContain(
    'passed',
  );
  const archives = names.flatMap((name) => [`${name}.tar.gz`, `${name}.zip`]);
  const read = (): Buffer[] => archives.map((name) => readFileSync(join(out, name)));
  const bytes = read();
  await release(root, out);
  expect(read()).toEqual(bytes);
  const zip = await yauzl.fromBufferPromise(bytes[3] as Buffer);
  const inside: string[] = [];
  for await (const { fileName } of zip.eachEntry()) inside.push(fileName);
  const files = readdirSync(student, { recursive: true, withFileTypes: true });
  expect(inside).toHaveLength(files.filter((one) => one.isFile()).length);
  expect(inside).toContain('gradus-student-1.2.3/lessons/01-one/lesson.ipynb');
});

test.each([
  ['dist/src/old.js', solution],
  ['notebooks/01-one/lesson.ipynb', JSON.stringify({ cells: [{ source: solution.split(/^/m) }] })],
  ['notebooks/01-one/lesson.md', `# A lesson\n\n${solution}`],
])('with a solution in %s nothing is written', async (path, text) => {
  put(path, text);
  const { bundles, findings } = await release(root, out);
  expect(bundles).toEqual([]);
  expect(findings.map(({ of }) => of.name)).toContain('spread');
  expect(findings[0]?.where).toContain(path);
  expect(existsSync(out)).toBe(false);
});

test('a run that stands in the library is no find; one in a visible test is', async () => {
  put('autograder/reference/01-one/demands.ts', `export const asked = {};\n${solution}`);
  put('dist/autograder/checks/01-one/demands.js', solution);
  expect((await release(root, out)).findings).not.toEqual([]);
  put('src/spread.ts', solution);
  expect((await release(root, out)).findings).toEqual([]);
});

test('a folder of that name that holds something else is left alone', async () => {
  put('release/gradus-student-1.2.3/lesson.ipynb', 'my work');
  await expect(release(root, out)).rejects.toMatchObject({ code: 'release-in-the-way' });
  expect(readdirSync(join(out, 'gradus-student-1.2.3'))).toEqual(['lesson.ipynb']);
});
