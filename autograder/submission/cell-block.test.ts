import { expect, test } from 'vitest';
import { cellBlock } from './cell-block.js';
import { parseCells } from './slice.js';

test('imports are taken out, exports and var become what a block can hold', () => {
  const source = [
    "import d, { a as b, type T } from 'm';",
    "import type * as types from 'n';",
    'export var x = 1;',
    'export { x };',
    "import q = require('q');",
  ].join('\n');
  const notebook = { cells: [{ number: 1, id: undefined, source }], texts: [], lesson: undefined };
  const [block] = parseCells(notebook).map(cellBlock);
  expect(block?.text.split('\n')).toEqual(['', '', ' let x = 1;', '', "const q = require('q');"]);
  expect(block?.imports).toEqual([
    ['d', 'import d from "m";'],
    ['b', 'import { a as b } from "m";'],
    ['T', 'import { T } from "m";'],
    ['types', 'import type * as types from "n";'],
  ]);
});
