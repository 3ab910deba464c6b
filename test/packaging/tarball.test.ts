/** What `npm pack` puts into the package: all that it needs, and nothing that students must not have. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, expect, test } from 'vitest';
import { relativeImports } from '../../src/setup/student-package.mjs';
import { root } from './workspace.js';

interface Packed {
  size: number;
  files: { path: string }[];
}

const run = promisify(execFile);
const pack = async (folder: string): Promise<Packed> => {
  const options = { cwd: root, maxBuffer: 1e8 };
  const { stdout } = await run(
    'npm',
    ['pack', folder, '--dry-run', '--json', '--ignore-scripts'],
    options,
  );
  const answer = JSON.parse(stdout) as Packed[] | Record<string, Packed>;
  return Object.values(answer)[0] as Packed;
};
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let packed: Packed;
let files: string[];
beforeAll(async () => {
  packed = await pack('.');
  files = packed.files.map(({ path }) => path);
});

test('it is small, and the data sets are a package of their own', async () => {
  // A lesson with its pictures in two languages takes 0.1 to 0.4 MB of it.
  expect(packed.size).toBeLessThan(6_000_000);
  expect(files.filter((path) => /^datasets\/|\.(gz|csv|png)$/.test(path))).toEqual([]);
  const data = await pack('./datasets');
  const inside = data.files.map(({ path }) => path);
  const manifests = inside.filter((path) => basename(path) === 'manifest.json');
  expect(manifests.length).toBeGreaterThan(20);
  const expected = manifests.flatMap((path) => {
    const { files: named, provided } = JSON.parse(
      readFileSync(join(root, 'datasets', path), 'utf8'),
    ) as { files: { path: string }[]; provided: { by: string } };
    // What is downloaded lies in the cache of its user, never in a package.
    const own = provided.by === 'bundled' ? named.map((file) => file.path) : [];
    return ['manifest.json', 'LICENSE', ...own].map((name) => join(dirname(path), name));
  });
  expect(inside.sort()).toEqual(['package.json', ...expected].sort());
  expect(data.size).toBeLessThan(16_000_000);
});

test('no test of ours, no fixture, no library of this machine, no map, no lock file', () => {
  const wrong =
    /\.test\.|\.fixture\.|\/fixtures\/|(^|\/)sample|^test\/|\.so(\.|$)|libc|\.map$|package-lock|\.node$/;
  expect(files.filter((path) => wrong.test(path))).toEqual([]);
  expect(files.filter((path) => path.startsWith('dist/sandbox/'))).toEqual([
    'dist/sandbox/driver.cjs',
  ]);
});

test('of a reference there are visible tests and recorded answers, nothing else', async () => {
  const named = /solution|hidden|mutant|variant|artefacts\b/;
  expect(files.filter((path) => /reference\/.*\//.test(path))).toEqual([]);
  const checks = files.filter((path) => path.startsWith('dist/autograder/checks/'));
  expect(checks.filter((path) => named.test(path))).toEqual([]);
  expect(checks.filter((path) => path.endsWith('/visible.js')).length).toBeGreaterThan(0);
  expect(checks.filter((path) => path.endsWith('/recorded.json'))).toHaveLength(
    checks.filter((path) => path.endsWith('/visible.js')).length,
  );
});

test('no file holds the text of a solution, a variant or a mutant', async () => {
  const secrets: { name: string; text: string }[] = [];
  // A right answer may be the library's own function, which is no secret.
  const scratch = await import(pathToFileURL(join(root, 'dist/src/scratch/index.js')).href);
  const published = new Set<unknown>(Object.values(scratch));
  for (const visible of files.filter((path) => path.endsWith('/visible.js'))) {
    const lesson = basename(dirname(visible));
    const load = async (name: string): Promise<Record<string, unknown>> => {
      const file = join(root, 'dist', 'autograder', 'reference', lesson, `${name}.js`);
      return existsSync(file) ? await import(pathToFileURL(file).href) : {};
    };
    for (const [name, fn] of Object.entries(await load('solution'))) {
      if (typeof fn === 'function') secrets.push({ name: `${lesson} ${name}`, text: String(fn) });
    }
    for (const kind of ['variants', 'mutants']) {
      const lists = Object.values((await load(kind))[kind] ?? {}) as {
        name: string;
        fn: unknown;
      }[][];
      for (const { name, fn } of lists.flat()) {
        if (String(fn).length > 80 && !published.has(fn))
          secrets.push({ name: `${lesson} ${name}`, text: String(fn) });
      }
    }
  }
  expect(secrets.length).toBeGreaterThan(10);
  // Without white space: a bundle may be set otherwise.
  const bare = (text: string): string => text.replace(/\s+/g, '');
  const bodies = secrets.map(({ name, text }) => ({
    name,
    body: bare(text.slice(text.indexOf('{'))),
  }));
  for (const path of files) {
    const text = bare(readFileSync(join(root, path), 'utf8'));
    const found = bodies.filter(({ body }) => body.length > 60 && text.includes(body));
    expect([path, found.map(({ name }) => name)]).toEqual([path, []]);
  }
});

test('what package.json names is there, and what a file imports too', () => {
  const named = [
    manifest.main,
    manifest.types,
    manifest.bin.gradus,
    ...Object.values(manifest.exports as Record<string, string | Record<string, string>>).flatMap(
      (one) => (typeof one === 'string' ? [one] : Object.values(one)),
    ),
  ].filter((path: string) => !path.includes('*'));
  const have = new Set(files);
  for (const path of named) expect(have, path).toContain(normalize(path));
  const missing = files
    .filter((path) => /^dist\/.*\.js$/.test(path))
    .flatMap((path) =>
      relativeImports(join(root, path))
        .map((target) => target.slice(root.length))
        // Code that writes code has what only looks like an import.
        .filter((target) => /^[\w./-]+$/.test(target) && !have.has(target.replace(/^\//, '')))
        // `gradus mutate` says that it wants the repository before it loads this.
        .filter((target) => !target.includes('/reference/mutation/'))
        .map((target) => `${path} → ${target}`),
    );
  expect(missing).toEqual([]);
});

test('a lesson has its notebook in every language that it has been translated to', () => {
  const lessons = files.filter((path) => /^notebooks\/[^/]+\/lesson\.md$/.test(path));
  expect(lessons.length).toBeGreaterThan(0);
  const translated = lessons.filter((path) =>
    existsSync(join(root, dirname(path), 'lesson.zh.md')),
  );
  expect(translated.length).toBeGreaterThan(0);
  for (const path of lessons) {
    const names = ['lesson.ipynb', ...(translated.includes(path) ? ['lesson.zh.ipynb'] : [])];
    for (const name of names) expect(files).toContain(join(dirname(path), name));
  }
});

test('publint finds nothing to mend: entries, types and formats agree', async () => {
  const packedFiles = files.map((path) => ({
    name: `package/${path}`,
    data: new Uint8Array(readFileSync(join(root, path))),
  }));
  const { messages } = await publint({
    pkgDir: 'package',
    pack: { files: packedFiles },
    strict: true,
  });
  expect(messages.map((message) => formatMessage(message, manifest, { color: false }))).toEqual([]);
});

test('nothing that an install script would fetch is a dependency', () => {
  const { dependencies, optionalDependencies = {}, bundleDependencies = [] } = manifest;
  const names = [
    ...Object.keys({ ...dependencies, ...optionalDependencies }),
    ...bundleDependencies,
  ];
  expect(names.filter((name) => /tfjs-node/.test(name))).toEqual([]);
  // The set-up reads the versions that it installs from here.
  expect(manifest.devDependencies['@tensorflow/tfjs-node-gpu']).toBe(
    manifest.dependencies['@tensorflow/tfjs'],
  );
});
