import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { cellFile, cellFrames } from './frames.js';

function stackOf(code: string): string {
  try {
    vm.runInThisContext(code, { filename: cellFile(7) });
  } catch (error) {
    return (error as Error).stack ?? '';
  }
  throw new Error('expected an error');
}

describe('cellFrames', () => {
  test('keeps the frames of cells, innermost first, with their functions', () => {
    const frames = cellFrames(stackOf('function f() {\n  null.x;\n}\nfunction g() { f(); }\ng();'));
    expect(frames).toEqual([
      { count: 7, line: 2, column: 8, fn: 'f' },
      { count: 7, line: 4, column: 16, fn: 'g' },
      { count: 7, line: 5, column: 1, fn: undefined },
    ]);
  });

  test('finds the place of a syntax error, which has no frame', () => {
    expect(cellFrames(stackOf('const a = 1;\nconst b = = 2;'))).toMatchObject([
      { count: 7, line: 2, column: 11 },
    ]);
  });

  test('reads methods, async frames and bare frames', () => {
    const stack = [
      'TypeError: x',
      '    at Net.run (gradus-cell-3:4:5)',
      '    at Object.f [as g] (gradus-cell-2:1:1)',
      '    at async gradus-cell-4:2:3',
      '    at Object.<anonymous> (/x/node_modules/lib/index.js:1:1)',
      '    at new Layer (gradus-cell-5:9:9)',
    ].join('\n');
    expect(cellFrames(stack)).toEqual([
      { count: 3, line: 4, column: 5, fn: 'Net.run' },
      { count: 2, line: 1, column: 1, fn: 'f' },
      { count: 4, line: 2, column: 3, fn: undefined },
      { count: 5, line: 9, column: 9, fn: 'new Layer' },
    ]);
  });

  test('a stack without cells has none', () => {
    expect(cellFrames('Error: at gradus-cell-1:1:1 in the message')).toEqual([]);
  });
});
