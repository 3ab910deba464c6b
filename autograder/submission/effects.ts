/**
 * What calling a notebook's functions does to its top-level names: `init();` gives `table` where `init`
 * assigns it.
 *
 * A function is known by its name, a method by `.name`, of whatever object; where there are several,
 * what each does counts. A function that stands within another counts as run when that one is.
 */
import ts from '../../src/notebook/kernel/typescript.cjs';
import { bare } from './targets.js';

export interface Call {
  /** A name, or `.name` for a member. */
  key: string;
  /** Handed to this call, which may run it: it does where it is a member or a function of the notebook. */
  by?: string;
}

interface FunctionEffects {
  assigns: Set<string>;
  calls: Call[];
}

export class Effects {
  readonly functions = new Map<string, FunctionEffects>();
  /** What top-level code calls. */
  readonly calls: Call[] = [];
  /** The functions around the node at hand that have a key. */
  readonly #around: FunctionEffects[] = [];

  enter(key: string | undefined): void {
    if (key === undefined) return;
    const found = this.functions.get(key) ?? { assigns: new Set(), calls: [] };
    this.functions.set(key, found);
    this.#around.push(found);
  }

  leave(key: string | undefined): void {
    if (key !== undefined) this.#around.pop();
  }

  /** A name outside of functions is assigned to, or a member of it. */
  assign(name: string): void {
    for (const { assigns } of this.#around) assigns.add(name);
  }

  call(call: Call, isTop: boolean): void {
    if (isTop) this.calls.push(call);
    for (const { calls } of this.#around) calls.push(call);
  }
}

/** What a call runs: what it calls, and functions that it is handed by their names. */
export function calledBy(
  node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression,
): Call[] {
  const callee = keyOf(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
  if (callee === undefined) return [];
  const given = ts.isTaggedTemplateExpression(node) ? [] : (node.arguments ?? []);
  const handed = given.flatMap((one) => keyOf(one) ?? []);
  return [{ key: callee }, ...handed.map((key) => ({ key, by: callee }))];
}

function keyOf(node: ts.Node): string | undefined {
  const target = bare(node);
  if (ts.isIdentifier(target)) return target.text;
  if (ts.isPropertyAccessExpression(target)) {
    // `init.call(…)` and its like run `init`.
    const isApplied = ['call', 'apply', 'bind'].includes(target.name.text);
    return isApplied ? keyOf(target.expression) : `.${target.name.text}`;
  }
  if (!ts.isElementAccessExpression(target)) return undefined;
  const key = target.argumentExpression;
  return ts.isStringLiteralLike(key) ? `.${key.text}` : undefined;
}

/** By what a function is called; undefined for one that is part of another or of a call. */
export function functionKey(node: ts.SignatureDeclaration): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text;
  if (ts.isConstructorDeclaration(node)) return node.parent.name?.text;
  if (ts.isMethodDeclaration(node)) return memberKey(node.name);
  let outside: ts.Node = node.parent;
  while (bare(outside) !== outside) outside = outside.parent;
  if (ts.isVariableDeclaration(outside)) {
    return ts.isIdentifier(outside.name) ? outside.name.text : undefined;
  }
  if (ts.isPropertyAssignment(outside) || ts.isPropertyDeclaration(outside)) {
    return memberKey(outside.name);
  }
  return ts.isBinaryExpression(outside) ? keyOf(outside.left) : undefined;
}

const memberKey = (name: ts.PropertyName): string | undefined =>
  ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? `.${name.text}` : undefined;

/** What a cell changes by the functions that its top-level code calls. */
export interface Changes {
  names: Set<string>;
  /** Indices of cells with a function that assigns a name of its own cell: they see it, whatever others see. */
  cells: Set<number>;
}

/**
 * What the top-level calls of a cell change.
 *
 * @param all of every cell, with the names that it declares
 * @param without functions that are not followed: what a try of the exercise itself does gives nothing
 */
export function changedByCalls(
  { calls }: Effects,
  all: readonly { effects: Effects; declares: ReadonlySet<string> }[],
  without: readonly string[],
): Changes {
  const changes: Changes = { names: new Set(), cells: new Set() };
  const isKnown = (key: string): boolean => all.some(({ effects }) => effects.functions.has(key));
  const seen = new Set<string>(without);
  const pending = [...calls];
  for (let call = pending.pop(); call !== undefined; call = pending.pop()) {
    const { key, by } = call;
    if (seen.has(key)) continue;
    if (by !== undefined && (without.includes(by) || !(by.startsWith('.') || isKnown(by))))
      continue;
    seen.add(key);
    for (const [i, { effects, declares }] of all.entries()) {
      const found = effects.functions.get(key);
      if (found === undefined) continue;
      for (const name of found.assigns) {
        changes.names.add(name);
        if (declares.has(name)) changes.cells.add(i);
      }
      pending.push(...found.calls);
    }
  }
  return changes;
}
