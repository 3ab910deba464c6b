import { expect, test } from 'vitest';
import { matchExercise } from './match.js';
import { parseNotebook } from './notebook.js';
import { parseCells } from './slice.js';

const starter = 'function f(x) {\n  throw new Error("not solved");\n}';
const solved = 'function f(x) { return x; }';
const better = 'const f = (x) => x + 0;';

function match(...cells: [id: string, source: string][]) {
  const list = cells.map(([id, source]) => ({ cell_type: 'code', id, source }));
  const parsed = parseCells(
    parseNotebook(Buffer.from(JSON.stringify({ nbformat: 4, cells: list }))),
  );
  const found = matchExercise(parsed, { id: 'f', cellId: 'exercise-f', starter });
  return {
    cell: found.cell?.number,
    without: [...found.without],
    untouched: found.untouched,
    notices: found.notices.map((notice) => notice.code),
  };
}

test.each<[string, [string, string][], ReturnType<typeof match>]>([
  [
    'the cell as handed in',
    [['exercise-f', solved]],
    { cell: 1, without: [], untouched: false, notices: [] },
  ],
  [
    'still the stub, blanks apart',
    [['exercise-f', ` ${starter}\n`]],
    { cell: 1, without: [], untouched: true, notices: [] },
  ],
  [
    'no such cell',
    [['other', 'const g = 1;']],
    { cell: undefined, without: [], untouched: false, notices: ['missing-cell'] },
  ],
  [
    'found by its name',
    [['copy', solved]],
    { cell: 1, without: [], untouched: false, notices: ['matched-by-name'] },
  ],
  [
    'a copy of the stub after the answer',
    [
      ['exercise-f', solved],
      ['x', starter],
    ],
    { cell: 1, without: [2], untouched: false, notices: ['duplicate-cell'] },
  ],
  [
    'two answers: the last',
    [
      ['exercise-f', solved],
      ['x', better],
    ],
    { cell: 2, without: [1], untouched: false, notices: ['duplicate-cell', 'matched-by-name'] },
  ],
  [
    'a cell that does not parse',
    [['exercise-f', 'function f( {']],
    { cell: 1, without: [], untouched: false, notices: [] },
  ],
])('%s', (_name, cells, expected) => {
  expect(match(...cells)).toEqual(expected);
});
