import { spawn } from 'node:child_process';
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
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { keptPath, listKept, readKept } from '../../src/notebook/kept-package.js';
import { writeKept } from './write-package.js';

let home: string;
const m = messages('en');
const inside = (...parts: string[]): string => join(home, 'my-gradus', ...parts);
const put = (exercise: string, body: string, lesson = '00-first'): string =>
  writeKept(home, { lesson, exercise, version: '1', fits: true }, body, m);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gradus-own-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('makes a package, adds to it, and replaces what is kept anew', () => {
  put('one', 'export const one = 1;\n');
  put('two', 'export const two = 2;\n', '01-second');
  put('one', 'export const one = 3;\n');
  expect(listKept(home).map(({ exercise, body, isWhole }) => [exercise, body, isWhole])).toEqual([
    ['one', 'export const one = 3;\n', true],
    ['two', 'export const two = 2;\n', true],
  ]);
  expect(readFileSync(inside('src', 'index.ts'), 'utf8')).toContain(
    "export { one } from './00-first/one.js';\nexport { two } from './01-second/two.js';\n",
  );
  expect(readdirSync(inside()).sort()).toEqual([
    'README.md',
    'package.json',
    'src',
    'tsconfig.json',
  ]);
});

test('of equal names the latest lesson has it, and the others carry their number', () => {
  put('one', 'export const one = 1;\n');
  put('one', 'export const one = 2;\n', '01-second');
  expect(readFileSync(inside('src', 'index.ts'), 'utf8')).toContain(
    "export { one as one_00 } from './00-first/one.js';\nexport { one } from './01-second/one.js';\n",
  );
});

test('what the student has changed in the manifest and beside the exercises stays', () => {
  put('one', 'export const one = 1;\n');
  writeFileSync(inside('package.json'), '{ "name": "mine", "gradus": {} }');
  writeFileSync(inside('src', 'notes.ts'), '// mine');
  put('two', 'export const two = 1;\n');
  expect(readFileSync(inside('package.json'), 'utf8')).toBe('{ "name": "mine", "gradus": {} }');
  expect(readFileSync(inside('src', 'notes.ts'), 'utf8')).toBe('// mine');
});

test.each([
  ['a file', () => writeFileSync(inside(), 'mine')],
  [
    'a folder of somebody else',
    () => {
      mkdirSync(inside());
      writeFileSync(inside('package.json'), '{ "name": "my-gradus" }');
    },
  ],
  ['a link', () => symlinkSync(tmpdir(), inside())],
  [
    'a link as the folder of sources',
    () => {
      put('zero', '');
      rmSync(inside('src'), { recursive: true });
      symlinkSync(tmpdir(), inside('src'));
    },
  ],
  [
    'a file of the student in the place of the exercise',
    () => {
      put('zero', '');
      writeFileSync(inside('src', '00-first', 'one.ts'), 'mine');
    },
  ],
])('%s in the way is left alone', (_, prepare) => {
  prepare();
  expect(() => put('one', 'export const one = 1;\n')).toThrow(
    expect.objectContaining({ code: 'keep-in-the-way' }),
  );
});

test('a name that is a path goes nowhere', () => {
  expect(() => put('../../evil', '')).toThrow(RangeError);
  expect(() => put('one', '', '../00-first')).toThrow(RangeError);
  expect(readdirSync(home)).toEqual([]);
});

test('a process that is killed while it writes leaves the old version or the new one, whole', async () => {
  const bodies = ['a', 'b'].map(
    (letter) => `// ${letter.repeat(200_000)}\nexport const one = '${letter}';\n`,
  );
  put('one', bodies[0] ?? '');
  const hooks = new URL('../grading/typescript-hooks.mjs', import.meta.url).href;
  const code = `
    const { writeKept } = await import(${JSON.stringify(new URL('./write-package.ts', import.meta.url).href)});
    const { messages } = await import(${JSON.stringify(new URL('../../src/messages/index.ts', import.meta.url).href)});
    const bodies = ['a', 'b'].map((x) => '// ' + x.repeat(200000) + "\\nexport const one = '" + x + "';\\n");
    console.log('ready');
    for (let i = 1; ; i++) {
      const head = { lesson: '00-first', exercise: 'one', version: '1', fits: true };
      writeKept(${JSON.stringify(home)}, head, bodies[i % 2], messages('en'));
    }`;
  for (let round = 0; round < 6; round++) {
    const child = spawn(process.execPath, ['--import', hooks, '--input-type=module', '-e', code]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, 20 + 7 * round));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    const found = readKept(home, '00-first', 'one');
    expect(found?.isWhole).toBe(true);
    expect(bodies).toContain(found?.body);
  }
  put('one', bodies[1] ?? '');
  expect(readKept(home, '00-first', 'one')?.body).toBe(bodies[1]);
  // What the killed ones have left is gone.
  expect(readdirSync(join(home, keptPath('00-first', 'one'), '..'))).toEqual(['one.ts']);
});
