/** Floods of output through the Jupyter protocol: nothing is lost, and every cell ends. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeIf } from '../capabilities.js';
import { type CellRun, runCells, streamText, temporaryWorkspace } from './run-cells.js';

const cells = {
  thousand: 'for (let i = 0; i < 1000; i++) console.log(i)',
  many: 'for (let i = 0; i < 100_000; i++) console.log(i)',
  mixed: 'for (let i = 0; i < 1000; i++) { console.log(i); console.error(i); }',
  displays:
    "import { display } from 'tslab';\nfor (let i = 0; i < 3000; i++) display.text('shown ' + i);",
  updates:
    "import { newDisplay } from 'tslab';\nconst place = newDisplay();\nfor (let i = 0; i < 3000; i++) place.text('now ' + i);",
  order: "console.log('a'); display.text('b'); console.log('c');",
  waits:
    'for (let i = 0; i < 5; i++) { console.log(i); await new Promise((r) => setTimeout(r, 60)); }',
  huge: "for (let i = 0; i < 40_000; i++) console.log(String(i).padStart(99, '.'));",
  pieces:
    "const bytes = Buffer.from('é😀'); for (const byte of bytes) process.stdout.write(Buffer.of(byte));",
  throws: "for (let i = 0; i < 2000; i++) console.log(i);\nthrow new Error('after all');",
  late: "setTimeout(() => { for (let i = 0; i < 3000; i++) console.log('late', i); }, 1);",
  after: 'await new Promise((r) => setTimeout(r, 200));\n1 + 1',
};

describeIf('jupyter', 'floods of output', () => {
  const workspace = temporaryWorkspace();
  const runs = {} as Record<keyof typeof cells, CellRun>;
  beforeAll(async () => {
    const { results } = await runCells(Object.values(cells), { cwd: workspace.folder });
    for (const [i, name] of Object.keys(cells).entries()) {
      runs[name as keyof typeof cells] = results[i] as CellRun;
    }
  });
  afterAll(() => workspace.remove());
  const numbers = (count: number): string =>
    Array.from({ length: count }, (_, i) => `${i}\n`).join('');
  const shown = (name: keyof typeof cells, type: string) =>
    runs[name].outputs.filter((one) => one.type === type);

  test('every cell ends, none by a timeout', () => {
    for (const [name, { outputs, reply }] of Object.entries(runs)) {
      expect(
        outputs.map(({ type }) => type),
        name,
      ).not.toContain('timeout');
      expect(reply.status, name).toBe(name === 'throws' ? 'error' : 'ok');
    }
  });

  test('all lines of loops arrive, in few messages', () => {
    expect(streamText(runs.thousand, 'stdout')).toBe(numbers(1000));
    expect(streamText(runs.many, 'stdout')).toBe(numbers(100_000));
    expect(runs.many.outputs.length).toBeLessThan(200);
    expect(streamText(runs.mixed, 'stdout')).toBe(numbers(1000));
    expect(streamText(runs.mixed, 'stderr')).toBe(numbers(1000));
    expect(streamText(runs.throws, 'stdout')).toBe(numbers(2000));
    expect(runs.throws.outputs.at(-1)?.type).toBe('error');
  });

  test('all pictures and all changes of one arrive', () => {
    const texts = shown('displays', 'display_data').map(({ data }) => data?.['text/plain']);
    expect(texts).toEqual(Array.from({ length: 3000 }, (_, i) => `shown ${i}`));
    expect(shown('updates', 'display_data')).toHaveLength(1);
    expect(shown('updates', 'update_display_data').at(-1)?.data?.['text/plain']).toBe('now 2999');
  });

  test('text and pictures keep their order', () => {
    const order = runs.order.outputs.map(({ text, data }) => text ?? data?.['text/plain']);
    expect(order).toEqual(['a\n', 'b', 'c\n']);
  });

  test('a cell that waits shows what it printed before', () => {
    expect(shown('waits', 'stream').map(({ text }) => text)).toEqual([
      '0\n',
      '1\n',
      '2\n',
      '3\n',
      '4\n',
    ]);
  });

  test('above 1 MB a notice says how much is left out, and the end is there', () => {
    expect(streamText(runs.huge, 'stderr')).toContain('2.98 MB of this cell');
    expect(streamText(runs.huge, 'stdout')).toMatch(/\.39999\n$/);
  });

  test('bytes that come one by one are the characters that they are', () => {
    expect(streamText(runs.pieces, 'stdout')).toBe('é😀');
  });

  test('what a timer prints after its cell arrives too', () => {
    const late = runs.after.outputs
      .filter(({ type, name }) => type === 'stream' || name === 'stdout')
      .map(({ text }) => text)
      .join('');
    expect(late).toContain('late 2999\n');
    expect(late).toContain('2\n');
  });
});
