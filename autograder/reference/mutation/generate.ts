/** The mutants of one exercise: every operator, ours and Stryker's, at every place of its solution. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { constantReturn, missingCopy, spoiledArguments, swappedArguments } from './arguments.js';
import { droppedCall, droppedStatement, wrongCondition } from './general.js';
import { saysNothing } from './no-answer.js';
import {
  droppedTerm,
  meanForSum,
  missingEpsilon,
  offByOne,
  wrongOperation,
  wrongSign,
} from './numeric.js';
import type { Mutation, Operator, OperatorName } from './operator.js';
import { strykerMutations } from './stryker.js';
import { missingKeepDims, missingTranspose, wrongAxis } from './tensor.js';

const operators: readonly Operator[] = [
  ...[offByOne, wrongAxis, missingTranspose, missingKeepDims, droppedTerm, wrongSign],
  ...[meanForSum, wrongOperation, missingEpsilon, swappedArguments, constantReturn],
  ...[spoiledArguments, missingCopy, droppedStatement, droppedCall, wrongCondition],
];

export interface GeneratedMutant {
  exercise: string;
  operator: OperatorName;
  /** From 1. */
  line: number;
  /** The lines that change, blanks put together. */
  before: string;
  after: string;
  /** Which of the places with the same operator and lines, from 1. */
  nth: number;
  /** The whole file with the mistake. */
  text: string;
}

/**
 * @param text a file of solutions, TypeScript
 * @param exercise the function that is changed; all else stays as it is
 */
export async function mutantsOf(text: string, exercise: string): Promise<GeneratedMutant[]> {
  const file = ts.createSourceFile('solution.ts', text, ts.ScriptTarget.ES2022, true);
  const found = new Map<string, Mutation>();
  const add = (mutation: Mutation): void => {
    const { start, end, text: by } = mutation;
    const key = bare(text.slice(0, start) + by + text.slice(end));
    if (key !== bare(text) && !found.has(key)) found.set(key, mutation);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node) || saysNothing(node)) return;
    for (const operator of operators) operator(node, file).forEach(add);
    ts.forEachChild(node, visit);
  };
  const own = file.statements.find(
    (statement) => ts.isFunctionDeclaration(statement) && statement.name?.text === exercise,
  );
  if (own === undefined) return [];
  visit(own);
  for (const mutation of await strykerMutations(file)) {
    if (mutation.start > own.getStart(file) && mutation.end <= own.end) add(mutation);
  }
  const counts = new Map<string, number>();
  return [...found.values()].map((mutation) => {
    const mutant = made(exercise, file, mutation);
    const key = [mutant.operator, mutant.before, mutant.after].join('\n');
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return { ...mutant, nth };
  });
}

function made(
  exercise: string,
  file: ts.SourceFile,
  mutation: Mutation,
): Omit<GeneratedMutant, 'nth'> {
  const { operator, start, end, text: by, told } = mutation;
  const { text } = file;
  const changed = text.slice(0, start) + by + text.slice(end);
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const until = text.indexOf('\n', end);
  const to = until === -1 ? text.length : until;
  return {
    exercise,
    operator,
    line: file.getLineAndCharacterOfPosition(told?.at ?? start).line + 1,
    before: told?.before ?? oneLine(text.slice(from, to)),
    after: told?.after ?? oneLine(changed.slice(from, to + by.length - (end - start))),
    text: changed,
  };
}

/** Two spellings of one change are one mutant. */
const bare = (text: string): string => text.replace(/\s/g, '').replaceAll('"', "'");

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
