/** The bundles of `gradus release`, and a student's work with theirs where there is no repository. */
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLesson, solutionSources, solvedNotebook } from '../../autograder/course/index.js';
import { studentBundle } from '../../autograder/release/bundles.js';
import { archiveOf, type BundleFile, sha256 } from '../../autograder/release/files.js';
import { root } from './workspace.js';

const run = promisify(execFile);
const home = mkdtempSync(join(tmpdir(), 'gradus-bundle-'));
const name = `gradus-student-${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}`;
const bundle = join(home, name);
let files: BundleFile[];
let archive: Buffer;
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Unpacked as a student does it, with the packages of the registry beside it and no gradus. */
beforeAll(async () => {
  files = await studentBundle(root);
  archive = await archiveOf(name, files);
  const reader = extract();
  reader.end(gunzipSync(archive));
  for await (const entry of reader) {
    const target = join(home, entry.header.name);
    mkdirSync(dirname(target), { recursive: true });
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    writeFileSync(target, Buffer.concat(parts));
  }
  const from = join(root, 'node_modules');
  const to = join(bundle, 'node_modules');
  mkdirSync(to);
  for (const one of readdirSync(from)) {
    if (one !== 'gradus' && !one.startsWith('.')) symlinkSync(join(from, one), join(to, one));
  }
  // As `npm install` links what lies in the bundle itself.
  symlinkSync('../gradus', join(to, 'gradus'));
  symlinkSync('../datasets', join(to, 'gradus-datasets'));
});

test('the same files give the same bytes, in whatever order they come', async () => {
  const again = await archiveOf(name, [...(await studentBundle(root))].reverse());
  expect(sha256(again)).toBe(sha256(archive));
});

test('it has what a student needs, and of a reference what they may have', () => {
  const paths = files.map(({ path }) => path);
  const pages = ['README.md', 'README.zh.md', 'AGENTS.md', 'AGENTS.zh.md', 'LICENSE'];
  expect(paths).toEqual(expect.arrayContaining([...pages, 'package.json', 'release.json']));
  for (const lesson of readdirSync(join(root, 'notebooks'))) {
    for (const one of ['lesson.ipynb', 'lesson.zh.ipynb']) {
      expect(paths).toContain(`lessons/${lesson}/${one}`);
    }
    const checks = paths.filter((path) => path.includes(`/checks/${lesson}/`));
    const kinds = checks.map((path) => path.split('/').at(-1)).sort();
    expect(kinds).toEqual(expect.arrayContaining(['recorded.json', 'visible.js']));
    expect(kinds.filter((kind) => /^(\w+-)?demands\.js$/.test(`${kind}`))).not.toEqual([]);
    // The visible tests of a long lesson are in several files, beside what they demand.
    const others = kinds.filter(
      (kind) => !/^(visible(-\w+)?|(\w+-)?demands|words)\.js$/.test(`${kind}`),
    );
    expect(others).toEqual(['recorded.json']);
  }
  expect(
    paths.filter((path) => /(solution|hidden|mutants?|variants?)\b.*\.|\.map$/.test(path)),
  ).toEqual([]);
  const { files: sums } = JSON.parse(readFileSync(join(bundle, 'release.json'), 'utf8'));
  expect(Object.keys(sums)).toHaveLength(files.length - 1);
  for (const [path, sum] of Object.entries(sums)) {
    expect([path, sha256(readFileSync(join(bundle, path)))]).toEqual([path, sum]);
  }
});

const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([key]) => !/^(npm_|GRADUS_|INIT_CWD|NODE_PATH|VITEST)/i.test(key),
  ),
);

/** @returns what it said, its exit code, and which files of code it ran */
async function check(notebook: string): Promise<{ said: string; code: number; ran: string[] }> {
  const coverage = mkdtempSync(join(home, 'ran-'));
  const program = join('node_modules', 'gradus', 'dist', 'autograder', 'cli.js');
  const options = { cwd: bundle, env: { ...env, NODE_V8_COVERAGE: coverage } };
  const { stdout, stderr, code } = await run(
    process.execPath,
    [program, 'check', notebook],
    options,
  ).then(
    (ended) => ({ ...ended, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  const ran = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as {
      result: { url: string }[];
    };
    return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
  });
  return { said: stdout + stderr, code, ran: ran.map((url) => fileURLToPath(url)) };
}

const lessons = readdirSync(join(root, 'notebooks'));

test.each(lessons)(
  '%s: right answers pass and a wrong one fails, from the bundle alone',
  async (lesson) => {
    const source = await readLesson(join(root, 'notebooks', lesson, 'lesson.md'));
    const solution = solutionSources(join(root, 'autograder', 'reference', lesson, 'solution.ts'));
    const exercises = source.exercises.map(({ id }) => id);
    const solutions = Object.fromEntries(exercises.map((id) => [id, solution[id] ?? '']));
    const file = join('lessons', lesson, 'lesson.ipynb');

    writeFileSync(join(bundle, file), solvedNotebook(source, { solutions }));
    const right = await check(file);
    expect(right.said).toMatch(/(\d+) of \1 visible tests passed/);
    expect(right.code).toBe(0);
    // The packages of the registry are linked; nothing else of the repository may have run.
    expect(right.ran.filter((path) => path.startsWith(bundle)).length).toBeGreaterThan(20);
    const packages = `${join(root, 'node_modules')}/`;
    expect(right.ran.filter((path) => path.startsWith(root) && !path.startsWith(packages))).toEqual(
      [],
    );

    const [first = ''] = exercises;
    const head = (solution[first] ?? '').replace(/\{(?=\n)[\s\S]*$/, '{ return null as never; }');
    writeFileSync(
      join(bundle, file),
      solvedNotebook(source, { solutions: { ...solutions, [first]: head } }),
    );
    const wrong = await check(file);
    expect(wrong.code).toBe(1);
    expect(wrong.said).toContain(first);
    expect(wrong.said).not.toMatch(/(\d+) of \1 visible tests passed/);
  },
  180_000,
);
