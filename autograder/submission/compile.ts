/**
 * A slice as one script: the cells in nested blocks, so that a later cell may declare a name again
 * as tslab allows, around one answer with the exercises' functions.
 *
 * Rewriting keeps every line where it was; esbuild's source map then leads from a stack to a cell.
 */
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import ts from '@tslab/typescript-for-tslab';
import { transform } from 'esbuild';
import type { Place } from '../judge/verdict.js';
import type { ParsedCell } from './slice.js';

/** The name that a stack shows for the student's code. */
export const scriptName = 'submission.js';

export interface CompiledSlice {
  /** An expression: a function of (load, require) that gives `{ name: function }`. */
  code: string;
  /** The place in the notebook that the topmost frame of the student's own code points to. */
  locate(stack: string): Place | undefined;
}

/** A slice that is no valid script. */
export class CompileError extends Error {
  constructor(
    message: string,
    readonly place: Place | undefined,
  ) {
    super(message);
  }
}

/**
 * Compiles a slice.
 *
 * @param exports names whose values the script answers with
 * @throws CompileError when esbuild refuses it
 */
export async function compileSlice(
  cells: readonly ParsedCell[],
  exports: readonly string[],
): Promise<CompiledSlice> {
  const lines: string[] = ['(async (__load, require) => {'];
  const starts: { line: number; cell: ParsedCell }[] = [];
  for (const cell of cells) {
    lines.push('{');
    starts.push({ line: lines.length, cell });
    lines.push(...rewriteCell(cell).split('\n'));
  }
  const answer = exports.map(
    (n) => `${JSON.stringify(n)}: typeof ${n} === 'undefined' ? undefined : ${n}`,
  );
  lines.push(`return { ${answer.join(', ')} };`, `${'}'.repeat(cells.length)}})`);

  const place = (line: number, column: number): Place | undefined => {
    const start = starts.findLast((entry) => entry.line <= line);
    if (start === undefined) return undefined;
    const text = start.cell.source.split('\n')[line - start.line];
    if (text === undefined) return undefined;
    return {
      cell: start.cell.number,
      line: line - start.line + 1,
      column: column + 1,
      text: text.trim(),
    };
  };

  try {
    const { code, map } = await transform(lines.join('\n'), {
      loader: 'ts',
      target: 'node20',
      sourcemap: 'external',
      sourcesContent: false,
      sourcefile: 'submission.ts',
      logLevel: 'silent',
      tsconfigRaw: {
        compilerOptions: { experimentalDecorators: true, useDefineForClassFields: true },
      },
    });
    let trace: TraceMap | undefined;
    return {
      code,
      locate(stack) {
        trace ??= new TraceMap(map);
        // Student code writes its own stacks: no place may stand in one that cannot be looked up.
        for (const [, line, column] of stack.matchAll(
          /submission\.js:([1-9]\d{0,6}):([1-9]\d{0,6})\b/g,
        )) {
          const found = originalPositionFor(trace, {
            line: Number(line),
            column: Number(column) - 1,
          });
          const at = found.line === null ? undefined : place(found.line - 1, found.column);
          if (at !== undefined) return at;
        }
        return undefined;
      },
    };
  } catch (error) {
    const { errors } = error as {
      errors?: { text: string; location: { line: number; column: number } | null }[];
    };
    const first = errors?.[0];
    if (first === undefined) throw error;
    const { location } = first;
    throw new CompileError(
      first.text,
      location ? place(location.line - 1, location.column) : undefined,
    );
  }
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A cell's source with imports, exports and top-level `var` as a block can have them. */
function rewriteCell(cell: ParsedCell): string {
  try {
    return edited(cell, importText);
  } catch (error) {
    // The parser follows some chains by a loop; what walks the tree goes down by one call each.
    if (!(error instanceof RangeError)) throw error;
    const text = cell.source.split('\n', 1)[0]?.trim() ?? '';
    const place = { cell: cell.number, line: 1, column: 1, text };
    throw new CompileError('This cell is nested too deeply to be read.', place);
  }
}

/**
 * The same for the type checker: imports are taken out, one declaration for each local name.
 */
export function cellBlock(cell: ParsedCell): { text: string; declarations: [string, string][] } {
  const declarations: [string, string][] = [];
  const text = edited(cell, (node) => {
    declarations.push(...importDeclarations(node));
    return '';
  });
  return { text, declarations };
}

function importDeclarations(node: ts.ImportDeclaration): [string, string][] {
  const module = JSON.stringify((node.moduleSpecifier as ts.StringLiteral).text);
  const clause = node.importClause;
  if (clause === undefined) return [];
  const type = clause.isTypeOnly ? 'type ' : '';
  const found: [string, string][] = [];
  if (clause.name) {
    found.push([clause.name.text, `import ${type}${clause.name.text} from ${module};`]);
  }
  if (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings)) {
    const local = clause.namedBindings.name.text;
    found.push([local, `import ${type}* as ${local} from ${module};`]);
  } else if (clause.namedBindings) {
    for (const { name, propertyName } of clause.namedBindings.elements) {
      const binding = propertyName ? `${propertyName.text} as ${name.text}` : name.text;
      found.push([name.text, `import ${type}{ ${binding} } from ${module};`]);
    }
  }
  return found;
}

function edited(
  { file, source }: ParsedCell,
  onImport: (node: ts.ImportDeclaration) => string,
): string {
  const edits: Edit[] = [];
  const replace = (node: ts.Node, text: string): void => {
    const start = node.getStart(file);
    const newlines = source.slice(start, node.end).split('\n').length - 1;
    edits.push({ start, end: node.end, text: text + '\n'.repeat(newlines) });
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) replace(statement, onImport(statement));
    else if (
      ts.isImportEqualsDeclaration(statement) &&
      ts.isExternalModuleReference(statement.moduleReference)
    ) {
      const module = statement.moduleReference.expression.getText(file);
      replace(statement, `const ${statement.name.text} = require(${module});`);
    } else if (ts.isExportDeclaration(statement)) replace(statement, '');
    else if (ts.canHaveModifiers(statement)) {
      for (const modifier of ts.getModifiers(statement) ?? []) {
        if (
          modifier.kind === ts.SyntaxKind.ExportKeyword ||
          modifier.kind === ts.SyntaxKind.DefaultKeyword
        ) {
          replace(modifier, '');
        }
      }
    }
    if (
      ts.isVariableStatement(statement) &&
      !(statement.declarationList.flags & ts.NodeFlags.BlockScoped)
    ) {
      const start = statement.declarationList.getStart(file);
      edits.push({ start, end: start + 3, text: 'let' });
    }
  }
  const dynamicImports = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      replace(node.expression, '__load');
    }
    ts.forEachChild(node, dynamicImports);
  };
  if (onImport === importText && source.includes('import')) dynamicImports(file);
  let text = source;
  for (const edit of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return text;
}

function importText(node: ts.ImportDeclaration): string {
  const module = JSON.stringify((node.moduleSpecifier as ts.StringLiteral).text);
  const clause = node.importClause;
  if (clause === undefined) return `await __load(${module});`;
  if (clause.isTypeOnly) return '';
  const parts: string[] = [];
  if (clause.name) parts.push(`{ default: ${clause.name.text} } = await __load(${module})`);
  if (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings)) {
    parts.push(`${clause.namedBindings.name.text} = await __load(${module})`);
  } else if (clause.namedBindings) {
    const names = clause.namedBindings.elements
      .filter((element) => !element.isTypeOnly)
      .map(({ name, propertyName }) =>
        propertyName ? `${propertyName.text}: ${name.text}` : name.text,
      );
    parts.push(`{ ${names.join(', ')} } = await __load(${module})`);
  }
  return `const ${parts.join(', ')};`;
}
