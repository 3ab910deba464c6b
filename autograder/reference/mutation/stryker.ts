/** The mistakes of any program that Stryker knows, as edits of a text. */
import { Instrumenter } from '@stryker-mutator/instrumenter';
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { isHousekeeping, saysNothing } from './no-answer.js';
import { type Mutation, type StrykerName, strykerNames } from './operator.js';

const nothing = (): void => {};
const off = (): boolean => false;
const silent = {
  ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  ...{ fatal: nothing, isTraceEnabled: off, isDebugEnabled: off, isInfoEnabled: off },
  ...{ isWarnEnabled: off, isErrorEnabled: off, isFatalEnabled: off },
};

/** All exercises of a lesson stand in one file, which is read once. */
const known = new Map<string, Promise<readonly Mutation[]>>();

/**
 * What Stryker's mutators (`@stryker-mutator/instrumenter`) change in a text, without what says nothing
 * of an answer: steps that free memory or yield, words of errors, names of modules.
 *
 * @param file TypeScript
 */
export function strykerMutations(file: ts.SourceFile): Promise<readonly Mutation[]> {
  const found = known.get(file.text) ?? read(file);
  known.set(file.text, found);
  return found;
}

async function read(file: ts.SourceFile): Promise<readonly Mutation[]> {
  const source = { name: 'solution.ts', content: file.text, mutate: true };
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await new Instrumenter(silent).instrument([source], options);
  return mutants.flatMap(({ location, mutatorName, replacement }) => {
    const start = file.getPositionOfLineAndCharacter(location.start.line, location.start.column);
    const end = file.getPositionOfLineAndCharacter(location.end.line, location.end.column);
    const node = nodeAt(file, start, end);
    if (node === undefined || saysNothing(node) || isHousekeeping(node)) return [];
    return [{ operator: nameOf(mutatorName), start, end, text: replacement }];
  });
}

function nodeAt(file: ts.SourceFile, start: number, end: number): ts.Node | undefined {
  const inside = (node: ts.Node): ts.Node | undefined => {
    if (node.getStart(file) === start && node.end === end) return node;
    return ts.forEachChild(node, (child) =>
      child.getStart(file) <= start && child.end >= end ? inside(child) : undefined,
    );
  };
  return inside(file);
}

/** `ArithmeticOperator` → `arithmetic-operator`. */
function nameOf(mutator: string): StrykerName {
  const name = mutator.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
  const own = strykerNames.find((one) => one === name);
  if (own === undefined) {
    throw new Error(
      `Expected a mutator of Stryker that has its words in src/messages (${strykerNames.join(', ')}). Received: ${mutator}.`,
    );
  }
  return own;
}
