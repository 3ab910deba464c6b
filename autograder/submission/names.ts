/**
 * Which top-level names a cell declares, assigns and needs, by tslab's own TypeScript.
 *
 * Types are skipped: they are gone at run time. A name is needed when an identifier refers to
 * nothing that the cell itself declares around it.
 */
import ts from '@tslab/typescript-for-tslab';

export interface CellNames {
  /** Top-level declarations that exist at run time, imports included. */
  declares: Set<string>;
  /** Free names that top-level code assigns to, or to a property of (`x = 1`, `Net.prototype.f = …`). */
  assigns: Set<string>;
  /** Free names, with the 0-based line of their first use. */
  needs: Map<string, number>;
}

/** The names of one parsed cell. */
export function cellNames(file: ts.SourceFile): CellNames {
  const declares = new Set<string>();
  for (const statement of file.statements) blockNames(statement, declares);
  for (const statement of file.statements) varNames(statement, declares);
  const walker = new Walker(file);
  walker.block(file.statements, new Scope(undefined, declares));
  return { declares, assigns: walker.assigns, needs: walker.needs };
}

class Scope {
  constructor(
    readonly parent: Scope | undefined,
    readonly names: Set<string>,
  ) {}

  has(name: string): boolean {
    return this.names.has(name) || (this.parent?.has(name) ?? false);
  }
}

class Walker {
  readonly assigns = new Set<string>();
  readonly needs = new Map<string, number>();
  #functionDepth = 0;

  constructor(private readonly file: ts.SourceFile) {}

  block(statements: readonly ts.Node[], scope: Scope): void {
    for (const statement of statements) this.visit(statement, scope);
  }

  visit(node: ts.Node, scope: Scope): void {
    if (ts.isIdentifier(node)) {
      this.#use(node, scope);
    } else if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) {
      // gone at run time
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      // gone at run time
    } else if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) {
      // declares, needs nothing of the notebook
    } else if (ts.isPropertyAccessExpression(node)) {
      this.visit(node.expression, scope);
    } else if (ts.isFunctionLike(node)) {
      this.#function(node, scope);
    } else if (ts.isClassLike(node)) {
      this.#class(node, scope);
    } else if (ts.isBlock(node) || ts.isModuleBlock(node)) {
      this.block(node.statements, this.#inner(node.statements, scope));
    } else if (ts.isCaseBlock(node)) {
      const statements = node.clauses.flatMap((clause) => [...clause.statements]);
      const inner = this.#inner(statements, scope);
      for (const clause of node.clauses)
        ts.forEachChild(clause, (child) => this.visit(child, inner));
    } else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      const names = new Set<string>();
      if (node.initializer && ts.isVariableDeclarationList(node.initializer)) {
        listNames(node.initializer, names);
      }
      const inner = new Scope(scope, names);
      if (!ts.isForStatement(node)) this.#assign(node.initializer, inner);
      ts.forEachChild(node, (child) => this.visit(child, inner));
    } else if (ts.isCatchClause(node)) {
      const names = new Set<string>();
      if (node.variableDeclaration) bindingNames(node.variableDeclaration.name, names);
      const inner = new Scope(scope, names);
      ts.forEachChild(node, (child) => this.visit(child, inner));
    } else if (
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isParameter(node)
    ) {
      this.#binding(node, scope);
    } else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) this.visit(node.name.expression, scope);
      this.visit(node.initializer, scope);
    } else if (ts.isEnumDeclaration(node)) {
      const names = new Set(node.members.map((member) => member.name.getText(this.file)));
      const inner = new Scope(scope, names);
      for (const member of node.members)
        if (member.initializer) this.visit(member.initializer, inner);
    } else if (ts.isLabeledStatement(node)) {
      this.visit(node.statement, scope);
    } else if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) {
      // a label is no name
    } else {
      if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
        this.#assign(node.left, scope);
      } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
        if (
          node.operator === ts.SyntaxKind.PlusPlusToken ||
          node.operator === ts.SyntaxKind.MinusMinusToken
        ) {
          this.#assign(node.operand, scope);
        }
      }
      ts.forEachChild(node, (child) => this.visit(child, scope));
    }
  }

  #use(node: ts.Identifier, scope: Scope): void {
    if (scope.has(node.text) || this.needs.has(node.text) || node.text === '') return;
    const { line } = this.file.getLineAndCharacterOfPosition(node.getStart(this.file));
    this.needs.set(node.text, line);
  }

  #inner(statements: readonly ts.Node[], scope: Scope): Scope {
    const names = new Set<string>();
    for (const statement of statements) blockNames(statement, names);
    return new Scope(scope, names);
  }

  #function(node: ts.SignatureDeclaration, scope: Scope): void {
    const names = new Set<string>(['arguments']);
    if (ts.isFunctionExpression(node) && node.name) names.add(node.name.text);
    for (const parameter of node.parameters) bindingNames(parameter.name, names);
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (body) varNames(body, names);
    const inner = new Scope(scope, names);
    if (node.name && ts.isComputedPropertyName(node.name)) this.visit(node.name.expression, scope);
    for (const decorator of ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []) {
      this.visit(decorator, scope);
    }
    this.#functionDepth++;
    for (const parameter of node.parameters) this.visit(parameter, inner);
    if (body) this.visit(body, inner);
    this.#functionDepth--;
  }

  #class(node: ts.ClassLikeDeclaration, scope: Scope): void {
    const inner = new Scope(scope, new Set(node.name ? [node.name.text] : []));
    for (const decorator of ts.getDecorators(node) ?? []) this.visit(decorator, scope);
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token !== ts.SyntaxKind.ExtendsKeyword) continue;
      for (const type of clause.types) this.visit(type.expression, scope);
    }
    for (const member of node.members) {
      if (ts.isPropertyDeclaration(member)) {
        if (ts.isComputedPropertyName(member.name)) this.visit(member.name.expression, inner);
        for (const decorator of ts.getDecorators(member) ?? []) this.visit(decorator, inner);
        if (member.initializer) this.visit(member.initializer, inner);
      } else this.visit(member, inner);
    }
  }

  #binding(
    node: ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration,
    scope: Scope,
  ): void {
    if (
      ts.isBindingElement(node) &&
      node.propertyName &&
      ts.isComputedPropertyName(node.propertyName)
    ) {
      this.visit(node.propertyName.expression, scope);
    }
    if (!ts.isIdentifier(node.name)) {
      for (const element of node.name.elements) this.visit(element, scope);
    }
    if (node.initializer) this.visit(node.initializer, scope);
  }

  /** The roots of an assignment's target; inside a function it happens only when that is called. */
  #assign(target: ts.Node, scope: Scope): void {
    if (this.#functionDepth > 0) return;
    if (ts.isIdentifier(target)) {
      if (!scope.parent || !scope.has(target.text)) this.assigns.add(target.text);
    } else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
      this.#assign(target.expression, scope);
    } else if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target)) {
      this.#assign(target.expression, scope);
    } else if (ts.isArrayLiteralExpression(target)) {
      for (const element of target.elements) this.#assign(element, scope);
    } else if (ts.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (ts.isShorthandPropertyAssignment(property)) this.#assign(property.name, scope);
        else if (ts.isPropertyAssignment(property)) this.#assign(property.initializer, scope);
      }
    }
  }
}

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Names that a statement declares in the block it stands in. */
function blockNames(node: ts.Node, names: Set<string>): void {
  if (ts.isVariableStatement(node)) listNames(node.declarationList, names);
  else if (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node)
  ) {
    if (node.name) names.add(node.name.text);
  } else if (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name)) names.add(node.name.text);
  else if (ts.isImportEqualsDeclaration(node)) names.add(node.name.text);
  else if (ts.isImportDeclaration(node) && node.importClause && !node.importClause.isTypeOnly) {
    const { name, namedBindings } = node.importClause;
    if (name) names.add(name.text);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
    else if (namedBindings) {
      for (const element of namedBindings.elements) {
        if (!element.isTypeOnly) names.add(element.name.text);
      }
    }
  }
}

/** `var` declarations anywhere in a function's body, nested functions apart. */
function varNames(node: ts.Node, names: Set<string>): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
    listNames(node, names);
  }
  ts.forEachChild(node, (child) => varNames(child, names));
}

function listNames(list: ts.VariableDeclarationList, names: Set<string>): void {
  for (const declaration of list.declarations) bindingNames(declaration.name, names);
}

function bindingNames(name: ts.BindingName, names: Set<string>): void {
  if (ts.isIdentifier(name)) names.add(name.text);
  else {
    for (const element of name.elements) {
      if (ts.isBindingElement(element)) bindingNames(element.name, names);
    }
  }
}
