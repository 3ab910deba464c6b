import { expect, test } from 'vitest';
import { shortStack } from './short-stack.js';

const library = (i: number) =>
  `    at Engine.run${i} (/home/ada/a long way/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js:${i}:7)`;
const stackOf = (deep: number, ...own: string[]): string =>
  ['Error: shapes differ', ...Array.from({ length: deep }, (_, i) => library(i)), ...own].join(
    '\n',
  );

test.each([
  ['a cell in the kernel', '    at softmax (gradus-cell-7:3:12)'],
  ['an async frame', '    at async softmax (gradus-cell-7:3:12)'],
  ['a kernel of tslab itself', '    at Object.softmax (evalmachine.<anonymous>:3:12)'],
])('below many frames of a library the frame of %s stays', (_name, own) => {
  const short = shortStack(stackOf(50, own));
  expect(short).toContain(own.trim());
  expect(short.length).toBeLessThan(1000);
});

test('a message longer than a frame may be does not push the frames out', () => {
  const own = '    at f (gradus-cell-1:1:1)';
  const stack = `Error: ${'x'.repeat(100_000)}\n${stackOf(5, own)}`;
  expect(shortStack(stack)).toContain('gradus-cell-1:1:1');
});

test('a stack of the library alone keeps frames; one without frames is cut', () => {
  expect(shortStack(stackOf(20))).toContain('Engine.run0');
  expect(shortStack('y'.repeat(1e6))).toHaveLength(8000);
  expect(shortStack('Error: short')).toBe('Error: short');
});
