/**
 * Writes the student's own package. Each file is replaced as a whole: who is killed on the way leaves
 * the old one or the new one.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Messages } from '../../src/messages/index.js';
import { writeWhole } from '../../src/notebook/course-record.js';
import { inTurn } from '../../src/notebook/in-turn.js';
import {
  type KeptFile,
  type KeptHead,
  keptPath,
  keptText,
  listKept,
  packageName,
} from '../../src/notebook/kept-package.js';
import { makeFolderSync } from '../../src/runtime/make-folder.js';
import { UsageError } from '../results/types.js';
import { packageOptions } from './types.js';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Puts an exercise into the package, and makes the package where there is none.
 *
 * @param home the folder that the package lies in
 * @throws UsageError `keep-in-the-way` where another file or folder has the place of ours
 */
export function writeKept(home: string, head: KeptHead, body: string, m: Messages): string {
  const folder = join(home, packageName);
  const file = join(home, keptPath(head.lesson, head.exercise));
  for (const path of [folder, join(folder, 'src'), dirname(file)]) requireFolder(path);
  requireOurs(folder);
  makeFolderSync(dirname(file));
  inTurn(join(folder, '.lock'), () => {
    writeNew(join(folder, 'package.json'), json(manifest(head.version)));
    writeNew(
      join(folder, 'tsconfig.json'),
      json({ compilerOptions: packageOptions, include: ['src'] }),
    );
    writeNew(join(folder, 'README.md'), m.keep.readme({ name: packageName }));
    if (existsSync(file) && !isOurs(home, head)) {
      throw new UsageError('keep-in-the-way', { path: file });
    }
    writeWhole(file, keptText(head, body));
    writeWhole(join(folder, 'src', 'index.ts'), indexText(listKept(home), m));
    clearLeftovers(dirname(file));
  });
  return file;
}

/** What the student has changed in it stays. */
function writeNew(file: string, text: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) writeWhole(file, text);
}

function requireFolder(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory())
    throw new UsageError('keep-in-the-way', { path });
}

/** A folder of this name that somebody else made is left alone. */
function requireOurs(folder: string): void {
  if (!existsSync(folder)) return;
  const inside = readdirSync(folder).filter((name) => !name.startsWith('.'));
  if (inside.length === 0) return;
  try {
    const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as unknown;
    if (typeof found === 'object' && found !== null && 'gradus' in found) return;
  } catch {
    // No package.json, or none that can be read: not ours.
  }
  throw new UsageError('keep-in-the-way', { path: folder });
}

const isOurs = (home: string, { lesson, exercise }: KeptHead): boolean =>
  listKept(home).some((one) => one.lesson === lesson && one.exercise === exercise);

const manifest = (version: string) => ({
  name: packageName,
  version: '1.0.0',
  private: true,
  type: 'module',
  main: './dist/index.js',
  types: './dist/index.d.ts',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  scripts: { build: 'tsc' },
  // Which tests it passed first; `gradus keep` knows its package by this.
  gradus: { version },
});

/** Of exercises with one name the latest lesson's has it; the others carry their number. */
function indexText(all: readonly KeptFile[], m: Messages): string {
  const lines = all.map(({ lesson, exercise }, i) => {
    const isLast = !all.slice(i + 1).some((later) => later.exercise === exercise);
    const name = isLast ? exercise : `${exercise} as ${exercise}_${lesson.split('-')[0]}`;
    return `export { ${name} } from './${lesson}/${exercise}.js';`;
  });
  return `// ${m.keep.indexHead}\n${lines.join('\n')}\n`;
}

/** What a process that was killed has left of a file that it had not put in place. */
function clearLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (/\.ts\.\d+\.new$/.test(name)) rmSync(join(folder, name), { force: true });
  }
}
