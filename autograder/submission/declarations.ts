/** Names that statements declare at run time, by tslab's own TypeScript. */
import ts from '../../src/notebook/kernel/typescript.cjs';

/** Names that a statement declares in the block it stands in; `declare` and types declare none. */
export function blockNames(node: ts.Node, names: Set<string>): void {
  if (isAmbient(node)) return;
  if (ts.isVariableStatement(node)) listNames(node.declarationList, names);
  else if (ts.isFunctionDeclaration(node)) {
    if (node.name && node.body) names.add(node.name.text);
  } else if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
    if (node.name) names.add(node.name.text);
  } else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) names.add(node.name.text);
  else if (ts.isImportEqualsDeclaration(node)) names.add(node.name.text);
  else if (ts.isImportDeclaration(node)) {
    for (const { local } of importedNames(node)) names.add(local);
  }
}

/** All names that the statements of a cell declare: values, types and whatever an import gives. */
export function topNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const node of file.statements) {
    if (ts.isVariableStatement(node)) listNames(node.declarationList, names);
    else if (ts.isImportDeclaration(node)) importNames(node, names);
    else if (
      (ts.isFunctionDeclaration(node) ||
        ts.isClassDeclaration(node) ||
        ts.isEnumDeclaration(node) ||
        ts.isModuleDeclaration(node) ||
        ts.isInterfaceDeclaration(node) ||
        ts.isTypeAliasDeclaration(node) ||
        ts.isImportEqualsDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name) &&
      !isGlobalAugmentation(node)
    ) {
      names.add(node.name.text);
    }
  }
  names.delete('');
  return names;
}

const isGlobalAugmentation = (node: ts.Node): boolean =>
  (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;

function importNames({ importClause: clause }: ts.ImportDeclaration, names: Set<string>): void {
  if (clause?.name) names.add(clause.name.text);
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text);
  else for (const { name } of bindings?.elements ?? []) names.add(name.text);
}

/** Names among them that nothing may write to. */
export function constantNames(node: ts.Node, names: Set<string>): void {
  const constant = ts.isVariableStatement(node)
    ? (node.declarationList.flags & ts.NodeFlags.Const) !== 0
    : ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node);
  if (constant) blockNames(node, names);
}

export interface ImportedName {
  local: string;
  /** `default`, `*`, or the name in the module. */
  imported: string;
}

/** What an import gives at run time. */
export function importedNames({ importClause: clause }: ts.ImportDeclaration): ImportedName[] {
  if (clause === undefined || clause.isTypeOnly) return [];
  const found: ImportedName[] = [];
  if (clause.name) found.push({ local: clause.name.text, imported: 'default' });
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    found.push({ local: bindings.name.text, imported: '*' });
  } else if (bindings) {
    for (const { name, propertyName, isTypeOnly } of bindings.elements) {
      if (!isTypeOnly) found.push({ local: name.text, imported: (propertyName ?? name).text });
    }
  }
  return found;
}

/** `var` declarations anywhere in a function's body, nested functions apart. */
export function varNames(node: ts.Node, names: Set<string>): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
  if (isAmbient(node)) return;
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
    listNames(node, names);
  }
  ts.forEachChild(node, (child) => varNames(child, names));
}

export function listNames(list: ts.VariableDeclarationList, names: Set<string>): void {
  for (const declaration of list.declarations) bindingNames(declaration.name, names);
}

export function bindingNames(name: ts.BindingName, names: Set<string>): void {
  if (ts.isIdentifier(name)) names.add(name.text);
  else {
    for (const element of name.elements) {
      if (ts.isBindingElement(element)) bindingNames(element.name, names);
    }
  }
}

const isAmbient = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);

/** Types, what only says that there is one, labels, and words that are no names. */
export const isWithoutUses = (node: ts.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  ts.isTypeParameterDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isImportEqualsDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isMetaProperty(node) ||
  ts.isBreakStatement(node) ||
  ts.isContinueStatement(node);

/** Names that statements declare in the block they stand in. */
export function namesOf(statements: readonly ts.Node[]): Set<string> {
  const names = new Set<string>();
  for (const statement of statements) blockNames(statement, names);
  return names;
}
