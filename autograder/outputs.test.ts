import { describe, expect, test } from 'vitest';
import {
  cellsUnshown,
  cellsWithout,
  isCompiled,
  type Output,
  publishedOutputs,
  withKeptOutputs,
  withOutputs,
  withoutOutputs,
} from './outputs.js';

interface SomeCell {
  cell_type: string;
  id: string;
  source: string[];
  outputs?: unknown[];
  execution_count?: number | null;
  metadata: object;
}
const code = (id: string, source: string): SomeCell => ({
  cell_type: 'code',
  execution_count: null,
  id,
  metadata: {},
  outputs: [],
  source: source.split(/(?<=\n)/),
});
const text = (id: string, source: string): SomeCell => ({
  cell_type: 'markdown',
  id,
  metadata: {},
  source: [source],
});
const notebook = (...cells: SomeCell[]): string =>
  `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
const outputsOf = (file: string): Record<string, unknown> =>
  Object.fromEntries(
    (JSON.parse(file) as { cells: SomeCell[] }).cells.map(({ id, outputs }) => [id, outputs]),
  );
const printed = (said: string): Output => ({ name: 'stdout', output_type: 'stream', text: said });

const compiled = notebook(text('t', 'Text.'), code('a', 'a();\nb();'), code('b', 'c();'));
const published = withOutputs(compiled, { a: [printed('one\n')], b: [printed('two\n')] });

describe('a published notebook', () => {
  test('shows what the cells of a run showed, and is the compiled one without that', () => {
    expect(outputsOf(published)).toMatchObject({
      a: [{ name: 'stdout', output_type: 'stream', text: ['one\n'] }],
      b: [{ text: ['two\n'] }],
    });
    expect(withoutOutputs(published)).toBe(compiled);
    expect(isCompiled(published, compiled)).toBe(true);
    expect(isCompiled(compiled, compiled)).toBe(true);
  });

  test('tells no answer of a question, and misses none', () => {
    const question = { ...code('q', "quiz('why', '?');"), metadata: { gradus: { quiz: 'why' } } };
    const outputs = { a: [printed('one\n')], q: [printed('Right.\n')] };
    const file = withOutputs(notebook(code('a', 'a();'), question), outputs);
    expect(file).toContain('one');
    expect(file).not.toContain('Right.');
    expect(cellsWithout(file, outputs)).toEqual([]);
  });

  test('is stale where a source, an id or the text differs, or it is no notebook', () => {
    expect(isCompiled(published, notebook(text('t', 'Text.'), code('a', 'a();\nb();')))).toBe(
      false,
    );
    expect(isCompiled(published.replace('"a();\\n"', '"x();\\n"'), compiled)).toBe(false);
    expect(isCompiled(published.replace('"id": "a"', '"id": "x"'), compiled)).toBe(false);
    expect(isCompiled(published.replace('Text.', 'Test.'), compiled)).toBe(false);
    expect(isCompiled('<<<<<<< HEAD', compiled)).toBe(false);
    expect(isCompiled('[]', compiled)).toBe(false);
  });

  test('keeps outputs by id where the code is as it was, wherever the cell stands now', () => {
    const moved = notebook(code('b', 'c();'), text('t', 'New text.'), code('a', 'changed();'));
    expect(outputsOf(withKeptOutputs(moved, published))).toMatchObject({
      a: [],
      b: [{ text: ['two\n'] }],
    });
    expect(withKeptOutputs(compiled, published)).toBe(published);
    expect(withKeptOutputs(compiled, 'no notebook')).toBe(compiled);
    expect(withKeptOutputs(compiled, '{}')).toBe(compiled);
    const joined = published.replace(
      /"source": \[\s+"a\(\);\\n",\s+"b\(\);"\s+\]/,
      '"source": "a();\\nb();"',
    );
    expect(joined).not.toBe(published);
    expect(withKeptOutputs(compiled, joined)).toBe(published);
  });

  test('names cells that show something in a run alone', () => {
    const run = { a: [printed('one')], b: [printed('two')], c: [] };
    expect(cellsWithout(published, run)).toEqual([]);
    expect(cellsWithout(compiled, run)).toEqual(['a', 'b']);
    expect(cellsWithout(withOutputs(compiled, { b: [printed('x')] }), run)).toEqual(['a']);
    expect(cellsWithout('broken', run)).toEqual(['a', 'b']);
  });
});

describe('an output', () => {
  test('of text does not depend on how it was cut into messages', () => {
    const whole = publishedOutputs([printed('one\ntwo\nthree')]);
    expect(whole).toEqual([
      { name: 'stdout', output_type: 'stream', text: ['one\n', 'two\n', 'three'] },
    ]);
    expect(publishedOutputs([printed('one\ntw'), printed('o\n'), printed('three')])).toEqual(whole);
    const mixed = [printed('one'), { ...printed('oh'), name: 'stderr' }, printed('two')];
    expect(publishedOutputs(mixed).map(({ text: said }) => said)).toEqual([
      ['one'],
      ['oh'],
      ['two'],
    ]);
  });

  test('of a chart has a still picture, rounded numbers, keys in order, and no script', () => {
    const figure = {
      output_type: 'display_data' as const,
      metadata: {},
      data: {
        'text/plain': 'Bar chart',
        'text/html': '<script src="files/plotly.js"></script>',
        'image/svg+xml': '<svg>\n</svg>',
        'application/vnd.plotly.v1+json': { layout: { b: 1, a: [1 / 3, 12345678] }, data: [2e-9] },
      },
    };
    expect(JSON.stringify(publishedOutputs([figure])[0])).toBe(
      '{"data":{"application/vnd.plotly.v1+json":{"data":[2e-9],"layout":{"a":[0.333333,12345678],"b":1}},"image/svg+xml":["<svg>\\n","</svg>"],"text/plain":["Bar chart"]},"metadata":{},"output_type":"display_data"}',
    );
  });

  test('of HTML alone stays', () => {
    const table = {
      output_type: 'display_data' as const,
      data: { 'text/html': '<table></table>', 'text/plain': 'table' },
    };
    expect(publishedOutputs([table])[0]?.data).toEqual({
      'text/html': ['<table></table>'],
      'text/plain': ['table'],
    });
  });

  test('names cells that print at their left edge and show nothing, once others do', () => {
    const asks = { ...code('q', "console.log('?');"), metadata: {} };
    const cells = [
      code('a', 'a();'),
      code('b', "const b = 1;\nconsole.log('b');"),
      code('c', "function c() {\n  console.log('c');\n}"),
      asks,
    ];
    const file = notebook(...cells);
    expect(cellsUnshown(file)).toEqual([]);
    expect(cellsUnshown(withOutputs(file, { a: [printed('one')] }))).toEqual(['b', 'q']);
    const shown = { b: [printed('b')], q: [printed('?')] };
    expect(cellsUnshown(withOutputs(file, shown))).toEqual([]);
    expect(cellsUnshown('broken')).toEqual([]);
  });
});
