import ts from '@tslab/typescript-for-tslab';
import { expect, test } from 'vitest';
import { blockNames, constantNames, importedNames, varNames } from './declarations.js';

function collect(source: string, from: (node: ts.Node, names: Set<string>) => void): string[] {
  const names = new Set<string>();
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  for (const statement of file.statements) from(statement, names);
  return [...names];
}

test('a block declares what stands in it, not what is only told', () => {
  expect(
    collect('let a; { let b; } declare let c; function d(); function e() {}', blockNames),
  ).toEqual(['a', 'e']);
});

test('constants and imports cannot be written to', () => {
  expect(
    collect("const a = 1; let b; function c() {} import { d } from 'm';", constantNames),
  ).toEqual(['a', 'd']);
});

test('var is found through blocks, not through functions, classes and namespaces', () => {
  const source =
    'for (var a of []) { var { b } = {}; let c; } function f() { var d; } class K { static { var e; } } namespace N { var g; }';
  expect(collect(source, varNames)).toEqual(['a', 'b']);
});

test('what an import gives', () => {
  const source = "import d, { a as b, default as e, type T } from 'm';";
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  const [statement] = file.statements;
  expect(statement && ts.isImportDeclaration(statement) && importedNames(statement)).toEqual([
    { local: 'd', imported: 'default' },
    { local: 'b', imported: 'a' },
    { local: 'e', imported: 'default' },
  ]);
});
