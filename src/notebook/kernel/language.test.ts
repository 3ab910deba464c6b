import { expect, test } from 'vitest';
import { standardLibrary, withStandardLibrary } from './language.js';
import ts from './typescript.cjs';

/** What the compiler says of each line with this library: all in one program, for its time. */
function errors(lines: readonly string[]): string[][] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: [...standardLibrary],
    types: [],
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  const text = lines.join('\n');
  host.getSourceFile = (name, ...more) =>
    name === 'cell.ts'
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
      : read(name, ...more);
  const found: string[][] = lines.map(() => []);
  for (const one of ts.getPreEmitDiagnostics(ts.createProgram(['cell.ts'], options, host))) {
    const line = one.file?.getLineAndCharacterOfPosition(one.start ?? 0).line ?? 0;
    found[line]?.push(ts.flattenDiagnosticMessageText(one.messageText, ' '));
  }
  return found;
}

test('what the oldest Node of the course has is known, with its types, and no more', () => {
  const right = [
    'const list: readonly number[] = [3, 1];',
    'const sorted: number[] = list.toSorted((a, b) => a - b);',
    "const texts: string[] = ['b', 'a'].toSorted().toReversed().with(0, 'c').toSpliced(1, 1, 'd');",
    'const last: number | undefined = list.findLast((x) => x > 1);',
    'const at: number = Float32Array.of(1).findLastIndex((x) => x > 1);',
    'const floats: Float64Array = Float64Array.of(1).toReversed().toSorted((a, b) => b - a).with(0, 1);',
    'const whole: BigInt64Array = BigInt64Array.of(1n).with(0, 2n);',
  ];
  const wrong = [
    'const notTexts: string[] = [1].toSorted();',
    "Uint8Array.of(1).with(0, 'x');",
    'list.toSorted().sorted;',
    // Node 21 and 22.
    'Object.groupBy([1], String);',
    'Promise.withResolvers();',
  ];
  const found = errors([...right, ...wrong]);
  expect(found.slice(0, right.length).flat()).toEqual([]);
  expect(found.slice(right.length).map(({ length }) => length)).toEqual(wrong.map(() => 1));
  for (const name of ['toSorted', 'toReversed', 'with', 'findLast', 'findLastIndex']) {
    expect(Array.prototype, name).toHaveProperty(name);
    expect(Uint8Array.prototype, name).toHaveProperty(name);
  }
  expect(Array.prototype).toHaveProperty('toSpliced');
}, 30_000);

test("tslab's other libraries stay", () => {
  expect(withStandardLibrary(['lib.es2022.d.ts', 'lib.dom.d.ts'])).toEqual([
    ...standardLibrary,
    'lib.dom.d.ts',
  ]);
});
