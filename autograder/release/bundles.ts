/** What goes into each bundle. */
import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { languages, messages } from '../../src/messages/index.js';
import { handedOut } from '../outputs.js';
import { type BundleFile, sha256, sorted } from './files.js';
import {
  bundleLock,
  bundleManifest,
  type Locked,
  type Manifest,
  packageInBundle,
} from './manifest.js';

const run = promisify(execFile);

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** What npm would publish of a package: the list in its `package.json`, which names what goes in. */
async function packedFiles(root: string, folder: string): Promise<BundleFile[]> {
  const args = ['pack', `./${folder}`, '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await run('npm', args, {
    cwd: root,
    maxBuffer: 1e9,
    shell: process.platform === 'win32',
  });
  const answer = JSON.parse(stdout) as Record<string, { files: { path: string }[] }>;
  const files = Object.values(answer)[0]?.files ?? [];
  return files.map(({ path }) => {
    const file = join(root, folder, path);
    return { path, data: readFileSync(file), runs: (statSync(file).mode & 0o100) !== 0 };
  });
}

/**
 * The student's bundle: the package as npm would publish it, its data, and the notebooks to work in.
 * Of references the package has visible tests and recorded answers alone.
 *
 * @param root the project, built
 */
export async function studentBundle(root: string): Promise<BundleFile[]> {
  const library = (await packedFiles(root, '.')).map((file) => ({
    ...file,
    data: handedOut(file.path, file.data),
  }));
  const data = await packedFiles(root, 'datasets');
  const notebooks = library.filter(({ path }) => /^notebooks\/[^/]+\/[^/]+\.ipynb$/.test(path));
  const lessons = [...new Set(notebooks.map(({ path }) => path.split('/')[1] ?? ''))].sort();
  const manifest = readJson<Manifest>(join(root, 'package.json'));
  const { version } = manifest;
  const lock = readJson<{ packages: Record<string, Locked> }>(join(root, 'package-lock.json'));
  const datasets = readJson<Manifest>(join(root, 'datasets', 'package.json'));
  const pages = languages.flatMap((language) => {
    const m = messages(language);
    const ending = language === 'en' ? 'md' : `${language}.md`;
    const list = lessons.map((lesson) => `\`${lesson}\``).join(language === 'zh' ? '、' : ', ');
    return [
      { path: `README.${ending}`, data: Buffer.from(m.release.readme({ version, lessons: list })) },
      { path: `AGENTS.${ending}`, data: Buffer.from(m.release.agents()) },
    ];
  });
  return listed('student', version, [
    ...library
      .filter(({ path }) => path !== 'package.json')
      .map((file) => ({ ...file, path: `gradus/${file.path}` })),
    { path: 'gradus/package.json', data: json(packageInBundle(manifest)) },
    ...data.map((file) => ({ ...file, path: `datasets/${file.path}` })),
    ...notebooks.map((file) => ({ ...file, path: file.path.replace('notebooks/', 'lessons/') })),
    ...pages,
    { path: 'package.json', data: json(bundleManifest(manifest)) },
    { path: 'package-lock.json', data: json(bundleLock(lock, manifest, datasets)) },
    // No script of a package runs: one of them would download what `npm start` builds.
    { path: '.npmrc', data: readFileSync(join(root, '.npmrc')) },
    { path: 'LICENSE', data: readFileSync(join(root, 'LICENSE')) },
  ]);
}

/** The instructor's bundle: every file that git knows, as it is now. It works as a clone does. */
export async function instructorBundle(root: string): Promise<BundleFile[]> {
  const { stdout } = await run('git', ['ls-files', '-z'], { cwd: root, maxBuffer: 1e9 });
  const { version } = readJson<Manifest>(join(root, 'package.json'));
  const files = stdout
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    // Where a link leads is not the bundle's.
    .filter((path) => lstatSync(join(root, path)).isFile())
    .map((path) => ({
      path,
      data: readFileSync(join(root, path)),
      runs: (statSync(join(root, path)).mode & 0o100) !== 0,
    }));
  return listed('instructor', version, files);
}

export const listName = 'release.json';

/** The files in order, and the list of them with their sums. */
function listed(kind: string, version: string, files: readonly BundleFile[]): BundleFile[] {
  const inOrder = sorted(files);
  const sums = Object.fromEntries(inOrder.map(({ path, data }) => [path, sha256(data)]));
  return [...inOrder, { path: listName, data: json({ kind, version, files: sums }) }];
}
