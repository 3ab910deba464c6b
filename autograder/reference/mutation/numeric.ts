/** Mistakes in arithmetic: off by one, a sign, a term, an epsilon. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { isAxis, mathCall, tensorCall } from './calls.js';
import { type Mutation, type Operator, replaced } from './operator.js';

/** A number that is added so that nothing divides by zero. */
const mostEpsilon = 1e-2;

const { SyntaxKind: kinds } = ts;

const borders = new Map<ts.SyntaxKind, string>([
  [kinds.LessThanToken, '<='],
  [kinds.LessThanEqualsToken, '<'],
  [kinds.GreaterThanToken, '>='],
  [kinds.GreaterThanEqualsToken, '>'],
]);

export const offByOne: Operator = (node, file) => {
  if (ts.isBinaryExpression(node)) {
    const border = borders.get(node.operatorToken.kind);
    return border === undefined ? [] : replaced('off-by-one', node.operatorToken, file, border);
  }
  if (!ts.isNumericLiteral(node)) return [];
  // The name of a property is no number.
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return [];
  const value = Number(node.text);
  if (!Number.isInteger(value) || isAxis(node)) return [];
  return replaced('off-by-one', node, file, `${value + 1}`, value === 0 ? '(-1)' : `${value - 1}`);
};

export const missingEpsilon: Operator = (node, file) => {
  if (!ts.isNumericLiteral(node)) return [];
  const value = Number(node.text);
  return value > 0 && value <= mostEpsilon ? replaced('missing-epsilon', node, file, '0') : [];
};

const signs = new Map<ts.SyntaxKind, string>([
  [kinds.PlusToken, '-'],
  [kinds.MinusToken, '+'],
  [kinds.PlusEqualsToken, '-='],
  [kinds.MinusEqualsToken, '+='],
]);

const opposite: Readonly<Record<string, string>> = { add: 'sub', sub: 'add' };

export const wrongSign: Operator = (node, file) => {
  if (ts.isBinaryExpression(node)) {
    const sign = signs.get(node.operatorToken.kind);
    return sign === undefined ? [] : replaced('wrong-sign', node.operatorToken, file, sign);
  }
  if (ts.isPostfixUnaryExpression(node)) {
    const other = node.operator === kinds.PlusPlusToken ? '--' : '++';
    return replaced('wrong-sign', node, file, `${node.operand.getText(file)}${other}`);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === kinds.MinusToken) {
    return replaced('wrong-sign', node, file, node.operand.getText(file));
  }
  const math = mathCall(node);
  if (math?.name.text === 'abs') {
    return replaced('wrong-sign', node, file, `(${math.args[0]?.getText(file)})`);
  }
  return renamed('wrong-sign', node, file, opposite);
};

const operations = new Map<ts.SyntaxKind, string>([
  [kinds.AsteriskToken, '/'],
  [kinds.SlashToken, '*'],
  [kinds.AsteriskEqualsToken, '/='],
  [kinds.SlashEqualsToken, '*='],
  [kinds.PercentToken, '*'],
]);

const otherOperation: Readonly<Record<string, string>> = {
  ...{ mul: 'div', div: 'mul', max: 'min', min: 'max' },
  ...{ round: 'floor', floor: 'ceil', ceil: 'floor', exp: 'log1p' },
};

export const wrongOperation: Operator = (node, file) => {
  if (!ts.isBinaryExpression(node)) return renamed('wrong-operation', node, file, otherOperation);
  const other = operations.get(node.operatorToken.kind);
  return other === undefined ? [] : replaced('wrong-operation', node.operatorToken, file, other);
};

export const meanForSum: Operator = (node, file) =>
  renamed('mean-for-sum', node, file, { sum: 'mean', mean: 'sum' });

const terms = [
  ...[kinds.PlusToken, kinds.MinusToken, kinds.AsteriskToken, kinds.SlashToken],
  ...[kinds.PercentToken, kinds.AsteriskAsteriskToken, kinds.QuestionQuestionToken],
  ...[kinds.AmpersandAmpersandToken, kinds.BarBarToken],
];
const calledTerms = ['add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'pow'];

export const droppedTerm: Operator = (node, file) => {
  if (ts.isBinaryExpression(node)) {
    if (!terms.includes(node.operatorToken.kind)) return [];
    const sides = [node.left, node.right].map((side) => `(${side.getText(file)})`);
    return replaced('dropped-term', node, file, ...sides);
  }
  const call = tensorCall(node);
  const math = mathCall(node);
  const all =
    math !== undefined
      ? ['max', 'min', 'pow'].includes(math.name.text) && math.args.length > 1 && math.args
      : call !== undefined &&
        calledTerms.includes(call.name) &&
        (call.receiver === undefined ? call.args : [call.receiver, ...call.args]);
  if (!all) return [];
  return replaced('dropped-term', node, file, ...all.map((arg) => arg.getText(file)));
};

/** The same call of another function. */
function renamed(
  operator: Mutation['operator'],
  node: ts.Node,
  file: ts.SourceFile,
  names: Readonly<Record<string, string>>,
): Mutation[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name } = node.expression;
  const other = Object.hasOwn(names, name.text) ? names[name.text] : undefined;
  return other === undefined ? [] : replaced(operator, name, file, other);
}
