import { describe, expect, test } from 'vitest';
import { transpiled } from './transpile.js';

describe('a cell as JavaScript', () => {
  test('types are gone, and a place is found again', async () => {
    const { code, error, original } = await transpiled(
      'interface Long {\n  a: number;\n}\nconst x: number = f();',
    );
    expect(error).toBeUndefined();
    expect(code).toBe('const x = f();\n');
    expect(original(0, 'const x = '.length)).toEqual({ line: 3, column: 18 });
    expect(original(-1, 0)).toBeUndefined();
  });

  test.each([
    ['esbuild', 'const a = 1;\nlet a = 2;', 1, 'already been declared'],
    ['V8: a regular expression', 'const a = 1;\n\n  const b = /(/;', 2, 'Unterminated group'],
    ['V8: a name that the kernel keeps', 'type T = 1;\nconst require = 1;', 1, 'require'],
  ])('what is refused by %s has its place', async (_, source, line, message) => {
    const { code, error } = await transpiled(source);
    expect(code).toBe('');
    expect(error).toMatchObject({ line, message: expect.stringContaining(message) });
  });

  test('the same text is compiled once', () => {
    expect(transpiled('once')).toBe(transpiled('once'));
    const long = `'${'x'.repeat(30_000)}'`;
    expect(transpiled(long)).not.toBe(transpiled(long));
  });
});
