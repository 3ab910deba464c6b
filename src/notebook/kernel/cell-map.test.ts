import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { positionMap } from './cell-map.js';

/** tslab's own converter, so that the compiled text is what a kernel really runs. */
interface Converter {
  convert(
    declarations: string,
    source: string,
  ): { output?: string; diagnostics: { messageText: string }[]; hasToplevelAwait?: boolean };
  close(): void;
}
const { createConverter } = createRequire(import.meta.url)('tslab/dist/converter.js') as {
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
};

let converter: Converter;
beforeAll(() => {
  converter = createConverter({ isJS: false, isBrowser: false });
});
afterAll(() => converter.close());

/** `«` marks the place in the source; its text must be found at the same place when compiled. */
function mapped(marked: string, declarations = '', inCompiled?: RegExp) {
  const offset = marked.indexOf('«');
  const source = marked.replace('«', '');
  const { output, diagnostics, hasToplevelAwait } = converter.convert(declarations, source);
  expect(diagnostics.map((d) => d.messageText)).toEqual([]);
  const prefix = hasToplevelAwait
    ? '(async function(exports, require) { '
    : '(function(exports, require) { ';
  const compiled = `${prefix}${output}\n})(__tslab__.exports, __tslab__.require)`;
  const wanted = inCompiled ?? callOf(wordAt(source, offset));
  const at = compiled.search(wanted);
  if (at < 0) throw new Error(`${wanted} is not in:\n${compiled}`);
  const expected = place(source, offset);
  return { got: positionMap(source, compiled)(place(compiled, at)), expected, compiled };
}

function place(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
const wordAt = (text: string, offset: number): string => /^\w+/.exec(text.slice(offset))?.[0] ?? '';
/** The call, not the name in the hoisted `exports.f = void 0`. */
const callOf = (name: string): RegExp => new RegExp(`\\b${name}\\(`);

function expectMapped(marked: string, declarations?: string, inCompiled?: RegExp): void {
  const { got, expected, compiled } = mapped(marked, declarations, inCompiled);
  expect(got, compiled).toEqual(expected);
}

describe('positions in compiled code are told as positions in the cell', () => {
  test('types, interfaces and blank lines above', () => {
    expectMapped(
      [
        'interface Point { x: number; y: number }',
        '',
        'type Pair<T> = [T, T];',
        '// a comment',
        'const origin: Point = { x: 0, y: 0 };',
        'function far(a: Point, b: Pair<number>): number {',
        '  const sum: number = a.x + b[0];',
        '  return «boom(sum as number, b!);',
        '}',
        'declare function boom(...a: unknown[]): number;',
      ].join('\n'),
    );
  });

  test('names of earlier cells, which get `exports.` before them', () => {
    expectMapped(
      'const a: number = 1;\nconst b = a + 2;\nearlier(b, «later(a));',
      'declare function earlier(a: number, b: number): void;\ndeclare function later(a: number): number;\n',
    );
  });

  test('imported functions, which become `(0, path_1.join)(…)`', () => {
    expectMapped(
      'import { join, resolve } from "path";\nconst p: string = join("a");\n«resolve(p, 3 as any);',
      '',
      /\(0, path_1\.resolve\)/,
    );
  });

  test('an enum before the place, and code inside an enum', () => {
    expectMapped(
      'enum Color { Red, Green = 4 }\nconst c: Color = Color.Red;\n«fails(c);\nfunction fails(x: Color) {}',
      '',
      /fails\(c\)/,
    );
    expectMapped(
      'enum Size { A = «width(), B = 2 }\nfunction width(): number { return 1; }',
      '',
      /width\(\)/,
    );
  });

  test('classes with fields, parameter properties, private names and generics', () => {
    expectMapped(
      [
        'class Layer<T extends object> {',
        '  private readonly size: number;',
        '  #hidden = 3;',
        '  declare ghost: string;',
        '  constructor(private input: number, public output: T) {',
        '    this.size = input;',
        '  }',
        '  get total(): number {',
        '    return this.#hidden + «explode<number>(this.size);',
        '  }',
        '}',
        'function explode<U>(x: U): number { return 1; }',
      ].join('\n'),
      '',
      /explode\(this/,
    );
  });

  test('decorators, which move below the class', () => {
    expectMapped(
      [
        'function log(target: any, key: string) {}',
        'class A {',
        '  @log',
        '  run(x: number): number {',
        '    return «crash(x);',
        '  }',
        '}',
        'declare function crash(x: number): number;',
        'new A().run(1);',
      ].join('\n'),
    );
  });

  test('top-level await', () => {
    expectMapped(
      'const wait = (ms: number): Promise<void> => new Promise((r) => setTimeout(r, ms));\nawait wait(1);\nconst n: number = 3;\nawait «reject(n);\ndeclare function reject(x: number): Promise<void>;',
    );
  });

  test('template strings with braces, regular expressions and comments inside', () => {
    expectMapped(
      [
        'const a: Record<string, number> = { x: 1 };',
        `const text = \`\${\`in \${a["x"]} ner\`} } \${ { y: 2 }.y } //\`;`,
        'const re = /[}"`]\\/ /g, half = a["x"] / 2 / 3; /* `${ */',
        'const n: number = «oops(text, re, half);',
        'declare function oops(...a: unknown[]): number;',
      ].join('\n'),
    );
  });

  test('the same call many times: the right one is named', () => {
    expectMapped(
      'let s: number = 0;\ns += f(1) as number;\ns += f(2) as number;\ns += «f(3) as number;\ns += f(4) as number;\nfunction f(x: number): number { return x; }',
      '',
      /f\(3\)/,
    );
  });

  test('overloads, satisfies, optional chaining, non-null, arrow functions with types', () => {
    expectMapped(
      [
        'function pick(x: string): string;',
        'function pick(x: number): number;',
        'function pick(x: any): any { return x; }',
        'const shape = { rows: 2 } satisfies Record<string, number>;',
        'const g = async <T,>(v: T, k?: keyof typeof shape): Promise<T> => {',
        '  const rows: number | undefined = shape?.rows!;',
        '  return «broken(v, rows) as T;',
        '};',
        'declare function broken(...a: unknown[]): unknown;',
      ].join('\n'),
    );
  });

  test('a position far inside added code has no place', () => {
    const map = positionMap('const a = 1;', `${'helper();\n'.repeat(20)}const a = 1;`);
    expect(map({ line: 5, column: 1 })).toBeUndefined();
    expect(map({ line: 99, column: 1 })).toBeUndefined();
    expect(map({ line: 21, column: 7 })).toEqual({ line: 1, column: 7 });
  });
});
