import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NotebookError } from './notebook-error.js';
import { NotebookSkimmer } from './skim.js';
import { skimCaps } from './skim-rules.js';

/** The text that is kept, from pieces of a length. */
function skim(text: string | Buffer, length = Number.POSITIVE_INFINITY): string {
  const bytes = Buffer.from(text);
  const skimmer = new NotebookSkimmer();
  for (let at = 0; at < bytes.length; at += length) {
    skimmer.push(bytes.subarray(at, at + length));
    if (length === Number.POSITIVE_INFINITY) break;
  }
  return skimmer.end();
}
const problem = (text: string): string => {
  try {
    skim(text);
    return 'none';
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    return `${error.reason} ${error.detail}`;
  }
};

describe('what is kept of a notebook', () => {
  test('outputs, attachments and foreign metadata go, whatever is in them', () => {
    const cell = {
      outputs: [{ data: { 'image/png': 'x'.repeat(1000), a: [1, { source: 'no' }, -2.5e-7] } }],
      cell_type: 'code',
      attachments: { source: 'no' },
      metadata: { gradus: { exercise: 'f' }, tags: ['a'], collapsed: true, source: 'no' },
      source: ['a\n', '"\\ü😀\u2028'],
      id: 'x',
    };
    const all = { metadata: { gradus: { lesson: 'l' }, widgets: {} }, nbformat: 4, cells: [cell] };
    const expected = {
      metadata: { gradus: { lesson: 'l' } },
      nbformat: 4,
      cells: [
        {
          cell_type: 'code',
          metadata: { gradus: { exercise: 'f' }, tags: ['a'] },
          source: cell.source,
          '#source': 0,
          id: 'x',
        },
      ],
    };
    for (const text of [JSON.stringify(all), JSON.stringify(all, null, 1)]) {
      for (const length of [1, 2, 7, 1e9]) expect(JSON.parse(skim(text, length))).toEqual(expected);
    }
  });

  test('of a key that stands twice the last counts, also in escapes', () => {
    const text = String.raw`{"cells": [1], "cells": [{"source": "a", "so\u0075rce": "b", "Source": "c"}]}`;
    expect(JSON.parse(skim(text))).toEqual({ cells: [{ source: 'b', '#source': 0 }] });
    // What a file itself says of its size is not believed.
    const forged = '{"cells": [{"#source": 5, "source": "a"}]}';
    expect(JSON.parse(skim(forged))).toEqual({ cells: [{ source: 'a', '#source': 0 }] });
  });

  test('a source over the cap is cut to JSON, and its size told', () => {
    const long = 'é"\\'.repeat(skimCaps.sourceBytes / 4);
    for (const source of [long, ['const a = 1;\n', long], Array(11e5).fill('a')]) {
      const text = JSON.stringify({ cells: [{ source, cell_type: 'code' }, { source: 'next' }] });
      for (const length of [1e9, 65_521]) {
        const { cells } = JSON.parse(skim(text, length));
        const kept = Buffer.byteLength(JSON.stringify(cells[0].source));
        expect(kept).toBeGreaterThan(skimCaps.sourceBytes - 10);
        expect(kept).toBeLessThanOrEqual(skimCaps.sourceBytes + 10);
        expect(cells[0]['#source']).toBeGreaterThan(skimCaps.sourceBytes);
        expect(cells[0].cell_type).toBe('code');
        expect(cells[1]).toEqual({ source: 'next', '#source': 0 });
      }
    }
  });

  test('what is kept stays small, whatever comes', () => {
    const million = Array.from({ length: 1e5 }, () => ({}));
    expect(JSON.parse(skim(JSON.stringify({ cells: million }))).cells).toHaveLength(2001);
    const twice = `{${Array(9)
      .fill(`"cells":${JSON.stringify(million.slice(0, 3000))}`)
      .join()}}`;
    expect(problem(twice)).toBe('too-many-cells 2000');
    const tags = JSON.stringify({ cells: [{ metadata: { tags: Array(1e6).fill('t') } }] });
    expect(skim(tags).length).toBeLessThan(20_000);
    const cells = Array(100).fill({ source: 'x'.repeat(1e6) });
    expect(skim(JSON.stringify({ cells })).length).toBeLessThan(36e6);
  });
});

describe('what is no JSON', () => {
  test.each([
    ['an upload that broke off', '{"cells": [{"source": "a', 'truncated 1'],
    ['after a comma', '{\n"cells": [1,\n', 'truncated 3'],
    ['a conflict', '{\n"a": 1,\n<<<<<<< HEAD\n"b": 2\n', 'conflict 3'],
    ['the middle of one', '{\n"a": 1\n=======\n', 'conflict 3'],
    ['its end', '{"a": "b",\n>>>>>>> theirs\n', 'conflict 2'],
    ['seven signs elsewhere', '{"a": <<<<<<< HEAD', 'no-json 1'],
    ['zeros', '\0\0\0\0', 'nul 1'],
    ['zeros behind', '{"a": [1\n, \0\0', 'nul 2'],
    ['a zero in a string', '{"a": "b\0"}', 'nul 1'],
    ['a line break in a string', '{"a": "b\n"}', 'no-json 1'],
    ['something behind', '{} {}', 'no-json 1'],
    ['single quotes', "{'a': 1}", 'no-json 1'],
    ['NaN', '{"outputs": NaN}', 'no-json 1'],
    ['deep nesting of what is kept', '{"metadata":{"gradus":'.padEnd(9000, '['), 'too-deep 64'],
    ['deep nesting of what is dropped', '{"x":'.padEnd(9000, '['), 'too-deep 2000'],
    ['nothing', '', 'truncated 1'],
  ])('%s', (_name, text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  test('exactly what JSON.parse refuses', () => {
    const keys = ['cells', 'source', 'outputs', 'metadata', 'a'];
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, false, 0, -0.5, 1e30, 12, ''),
        fc.string({ unit: 'grapheme' }),
        fc.array(tie('json')),
        fc.dictionary(fc.constantFrom(...keys), tie('json')),
      ),
    }));
    const edit = fc.tuple(fc.nat(), fc.constantFrom(...'{}[]",:0123e.-+\\u \n\ttrufalsen\0<'));
    fc.assert(
      fc.property(
        json,
        fc.array(edit, { maxLength: 3 }),
        fc.integer({ min: 1, max: 9 }),
        (value, edits, length) => {
          let text = JSON.stringify(value) ?? 'null';
          for (const [at, character] of edits) {
            const i = at % (text.length + 1);
            text = text.slice(0, i) + character + text.slice(i + (at % 2));
          }
          let isJson = true;
          try {
            JSON.parse(text);
          } catch {
            isJson = false;
          }
          let kept: string | undefined;
          try {
            kept = skim(text, length);
          } catch (error) {
            expect(error).toBeInstanceOf(NotebookError);
          }
          expect([text, kept !== undefined]).toEqual([text, isJson]);
          if (kept !== undefined) JSON.parse(kept);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
