/** Which declarations stay when a cell ends half-way. */

import { parseModule } from './top-level.js';
import ts from './typescript.cjs';

/**
 * The declarations for the next cell after one that failed or was stopped: what it had declared by
 * then, and of the rest what was there before.
 *
 * @param before declarations before the cell
 * @param after declarations as the whole cell would have left them
 * @param missing names that the cell was to declare and did not reach
 */
export function declaredSoFar(before: string, after: string, missing: ReadonlySet<string>): string {
  const reached = (name: string): boolean => !missing.has(name);
  return `${statements(after, reached)}\n${statements(before, (name) => missing.has(name))}`;
}

const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });

/** The statements of a `.d.ts` without the values whose names do not fit; types alone all stay. */
function statements(text: string, fits: (name: string) => boolean): string {
  const file = parseModule(text);
  const kept = file.statements.map((statement) => withNames(statement, fits));
  return kept
    .filter((statement) => statement !== undefined)
    .map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, file))
    .join('\n');
}

function withNames(
  statement: ts.Statement,
  fits: (name: string) => boolean,
): ts.Statement | undefined {
  if (ts.isVariableStatement(statement)) {
    const { declarationList: list, modifiers } = statement;
    const kept = list.declarations.filter(({ name }) => ts.isIdentifier(name) && fits(name.text));
    if (kept.length === 0) return undefined;
    const declarations = ts.factory.createVariableDeclarationList(kept, list.flags);
    return ts.factory.createVariableStatement(modifiers, declarations);
  }
  if (ts.isImportDeclaration(statement) && statement.importClause !== undefined) {
    return importOf(statement, statement.importClause, fits);
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  ) {
    return statement.name === undefined || fits(statement.name.text) ? statement : undefined;
  }
  return statement;
}

function importOf(
  statement: ts.ImportDeclaration,
  { isTypeOnly, name, namedBindings }: ts.ImportClause,
  fits: (name: string) => boolean,
): ts.ImportDeclaration | undefined {
  const { factory } = ts;
  const ownName = name !== undefined && fits(name.text) ? name : undefined;
  let bindings: ts.NamedImportBindings | undefined;
  if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) {
    bindings = fits(namedBindings.name.text) ? namedBindings : undefined;
  } else if (namedBindings !== undefined) {
    const elements = namedBindings.elements.filter((element) => fits(element.name.text));
    bindings = elements.length === 0 ? undefined : factory.createNamedImports(elements);
  }
  if (ownName === undefined && bindings === undefined) return undefined;
  const clause = factory.createImportClause(isTypeOnly, ownName, bindings);
  return factory.createImportDeclaration(undefined, clause, statement.moduleSpecifier);
}
