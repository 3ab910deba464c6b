/** What an assignment writes to, seen through parentheses and casts. */
import ts from '../../src/notebook/kernel/typescript.cjs';

export const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** An expression without parentheses and casts around it. */
export function bare(node: ts.Node): ts.Node {
  let inside = node;
  while (
    ts.isParenthesizedExpression(inside) ||
    ts.isNonNullExpression(inside) ||
    ts.isAsExpression(inside) ||
    ts.isTypeAssertionExpression(inside) ||
    ts.isSatisfiesExpression(inside)
  ) {
    inside = inside.expression;
  }
  return inside;
}

export function rootOf(node: ts.Node): string | undefined {
  let inside = bare(node);
  while (ts.isPropertyAccessExpression(inside) || ts.isElementAccessExpression(inside)) {
    inside = bare(inside.expression);
  }
  return ts.isIdentifier(inside) ? inside.text : undefined;
}

/** The last member of a chain; empty when it is computed. */
export function memberOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const { argumentExpression: key } = node;
  return ts.isStringLiteralLike(key) ? key.text : '';
}
