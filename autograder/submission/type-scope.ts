/** The names that cells before have left, as the scope around a cell that is checked. */
import ts from '../../src/notebook/kernel/typescript.cjs';
import { topNames } from './declarations.js';

/** Set by the binder on every file, but not in the compiler's public types. */
type BoundFile = ts.SourceFile & { locals?: ts.SymbolTable; symbol?: ts.Symbol };

/**
 * Values and types, in two scopes around each other: a name may be the value of one cell and the
 * type of another.
 */
export class TypeScope {
  readonly #values = emptyModule();
  readonly #types = emptyModule();

  constructor() {
    within(this.#values, this.#types);
  }

  /** Lets what a file does not declare itself be looked up here, before the globals. */
  surround(file: ts.SourceFile): void {
    within(file, this.#values);
  }

  /** Adds what the statements of a checked file declare. */
  add(file: ts.SourceFile, checker: ts.TypeChecker): void {
    const { locals } = file as BoundFile;
    for (const name of topNames(file)) {
      const symbol = locals?.get(ts.escapeLeadingUnderscores(name));
      if (symbol === undefined) continue;
      const { flags } =
        symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      // An import that leads nowhere is both, and anything.
      const isUnknown = (flags & (ts.SymbolFlags.Value | ts.SymbolFlags.Type)) === 0;
      if (flags & ts.SymbolFlags.Value || isUnknown) set(this.#values, symbol);
      if (flags & ts.SymbolFlags.Type || isUnknown) set(this.#types, symbol);
      else if (flags & ts.SymbolFlags.Namespace) set(this.#types, symbol);
    }
  }
}

function emptyModule(): BoundFile {
  const file: BoundFile = ts.createSourceFile('', 'export {};', ts.ScriptTarget.ES2022);
  file.locals = new Map() as unknown as ts.SymbolTable;
  return file;
}

const set = (scope: BoundFile, symbol: ts.Symbol): void => {
  (scope.locals as unknown as Map<ts.__String, ts.Symbol>).set(symbol.escapedName, symbol);
};

/** As tslab does it: its TypeScript looks names up beyond the file, in what the file stands in. */
const within = (file: ts.SourceFile, around: ts.SourceFile): void => {
  (file as { parent?: ts.Node }).parent = around;
};
