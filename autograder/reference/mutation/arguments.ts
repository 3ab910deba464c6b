/** Mistakes in what goes in and comes out: arguments swapped, ignored or changed, constant answers. */
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { mathCall, tensorCall } from './calls.js';
import { type Mutation, type Operator, replaced } from './operator.js';

const isFunction = (node: ts.Node): boolean =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node);

const eitherWay = ['add', 'mul', 'maximum', 'minimum'];

/** Whether the order of the arguments means nothing. */
const isEitherWay = (node: ts.Node): boolean =>
  ['max', 'min', 'hypot'].includes(mathCall(node)?.name.text ?? '') ||
  (tensorCall(node)?.receiver === undefined && eitherWay.includes(tensorCall(node)?.name ?? ''));

const turned = [ts.SyntaxKind.MinusToken, ts.SyntaxKind.SlashToken];

export const swappedArguments: Operator = (node, file) => {
  if (ts.isBinaryExpression(node) && turned.includes(node.operatorToken.kind)) {
    // How far apart two numbers are is the same either way.
    if (mathCall(node.parent)?.name.text === 'abs') return [];
    const [left, right] = [node.left, node.right].map((side) => `(${side.getText(file)})`);
    const text = `${right} ${node.operatorToken.getText(file)} ${left}`;
    return replaced('swapped-arguments', node, file, text);
  }
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return [];
  if (isEitherWay(node)) return [];
  const args = node.arguments ?? [];
  const found: Mutation[] = [];
  for (let i = 0; i + 1 < args.length; i++) {
    const [one, next] = [args[i] as ts.Expression, args[i + 1] as ts.Expression];
    if (isFunction(one) || isFunction(next)) continue;
    const [a, b] = [one.getText(file), next.getText(file)];
    if (a === b) continue;
    const [start, end] = [one.getStart(file), next.end];
    found.push({ operator: 'swapped-arguments', start, end, text: `${b}, ${a}` });
  }
  return found;
};

/** A number that is always 0, a list that is always empty of meaning: see `runtime.ts`. */
export const constantReturn: Operator = (node, file) => {
  const zeroed = (inner: ts.Node): Mutation[] =>
    replaced('constant-return', inner, file, `$zeroed(${inner.getText(file)})`);
  if (ts.isShorthandPropertyAssignment(node)) {
    const { text } = node.name;
    return replaced('constant-return', node, file, `${text}: $zeroed(${text})`);
  }
  if (ts.isPropertyAssignment(node) && !isFunction(node.initializer)) {
    return zeroed(node.initializer);
  }
  const isOwn = ts.isReturnStatement(node) && ts.isFunctionDeclaration(node.parent.parent);
  return isOwn && node.expression !== undefined ? zeroed(node.expression) : [];
};

const copied: readonly string[] = ['slice', 'clone'];

/** `[...list].reverse()` without the copy: what was given is turned round. */
export const missingCopy: Operator = (node, file) => {
  const parts = ts.isArrayLiteralExpression(node)
    ? node.elements
    : ts.isObjectLiteralExpression(node)
      ? node.properties
      : undefined;
  const [only] = parts?.length === 1 ? parts : [];
  if (only !== undefined && (ts.isSpreadElement(only) || ts.isSpreadAssignment(only))) {
    return replaced('missing-copy', node, file, `(${only.expression.getText(file)})`);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression, name } = node.expression;
  if (!copied.includes(name.text) || node.arguments.length > 0) return [];
  return replaced('missing-copy', node, file, expression.getText(file));
};

/** What is done to an argument before the function's own text begins. */
export const spoiledArguments: Operator = (node, file) => {
  if (!ts.isFunctionDeclaration(node) || node.body === undefined) return [];
  const at = node.body.getStart(file) + 1;
  const found: Mutation[] = [];
  for (const { name, type } of node.parameters) {
    if (!ts.isIdentifier(name)) continue;
    const start = name.getStart(file);
    const { text } = name;
    const spoil = (helper: string, operator: Mutation['operator'], place = text): void => {
      const [, key] = place.split('.');
      const made = `${helper}(${place})`;
      const line =
        key === undefined ? `${text} = ${made};` : `${text} = { ...${text}, ${key}: ${made} };`;
      const told = { at: start, before: place, after: made };
      found.push({ operator, start: at, end: at, text: ` ${line}`, told });
    };
    const fields = type === undefined || !ts.isTypeLiteralNode(type) ? [] : type.members;
    for (const field of fields) {
      if (field.name === undefined || !ts.isIdentifier(field.name)) continue;
      spoil('$ignored', 'ignored-argument', `${text}.${field.name.text}`);
    }
    if (fields.length === 0) spoil('$ignored', 'ignored-argument');
    if (type === undefined || !isPlain(type)) spoil('$changedInPlace', 'in-place-change');
  }
  return found;
};

/** Nothing can be changed in a number, a text or a function. */
const isPlain = (type: ts.TypeNode): boolean =>
  ts.isFunctionTypeNode(type) ||
  [ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.StringKeyword, ts.SyntaxKind.BooleanKeyword].includes(
    type.kind,
  );
