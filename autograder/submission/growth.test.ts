/**
 * What reads a submission grows as the submission does: twice the input takes twice the work, not
 * four times. Work is counted, or measured as processor time, the least of several runs.
 */
import { expect, test, vi } from 'vitest';
import { compileSlice } from './compile.js';
import { redefinedNotices } from './redefined.js';
import { contestedNames, laterCells, refusedNotices, yieldRefused } from './refused.js';
import { type ParsedCell, parseCells, sliceAll, sliceFor } from './slice.js';

const cellsOf = (sources: readonly string[]): ParsedCell[] =>
  parseCells({
    cells: sources.map((source, i) => ({ number: i + 1, id: undefined, source })),
    texts: [],
    lesson: undefined,
  });

/** Look-ups in maps and sets that a function makes. */
function lookups(work: () => void): number {
  const spies = [
    vi.spyOn(Map.prototype, 'get'),
    vi.spyOn(Set.prototype, 'has'),
    vi.spyOn(Map.prototype, 'has'),
  ];
  try {
    work();
    return spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Processor time of a function, in ms: the least of five. */
function least(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Ways to stand deep: each with its scopes around one and the same text. */
const deep: Record<string, (depth: number, text: string) => string> = {
  blocks: (depth, text) => `${'{ let q = 1; '.repeat(depth)}${text}${'}'.repeat(depth)}`,
  functions: (depth, text) => `${'function f(q) { '.repeat(depth)}${text}${'}'.repeat(depth)}`,
  arrows: (depth, text) => `${'q => '.repeat(depth)}{${text}}`,
  loops: (depth, text) => `${'for (let q of q) '.repeat(depth)}{${text}}`,
  classes: (depth, text) => `${'(class K { m() { '.repeat(depth)}${text}${'} })'.repeat(depth)}`,
  catches: (depth, text) => `${'try {} catch (q) { '.repeat(depth)}${text}${'}'.repeat(depth)}`,
};

test.each(Object.entries(deep))('a name is found at once however deep it stands: %s', (_, make) => {
  const text = 'y; z; '.repeat(500);
  const work = (depth: number): number => lookups(() => cellsOf([make(depth, text)]));
  const [once, twice] = [work(60), work(120)];
  expect(once).toBeGreaterThan(500);
  expect(twice).toBeLessThan(1.5 * once);
});

test('twice as many cells of the same names take twice the time', async () => {
  const source = Array.from({ length: 100 }, (_, i) => `var a${i} = 1;`).join(' ');
  const notebook = (count: number): ParsedCell[] => [
    ...cellsOf(Array(count).fill(source)),
    ...cellsOf(['function f() { return a1; }']).map((cell) => ({ ...cell, number: count + 1 })),
  ];
  const [some, more] = [notebook(400), notebook(800)];
  const needed = new Set(Array.from({ length: 100 }, (_, i) => `a${i}`));
  const parts: Record<string, (cells: ParsedCell[]) => unknown> = {
    sliceFor: (cells) => sliceFor(cells, ['f']),
    sliceAll: (cells) => sliceAll(cells, ['f']),
    contested: (cells) => contestedNames(cells, needed),
    later: (cells) => laterCells(cells, needed),
    yielding(cells) {
      const { lost } = yieldRefused(cells, laterCells(cells, needed), () => false);
      return refusedNotices(lost, needed);
    },
    redefined: (cells) => redefinedNotices(cells, cells.at(-1) as ParsedCell),
  };
  for (const [name, part] of Object.entries(parts)) {
    part(some);
    const [once, twice] = [some, more].map((cells) => least(() => part(cells))) as [number, number];
    // What takes a moment only is not measured.
    expect(twice, name).toBeLessThan(Math.max(3.2 * once, 20));
  }
});

test('a thousand cells that each declare the same names are read and sliced in seconds', async () => {
  const source = Array.from({ length: 200 }, (_, i) => `var a${i} = 1;`).join(' ');
  const cells = cellsOf([...Array(1000).fill(source), 'function f() { return a1; }']);
  const slice = sliceFor(cells, ['f']);
  expect(slice.cells).toHaveLength(1001);
  const { code } = await compileSlice(slice.cells.slice(-3), ['f']);
  expect(code).toContain('exports.a1');
}, 60_000);
