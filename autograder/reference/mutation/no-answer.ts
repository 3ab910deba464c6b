/** What of a solution says nothing of its answers: there a change is no mistake that a test could find. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { tensorCall } from './calls.js';

/** Steps that free memory or let others run. */
const housekeeping = ['dispose', 'nextFrame', 'keep'];

/** A call, statement or block that only frees memory or lets others run. */
export function isHousekeeping(node: ts.Node): boolean {
  if (ts.isExpressionStatement(node) || ts.isAwaitExpression(node)) {
    return isHousekeeping(node.expression);
  }
  if (ts.isBlock(node)) return node.statements.every(isHousekeeping);
  return housekeeping.includes(tensorCall(node)?.name ?? '');
}

/** What an error says, what a module is called, and what is freed. */
export function saysNothing(node: ts.Node): boolean {
  const { parent } = node;
  if (parent === undefined || ts.isStatement(node)) return ts.isImportDeclaration(node);
  const isText = ts.isStringLiteral(node) || ts.isTemplateExpression(node);
  if (isText && ts.isNewExpression(parent)) return true;
  return isHousekeeping(parent) || saysNothing(parent);
}
