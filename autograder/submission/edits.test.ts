import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edit, replacement } from './edits.js';

test('places are exchanged, insertions at one place stay in order', () => {
  const edits = [
    { start: 8, end: 8, text: '; A' },
    { start: 0, end: 3, text: 'let' },
    { start: 8, end: 8, text: ' B' },
  ];
  expect(edit('var a=1;b', edits).text).toBe('let a=1;; A Bb');
});

test('a place of the new text is found in the old one', () => {
  const source = 'a = b;\nlong(c);\nd = c;';
  const at = (text: string) => source.indexOf(text);
  const { text, original } = edit(source, [
    { start: at('b;'), end: at('b;'), text: 'exports.' },
    replacement(source, at('long'), at(';\nd'), 'x'),
    { start: at('c;'), end: at('c;') + 1, text: 'exports.c' },
  ]);
  expect(text).toBe('a = exports.b;\nx;\nd = exports.c;');
  expect(original(0, 12)).toEqual({ line: 0, column: 4 });
  expect(original(0, 13)).toEqual({ line: 0, column: 5 });
  expect(original(1, 1)).toEqual({ line: 1, column: 7 });
  expect(original(2, 8)).toEqual({ line: 2, column: 4 });
  expect(original(2, 13)).toEqual({ line: 2, column: 5 });
});

test('insertions move nothing else', () => {
  const spots = fc.array(fc.nat(30), { maxLength: 6 });
  fc.assert(
    fc.property(fc.string({ minLength: 30, maxLength: 40 }), spots, (source, starts) => {
      const flat = source.replaceAll('\n', ' ');
      const { text, original } = edit(
        flat,
        starts.map((start) => ({ start, end: start, text: '__' })),
      );
      expect(text.length).toBe(flat.length + 2 * starts.length);
      for (let i = 0; i < flat.length; i++) {
        const moved = i + 2 * starts.filter((start) => start <= i).length;
        expect(original(0, moved)).toEqual({ line: 0, column: i });
      }
    }),
  );
});

test('a replacement keeps the lines behind it where they are', () => {
  const source = 'import {\n  a,\n} from "m";\nnext';
  expect(edit(source, [replacement(source, 0, source.indexOf('\nnext'), 'x')]).text).toBe(
    'x\n\n\nnext',
  );
});
