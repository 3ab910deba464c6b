/**
 * A slice as one script that does what tslab would do with its cells.
 *
 * Each cell is compiled by itself; source maps then lead from a stack to a cell.
 */
import type { SourceLocation } from '../judge/verdict.js';
import { type CellCode, cellCode } from './cell-code.js';
import { kernelScript, runtime } from './kernel-script.js';
import type { ParsedCell } from './slice.js';
import { transpiled } from './transpile.js';

export interface CompiledSlice {
  /** An expression: a function of (load, require) that gives `{ name: function }`. */
  code: string;
  /** The place in the notebook that the topmost frame of the student's own code points to. */
  locate(stack: string): SourceLocation | undefined;
}

/** A slice that is no valid script. */
export class CompileError extends Error {
  constructor(
    message: string,
    readonly place: SourceLocation | undefined,
  ) {
    super(message);
  }
}

/**
 * Compiles a slice.
 *
 * A cell that is no valid script is left out, and so are those that need its names, as tslab refuses
 * them.
 *
 * @param exports names whose values the script answers with
 * @param given a name that the script answers under another one, or calls otherwise
 * @throws CompileError when for that reason no cell is left that declares one of them
 */
export async function compileSlice(
  cells: readonly ParsedCell[],
  exports: readonly string[],
  given: readonly Given[] = [],
): Promise<CompiledSlice> {
  const wanted = new Set([
    ...exports,
    ...cells.flatMap(({ names }) => [...names.needs.keys(), ...names.mentions]),
  ]);
  const linked = link(cells);
  const compiled = await Promise.all(linked.map((cell) => compileCell(cell, wanted)));

  const lines = ['(async (_, require) => {', ...kernelScript.split('\n')];
  const parts: { line: number; part: CompiledCell }[] = [];
  const known = new Set<string>();
  let refused: CompileError | undefined;
  for (const [i, part] of compiled.entries()) {
    const { cell, needs } = linked[i] as LinkedCell;
    if (part instanceof CompileError) refused ??= part;
    if (part instanceof CompileError || needs.some((name) => !known.has(name))) continue;
    for (const name of cell.names.declares) known.add(name);
    parts.push({ line: lines.length, part });
    lines.push(...part.lines);
  }
  if (refused !== undefined && exports.some((name) => !known.has(name))) throw refused;
  parts.push({ line: lines.length, part: { lines: [], locate: () => undefined } });
  const found = `await ${runtime}.run(${JSON.stringify(exports)})`;
  lines.push(given.length === 0 ? `return ${found};` : givenAs(found, given), '})');

  return {
    code: lines.join('\n'),
    locate(stack) {
      // Student code writes its own stacks: no place may stand in one that cannot be looked up.
      for (const [, line, column] of stack.matchAll(
        /submission\.js:([1-9]\d{0,6}):([1-9]\d{0,6})\b/g,
      )) {
        const start = parts.findLast((entry) => entry.line < Number(line));
        const at = start?.part.locate(Number(line) - 1 - start.line, Number(column) - 1);
        if (at !== undefined) return at;
      }
      return undefined;
    },
  };
}

/** What a script answers for a name that a notebook of another version has otherwise. */
export interface Given {
  /** As the tests know it. */
  name: string;
  /** As the notebook declares it. */
  own: string;
  /** The arguments of the notebook's function: places in those of the tests, or values. */
  order?: readonly (number | { value: unknown })[] | undefined;
}

function givenAs(found: string, given: readonly Given[]): string {
  const parts = given.map(({ name, own, order }) => {
    const value = `found[${JSON.stringify(own)}]`;
    if (order === undefined) return `[${JSON.stringify(name)}]: ${value}`;
    const places = order.map((one) =>
      typeof one === 'number' ? `given[${one}]` : JSON.stringify(one.value),
    );
    const called = `(...given) => ${value}(${places.join(', ')})`;
    return `[${JSON.stringify(name)}]: typeof ${value} === 'function' ? ${called} : ${value}`;
  });
  return `{ const found = ${found}; return { ${parts.join(', ')} }; }`;
}

interface LinkedCell {
  cell: ParsedCell;
  /** Names that an earlier cell declares: without it the cell cannot run. */
  needs: string[];
  /** Names that are looked up where they are used. */
  shared: Set<string>;
}

/**
 * Finds the names that come from other cells. One that only a later cell declares counts as well
 * (students run cells in any order), unless it is a global's: until then it meant the global.
 */
function link(cells: readonly ParsedCell[]): LinkedCell[] {
  const all = new Set(cells.flatMap(({ names }) => [...names.declares]));
  const before = new Set<string>();
  return cells.map((cell) => {
    const free = [...cell.names.needs.keys()];
    const needs = free.filter((name) => before.has(name));
    const later = free.filter((name) => all.has(name) && !(name in globalThis));
    for (const name of cell.names.declares) before.add(name);
    return { cell, needs, shared: new Set([...needs, ...later]) };
  });
}

interface CompiledCell {
  lines: string[];
  /** Both count from 0, within these lines. */
  locate(line: number, column: number): SourceLocation | undefined;
}

async function compileCell(
  { cell, needs, shared }: LinkedCell,
  wanted: ReadonlySet<string>,
): Promise<CompiledCell | CompileError> {
  const body = cellCode(cell, shared, (name) => wanted.has(name));
  const { code, error, original } = await transpiled(body.text);
  if (error !== undefined) {
    return new CompileError(error.message, placeIn(cell, body, error.line, error.column));
  }
  const given = [needs, [...cell.names.declares]].map((names) => JSON.stringify(names)).join(', ');
  const head = `${runtime}.cell(${given}, async function (exports, require) {${body.head}`;
  return {
    lines: [head, ...code.split('\n'), cell.refused ? '}, true);' : '});'],
    locate(line, column) {
      const found = original(line - 1, column);
      return found && placeIn(cell, body, found.line, found.column);
    },
  };
}

function placeIn(
  { number, source }: ParsedCell,
  body: CellCode,
  line: number,
  column: number,
): SourceLocation | undefined {
  const at = body.original(line, column);
  const text = source.split('\n')[at.line];
  if (text === undefined) return undefined;
  return { cell: number, line: at.line + 1, column: at.column + 1, text: text.trim() };
}
