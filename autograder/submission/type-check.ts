/**
 * Type diagnostics of a notebook, as feedback: they never cost points and never hide.
 *
 * tslab's compiler with tslab's options reads all cells as one file: imports first, then the cells
 * in nested blocks, so that a later cell may declare a name again. Lines stay where they were, and
 * a diagnostic finds its cell by them. Most of the work is to bind the library's types, so notebooks
 * are checked several at a time, each a module of one program that cannot see the others.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import ts from '@tslab/typescript-for-tslab';
import type { Place } from '../judge/verdict.js';
import { cellBlock } from './cell-block.js';
import type { ParsedCell } from './slice.js';

export interface TypeDiagnostic {
  message: string;
  place: Place;
}

/** At most this many are kept of one notebook. */
const most = 20;

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  experimentalDecorators: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

const isPackage = (module: string): boolean =>
  /^(?:node:|@?[a-z0-9])/i.test(module) &&
  !module.split(/[\\/]/).includes('..') &&
  !/^[a-z]:/i.test(module) &&
  isPublic(module);

/**
 * Of this package a notebook imports what Node would give it: by a path within the package TypeScript
 * would find the tests and the solution.
 */
const isPublic = (module: string): boolean =>
  !/^gradus(?:[\\/]|$)/i.test(module) ||
  /^gradus(?:\/(?!(?:dist|src|autograder|test|node_modules)(?:\/|$))[a-z\d-]+(?:\/[a-z\d-]+)*)?$/.test(
    module,
  );

/** Types that a notebook has not imported are written with the file they stand in. */
const imported = /\b(typeof )?import\("[^"]*"(?:, \{[^}]*\})?\)\.?/g;
const absolutePath = /(["'`]?)(?:\/|[a-zA-Z]:[\\/])[^\s"'`]*\/node_modules\/([^"'`\s]*)\1/g;

/** A message without what this machine's folders are called. */
function withoutPaths(message: string, root: string): string {
  return message
    .replace(imported, '')
    .replace(absolutePath, '$1$2$1')
    .replaceAll(root, '')
    .replaceAll(homedir(), '~');
}

/**
 * Gives the diagnostics of each of several notebooks.
 *
 * @param onEach is called with the index of a notebook before its types are computed
 */
export type TypeChecker = (
  notebooks: readonly (readonly ParsedCell[])[],
  onEach?: (index: number) => void,
) => TypeDiagnostic[][];

/** Makes a checker that resolves modules from `root` (where `node_modules/gradus` lies). */
export function createTypeChecker(root: string): TypeChecker {
  const host = ts.createCompilerHost(options, true);
  const cache = ts.createModuleResolutionCache(root, (file) => file, options);
  const library = new Map<string, ts.SourceFile | undefined>();
  const readSource = host.getSourceFile.bind(host);
  const submissions = new Map<string, string>();
  let program: ts.Program | undefined;
  // A path in an import would show the types, keys and constants of the grader's own files, or of
  // another student's, in a diagnostic: of a submission's text only names of packages resolve.
  host.resolveModuleNames = (names, containing) =>
    names.map((module) =>
      submissions.has(containing) && !isPackage(module)
        ? undefined
        : ts.resolveModuleName(module, containing, options, host, cache).resolvedModule,
    );
  host.getCurrentDirectory = () => root;
  host.fileExists = (
    (exists) => (file: string) =>
      submissions.has(file) || exists(file)
  )(host.fileExists);
  host.getSourceFile = (file, version) => {
    const text = submissions.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    if (!library.has(file)) library.set(file, readSource(file, version));
    return library.get(file);
  };

  return (notebooks, onEach) => {
    const joined = notebooks.map(joinCells);
    const names = joined.map((_, i) => join(root, `__submission_${i}__.ts`));
    submissions.clear();
    for (const [i, name] of names.entries()) submissions.set(name, joined[i]?.text ?? '');
    program = ts.createProgram(names, options, host, program);
    return joined.map(({ place }, i) => {
      onEach?.(i);
      return diagnostics(program, root, names[i] as string, place);
    });
  };
}

function diagnostics(
  program: ts.Program | undefined,
  root: string,
  name: string,
  place: (line: number, column: number) => Place | undefined,
): TypeDiagnostic[] {
  const file = program?.getSourceFile(name);
  if (program === undefined || file === undefined) return [];
  const found: TypeDiagnostic[] = [];
  for (const diagnostic of program.getSemanticDiagnostics(file)) {
    const at = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const where = place(at.line, at.character);
    if (where === undefined) continue;
    found.push({
      message: withoutPaths(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '), root),
      place: where,
    });
    if (found.length === most) break;
  }
  return found;
}

function joinCells(cells: readonly ParsedCell[]): {
  text: string;
  place: (line: number, column: number) => Place | undefined;
} {
  const usable = cells.filter((cell) => cell.syntaxErrors.length === 0);
  const imports = new Map<string, string>();
  const lines: string[] = [];
  const starts: { line: number; cell: ParsedCell }[] = [];
  for (const cell of usable) {
    const block = cellBlock(cell);
    // The last import of a name counts, as in the notebook.
    for (const [local, statement] of block.imports) imports.set(local, statement);
    lines.push('{');
    starts.push({ line: lines.length, cell });
    lines.push(...block.text.split('\n'));
  }
  const head = [...imports.values(), 'export {};', 'void (async () => {'];
  return {
    text: [...head, ...lines, `${'}'.repeat(usable.length)}});`].join('\n'),
    place(line, column) {
      const own = line - head.length;
      const start = starts.findLast((entry) => entry.line <= own);
      const source = start?.cell.source.split('\n')[own - (start?.line ?? 0)];
      if (start === undefined || source === undefined) return undefined;
      return {
        cell: start.cell.number,
        line: own - start.line + 1,
        column: column + 1,
        text: source.trim(),
      };
    },
  };
}
