/** `gradus keep` as it is built, on the notebooks of a workspace: what is kept, and what is not. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLesson, solutionSources, solvedNotebook } from '../../autograder/course/index.js';
import { copyLessons } from '../../src/jupyterlab/workspace.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'dist', 'autograder', 'cli.js');
const lesson = '00-typescript-and-notebooks';
let home = '';
const inHome = (...parts: string[]): string => join(home, ...parts);
const keptFile = (exercise: string): string => inHome('my-gradus', 'src', lesson, `${exercise}.ts`);
const kept = (exercise: string): string => readFileSync(keptFile(exercise), 'utf8');

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'gradus-keep-test-'));
  mkdirSync(inHome('node_modules', '@types'), { recursive: true });
  mkdirSync(inHome(lesson));
  symlinkSync(join(root, 'dist', 'student'), inHome('node_modules', 'gradus'), 'junction');
  const types = join(root, 'node_modules', '@types', 'node');
  symlinkSync(types, inHome('node_modules', '@types', 'node'), 'junction');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

function node(...args: string[]): Promise<Ended> {
  const { GRADUS_LANG: _, ...env } = process.env;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: home, env }, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}
const keep = (...words: string[]): Promise<Ended> =>
  node(built, 'keep', `${lesson}/lesson.ipynb`, ...words);

/** Saves the notebook with these answers; the others are as handed out. */
async function save(answers: Record<string, string>): Promise<void> {
  const source = await readLesson(join(root, 'notebooks', lesson, 'lesson.md'));
  writeFileSync(inHome(lesson, 'lesson.ipynb'), solvedNotebook(source, { solutions: answers }));
}
const solutions = (): Record<string, string> =>
  solutionSources(join(root, 'autograder', 'reference', lesson, 'solution.ts'));

describe('in order', () => {
  test('what passes is kept, and what nobody has begun is not spoken of', async () => {
    const { groupMeans = '', mapLimit = '' } = solutions();
    await save({ groupMeans, mapLimit });
    const { code, out, err } = await keep();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`groupMeans: kept as my-gradus/src/${lesson}/groupMeans.ts in ${home}.`);
    expect(out).toContain('mapLimit: kept');
    expect(out).not.toMatch(/runningStats|types are not/);
    expect(kept('groupMeans')).toContain('function groupMeans(');
    expect(kept('groupMeans')).toContain('"fits":true');
  });

  test('an answer that fails now does not take the place of the one that passed', async () => {
    const before = kept('groupMeans');
    await save({ groupMeans: 'function groupMeans(rows) {\n  return [];\n}' });
    const { code, out } = await keep('groupMeans', 'mapLimit');
    expect(code).toBe(1);
    expect(out).toMatch(/^groupMeans: not kept, because [01] of 2 visible tests pass/m);
    expect(out).toMatch(/^mapLimit: not kept, because it is not solved yet/m);
    expect(kept('groupMeans')).toBe(before);
  });

  test('another right answer does, with its helpers of other cells', async () => {
    const { groupMeans = '' } = solutions();
    const own = `const half = (x: number): number => x / 2;\n${groupMeans.replace(/\{\n/, '{\n  half(1);\n')}`;
    await save({ groupMeans: own });
    expect((await keep('groupMeans')).code).toBe(0);
    expect(kept('groupMeans')).toContain('const half = ');
  });

  test('the package compiles with tsc, also with an answer that has a type error', async () => {
    const { runningStats = '' } = solutions();
    const wrong = runningStats.replace(/^ {2}return /m, '  const no: string = 5;\n  return ');
    await save({ runningStats: wrong });
    const { code, out } = await keep();
    expect(code).toBe(0);
    expect(out).toContain("Type 'number' is not assignable to type 'string'");
    expect(kept('runningStats')).toContain('// @ts-nocheck');
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const compiled = await node(tsc, '-p', inHome('my-gradus'));
    expect([compiled.code, compiled.out]).toEqual([0, '']);
    expect(readFileSync(inHome('my-gradus', 'dist', 'index.js'), 'utf8')).toContain('mapLimit');
  });

  test('other types than the signature are told: it is kept, and not used', async () => {
    const { groupMeans = '' } = solutions();
    const other = groupMeans.replace(
      /^function groupMeans\([\s\S]*?\n?\)/,
      'function groupMeans(rows: any, more: number)',
    );
    await save({ groupMeans: other });
    const { out } = await keep('groupMeans');
    expect(out).toContain("its types are not those of the exercise's signature");
    expect(kept('groupMeans')).toContain('"fits":false');
  });

  test('starting again copies lessons and leaves the package alone', async () => {
    const before = kept('groupMeans');
    copyLessons(join(root, 'notebooks'), home);
    copyLessons(join(root, 'notebooks'), home, 'zh');
    expect(kept('groupMeans')).toBe(before);
  });
});

describe('what cannot be done is said', () => {
  test('an exercise that the lesson has not', async () => {
    await save({});
    const { code, err } = await keep('groupMean');
    expect(code).toBe(2);
    expect(err).toContain('groupMean is no exercise of this notebook. Did you mean groupMeans?');
  });

  test('a notebook with nothing in it, and one that lies nowhere', async () => {
    await save({});
    const { code, out } = await keep();
    expect([code, out]).toEqual([1, expect.stringContaining('no exercise is solved')]);
    const lost = mkdtempSync(join(tmpdir(), 'gradus-lost-'));
    writeFileSync(join(lost, 'lesson.ipynb'), readFileSync(inHome(lesson, 'lesson.ipynb')));
    const nowhere = await node(built, 'keep', join(lost, 'lesson.ipynb'));
    rmSync(lost, { recursive: true, force: true });
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toContain('lies in no folder of lessons');
  });
});
