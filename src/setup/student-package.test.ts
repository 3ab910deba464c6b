import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFiles } from './stamp.mjs';
import { assembleStudentPackage } from './student-package.mjs';

let root: string;
let target: string;
const lesson = 'dist/autograder/reference/02-a-network';
const put = (file: string, text = ''): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const files = (): string[] => listFiles(target, () => true).map((file) => relative(target, file));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gradus-student-'));
  target = join(root, 'dist', 'student');
  put('package.json', JSON.stringify({ name: 'gradus', main: './m', scripts: {}, bin: {} }));
  put('LICENSE', 'Apache');
  put('datasets/digits/manifest.json', '{}');
  put('dist/src/index.js', "export * from './nn/index.js';\n//# sourceMappingURL=index.js.map\n");
  put('dist/src/index.js.map', '{}');
  put('dist/src/nn/index.js');
  put('dist/src/setup/start.mjs');
  put('dist/autograder/judge/index.js');
  put('dist/autograder/sandbox/sandbox.js');
  for (const name of ['solution', 'hidden', 'mutants', 'variants', 'visible']) {
    put(`${lesson}/${name}.js`);
    put(`${lesson}/${name}.d.ts`);
  }
  put(`${lesson}/recorded.json`, '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a student gets the library, the judge, the data sets and the visible tests, and nothing else', () => {
  assembleStudentPackage(root, target);
  expect(files().sort()).toEqual([
    'LICENSE',
    'datasets/digits/manifest.json',
    'dist/autograder/judge/index.js',
    'dist/autograder/reference/02-a-network/recorded.json',
    'dist/autograder/reference/02-a-network/visible.js',
    'dist/src/index.js',
    'dist/src/nn/index.js',
    'package.json',
  ]);
  expect(readFileSync(join(target, 'dist/src/index.js'), 'utf8')).not.toContain('sourceMapping');
  expect(JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))).toEqual({
    name: 'gradus',
    main: './m',
  });
});

test('a reference that lacks its visible tests makes no package, in which every answer would pass', () => {
  rmSync(join(root, lesson, 'visible.js'));
  expect(() => assembleStudentPackage(root, target)).toThrow(
    'The reference of 02-a-network is built in part: it has recorded answers and no visible tests.',
  );
  expect(existsSync(target)).toBe(false);
});

test('what the visible tests import comes along', () => {
  put(`${lesson}/visible.js`, "import { cases } from './cases.js';");
  put(`${lesson}/cases.js`, "import './more.js';");
  put(`${lesson}/more.js`);
  assembleStudentPackage(root, target);
  expect(files()).toEqual(
    expect.arrayContaining([
      'dist/autograder/reference/02-a-network/cases.js',
      'dist/autograder/reference/02-a-network/more.js',
    ]),
  );
});

test.each(['solution', 'hidden', 'mutants', 'variants'])(
  'a visible test that imports %s stops the build',
  (secret) => {
    put(`${lesson}/visible.js`, "import './cases.js';");
    put(`${lesson}/cases.js`, `import { x } from './${secret}.js';`);
    expect(() => assembleStudentPackage(root, target)).toThrow(
      `imports ${secret}.js, which students must not have`,
    );
  },
);

test('a package that would not load stops the build, and the old one stays', () => {
  assembleStudentPackage(root, target);
  put('dist/src/nn/index.js', "import '../../autograder/sandbox/sandbox.js';");
  expect(() => assembleStudentPackage(root, target)).toThrow(
    'dist/src/nn/index.js → dist/autograder/sandbox/sandbox.js',
  );
  expect(existsSync(join(target, 'dist/src/index.js'))).toBe(true);
});
