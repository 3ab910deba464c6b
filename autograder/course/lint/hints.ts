/** Rule for hints: what they name is what the solution calls. */
import { visit } from 'unist-util-visit';
import ts from '../../../src/notebook/kernel/typescript.cjs';
import type { Exercise } from '../exercise.js';
import { parseMarkdown } from '../markdown.js';
import type { Problems } from '../problem.js';

/** Of the calls that matter; the rest may be told in words. */
const leastShare = 0.5;

/** Arithmetic is told in words, memory and lists are no part of the idea. */
const everyday = new Set([
  ...['add', 'sub', 'mul', 'div', 'neg', 'push', 'reduce', 'map'],
  ...['tidy', 'dispose', 'keep', 'nextFrame', 'dataSync', 'arraySync', 'data', 'array'],
  ...['Error', 'RangeError', 'TypeError'],
]);

/** Compares the names in the hints of an exercise with the calls of its solution. */
export function lintHints(exercise: Exercise, solution: unknown, problems: Problems): void {
  if (typeof solution !== 'function') return;
  const { id: name, hints, line } = exercise;
  const calls = callsOf(`(${solution})`);
  if (calls.size === 0) return;
  const last = codeNames(hints.at(-1) ?? '');
  // One without any name is told by `hint-without-code`.
  if (last.size > 0 && ![...calls].some((call) => last.has(call))) {
    const known = [...calls].join(', ');
    problems.add({ line }, 'hint-without-call', { name, known });
  }
  const named = new Set([
    ...codeNames(exercise.statement),
    ...hints.flatMap((h) => [...codeNames(h)]),
  ]);
  const wanted = [...calls].filter((call) => !everyday.has(call));
  const lacking = wanted.filter((call) => !named.has(call));
  if (lacking.length <= (1 - leastShare) * wanted.length) return;
  const params = { name, lacking: lacking.join(', '), all: wanted.length };
  problems.add({ line }, 'hints-lack-calls', params);
}

/** Names that a program calls, without those of the functions that it declares itself. */
function callsOf(source: string): Set<string> {
  const file = ts.createSourceFile('solution.js', source, ts.ScriptTarget.ES2022, true);
  const calls = new Set<string>();
  const plain = new Set<string>();
  const own = new Set<string>();
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      if (ts.isPropertyAccessExpression(expression)) calls.add(expression.name.text);
      else if (ts.isIdentifier(expression)) plain.add(expression.text);
    }
    const isNamed = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node);
    const isParameter = ts.isParameter(node);
    if ((isNamed || isParameter) && node.name !== undefined && ts.isIdentifier(node.name)) {
      own.add(node.name.text);
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  return new Set([...calls, ...[...plain].filter((name) => !own.has(name))]);
}

/** Names between backticks and in blocks of code. */
function codeNames(markdown: string): Set<string> {
  const names = new Set<string>();
  visit(parseMarkdown(markdown), (node) => {
    if (node.type !== 'inlineCode' && node.type !== 'code') return;
    for (const [name] of node.value.matchAll(/[\p{L}_$][\p{L}\d_$]*/gu)) names.add(name);
  });
  return names;
}
