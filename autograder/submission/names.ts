/**
 * Which top-level names a cell declares, assigns and needs, by tslab's own TypeScript.
 *
 * Types are skipped: they are gone at run time. A name is needed when an identifier refers to
 * nothing that the cell itself declares around it.
 */
import ts from '../../src/notebook/kernel/typescript.cjs';
import {
  bindingNames,
  blockNames,
  constantNames,
  isWithoutUses,
  listNames,
  namesOf,
  varNames,
} from './declarations.js';
import { calledBy, Effects, functionKey } from './effects.js';
import { bare, isAssignment, memberOf, rootOf } from './targets.js';

export interface CellNames {
  /** Top-level declarations that exist at run time, imports included. */
  declares: Set<string>;
  /** Names outside of functions and blocks that top-level code assigns to (`x = 1`). */
  assigns: Set<string>;
  /** What its functions assign to and call, and what its top-level code calls. */
  effects: Effects;
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
   * `free`: refers to no declaration of the cell; `free {}`: the same as a shorthand (`{ x }`);
   * `own =`: the left side of an assignment to one that may change; `own`: another place that writes
   * to it, as `++` and patterns do; `own {}`: the same as a shorthand (`({ x } = y)`); `import`: the
   * word of a dynamic import.
   */
  kind: 'free' | 'free {}' | 'import' | WriteKind;
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
  const walker = new Walker(file, declares, constants, own);
  walker.block(file.statements);
  return walker.found;
}

/** Where a name is declared: by the cell's own statements, within one of them, or nowhere in it. */
type Found = 'top' | 'inner' | undefined;

class Walker {
  readonly found: CellNames;
  #functionDepth = 0;
  #callDepth = 0;
  /**
   * How many of the scopes around the node at hand declare a name. Looked up at once, however deep
   * the node is: a search from scope to scope would take a cell's depth for each of its words.
   */
  readonly #inner = new Map<string, number>();
  /** Identifiers that are written to, found before they are visited. */
  readonly #targets = new Map<ts.Node, WriteKind | undefined>();

  constructor(
    private readonly file: ts.SourceFile,
    declares: Set<string>,
    private readonly constants: ReadonlySet<string>,
    private readonly top: ReadonlySet<string>,
  ) {
    this.found = {
      declares,
      assigns: new Set(),
      effects: new Effects(),
      memberWrites: [],
      calls: new Set(),
      needs: new Map(),
      members: new Set(),
      mentions: new Set(),
      references: [],
    };
  }

  block(statements: readonly ts.Node[]): void {
    for (const statement of statements) this.visit(statement);
  }

  visit(node: ts.Node): void {
    if (ts.isIdentifier(node)) this.#use(node);
    else if (isWithoutUses(node)) return;
    else if (ts.isPropertyAccessExpression(node)) {
      this.found.members.add(node.name.text);
      this.visit(node.expression);
    } else if (ts.isElementAccessExpression(node)) {
      const { expression, argumentExpression: key } = node;
      if (ts.isStringLiteralLike(key)) this.found.members.add(key.text);
      this.visit(expression);
      this.visit(key);
    } else if (ts.isFunctionLike(node)) this.#function(node);
    else if (ts.isClassLike(node)) this.#class(node);
    else if (ts.isBlock(node)) {
      this.#within(namesOf(node.statements), () => this.block(node.statements));
    } else if (ts.isModuleDeclaration(node)) {
      if (node.body) this.visit(node.body);
    } else if (ts.isModuleBlock(node)) {
      const names = namesOf(node.statements);
      for (const statement of node.statements) varNames(statement, names);
      this.#within(names, () => this.block(node.statements));
    } else if (ts.isCaseBlock(node)) {
      this.#within(namesOf(node.clauses.flatMap((clause) => [...clause.statements])), () => {
        for (const clause of node.clauses) this.#children(clause);
      });
    } else if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) {
      const names = new Set<string>();
      if (node.initializer && ts.isVariableDeclarationList(node.initializer)) {
        if (node.initializer.flags & ts.NodeFlags.BlockScoped) listNames(node.initializer, names);
      }
      this.#within(names, () => {
        if (!ts.isForStatement(node)) this.#target(node.initializer, undefined);
        this.#children(node);
      });
    } else if (ts.isCatchClause(node)) {
      const names = new Set<string>();
      if (node.variableDeclaration) bindingNames(node.variableDeclaration.name, names);
      this.#within(names, () => this.#children(node));
    } else if (
      ts.isVariableDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isParameter(node)
    ) {
      this.#binding(node);
    } else if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) this.visit(node.name.expression);
      this.visit(node.initializer);
    } else if (ts.isShorthandPropertyAssignment(node)) {
      this.#use(node.name, true);
      if (node.objectAssignmentInitializer) this.visit(node.objectAssignmentInitializer);
    } else if (ts.isEnumDeclaration(node)) {
      const names = new Set(node.members.map((member) => member.name.getText(this.file)));
      this.#within(names, () => {
        for (const { initializer } of node.members) if (initializer) this.visit(initializer);
      });
    } else if (ts.isLabeledStatement(node)) this.visit(node.statement);
    else if (
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      ts.isTaggedTemplateExpression(node)
    ) {
      this.#call(node);
    } else {
      this.#writes(node);
      this.#children(node);
    }
  }

  #children(node: ts.Node): void {
    ts.forEachChild(node, (child) => this.visit(child));
  }

  /** Visits what stands in a scope of its own. */
  #within(names: ReadonlySet<string>, visit: () => void): void {
    for (const name of names) this.#inner.set(name, (this.#inner.get(name) ?? 0) + 1);
    visit();
    for (const name of names) this.#inner.set(name, (this.#inner.get(name) ?? 0) - 1);
  }

  #find(name: string): Found {
    if ((this.#inner.get(name) ?? 0) > 0) return 'inner';
    return this.top.has(name) ? 'top' : undefined;
  }

  /** An identifier that stands for a value. */
  #use(node: ts.Identifier, isShorthand = false): void {
    const name = node.text;
    if (name === '') return;
    const { found } = this;
    const start = node.getStart(this.file);
    const place = this.#find(name);
    if (this.#callDepth > 0 && place !== 'inner') found.calls.add(name);
    if (place === undefined) {
      found.references.push({ name, start, kind: isShorthand ? 'free {}' : 'free' });
      if (found.needs.has(name)) return;
      found.needs.set(name, this.file.getLineAndCharacterOfPosition(start).line);
    } else if (place === 'top') {
      found.mentions.add(name);
      const kind = this.#targets.get(node);
      const shared = found.declares.has(name) && !this.constants.has(name);
      if (kind !== undefined && shared) found.references.push({ name, start, kind });
    }
  }

  /** Marks what an expression writes to. */
  #writes(node: ts.Node): void {
    if (ts.isBinaryExpression(node)) {
      // The default in a pattern (`[x = 1] = y`) looks like an assignment.
      if (isAssignment(node.operatorToken.kind) && !this.#targets.has(node.left)) {
        this.#target(node.left, 'own =');
      }
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
      if (node.operator === PlusPlusToken || node.operator === MinusMinusToken) {
        this.#target(node.operand, 'own');
      }
    } else if (ts.isDeleteExpression(node)) this.#target(node.expression, undefined);
  }

  #call(node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression): void {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const start = node.expression.getStart(this.file);
      this.found.references.push({ name: 'import', start, kind: 'import' });
    }
    const isTop = this.#isTop;
    for (const call of calledBy(node)) {
      if (call.key.startsWith('.') || this.#find(call.key) !== 'inner') {
        this.found.effects.call(call, isTop);
      }
    }
    if (isTop) this.#callDepth++;
    this.#children(node);
    if (isTop) this.#callDepth--;
  }

  /** Whether what stands here is done when the cell runs: also in a function that is part of a call. */
  get #isTop(): boolean {
    return this.#functionDepth === 0 || this.#callDepth > 0;
  }

  #function(node: ts.SignatureDeclaration): void {
    const names = new Set<string>(['arguments']);
    if (ts.isFunctionExpression(node) && node.name) names.add(node.name.text);
    for (const parameter of node.parameters) bindingNames(parameter.name, names);
    const body = (node as ts.FunctionLikeDeclaration).body;
    if (body) varNames(body, names);
    if (node.name && ts.isComputedPropertyName(node.name)) this.visit(node.name.expression);
    this.#decorators(node);
    const key = functionKey(node);
    this.found.effects.enter(key);
    this.#functionDepth++;
    this.#within(names, () => {
      for (const parameter of node.parameters) this.visit(parameter);
      if (body) this.visit(body);
    });
    this.#functionDepth--;
    this.found.effects.leave(key);
  }

  #class(node: ts.ClassLikeDeclaration): void {
    this.#decorators(node);
    const own = ts.isClassExpression(node) && node.name ? [node.name.text] : [];
    this.#within(new Set(own), () => {
      for (const clause of node.heritageClauses ?? []) {
        if (clause.token !== ts.SyntaxKind.ExtendsKeyword) continue;
        for (const type of clause.types) this.visit(type.expression);
      }
      for (const member of node.members) {
        if (ts.isPropertyDeclaration(member)) {
          if (ts.isComputedPropertyName(member.name)) this.visit(member.name.expression);
          this.#decorators(member);
          if (member.initializer) this.visit(member.initializer);
        } else this.visit(member);
      }
    });
  }

  #decorators(node: ts.Node): void {
    if (!ts.canHaveDecorators(node)) return;
    for (const { expression } of ts.getDecorators(node) ?? []) this.visit(expression);
  }

  #binding(node: ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration): void {
    this.#decorators(node);
    if (
      ts.isBindingElement(node) &&
      node.propertyName &&
      ts.isComputedPropertyName(node.propertyName)
    ) {
      this.visit(node.propertyName.expression);
    }
    if (!ts.isIdentifier(node.name)) {
      for (const element of node.name.elements) this.visit(element);
    }
    if (node.initializer) this.visit(node.initializer);
  }

  /**
   * What is written to; inside a function that happens only when the function is called.
   *
   * tslab does not notice a write through parentheses, nor one by `for … of`: they have no kind.
   */
  #target(node: ts.Node, kind: WriteKind | undefined): void {
    const target = bare(node);
    const inPattern = kind && 'own';
    if (ts.isIdentifier(target)) {
      this.#targets.set(target, target === node ? kind : undefined);
      if (this.#find(target.text) === 'inner') return;
      if (this.#isTop) this.found.assigns.add(target.text);
      this.found.effects.assign(target.text);
    } else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
      const root = rootOf(target);
      const member = memberOf(target);
      const place = root === undefined ? 'inner' : this.#find(root);
      if (root === undefined || place === 'inner') return;
      this.found.effects.assign(root);
      if (this.#isTop && place === undefined) this.found.memberWrites.push({ root, member });
    } else if (ts.isArrayLiteralExpression(target)) {
      for (const element of target.elements) this.#element(element, inPattern);
    } else if (ts.isObjectLiteralExpression(target)) {
      for (const property of target.properties) {
        if (ts.isShorthandPropertyAssignment(property)) {
          this.#target(property.name, kind && 'own {}');
        } else if (ts.isPropertyAssignment(property)) {
          this.#element(property.initializer, inPattern);
        } else if (ts.isSpreadAssignment(property)) {
          this.#target(property.expression, inPattern);
        }
      }
    }
  }

  #element(node: ts.Node, kind: WriteKind | undefined): void {
    if (ts.isSpreadElement(node)) this.#target(node.expression, kind);
    else if (ts.isBinaryExpression(node)) {
      this.#targets.set(node.left, kind);
      this.#target(node.left, kind);
    } else this.#target(node, kind);
  }
}
