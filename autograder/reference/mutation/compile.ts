/** The text of a mutant as a function of this process, whose loops come to an end. */
import { compileFunction } from 'node:vm';
import { transform } from 'esbuild';
import ts from '../../../src/notebook/kernel/typescript.cjs';
import type { Edit } from './operator.js';
import { mutantRuntime } from './runtime.js';

type Imports = ReadonlyMap<string, unknown>;

/**
 * Loads what a file of solutions imports, once for all its mutants.
 *
 * @param at where the file lies
 */
export async function importsOf(text: string, at: URL): Promise<Imports> {
  const file = ts.createSourceFile('solution.ts', text, ts.ScriptTarget.ES2022, true);
  const found = new Map<string, unknown>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) {
      continue;
    }
    const { text: name } = statement.moduleSpecifier;
    const isOwn = name.startsWith('.');
    found.set(name, await import(isOwn ? new URL(name, at).href : name));
  }
  return found;
}

export interface CompiledMutant {
  fn: (...args: unknown[]) => unknown;
  /** Ends what is left of its calls at the next round of a loop. */
  stop(): void;
}

/**
 * Compiles a file and gives one of its functions.
 *
 * @param mostMs that the loops of one call may take
 * @throws Error where the text is no program, or has no such function
 */
export async function compileMutant(
  text: string,
  exercise: string,
  imports: Imports,
  mostMs: number,
): Promise<CompiledMutant> {
  const { code } = await transform(withTicks(text), {
    ...{ loader: 'ts', format: 'cjs', target: 'node20', logLevel: 'silent' },
  });
  const { restart, stop, ...helpers } = mutantRuntime(mostMs);
  const module = { exports: {} as Record<string, unknown> };
  const load = (name: string): unknown => {
    if (!imports.has(name))
      throw new Error(`Expected an import of the solution. Received: ${name}`);
    return imports.get(name);
  };
  const names = ['module', 'exports', 'require', ...Object.keys(helpers)];
  compileFunction(code, names)(module, module.exports, load, ...Object.values(helpers));
  const fn = module.exports[exercise];
  if (typeof fn !== 'function') throw new Error(`Expected a function ${exercise} in the solution.`);
  return {
    fn(...args) {
      restart();
      return fn(...args);
    },
    stop,
  };
}

/** The text with a call at the start of each round of each loop. */
function withTicks(text: string): string {
  const file = ts.createSourceFile('solution.ts', text, ts.ScriptTarget.ES2022, true);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) {
      const { statement: body } = node;
      const at = body.getStart(file);
      edits.push({ start: at, end: at, text: '{ $tick(); ' });
      edits.push({ start: body.end, end: body.end, text: ' }' });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  edits.sort((a, b) => b.start - a.start);
  return edits.reduce(
    (all, { start, end, text: by }) => all.slice(0, start) + by + all.slice(end),
    text,
  );
}
