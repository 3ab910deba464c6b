/**
 * Numbers in the text of a lesson: `{{testAccuracy}}` stands for a value that a cell records with
 * `record('testAccuracy', …)`, and the front matter says what the value must reach.
 */
import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { z } from 'zod';
import ts from '../../src/notebook/kernel/typescript.cjs';
import { parseMarkdown, spanOf } from './markdown.js';
import type { Problems } from './problem.js';
import type { Cell } from './section.js';

const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'expected letters and digits, a small one first');

/** What the front matter says of one number. */
export const numberSchema = z.strictObject({
  format: z.enum(['percent', 'number']).default('number'),
  /** Stands behind a number. */
  unit: z.string().min(1).max(20).optional(),
  /** Digits behind the point. */
  digits: z.int().min(0).max(6).default(1),
  better: z.enum(['higher', 'lower']).default('higher'),
  /** Another number, which this one must beat on each seed. */
  baseline: name.optional(),
  /** What the worst seed must reach, where one seed runs and where all do. */
  floors: z.strictObject({ fast: z.number(), full: z.number() }).optional(),
  /** How far another machine may be off, as a share of the value. */
  tolerance: z.number().min(0).max(1).default(0.02),
});
export type NumberMeta = z.infer<typeof numberSchema>;

export const numbersSchema = z.record(name, numberSchema).default({});

/** A place in a text that shows a number. */
export interface NumberReference {
  name: string;
  line: number;
  column: number;
  /** Offsets into the text. */
  start: number;
  end: number;
}

const braces = /\{\{([^{}\n]*)\}\}/g;
/** A formula between two dollars, which may hold braces of its own. */
const formulas = /\\.|\$[^$]+\$/g;
const blank = (text: string): string => ' '.repeat(text.length);

/** All `{{…}}` of a Markdown text outside of code and formulas, whatever stands between the braces. */
export function referencesIn(text: string, root: Root = parseMarkdown(text)): NumberReference[] {
  const found: NumberReference[] = [];
  visit(root, 'text', (node, _index, parent) => {
    if (parent?.type === 'heading') return;
    const { start, end } = spanOf(node);
    const plain = text.slice(start, end).replace(formulas, blank);
    for (const match of plain.matchAll(braces)) {
      const from = start + match.index;
      const before = text.slice(0, from);
      found.push({
        name: (match[1] ?? '').trim(),
        line: before.split('\n').length,
        column: from - before.lastIndexOf('\n'),
        start: from,
        end: from + match[0].length,
      });
    }
  });
  return found;
}

/** Checks that text, cells and front matter speak of the same numbers. */
export function checkNumbers(
  { text, root, cells }: { text: string; root: Root; cells: readonly Cell[] },
  numbers: Readonly<Record<string, NumberMeta>>,
  problems: Problems,
): void {
  const known = Object.keys(numbers).join(', ') || '-';
  const isKnown = (one: string): boolean => Object.hasOwn(numbers, one);
  const references = referencesIn(text, root);
  for (const reference of references) {
    const { name } = reference;
    if (!isKnown(name)) problems.add(reference, 'number-unknown', { name, known });
  }
  checkPlaces(root, problems);
  const recorded = recordCalls(cells);
  for (const { name, line } of recorded) {
    if (name === undefined) problems.add({ line }, 'number-no-literal');
    else if (!isKnown(name)) problems.add({ line }, 'number-undeclared', { name, known });
  }
  for (const [name, { baseline, floors }] of Object.entries(numbers)) {
    const place = { line: declaredOn(text, name), column: 3 };
    if (!recorded.some((one) => one.name === name)) {
      problems.add(place, 'number-unrecorded', { name });
    }
    if (baseline !== undefined && (baseline === name || !isKnown(baseline))) {
      problems.add(place, 'number-baseline-unknown', { name, baseline, known });
    }
    const isShown = references.some((one) => one.name === name);
    const isBaseline = Object.values(numbers).some((one) => one.baseline === name);
    if (!isShown && !isBaseline && floors === undefined) {
      problems.add(place, 'number-unused', { name });
    }
  }
}

/** The line of the front matter that declares a number. */
export function declaredOn(text: string, name: string): number {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => /^numbers:/.test(line));
  const at = lines.findIndex((line, i) => i > from && line.trimStart().startsWith(`${name}:`));
  return Math.max(1, at + 1);
}

/** Headings give cells their ids, and HTML and questions are taken over as they stand. */
function checkPlaces(root: Root, problems: Problems): void {
  visit(root, (node, _index, parent) => {
    const isQuiz = node.type === 'code' && node.lang === 'quiz';
    const isHeading = node.type === 'text' && parent?.type === 'heading';
    if (node.type !== 'html' && !isQuiz && !isHeading) return;
    const plain = node.value.replace(formulas, blank);
    for (const match of plain.matchAll(braces)) {
      const line = spanOf(node).line + plain.slice(0, match.index).split('\n').length - 1;
      problems.add({ line: line + (isQuiz ? 1 : 0) }, 'number-place', { got: match[0] });
    }
  });
}

/** Calls of the library's `record`; a name that is no plain text is undefined. */
function recordCalls(cells: readonly Cell[]): { name: string | undefined; line: number }[] {
  const calls: { name: string | undefined; line: number }[] = [];
  let isImported = false;
  for (const cell of cells) {
    if (cell.kind !== 'code') continue;
    const file = ts.createSourceFile('cell.ts', cell.source, ts.ScriptTarget.ES2022, true);
    const walk = (node: ts.Node): void => {
      if (ts.isImportSpecifier(node) && node.name.text === 'record') isImported = true;
      if (
        isImported &&
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === 'record'
      ) {
        const [first] = node.arguments;
        const name = first !== undefined && ts.isStringLiteral(first) ? first.text : undefined;
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        calls.push({ name, line: cell.line + line });
      }
      ts.forEachChild(node, walk);
    };
    walk(file);
  }
  return calls;
}
