/** Makes both bundles, and writes them when the student's holds nothing that it must not. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../results/types.js';
import { instructorBundle, listName, studentBundle } from './bundles.js';
import { archiveOf, type BundleFile, zipOf } from './files.js';
import { type Finding, scan } from './scan.js';
import { secretsOf } from './secrets.js';

export interface Release {
  /** The folders, each with a tar.gz and a zip beside it; none when something was found. */
  bundles: { path: string; files: number }[];
  findings: Finding[];
  /** How many texts of the student's bundle were read. */
  texts: number;
}

/**
 * @param root the project, built
 * @param out folder of the bundles
 * @throws UsageError `release-in-the-way` when another folder has the name of a bundle
 */
export async function release(root: string, out: string): Promise<Release> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const pathOf = (kind: string): string => join(out, `gradus-${kind}-${version}`);
  for (const kind of ['student', 'instructor']) assertFree(pathOf(kind));
  const student = await studentBundle(root);
  const { findings, texts } = await scan(student, secretsOf(root));
  if (findings.length > 0) return { bundles: [], findings, texts };
  const instructor = await instructorBundle(root);
  await write(pathOf('student'), student);
  await write(pathOf('instructor'), instructor);
  const bundles = [
    { path: pathOf('student'), files: student.length },
    { path: pathOf('instructor'), files: instructor.length },
  ];
  return { bundles, findings, texts };
}

function assertFree(path: string): void {
  if (existsSync(path) && !existsSync(join(path, listName))) {
    throw new UsageError('release-in-the-way', { path });
  }
}

/** Under another name first: a bundle that is there is whole. */
async function write(folder: string, files: readonly BundleFile[]): Promise<void> {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  for (const { path, data, runs = false } of files) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), data, { mode: runs ? 0o755 : 0o644 });
  }
  const name = folder.split(/[\\/]/).at(-1) ?? '';
  writeFileSync(`${fresh}.tar.gz`, await archiveOf(name, files));
  writeFileSync(`${fresh}.zip`, await zipOf(name, files));
  rmSync(folder, { recursive: true, force: true });
  for (const ending of ['', '.tar.gz', '.zip']) renameSync(fresh + ending, folder + ending);
}
