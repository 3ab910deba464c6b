/**
 * Type diagnostics of a notebook, as feedback: they never cost points and never hide.
 *
 * tslab's compiler with tslab's options reads all cells as one file: imports first, then the cells
 * in nested blocks, so that a later cell may declare a name again. Lines stay where they were, and
 * a diagnostic finds its cell by them. Programs share their source files: the second notebook costs
 * a fraction of the first.
 */
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
  !/^[a-z]:/i.test(module);

/** Makes a checker that resolves modules from `root` (where `node_modules/gradus` lies). */
export function createTypeChecker(
  root: string,
): (cells: readonly ParsedCell[]) => TypeDiagnostic[] {
  const name = join(root, '__submission__.ts');
  const host = ts.createCompilerHost(options, true);
  const cache = ts.createModuleResolutionCache(root, (file) => file, options);
  const library = new Map<string, ts.SourceFile | undefined>();
  const readSource = host.getSourceFile.bind(host);
  let text = '';
  let program: ts.Program | undefined;
  // A path in an import would show the types, keys and constants of the grader's own files in a
  // diagnostic that the student reads: of the submission's text only names of packages resolve.
  host.resolveModuleNames = (names, containing) =>
    names.map((module) =>
      containing === name && !isPackage(module)
        ? undefined
        : ts.resolveModuleName(module, containing, options, host, cache).resolvedModule,
    );
  host.getCurrentDirectory = () => root;
  host.fileExists = (
    (exists) => (file: string) =>
      file === name || exists(file)
  )(host.fileExists);
  host.getSourceFile = (file, version) => {
    if (file === name) return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    if (!library.has(file)) library.set(file, readSource(file, version));
    return library.get(file);
  };

  return (cells) => {
    const joined = joinCells(cells);
    text = joined.text;
    program = ts.createProgram([name], options, host, program);
    const file = program.getSourceFile(name);
    if (file === undefined) return [];
    const found: TypeDiagnostic[] = [];
    for (const diagnostic of program.getSemanticDiagnostics(file)) {
      const at = file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
      const place = joined.place(at.line, at.character);
      if (place === undefined) continue;
      found.push({ message: ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '), place });
      if (found.length === most) break;
    }
    return found;
  };
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
