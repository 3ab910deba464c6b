import { describe, expect, test } from 'vitest';
import { isInterrupt } from '../../runtime/interrupt.js';
import type { StudentFrame } from './cells.js';
import { describeDiagnostics, describeError } from './report.js';

const at = (
  cell: number,
  line: number,
  column: number,
  text: string,
  fn?: string,
): StudentFrame => ({
  cell,
  line,
  column,
  text,
  fn,
});

describe('describeError', () => {
  test('names cell, line and text, with a caret, and how one came there', () => {
    const frames = [at(3, 4, 12, '  return x.foo.bar;', 'softmax'), at(4, 1, 1, 'softmax(y);')];
    const report = describeError(new TypeError('no bar'), () => frames);
    expect(report).toMatchObject({ ename: 'TypeError', evalue: 'no bar' });
    expect(report.text).toMatchInlineSnapshot(`
      "TypeError: no bar

      In [3], line 4, in softmax
          4 |   return x.foo.bar;
            |            ^
      In [4], line 1
          1 | softmax(y);"
    `);
  });

  test('keeps tabs, so that the caret stands under its character', () => {
    const { text } = describeError(new Error('m'), () => [at(1, 1, 3, '\t\tboom();')]);
    expect(text).toContain('      | \t\t^');
  });

  test('a recursion is one line, and a deep stack is cut', () => {
    const same = Array.from({ length: 50 }, () => at(1, 2, 3, 'f();', 'f'));
    expect(describeError(new RangeError('deep'), () => same).text.match(/In \[1\]/g)).toHaveLength(
      1,
    );
    const deep = Array.from({ length: 50 }, (_, i) => at(1, i + 1, 1, 'f();'));
    const { text } = describeError(new Error('m'), () => deep);
    expect(text.match(/In \[1\]/g)).toHaveLength(5);
    expect(text.endsWith('…')).toBe(true);
  });

  test('tells the cause too', () => {
    const cause = new TypeError('inner');
    const outer = new Error('outer', { cause });
    const frames = (stack: string) => [at(1, stack.includes('inner') ? 2 : 1, 1, 'f();')];
    expect(describeError(outer, frames).text).toMatch(
      /^Error: outer[\s\S]*Caused by: TypeError: inner/,
    );
    // The same place twice: the outer error only says it in better words.
    expect(describeError(outer, () => [at(1, 1, 1, 'f();')]).text).not.toContain('Caused by');
  });

  test('says so when no line of the notebook is involved', () => {
    const { text } = describeError(new Error('m'), () => []);
    expect(text).toContain('No line of your notebook is part of this error.');
    expect(text).toContain('report.test.ts');
  });

  test('a thrown value that is no Error is shown', () => {
    expect(describeError({ a: 1 }, () => []).text).toContain('{ a: 1 }');
  });

  test('an interrupt is one word, not an error with a stack', () => {
    const stopped = new Error('Interrupted asynchronously');
    expect(isInterrupt(stopped)).toBe(true);
    expect(describeError(stopped, () => []).text).toBe('Interrupted.');
  });
});

describe('describeDiagnostics', () => {
  const source = 'const a = 1;\nconst b: string = a;';

  test('shows the line with a caret', () => {
    const report = describeDiagnostics(5, source, [
      {
        code: 2322,
        start: { line: 1, character: 6 },
        messageText: "Type 'number' is not assignable.",
      },
      { code: 4025, start: { line: 1, character: 9 }, messageText: 'Exported variable …' },
    ]);
    expect(report.text).toMatchInlineSnapshot(`
      "In [5], line 2: Type 'number' is not assignable.
          2 | const b: string = a;
            |       ^"
    `);
    expect(report.evalue).toBe("Type 'number' is not assignable.");
  });

  test('a further explanation of the same place stands below, without the line again', () => {
    const start = { line: 1, character: 6 };
    const { text } = describeDiagnostics(5, source, [
      { code: 1, start, messageText: 'first' },
      { code: 2, start, messageText: 'because' },
    ]);
    expect(text.match(/const b/g)).toHaveLength(1);
    expect(text).toMatch(/\n {8}because$/);
  });

  test('names another file, and survives a line that tslab added', () => {
    const { text } = describeDiagnostics(5, source, [
      { code: 1, start: { line: 0, character: 0 }, messageText: 'a', fileName: 'util.ts' },
      { code: 1, start: { line: 9, character: 0 }, messageText: 'b' },
    ]);
    expect(text).toBe('util.ts:1:1: a\nIn [5], line 2: b');
  });
});

describe('describeDiagnostics', () => {
  const unknown = (name: string, line: number) => ({
    start: { line, character: 0 },
    messageText: `Cannot find name '${name}'.`,
    code: 2304,
  });

  test('names of cells that have not run are told once, with what to do; other errors stay', () => {
    const source = 'tf.add(w, w);\ntf.sub(w, oops);';
    const found = [unknown('tf', 0), unknown('w', 0), unknown('tf', 1), unknown('oops', 1)];
    const { text } = describeDiagnostics(3, source, found, (name) => name !== 'oops');
    expect(text).toMatch(
      /^`tf`, `w` come from cells that have not run .* Run the cells above first/,
    );
    expect(text.split('`tf`')).toHaveLength(2);
    expect(text).toContain("In [3], line 2: Cannot find name 'oops'.");
  });

  test('a character of another keyboard is told alone', () => {
    const source = 'console.log(“hi”)';
    const found = [
      { start: { line: 0, character: 12 }, messageText: 'Invalid character.', code: 1127 },
      { start: { line: 0, character: 13 }, messageText: "',' expected.", code: 1005 },
    ];
    const { text, evalue } = describeDiagnostics(1, source, found);
    expect(evalue).toContain('Write `"` instead');
    expect(text).not.toContain('expected');
  });
});
