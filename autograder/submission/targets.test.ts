import ts from '@tslab/typescript-for-tslab';
import { expect, test } from 'vitest';
import { bare, memberOf, rootOf } from './targets.js';

function expression(source: string): ts.Expression {
  const [statement] = ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2022, true).statements;
  if (statement === undefined || !ts.isExpressionStatement(statement)) throw new Error(source);
  return statement.expression;
}

test.each([
  ['a', 'a'],
  ['a.b.c', 'a'],
  ["(a as any)['b']!.c", 'a'],
  ['(<any>a)[k]', 'a'],
  ['f().b', undefined],
  ['this.b', undefined],
])('the root of %s is %s', (source, root) => {
  expect(rootOf(expression(source))).toBe(root);
});

test.each([
  ['a.b.c', 'c'],
  ["a['b']", 'b'],
  ['a[`b`]', 'b'],
  ['a[b]', ''],
])('the member of %s is "%s"', (source, member) => {
  const node = expression(source);
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) throw source;
  expect(memberOf(node)).toBe(member);
});

test('parentheses and casts are seen through', () => {
  expect(bare(expression('((a as any)!) satisfies unknown')).getText()).toBe('a');
});
