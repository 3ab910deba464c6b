/** What an operator of mutation is: a mistake that can be written into a right text. */
import type ts from '../../../src/notebook/kernel/typescript.cjs';

/** The mistakes of the field, then those of any program that Stryker lacks. */
export const operatorNames = [
  'off-by-one',
  'wrong-axis',
  'missing-transpose',
  'missing-keep-dims',
  'dropped-term',
  'wrong-sign',
  'wrong-operation',
  'mean-for-sum',
  'missing-epsilon',
  'swapped-arguments',
  'constant-return',
  'ignored-argument',
  'in-place-change',
  'missing-copy',
  'dropped-statement',
  'dropped-call',
  'wrong-condition',
] as const;

/** Mutators of Stryker, named as it names them. */
export const strykerNames = [
  'arithmetic-operator',
  'array-declaration',
  'arrow-function',
  'assignment-operator',
  'block-statement',
  'boolean-literal',
  'conditional-expression',
  'equality-operator',
  'logical-operator',
  'method-expression',
  'object-literal',
  'optional-chaining',
  'regex',
  'string-literal',
  'unary-operator',
  'update-operator',
] as const;

export type StrykerName = (typeof strykerNames)[number];

export type OperatorName = (typeof operatorNames)[number] | StrykerName;

/** A piece of the text, put in place of another. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Mutation extends Edit {
  operator: OperatorName;
  /** What is told in place of the lines that the edit changes, and where that stands. */
  told?: { at: number; before: string; after: string };
}

/** Finds what can be mistaken at one node. */
export type Operator = (node: ts.Node, file: ts.SourceFile) => readonly Mutation[];

export const replaced = (
  operator: OperatorName,
  node: ts.Node,
  file: ts.SourceFile,
  ...texts: readonly string[]
): Mutation[] =>
  texts.map((text) => ({ operator, start: node.getStart(file), end: node.end, text }));
