/** Mistakes of any program: a condition, a statement or a call that is not there. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { mathCall, tensorCall } from './calls.js';
import { isHousekeeping } from './no-answer.js';
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
