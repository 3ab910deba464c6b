import vm from 'node:vm';
import { expect, test } from 'vitest';
import { compileSlice } from './compile.js';
import { type ExerciseShape, matchExercise, restoreRetyped } from './match.js';
import { parseNotebook } from './notebook.js';
import { parseCells, sliceFor } from './slice.js';

const starter = 'function f(x) {\n  throw new Error("not solved");\n}';
const solved = 'function f(x) { return x; }';
const better = 'const f = (x) => x + 0;';

const lesson = [
  { id: 'f', cellId: 'exercise-f', starter },
  { id: 'g', cellId: 'exercise-g', starter: starter.replace('f(', 'g(') },
];
type Row = [id: string, source: string, more?: object];

function parsed(...rows: Row[]) {
  const cells = rows.map(([id, source, more]) => ({ cell_type: 'code', id, source, ...more }));
  const notebook = parseNotebook(Buffer.from(JSON.stringify({ nbformat: 4, cells })));
  return restoreRetyped(parseCells(notebook), notebook, lesson);
}

function match(...rows: Row[]) {
  const found = matchExercise(parsed(...rows), lesson[0] as ExerciseShape, lesson);
  return {
    cell: found.cell?.number,
    without: [...found.without],
    untouched: found.untouched,
    notices: found.notices.map((notice) => notice.code),
  };
}

test.each<[string, Row[], ReturnType<typeof match>]>([
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
  [
    'a cell that does not parse, after the stub was pasted back',
    [
      ['exercise-f', 'function f( {'],
      ['x', starter],
    ],
    { cell: 1, without: [2], untouched: false, notices: [] },
  ],
  [
    'a cell that does not parse and lost its id',
    [['x', 'function f(x) { return [x; }']],
    { cell: 1, without: [], untouched: false, notices: [] },
  ],
  [
    'no id, but its mark',
    [['x', `// exercise: f\n${solved}`]],
    { cell: 1, without: [], untouched: false, notices: [] },
  ],
  [
    'a mark on a cell of another name says nothing',
    [
      ['x', '// exercise: f\nconst h = 1;'],
      ['y', solved],
    ],
    { cell: 2, without: [], untouched: false, notices: ['matched-by-name'] },
  ],
  [
    'renamed: told, not repaired',
    [['exercise-f', 'function myF(x) { return x; }']],
    { cell: undefined, without: [], untouched: false, notices: ['renamed-exercise'] },
  ],
  [
    'emptied',
    [['exercise-f', '// nothing']],
    { cell: undefined, without: [], untouched: false, notices: ['missing-cell'] },
  ],
  [
    'merged with another exercise',
    [['exercise-g', `function g() {}\n${solved}`]],
    { cell: 1, without: [], untouched: false, notices: ['merged-cell'] },
  ],
  [
    'merged, still the stub',
    [['exercise-f', `${starter}\nfunction g() { return 1; }`]],
    { cell: 1, without: [], untouched: true, notices: ['merged-cell'] },
  ],
  [
    'stubs merged and pasted after the answer',
    [
      ['exercise-f', solved],
      ['x', `${starter}\n${starter.replace('f(', 'g(')}`],
    ],
    { cell: 1, without: [2], untouched: false, notices: ['duplicate-cell'] },
  ],
  [
    'the stub, and assigned to',
    [['exercise-f', `${starter}\nf = (x) => x;`]],
    { cell: 1, without: [], untouched: false, notices: [] },
  ],
  [
    'an earlier copy that holds a helper stays',
    [
      ['exercise-f', `const help = 1;\n${solved}`],
      ['x', 'function f(x) { return x * help; }'],
    ],
    { cell: 2, without: [], untouched: false, notices: ['duplicate-cell', 'matched-by-name'] },
  ],
  [
    'split: the helper where the exercise was',
    [
      ['exercise-f', 'const help = 1;'],
      ['x', 'function f(x) { return x * help; }'],
    ],
    { cell: 2, without: [], untouched: false, notices: ['split-cell'] },
  ],
  [
    'made Markdown, fenced by hand',
    [
      ['a', 'const a = 1;'],
      ['exercise-f', `\`\`\`ts\n${solved}\n\`\`\``, { cell_type: 'markdown' }],
      ['b', 'const b = 1;'],
    ],
    { cell: 3, without: [], untouched: false, notices: ['retyped-cell'] },
  ],
  [
    'made raw, the id gone',
    [['x', solved, { cell_type: 'raw' }]],
    { cell: 1, without: [], untouched: false, notices: ['retyped-cell'] },
  ],
  [
    'text about the exercise is no answer',
    [
      ['exercise-f', `# f\n\n${solved}`, { cell_type: 'markdown' }],
      ['x', 'f is a function', { cell_type: 'raw' }],
    ],
    { cell: undefined, without: [], untouched: false, notices: ['missing-cell'] },
  ],
  [
    'an answer in Markdown beside a code cell is a note',
    [
      ['exercise-f', starter],
      ['x', solved, { cell_type: 'markdown' }],
    ],
    { cell: 1, without: [], untouched: true, notices: [] },
  ],
  [
    'moved before what it needs',
    [
      ['exercise-f', 'function f(x) { return k * x; }'],
      ['k', 'const k = 2;'],
    ],
    { cell: 1, without: [], untouched: false, notices: ['moved-cell'] },
  ],
  [
    'before a cell that tries it out, whose name it uses',
    [
      ['exercise-f', 'function f(x) { return k ?? x; }'],
      ['k', 'const k = f(2);'],
    ],
    { cell: 1, without: [], untouched: false, notices: [] },
  ],
])('%s', (_name, cells, expected) => {
  expect(match(...cells)).toEqual(expected);
});

test.each<[string, Row[]]>([
  [
    'moved',
    [
      ['exercise-f', 'function f(x) { return k * x; }'],
      ['a', 'const k = 2;'],
    ],
  ],
  [
    'moved between others',
    [
      ['a', 'const one = 1;'],
      ['exercise-f', 'const f = (x) => k * x * one;'],
      ['b', 'const half = 1;'],
      ['c', 'const k = 2 * half;'],
      ['d', 'throw new Error("not needed");'],
    ],
  ],
  [
    'split over three cells, one of them retyped',
    [
      ['a', 'const k = 2;'],
      ['exercise-f', 'const double = (x) => k * x;'],
      ['x', 'function f(x) { return double(x); }', { cell_type: 'markdown' }],
    ],
  ],
])('%s: the slice runs', async (_name, rows) => {
  const { cells, without } = matchExercise(parsed(...rows), lesson[0] as ExerciseShape, lesson);
  const { code } = await compileSlice(sliceFor(cells, ['f'], without).cells, ['f']);
  const script = vm.runInThisContext(code) as () => Promise<{ f: (x: number) => number }>;
  expect((await script()).f(3)).toBe(6);
});
