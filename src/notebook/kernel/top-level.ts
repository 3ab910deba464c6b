/** A cell read as a module is: `await` waits at its top. */
import ts from './typescript.cjs';

export const parseModule = (source: string, kind = ts.ScriptKind.TS): ts.SourceFile =>
  ts.createSourceFile(
    kind === ts.ScriptKind.TS ? 'cell.ts' : 'cell.js',
    source,
    {
      languageVersion: ts.ScriptTarget.ES2022,
      // Without `import` or `export` a file is a script, where `await (f)()` calls a function.
      setExternalModuleIndicator(file) {
        // Read by the parser, but not in the compiler's public types.
        Object.assign(file, { externalModuleIndicator: true });
      },
    },
    true,
    kind,
  );

/** Whether a cell waits at its top, outside functions. */
export function waitsAtTop(source: string): boolean {
  return source.includes('await') && waits(parseModule(source));
}

/** Whether code waits itself, not only in a function in it. */
export function waits(node: ts.Node): boolean {
  if (isApart(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
  return ts.forEachChild(node, waits) ?? false;
}

/** What `await` in it does not concern the code around. */
const isApart = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);

/** Names that a cell declares as values; types alone are none. */
export function declaredValues(source: string): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName | undefined): void => {
    if (name === undefined) return;
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  const visit = (node: ts.Node, top: boolean): void => {
    if (ts.isVariableStatement(node)) {
      // `var` belongs to the whole cell wherever it stands.
      const isVar = (node.declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
      if (top || isVar) for (const { name } of node.declarationList.declarations) add(name);
    } else if (ts.isVariableDeclarationList(node) && !top) {
      if ((node.flags & ts.NodeFlags.BlockScoped) === 0) {
        for (const { name } of node.declarations) add(name);
      }
    } else if (
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isEnumDeclaration(node)
    ) {
      if (top) add(node.name);
    } else if (ts.isModuleDeclaration(node) && top && ts.isIdentifier(node.name)) {
      names.add(node.name.text);
    } else if (ts.isImportDeclaration(node)) {
      const { name, namedBindings } = node.importClause ?? {};
      add(name);
      if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) {
        add(namedBindings.name);
      } else for (const element of namedBindings?.elements ?? []) add(element.name);
    } else if (ts.isImportEqualsDeclaration(node)) add(node.name);
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, (child) => visit(child, false));
  };
  for (const statement of parseModule(source).statements) visit(statement, true);
  return names;
}
