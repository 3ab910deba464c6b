import { describe, expect, test } from 'vitest';
import { isTooDeep } from './nesting.js';
import { parseCells } from './slice.js';

const nested = (open: string, times: number, close = ''): string =>
  `x = ${open.repeat(times)}1${close.repeat(times)}`;

const messages = (source: string): string[] =>
  parseCells({ cells: [{ number: 1, id: undefined, source }], texts: [], lesson: undefined })
    .flatMap((cell) => cell.syntaxErrors)
    .map(({ message }) => message);

describe('a source that is nested too deeply', () => {
  test.each([
    ['parentheses', nested('(', 100_000, ')')],
    ['parentheses that stay open', nested('(', 1_000_000)],
    ['brackets', nested('[', 100_000, ']')],
    ['objects', nested('{a:', 60_000, '}')],
    ['templates', nested('`${', 60_000, '}`')],
    ['async calls, of which each doubles the work', nested('async(', 40, ')')],
    ['async in other brackets', nested('[async ', 40, ']')],
    [
      'types inferred in each other',
      `type A<T> = ${'(infer U extends '.repeat(40)}0${' ? 1 : 2)'.repeat(40)};`,
    ],
    ['async templates', nested('async`${', 40, '}`')],
  ])('%s: not given to a parser, and told', (_, source) => {
    expect(isTooDeep(source)).toBe(true);
    expect(messages(source)).toEqual(['This cell is nested too deeply to be read.']);
  });

  test.each([
    ['operators', nested('!', 150_000)],
    ['arrows', nested('a=>', 50_000)],
    ['sums', nested('1+', 90_000)],
    ['types', `let x: ${'a<'.repeat(60_000)}b${'>'.repeat(60_000)}`],
    ['else if', `${'if (a); else '.repeat(15_000)};`],
  ])('%s: too deep for the parser, and told', (_, source) => {
    expect(messages(source)).toEqual(['This cell is nested too deeply to be read.']);
  });

  test('what a student writes is not', () => {
    const callbacks = `${'run(async () => { await '.repeat(8)}1${' })'.repeat(8)}`;
    const methods = `class A { ${'async go() { await run(async () => 1); }\n'.repeat(200)} }`;
    const types = `${'type A<T> = T extends [infer A, infer B] ? (B extends (infer C)[] ? C : A) : T;\n'.repeat(200)}`;
    for (const source of [callbacks, methods, types, ')]}'.repeat(1000), nested('[', 40, ']')]) {
      expect(isTooDeep(source)).toBe(false);
    }
    expect(messages(callbacks)).toEqual([]);
    expect(messages(methods)).toEqual([]);
  });
});
