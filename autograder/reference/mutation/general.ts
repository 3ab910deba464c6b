/** Mistakes of any program: a condition, a statement or a call that is not there. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { mathCall, tensorCall } from './calls.js';
import { type Operator, replaced } from './operator.js';

const { SyntaxKind: kinds } = ts;

const others = new Map<ts.SyntaxKind, string>([
  [kinds.EqualsEqualsEqualsToken, '!=='],
  [kinds.ExclamationEqualsEqualsToken, '==='],
  [kinds.AmpersandAmpersandToken, '||'],
  [kinds.BarBarToken, '&&'],
]);

export const wrongCondition: Operator = (node, file) => {
  if (ts.isBinaryExpression(node)) {
    const other = others.get(node.operatorToken.kind);
    return other === undefined ? [] : replaced('wrong-condition', node.operatorToken, file, other);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === kinds.ExclamationToken) {
    return replaced('wrong-condition', node, file, `(${node.operand.getText(file)})`);
  }
  const condition =
    ts.isIfStatement(node) || ts.isWhileStatement(node)
      ? node.expression
      : ts.isConditionalExpression(node)
        ? node.condition
        : undefined;
  return condition === undefined
    ? []
    : replaced('wrong-condition', condition, file, 'true', 'false');
};

/** Steps that free memory or let others run: tests of answers say nothing of them. */
const housekeeping = ['dispose', 'nextFrame', 'keep'];

const isHousekeeping = (node: ts.Node): boolean => {
  const inner = ts.isExpressionStatement(node) || ts.isAwaitExpression(node);
  if (inner)
    return isHousekeeping((node as ts.ExpressionStatement | ts.AwaitExpression).expression);
  return housekeeping.includes(tensorCall(node)?.name ?? '');
};

export const droppedStatement: Operator = (node, file) => {
  if (isHousekeeping(node)) return [];
  const isStep =
    ts.isExpressionStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isContinueStatement(node) ||
    ts.isBreakStatement(node);
  return isStep ? replaced('dropped-statement', node, file, ';') : [];
};

/** Methods whose receiver is of the kind that they answer. */
const methods = ['trim', 'sort', 'reverse', 'filter', 'toLowerCase', 'toUpperCase', 'fill'];

export const droppedCall: Operator = (node, file) => {
  if (isHousekeeping(node)) return [];
  if (ts.isAwaitExpression(node)) {
    return replaced('dropped-call', node, file, node.expression.getText(file));
  }
  const math = mathCall(node);
  const call = tensorCall(node);
  if (math?.name.text === 'abs') return [];
  if (math !== undefined || call?.receiver === undefined) {
    const [only, ...more] = math?.args ?? call?.args ?? [];
    if (only === undefined || more.length > 0 || ts.isArrowFunction(only)) return [];
    return replaced('dropped-call', node, file, `(${only.getText(file)})`);
  }
  if (!methods.includes(call.name)) return [];
  return replaced('dropped-call', node, file, call.receiver.getText(file));
};

/** What an error says and what a module is called is no part of the answer. */
const saysNothing = ({ parent }: ts.Node): boolean =>
  ts.isNewExpression(parent) || ts.isImportDeclaration(parent);

export const emptyText: Operator = (node, file) => {
  if (!ts.isStringLiteral(node) && !ts.isTemplateExpression(node)) return [];
  if (saysNothing(node)) return [];
  return replaced('empty-text', node, file, node.getText(file).length === 2 ? "'?'" : "''");
};
