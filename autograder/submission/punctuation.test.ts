/** Characters of another keyboard, as the kernel names them. */
import { expect, test } from 'vitest';
import { describeDiagnostics } from '../../src/notebook/kernel/report.js';
import { compileSlice } from './compile.js';
import { parseCells } from './slice.js';

function parsed(source: string) {
  const notebook = { cells: [{ number: 1, id: undefined, source }], texts: [], lesson: undefined };
  const [cell] = parseCells(notebook);
  if (cell === undefined) throw new Error('no cell');
  return cell;
}

/** What a compiler says of a cell that does not parse. */
const anyError = {
  start: { offset: 0, line: 0, character: 0 },
  end: { offset: 1, line: 0, character: 1 },
  messageText: 'Invalid character.',
  category: 1,
  code: 1127,
};

test.each([
  ['console.log(1，2)', 0, 13, '`，` (U+FF0C)', '`,`'],
  ['const a = “text”;', 0, 10, '`“` (U+201C)', '`"`'],
  ["const a = ‘text';", 0, 10, '`‘` (U+2018)', "`'`"],
  ['const a = 1；', 0, 11, '`；` (U+FF1B)', '`;`'],
  ['// one\nf（1）', 1, 1, '`（` (U+FF08)', '`(`'],
  ['let c = 3 × 2', 0, 10, '`×` (U+00D7)', '`*`'],
  ['if (a ≤ b) {}', 0, 6, '`≤` (U+2264)', '`<=`'],
  ['let a\u2060 = 1;', 0, 5, 'U+2060', 'Delete it'],
  ['let a = 1;\nlet\u200C b = 2;', 1, 3, 'U+200C', 'Delete it'],
  ['let total\u200Dsum = 1;', 0, 9, 'U+200D', 'Delete it'],
])('%j', (source, line, column, said, instead) => {
  const [first] = parsed(source).syntaxErrors;
  expect(first).toMatchObject({ line, column });
  expect(first?.message).toContain(said);
  expect(first?.message).toContain(instead);
  // The kernel says the same of the same cell.
  expect(describeDiagnostics(1, source, [anyError]).text).toContain(first?.message);
});

test('a zero-width space between words is none, in texts neither', async () => {
  for (const source of [
    '\u200Bconst answer\u200B = () => 1;\u200B',
    'const\u200B answer = () =>\u200B "，\u200B";',
    'function answer(\u200B) {\n\u200B\n  return `\u200B$' + '{\u200B1}`; // “\u200B”\n}',
  ]) {
    const cell = parsed(source);
    expect(cell.syntaxErrors).toEqual([]);
    await expect(compileSlice([cell], ['answer'])).resolves.toBeDefined();
  }
});
