import { expect, test } from 'vitest';
import { messages } from '../../src/messages/index.js';
import { issueSentence, noticeSentence } from '../../src/messages/sentences.js';
import { declaredNames, largeCellNotices, neededFrom, tooLarge } from './large-cells.js';
import { parseNotebook } from './notebook.js';

const code = (source: string) => ({ cell_type: 'code', source });
const long = `'${'x'.repeat(3 * 1024 * 1024)}'`;

test('what an exercise needs of a cell that was left out is said, with sizes in megabytes', () => {
  const { cells } = parseNotebook(
    Buffer.from(
      JSON.stringify({
        nbformat: 4,
        cells: [code('const a = 1;'), code(`const table = ${long};\nfunction softmax() {}`)],
      }),
    ),
  );
  const m = messages('en');
  expect(largeCellNotices(cells).map((notice) => noticeSentence(m, notice))).toEqual([
    'Code cell 2 was left out: it has 3.0 MB of text, and at most 1 MB are read of a cell, 4 MB of all code together. Keep data in a file of its own.',
  ]);
  expect(neededFrom(cells, 'a')).toBeUndefined();
  const params = { exercise: 'loss', ...neededFrom(cells, 'table') };
  expect(noticeSentence(m, { code: 'needs-large-cell', params })).toBe(
    'Exercise `loss` needs `table` of code cell 2, which was left out: it has 3.0 MB of text, and at most 1 MB are read of a cell. Make the cell smaller, or declare `table` in another.',
  );
  const own = { exercise: 'softmax', ...neededFrom(cells, 'softmax') };
  expect(issueSentence(m, { code: 'cell-too-large', params: own })).toContain('3.0 MB');
});

test('names that lines without indentation declare', () => {
  const source = `export const a = 1;
let b: number, c;
async function d() {
  const inner = 1;
}
function* e() {}
const { f, g: h, ...i } = j;
const [k, , l] = m;
const enum n {}
constant = 5;
'const o = 1';`;
  expect(declaredNames(source)).toEqual(['a', 'b', 'd', 'e', 'f', 'h', 'i', 'k', 'l', 'n']);
  const started = performance.now();
  declaredNames('const {'.repeat(100_000) + 'const '.repeat(100_000));
  expect(performance.now() - started).toBeLessThan(2000);
});

test('cells over the limit go, then the largest while all together are over theirs', () => {
  const mb = 1024 * 1024;
  expect([...tooLarge([mb, mb + 1, 10])]).toEqual([1]);
  expect([...tooLarge([mb, 0.9 * mb, mb, 0.8 * mb, 0.5 * mb])]).toEqual([0]);
  expect([...tooLarge([10, 10], new Set([1]))]).toEqual([1]);
});
