/**
 * What tslab says of each cell of a notebook before it runs it: the cells that it refuses, and why.
 *
 * tslab's compiler with tslab's options reads each cell as a module of its own. A name that the cell
 * does not declare is looked up among those of the cells before it, as tslab does it: the latest
 * value and the latest type of that name. A refused cell adds no name. Most of the work is to bind
 * the library's types, so notebooks are checked several at a time, as modules of one program that
 * cannot see the others.
 *
 * Known differences: a type stays what it was inferred to be, where tslab's declarations lose it;
 * a class whose name becomes a type alias in a later cell stays a type; cells that fail when they run
 * are not known here; a file beside the notebook is not there.
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { standardLibrary } from '../../src/notebook/kernel/language.js';
import ts from '../../src/notebook/kernel/typescript.cjs';
import type { SourceLocation } from '../judge/verdict.js';
import { topNames } from './declarations.js';
import type { ParsedCell } from './slice.js';
import { TypeScope } from './type-scope.js';

export interface TypeDiagnostic {
  message: string;
  place: SourceLocation;
  /**
   * `file`: about a file beside the notebook, which may have been there, so no reason to refuse the
   * cell; `follows`: a name is not there since the cell that declares it was refused.
   */
  doubt?: 'file' | 'follows';
}

/** At most this many are kept of one notebook, and the first of each cell. */
const most = 20;
const longestMessage = 1000;

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  target: ts.ScriptTarget.ES2022,
  lib: [...standardLibrary],
  declaration: true,
  experimentalDecorators: true,
  resolveJsonModule: true,
  skipLibCheck: true,
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

/** Makes the file a module, as tslab does. */
const head = 'export {};\n';

interface CellFile {
  cell: ParsedCell;
  name: string;
}

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

  const together = (
    notebooks: readonly (readonly ParsedCell[])[],
    onEach: (cells: readonly ParsedCell[]) => void,
  ): TypeDiagnostic[][] => {
    submissions.clear();
    const files = notebooks.map((cells, i) =>
      cells
        .filter((cell) => cell.syntaxErrors.length === 0)
        .map((cell, n): CellFile => {
          const name = join(root, `__submission_${i}_${n}__.ts`);
          const exported = [...topNames(cell.file)].join(', ');
          submissions.set(name, `${head}${cell.source}\nexport { ${exported} };`);
          return { cell, name };
        }),
    );
    program = ts.createProgram([...submissions.keys()], options, host, program);
    const checked = program;
    return files.map((cells, i) => {
      onEach(notebooks[i] as readonly ParsedCell[]);
      return diagnosticsOf(checked, root, cells);
    });
  };

  return (notebooks, onEach) => {
    const begin = (cells: readonly ParsedCell[]): void => onEach?.(notebooks.indexOf(cells));
    const found = new Map<readonly ParsedCell[], TypeDiagnostic[]>();
    const [alone, others] = [true, false].map((is) =>
      notebooks.filter((cells) => cells.some(reachesOthers) === is),
    ) as [(readonly ParsedCell[])[], (readonly ParsedCell[])[]];
    for (const group of [others, ...alone.map((cells) => [cells])]) {
      if (group.length === 0) continue;
      for (const [i, list] of together(group, begin).entries()) {
        found.set(group[i] as readonly ParsedCell[], list);
      }
    }
    return notebooks.map((cells) => found.get(cells) ?? []);
  };
}

/** Whether a cell changes types that every file of a program shares. */
const reachesOthers = ({ file }: ParsedCell): boolean =>
  file.statements.some(
    (node) =>
      ts.isModuleDeclaration(node) &&
      (ts.isStringLiteral(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );

/** Cell after cell, since what a cell means depends on which before it were refused. */
function diagnosticsOf(
  program: ts.Program,
  root: string,
  files: readonly CellFile[],
): TypeDiagnostic[] {
  const checker = program.getTypeChecker();
  const scope = new TypeScope();
  const found: TypeDiagnostic[] = [];
  const refused = new Set<string>();
  for (const { cell, name } of files) {
    const file = program.getSourceFile(name);
    if (file === undefined) continue;
    scope.surround(file);
    const own = [
      ...program.getSemanticDiagnostics(file),
      ...(mayBeUnnameable(cell) ? program.getDeclarationDiagnostics(file) : []),
    ].map((diagnostic) => typeDiagnostic(diagnostic, { root, file, cell, refused }));
    if (own.every(({ doubt }) => doubt === 'file')) scope.add(file, checker);
    else for (const declared of topNames(cell.file)) refused.add(declared);
    found.push(...own.slice(0, Math.max(1, most - found.length)));
  }
  return found;
}

/** Declarations that may have no name in a file of declarations, which tslab makes of each cell. */
const mayBeUnnameable = ({ source }: ParsedCell): boolean =>
  /\bclass\b|\bSymbol\b|\bunique\b/.test(source);

function typeDiagnostic(
  { start = 0, code, messageText }: ts.Diagnostic,
  {
    root,
    file,
    cell: { number, source },
    refused,
  }: { root: string; file: ts.SourceFile; cell: ParsedCell; refused: ReadonlySet<string> },
): TypeDiagnostic {
  const at = file.getLineAndCharacterOfPosition(start);
  const lines = source.split('\n');
  // What concerns the list of exports stands behind the cell.
  const line = Math.min(Math.max(at.line, 1), lines.length);
  const text = lines[line - 1]?.trim() ?? '';
  const message = withoutPaths(ts.flattenDiagnosticMessageText(messageText, ' '), root);
  return {
    message: message.slice(0, longestMessage),
    place: { cell: number, line, column: at.line === line ? at.character + 1 : 1, text },
    ...doubtOf(code, message, refused),
  };
}

function doubtOf(
  code: number,
  message: string,
  refused: ReadonlySet<string>,
): Pick<TypeDiagnostic, 'doubt'> {
  const [, kind, name = ''] = /^Cannot find (module|name|namespace) '([^']*)'/.exec(message) ?? [];
  if (code === 2307 && kind === 'module') return isPackage(name) ? {} : { doubt: 'file' };
  return kind !== undefined && kind !== 'module' && refused.has(name) ? { doubt: 'follows' } : {};
}
