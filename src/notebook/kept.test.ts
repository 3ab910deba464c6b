import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { restrict } from '../backend/allowed.js';
import { InterruptedError } from '../runtime/interrupt.js';
import { createKept, kept } from './kept.js';
import { keptHome, keptPath, keptText, listKept } from './kept-package.js';

let base: string;
let log: MockInstance<typeof console.log>;
const lesson = '00-first';
const said = (): string => log.mock.calls.map(([line]) => String(line)).join('\n');

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'gradus-kept-'));
  mkdirSync(join(base, '.gradus'));
  writeFileSync(join(base, '.gradus', 'course.json'), '{}');
  log = vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(base, { recursive: true, force: true });
});

/** Puts a file into the package as `gradus keep` writes it. */
function put(exercise: string, body: string, { of = lesson, fits = true } = {}): string {
  const file = join(base, keptPath(of, exercise));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, keptText({ lesson: of, exercise, version: '1', fits }, body));
  return file;
}

const take = createKept({ home: () => base });
const library = (x: number): number => x;

describe('whose part runs', () => {
  test('yours where it is kept, and one line says so', () => {
    put(
      'twice',
      'interface N { n: number }\nconst twice = (x: number): number => 2 * x;\nexport { twice };\n',
    );
    expect(take('twice', library)(4)).toBe(8);
    expect(said()).toBe('`twice`: your own version runs here, kept from lesson 00-first.');
  });

  test("the library's where nothing is kept, or no lessons lie around", () => {
    expect(take('twice', library)).toBe(library);
    expect(createKept({ home: () => undefined })('twice', library)).toBe(library);
    expect(log).toHaveBeenCalledTimes(2);
    expect(said()).toContain("the library's version runs here; yours does once it is kept");
  });

  test.each([
    [
      'a file that was changed by hand',
      'was changed since it passed',
      (): void => {
        const file = put('twice', 'export const twice = (x) => 2 * x;\n');
        writeFileSync(
          file,
          `${keptText({ lesson, exercise: 'twice', version: '1', fits: true }, 'export const twice = 1;\n')}// more\n`,
        );
      },
    ],
    [
      'other types',
      'takes or gives other types',
      (): void => void put('twice', 'export const twice = 1;', { fits: false }),
    ],
    [
      'no function',
      'takes or gives other types',
      (): void => void put('twice', 'export const twice = 1;'),
    ],
    [
      'an error at its top',
      'cannot be loaded (Error: at the top)',
      (): void => void put('twice', "throw new Error('at the top');"),
    ],
    [
      'code that does not parse',
      'cannot be loaded (SyntaxError',
      (): void => void put('twice', 'export const twice = (;'),
    ],
    [
      'a package that is not there',
      "cannot be loaded (Error: Cannot find module 'no-such-package'",
      (): void =>
        void put('twice', "import { x } from 'no-such-package';\nexport const twice = () => x;"),
    ],
  ])('the library’s for %s', (_, reason, prepare) => {
    prepare();
    expect(take('twice', library)).toBe(library);
    expect(said()).toContain(reason);
    expect(said()).toMatch(/^`twice`: the library's version runs here/);
  });

  test('of two lessons with one name the one that is asked for', () => {
    put('twice', 'export const twice = () => 1;');
    put('twice', 'export const twice = () => 2;', { of: '01-second' });
    expect(take('twice', library)).toBe(library);
    expect(said()).toContain('several lessons: 00-first, 01-second');
    expect(take('twice', library, { lesson: '01-second' })(0)).toBe(2);
  });

  test('in Chinese too', () => {
    vi.stubEnv('GRADUS_LANG', 'zh');
    put('twice', 'export const twice = () => 1;');
    take('twice', library);
    expect(said()).toBe('`twice`：这里运行的是你自己的版本，保留自课程 00-first。');
  });
});

describe('names and files are not trusted', () => {
  test.each(['../evil', 'a/b', 'a\\b', '', '.', '__proto__', 'con', 'x'.repeat(101), 5, undefined])(
    'the name %j is refused',
    (name) => {
      expect(() => take(name as string, library)).toThrow(TypeError);
      expect(() => keptPath(lesson, name as string)).toThrow(RangeError);
    },
  );

  test.each(['../00-first', '00-first/..', '00', 5, ''])('the lesson %j is refused', (name) => {
    expect(() => take('twice', library, { lesson: name as string })).toThrow(TypeError);
  });

  test('a link, a folder, a file of another exercise and one without our line are none', () => {
    const file = put('twice', 'export const twice = () => 1;');
    const beside = (name: string): string => join(dirname(file), `${name}.ts`);
    symlinkSync(file, beside('linked'));
    mkdirSync(beside('folder'));
    writeFileSync(
      beside('other'),
      keptText({ lesson, exercise: 'twice', version: '1', fits: true }, ''),
    );
    writeFileSync(beside('plain'), 'export const plain = () => 1;');
    writeFileSync(beside('broken'), '// gradus-kept: {"lesson"\nexport const broken = 1;');
    expect(listKept(base).map(({ exercise }) => exercise)).toEqual(['twice']);
  });

  test('a package that is a link to elsewhere is not read', () => {
    put('twice', 'export const twice = () => 1;');
    const other = mkdtempSync(join(base, 'other-'));
    symlinkSync(join(base, 'my-gradus'), join(other, 'my-gradus'));
    expect(listKept(other)).toEqual([]);
  });
});

describe('an error of the kept function', () => {
  class Refused extends RangeError {
    code = 'refused';
  }
  Object.assign(globalThis, { Refused });

  test('keeps its class and code, and says whose it is and where', () => {
    put(
      'twice',
      'type N = number;\n\nexport function twice(x: N) {\n  throw new Refused("no");\n}\n',
    );
    const fail = (): unknown => take('twice', library)(3);
    expect(fail).toThrow(Refused);
    expect(fail).toThrow(
      'no\nThrown by your own `twice`, kept from lesson 00-first (my-gradus/src/00-first/twice.ts:5: throw new Refused("no");).',
    );
  });

  test('also when it comes later, and once when the function calls itself', async () => {
    put(
      'twice',
      'export async function twice(x) {\n  await null;\n  throw new RangeError("late");\n}\n',
    );
    const error = await Promise.resolve(take('twice', library)(3)).catch((e: Error) => e);
    expect(error).toBeInstanceOf(RangeError);
    expect(String((error as Error).message).match(/Thrown by your own/g)).toHaveLength(1);
  });

  test('is not said to be theirs when a cell that they call has thrown it, or the stop button', () => {
    put('call', 'export const call = (f) => f();');
    const call = take('call', (f: () => unknown) => f());
    const thrown = new Error('from the cell');
    thrown.stack = `Error: from the cell\n    at gradus-cell-7:1:2\n    at call (${join(base, keptPath(lesson, 'call'))}:3:4)`;
    const message = (error: Error): string => {
      try {
        call(() => {
          throw error;
        });
      } catch (caught) {
        return (caught as Error).message;
      }
      return '';
    };
    expect(message(thrown)).toBe('from the cell');
    expect(message(new InterruptedError('stopped'))).toBe('stopped');
  });
});

test('while an exercise is tested the library’s version runs, as it does in a grade', () => {
  put('twice', 'export const twice = (x) => 2 * x;');
  put('Pair', 'export class Pair { own = true }');
  const twice = take('twice', library);
  class LibraryPair {
    own = false;
  }
  const Pair = take('Pair', LibraryPair);
  expect([twice(4), new Pair().own]).toEqual([8, true]);
  const release = restrict({});
  expect([twice(4), new Pair().own]).toEqual([4, false]);
  release();
  expect(twice(4)).toBe(8);
});

describe('`kept` itself', () => {
  test('reads the package in a notebook alone, and not in a run that records numbers', () => {
    put('twice', 'export const twice = (x) => 2 * x;');
    mkdirSync(join(base, '02-later'));
    vi.spyOn(process, 'cwd').mockReturnValue(join(base, '02-later'));
    expect(kept('twice', library)).toBe(library);
    const kernel = fakeKernel();
    try {
      expect(kept('twice', library)(4)).toBe(8);
      vi.stubEnv('GRADUS_RECORD', join(base, 'recorded.jsonl'));
      expect(kept('twice', library)).toBe(library);
    } finally {
      kernel.restore();
    }
  });

  test('finds the folder with the course, or with gradus, around the notebook', () => {
    mkdirSync(join(base, 'deep', 'er'), { recursive: true });
    expect(keptHome(join(base, 'deep', 'er'))).toBe(base);
    mkdirSync(join(base, 'deep', 'node_modules', 'gradus'), { recursive: true });
    writeFileSync(join(base, 'deep', 'node_modules', 'gradus', 'package.json'), '{}');
    expect(keptHome(join(base, 'deep', 'er'))).toBe(join(base, 'deep'));
  });
});
