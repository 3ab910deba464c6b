/** `check` among several lessons: the tests of the exercise's lesson are loaded, no others. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'gradus-checks-'));
const checks = join(home, 'dist/autograder/checks');
afterAll(() => rmSync(home, { recursive: true }));

/** The package as a student has it, with lessons beside its own. */
beforeAll(() => {
  const isNoReference = (path: string): boolean =>
    !/dist\/autograder\/reference\/\d\d[a-z]?-/.test(path);
  cpSync(join(root, 'dist'), join(home, 'dist'), { recursive: true, filter: isNoReference });
  cpSync(join(root, 'package.json'), join(home, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  const put = (lesson: string, recorded: string, visible: string): void => {
    mkdirSync(join(checks, lesson));
    writeFileSync(join(checks, lesson, 'recorded.json'), recorded);
    writeFileSync(join(checks, lesson, 'visible.js'), visible);
  };
  const recorded = (lesson: string, ...exercises: string[]) => {
    const hiddenPoints = Object.fromEntries(exercises.map((name) => [name, 1]));
    return JSON.stringify({ schemaVersion: 1, lesson, answers: {}, hiddenPoints, allowed: {} });
  };
  const loaded = "throw new Error('it was loaded');";
  put('01-other', recorded('01-other', 'addOne', 'twice'), loaded);
  put('03-same', recorded('03-same', 'twice'), 'export const tests = { twice: [] };');
  put('04-broken', '{"schemaVersion"', loaded);
});

function check(exercise: string, lesson?: string): unknown {
  const script = `
    const { checkExercise } = await import('./dist/autograder/judge/index.js');
    const options = ${JSON.stringify({ exercise, lesson })};
    const told = await checkExercise({ ...options, fn: () => 0 }).then(
      ({ lesson, hiddenPoints, results }) => ({ lesson, hiddenPoints, tests: results.length }),
      ({ message, known }) => ({ message, known }),
    );
    console.log('\\n' + JSON.stringify(told));`;
  const args = ['--input-type=module', '-e', script];
  const out = execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8' });
  return JSON.parse(out.trim().split('\n').at(-1) ?? '');
}

test('of one lesson among others, broken ones beside it', () => {
  expect(check('softmax')).toMatchObject({ lesson: '02-a-network-from-scratch' });
  expect(check('twice', '03-same')).toEqual({ lesson: '03-same', hiddenPoints: 1, tests: 0 });
});

test('a name of several lessons, or of none, is said with the names that there are', () => {
  expect(check('twice')).toMatchObject({ known: ['01-other/twice', '03-same/twice'] });
  expect(check('constructor')).toMatchObject({
    known: expect.arrayContaining(['01-other/addOne']),
  });
  expect(check('addOne')).toEqual({ message: 'it was loaded' });
});
