import { afterEach, expect, test } from 'vitest';
import { cellsKey, kernelCells } from '../../runtime/kernel-cells.js';
import { openCellBook } from './cells.js';

afterEach(() => {
  delete (globalThis as { [cellsKey]?: unknown })[cellsKey];
});

test('a stack is told in the lines of the cells as they were run', () => {
  const book = openCellBook();
  book.record(
    3,
    'type T = number;\n\nconst f = (x: T): T => boom(x);',
    'const f = (x) => boom(x);',
  );
  const stack = 'Error\n    at f (gradus-cell-3:1:18)\n    at gradus-cell-9:1:1';
  expect(book.frames(stack)).toEqual([
    { cell: 3, line: 3, column: 24, text: 'const f = (x: T): T => boom(x);', fn: 'f' },
  ]);
  expect(kernelCells()?.locate(stack)).toEqual({
    cell: 3,
    line: 3,
    column: 24,
    text: 'const f = (x: T): T => boom(x);',
  });
  expect(kernelCells()?.locate('Error\n    at lib.js:1:1')).toBeUndefined();
});
