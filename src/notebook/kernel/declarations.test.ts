import { expect, test } from 'vitest';
import { declaredSoFar } from './declarations.js';

const plain = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

test('what was reached is new, what was not is as before, types are there', () => {
  const before = [
    "import { a, b } from 'm';",
    'declare const x: number, y: number;',
    'declare function f(): void;',
  ].join('\n');
  const after = [
    'declare const x: string, y: string;',
    'interface I { z: 1 }',
    'declare class C {',
    '}',
    "import { a } from 'm';",
    "import d, * as all from 'n';",
  ].join('\n');
  expect(plain(declaredSoFar(before, after, new Set(['y', 'C', 'b', 'f', 'd'])))).toEqual([
    'declare const x: string;',
    'interface I {',
    'z: 1;',
    '}',
    "import { a } from 'm';",
    "import * as all from 'n';",
    "import { b } from 'm';",
    'declare const y: number;',
    'declare function f(): void;',
  ]);
});

test('a cell that reached everything, and one that reached nothing', () => {
  const [before, after] = ['declare const x: 1;', 'declare const x: 2;\ndeclare const y: 2;'];
  expect(plain(declaredSoFar(before, after, new Set()))).toEqual(plain(after));
  expect(plain(declaredSoFar(before, after, new Set(['x', 'y'])))).toEqual([before]);
});
