import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { align } from './align.js';
import { tokenize } from './tokens.js';

const pairs = (source: string, compiled: string): string[] => {
  const [a, b] = [tokenize(source), tokenize(compiled)];
  return [...align(a, b)].flatMap((i, j) =>
    i < 0 ? [] : [`${a[i]?.text}:${a[i]?.start}→${b[j]?.start}`],
  );
};

describe('align', () => {
  test('types fall away, prefixes are added', () => {
    expect(pairs('let a: number = f(b)', 'let a = exports.f(b)')).toEqual([
      'let:0→0',
      'a:4→4',
      '=:14→6',
      'f:16→16',
      '(:17→17',
      'b:18→18',
      '):19→19',
    ]);
  });

  test('of equal places the one among its neighbours is taken', () => {
    // `x` stands in a type first; only the second belongs to the call.
    expect(pairs('x: (x) => x; f(x)', 'f(x)')).toEqual(['f:13→0', '(:14→1', 'x:15→2', '):16→3']);
  });

  test('pairs are equal tokens in order; a text aligns wholly with itself', () => {
    const words = fc.array(fc.constantFrom('a', 'b', '(', ')', '=', 'const', '1'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, words, (left, right) => {
        const [a, b] = [tokenize(left.join(' ')), tokenize(right.join(' '))];
        const found = [...align(a, b)];
        const used = found.filter((i) => i >= 0);
        return (
          found.every((i, j) => i < 0 || a[i]?.text === b[j]?.text) &&
          used.every((i, k) => k === 0 || i > (used[k - 1] ?? -1)) &&
          [...align(a, a)].every((i, j) => i === j)
        );
      }),
    );
  });

  test('texts too long for a student to wait are not aligned', () => {
    const long = tokenize('a '.repeat(4000));
    expect([...align(long, long)].every((i) => i === -1)).toBe(true);
  });
});
