import { afterAll, expect, test } from 'vitest';
import { loadTslab } from './tslab-modules.js';

const converter = loadTslab().createConverter({ isJS: false, isBrowser: false });
afterAll(() => converter.close());

const earlier = `
declare let x: number, y: number;
declare const box: { x: number };
`;

/** The code of one cell, without what goes before and after it. */
function compiled(source: string): string {
  const { output = '', diagnostics } = converter.convert(earlier, source);
  expect(diagnostics).toEqual([]);
  return output.replace(/^Object.define.*\n/, '').trim();
}

test('a shorthand of an earlier name is spelled out, on its own line', () => {
  expect(compiled('const o = {\n  x,\n  y,\n};')).toContain('x: exports.x,\n    y: exports.y,\n}');
  expect(compiled('(() => ({ x, deep: [{ y }] }))();')).toContain(
    '({ x: exports.x, deep: [{ y: exports.y }] })',
  );
});

test('a pattern assigns to an earlier name', () => {
  expect(compiled('({ x, y = x } = {} as any);')).toContain(
    '({ x: exports.x, y: exports.y = exports.x } = {})',
  );
});

test('a nearer name is not the earlier one', () => {
  expect(compiled('((x: number) => ({ x }))(1);')).toContain('((x) => ({ x }))(1)');
  expect(compiled('const y = 1, o = { y, Math };')).toContain('o = { y, Math }');
});

test('a key of a pattern stays a key, whatever its type is a property of', () => {
  expect(compiled('const { x: a } = box;')).toContain('{ x: a } = exports.box');
  expect(compiled('function f({ x: a = 1 }: typeof box) { return a; }')).toContain('{ x: a = 1 }');
});

test('an unknown name is refused as before', () => {
  const { diagnostics } = converter.convert(earlier, 'const o = { z };');
  expect(diagnostics[0]?.messageText).toContain("'z'");
});
