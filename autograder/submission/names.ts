/**
 * Which top-level names a cell declares, assigns and needs, by tslab's own TypeScript.
 *
 * Types are skipped: they are gone at run time. A name is needed when an identifier refers to
 * nothing that the cell itself declares around it.
 */
import ts from '@tslab/typescript-for-tslab';
import { bindingNames, blockNames, constantNames, listNames, varNames } from './declarations.js';
import { bare, isAssignment, memberOf, rootOf } from './targets.js';

export interface CellNames {
  /** Top-level declarations that exist at run time, imports included. */
  declares: Set<string>;
  /** Names outside of functions and blocks that top-level code assigns to (`x = 1`). */
  assigns: Set<string>;
  /** Members of free names that top-level code assigns to: `Net.prototype.go = …` is Net and go. */
  memberWrites: { root: string; member: string }[];
  /** Names in a call that top-level code makes: called, called on, or somewhere in its arguments. */
  calls: Set<string>;
  /** Free names, with the 0-based line of their first use. */
  needs: Map<string, number>;
  /** Members that the cell mentions, of whatever object. */
  members: Set<string>;
  /** Own names that the cell mentions outside of types. */
  mentions: Set<string>;
  /** What changes when the cell becomes a function that shares its names with other cells. */
  references: Reference[];
}

/** A place in a cell's source that names something. */
export interface Reference {
  name: string;
  /** Offset in the source. */
  start: number;
  /**
   * `free`: refers to no declaration of the cell; `own =`: the left side of an assignment to one
   * that may change; `own`: another place that writes to it, as `++` and patterns do; `own {}`: the
   * same as a shorthand (`({ x } = y)`); `import`: the word of a dynamic import.
   */
  kind: 'free' | 'import' | WriteKind;
}

type WriteKind = 'own =' | 'own' | 'own {}';

/** The names of one parsed cell. */
export function cellNames(file: ts.SourceFile): CellNames {
  const declares = new Set<string>();
  const constants = new Set<string>();
  for (const statement of file.statements) {
    blockNames(statement, declares);
    constantNames(statement, constants);
  }
  // A `var` inside a block or loop is the cell's own: tslab tells other cells nothing of it.
  const own = new Set(declares);
  for (const statement of file.statements) varNames(statement, own);
  const walker = new Walker(file, declares, constants);
  walker.block(file.statements, new Scope(undefined, own));
  return walker.found;
}

class Scope {
  constructor(
    readonly parent: Scope | undefined,
    readonly names: Set<string>,
  ) {}

  /** Where a name is declared; undefined when nowhere in the cell. */
  find(name: string): Scope | undefined {
    return this.names.has(name) ? this : this.parent?.find(name);
  }
}

class Walker {
  readonly found: CellNames;
  #functionDepth = 0;
  #callDepth = 0;
  /** Identifiers that are written to, found before they are visited. */
  readonly #targets = new Map<ts.Node, WriteKind | undefined>();

  constructor(
    private readonly file: ts.SourceFile,
    declares: Set<string>,
    private readonly constants: ReadonlySet<string>,
  ) {
    this.found = {
      declares,
      assigns: new Set(),
      memberWrites: [],
      calls: new Set(),
      needs: new Map(),
      members: new Set(),
      mentions: new Set(),
      references: [],
    };
  }

  block(statements: readonly ts.Node[], scope: Scope): void {
    for (const statement of statements) this.visit(statement, scope);
  }

  visit(node: ts.Node, scope: Scope): void {
    if (ts.isIdentifier(node)) this.#use(node, scope);
    else if (isWithoutUses(node)) return;
    else if (ts.isPropertyAccessExpression(node)) {
      this.found.members.add(node.name.text);
      this.visit(node.expression, scope);
    } else if (ts.isElementAccessExpression(node)) {
      const { expression, argumentExpression: key } = node;
      if (ts.isStringLiteralLike(key)) this.found.members.add(key.text);
      this.visit(expression, scope);
      this.visit(key, scope);
    } else if (ts.isFunctionLike(node)) this.#function(node, scope);
    else if (ts.isClassLike(node)) this.#class(node, scope);
    else if (ts.isBlock(node)) this.block(node.statements, inner(node.statements, scope));
    else if (ts.isModuleDeclaration(node)) {
      if (node.body) this.visit(node.body, scope);
    } else if (ts.isModuleBlock(node)) {
      const own = inner(node.statements, scope);
      for (const statement of node.statements) varNames(statement, own.names);
      this.block(node.statements, own);
    } else if (ts.isCaseBlock(node)) {
      const own = inner(
        node.clauses.flatMap((clause) => [...clause.statements]),
        scope,
      );
      for (const clause of node.clauses) this.#children(clause, own);
    } else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      const names = new Set<string>();
      if (node.initializer && ts.isVariableDeclarationList(node.initializer)) {
        if (node.initializer.flags & ts.NodeFlags.BlockScoped) listNames(node.initializer, names);
      }
      const own = new Scope(scope, names);
      if (!ts.isForStatement(node)) this.#target(node.initializer, own, undefined);
      this.#children(node, own);
    } else if (ts.isCatchClause(node)) {
      const names = new Set<string>();
      if (node.variableDeclaration) bindingNames(node.variableDeclaration.name, names);
      this.#children(node, new Scope(scope, names));
    } else if (
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isParameter(node)
    ) {
      this.#binding(node, scope);
    } else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) this.visit(node.name.expression, scope);
      this.visit(node.initializer, scope);
    } else if (ts.isShorthandPropertyAssignment(node)) {
      this.#use(node.name, scope, true);
      if (node.objectAssignmentInitializer) this.visit(node.objectAssignmentInitializer, scope);
    } else if (ts.isEnumDeclaration(node)) {
      const names = new Set(node.members.map((member) => member.name.getText(this.file)));
      const own = new Scope(scope, names);
      for (const member of node.members)
        if (member.initializer) this.visit(member.initializer, own);
    } else if (ts.isLabeledStatement(node)) this.visit(node.statement, scope);
    else if (
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isTaggedTemplateExpression(node)
    ) {
      this.#call(node, scope);
    } else {
      this.#writes(node, scope);
      this.#children(node, scope);
    }
  }

  #children(node: ts.Node, scope: Scope): void {
    ts.forEachChild(node, (child) => this.visit(child, scope));
  }

  /**
   * An identifier that stands for a value. tslab leaves `{ name }` as it is where another cell
   * declares the name, so that it refers to a global or to nothing.
   */
  #use(node: ts.Identifier, scope: Scope, isShorthand = false): void {
    const name = node.text;
    if (name === '') return;
    const { found } = this;
    const start = node.getStart(this.file);
    const place = scope.find(name);
    if (this.#callDepth > 0 && place?.parent === undefined) found.calls.add(name);
    if (place === undefined) {
      if (!isShorthand) found.references.push({ name, start, kind: 'free' });
      if (found.needs.has(name)) return;
      found.needs.set(name, this.file.getLineAndCharacterOfPosition(start).line);
    } else if (place.parent === undefined) {
      found.mentions.add(name);
      const kind = this.#targets.get(node);
      const shared = found.declares.has(name) && !this.constants.has(name);
      if (kind !== undefined && shared) found.references.push({ name, start, kind });
    }
  }

  /** Marks what an expression writes to. */
  #writes(node: ts.Node, scope: Scope): void {
    if (ts.isBinaryExpression(node)) {
      // The default in a pattern (`[x = 1] = y`) looks like an assignment.
      if (isAssignment(node.operatorToken.kind) && !this.#targets.has(node.left)) {
        this.#target(node.left, scope, 'own =');
      }
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
      if (node.operator === PlusPlusToken || node.operator === MinusMinusToken) {
        this.#target(node.operand, scope, 'own');
      }
    } else if (ts.isDeleteExpression(node)) this.#target(node.expression, scope, undefined);
  }

  #call(
    node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
    scope: Scope,
  ): void {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const start = node.expression.getStart(this.file);
      this.found.references.push({ name: 'import', start, kind: 'import' });
    }
    const isTop = this.#functionDepth === 0 || this.#callDepth > 0;
    if (isTop) this.#callDepth++;
    this.#children(node, scope);
    if (isTop) this.#callDepth--;
  }

  #function(node: ts.SignatureDeclaration, scope: Scope): void {
    const names = new Set<string>(['arguments']);
    if (ts.isFunctionExpression(node) && node.name) names.add(node.name.text);
    for (const parameter of node.parameters) bindingNames(parameter.name, names);
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (body) varNames(body, names);
    const own = new Scope(scope, names);
    if (node.name && ts.isComputedPropertyName(node.name)) this.visit(node.name.expression, scope);
    this.#decorators(node, scope);
    this.#functionDepth++;
    for (const parameter of node.parameters) this.visit(parameter, own);
    if (body) this.visit(body, own);
    this.#functionDepth--;
  }

  #class(node: ts.ClassLikeDeclaration, scope: Scope): void {
    const own = new Scope(
      scope,
      new Set(ts.isClassExpression(node) && node.name ? [node.name.text] : []),
    );
    this.#decorators(node, scope);
    for (const clause of node.heritageClauses ?? []) {
      if (clause.token !== ts.SyntaxKind.ExtendsKeyword) continue;
      for (const type of clause.types) this.visit(type.expression, scope);
    }
    for (const member of node.members) {
      if (ts.isPropertyDeclaration(member)) {
        if (ts.isComputedPropertyName(member.name)) this.visit(member.name.expression, own);
        this.#decorators(member, own);
        if (member.initializer) this.visit(member.initializer, own);
      } else this.visit(member, own);
    }
  }

  #decorators(node: ts.Node, scope: Scope): void {
    if (!ts.canHaveDecorators(node)) return;
    for (const { expression } of ts.getDecorators(node) ?? []) this.visit(expression, scope);
  }

  #binding(
    node: ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration,
    scope: Scope,
  ): void {
    this.#decorators(node, scope);
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

  /**
   * What is written to; inside a function that happens only when the function is called.
   *
   * tslab does not notice a write through parentheses, nor one by `for … of`: they have no kind.
   */
  #target(node: ts.Node, scope: Scope, kind: WriteKind | undefined): void {
    const target = bare(node);
    const inPattern = kind && 'own';
    if (ts.isIdentifier(target)) {
      this.#targets.set(target, target === node ? kind : undefined);
      const isInner = scope.find(target.text)?.parent !== undefined;
      if (!isInner && this.#functionDepth === 0) this.found.assigns.add(target.text);
    } else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
      const root = rootOf(target);
      const member = memberOf(target);
      if (this.#functionDepth > 0 || root === undefined || scope.find(root) !== undefined) return;
      this.found.memberWrites.push({ root, member });
    } else if (ts.isArrayLiteralExpression(target)) {
      for (const element of target.elements) this.#element(element, scope, inPattern);
    } else if (ts.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (ts.isShorthandPropertyAssignment(property)) {
          this.#target(property.name, scope, kind && 'own {}');
        } else if (ts.isPropertyAssignment(property)) {
          this.#element(property.initializer, scope, inPattern);
        } else if (ts.isSpreadAssignment(property)) {
          this.#target(property.expression, scope, inPattern);
        }
      }
    }
  }

  #element(node: ts.Node, scope: Scope, kind: WriteKind | undefined): void {
    if (ts.isSpreadElement(node)) this.#target(node.expression, scope, kind);
    else if (ts.isBinaryExpression(node)) {
      this.#targets.set(node.left, kind);
      this.#target(node.left, scope, kind);
    } else this.#target(node, scope, kind);
  }
}

/** Types, what only says that there is one, labels, and words that are no names. */
const isWithoutUses = (node: ts.Node): boolean =>
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

function inner(statements: readonly ts.Node[], scope: Scope): Scope {
  const names = new Set<string>();
  for (const statement of statements) blockNames(statement, names);
  return new Scope(scope, names);
}
