/**
 * Rule for code: what a lesson shows or runs passes the compiler that the student has.
 *
 * Cells are read one after the other, as the kernel reads them. Code that is shown (signatures, and
 * whole functions in hints) is read in their midst, where it stands.
 */
import { visit } from 'unist-util-visit';
import ts from '../../../src/notebook/kernel/typescript.cjs';
import { type ParsedCell, parseCells } from '../../submission/slice.js';
import {
  createTypeChecker,
  type TypeChecker,
  type TypeDiagnostic,
} from '../../submission/type-check.js';
import type { Lesson } from '../lesson.js';
import { parseMarkdown, spanOf } from '../markdown.js';
import type { Problems } from '../problem.js';

interface Piece {
  source: string;
  /** Of its first line in `lesson.md`. */
  line: number;
  isShown: boolean;
  /** Lines and columns of the source that were not in the lesson. */
  shift?: number;
}

/** Code of a lesson in reading order, shown code with it. */
function piecesOf(lesson: Lesson): Piece[] {
  return lesson.cells.flatMap((cell): Piece[] => {
    if (cell.kind !== 'markdown') return [{ source: cell.source, line: cell.line, isShown: false }];
    const pieces: Piece[] = [];
    visit(parseMarkdown(cell.source), 'code', (node) => {
      if (node.lang !== 'ts') return;
      const line = cell.line + spanOf(node).line;
      pieces.push({ source: node.value, line, isShown: true });
    });
    return pieces;
  });
}

/** A function without a body is a signature: the compiler wants to be told. */
function declared(piece: Piece): Piece {
  const file = ts.createSourceFile('shown.ts', piece.source, ts.ScriptTarget.ES2022, true);
  const [first, ...rest] = file.statements;
  const isSignature =
    rest.length === 0 &&
    first !== undefined &&
    ts.isFunctionDeclaration(first) &&
    first.body === undefined;
  if (!isSignature) return piece;
  // Whether it is async is a matter of its body.
  const [word = ''] = /^async\s+/.exec(piece.source) ?? [];
  const source = `declare ${piece.source.slice(word.length)}`;
  return { ...piece, source, shift: 'declare '.length - word.length };
}

/** Most of the work is to read the library's types, which stay as they are. */
const checkers = new Map<string, TypeChecker>();

function checkerOf(packageRoot: string): TypeChecker {
  const known = checkers.get(packageRoot) ?? createTypeChecker(packageRoot);
  checkers.set(packageRoot, known);
  return known;
}

/** Adds a problem for each place that the student's compiler refuses, lesson by lesson. */
export function lintTypes(
  lessons: readonly { lesson: Lesson; problems: Problems }[],
  packageRoot: string,
): void {
  const notebooks = lessons.flatMap(({ lesson, problems }) => {
    const pieces = piecesOf(lesson);
    const shown = pieces.map((piece) => (piece.isShown ? declared(piece) : piece));
    return [
      { pieces: pieces.filter(({ isShown }) => !isShown), problems, isShown: false },
      { pieces: shown, problems, isShown: true },
    ].map((one) => ({ ...one, cells: parse(one.pieces) }));
  });
  const found = checkerOf(packageRoot)(notebooks.map(({ cells }) => cells));
  for (const [i, { pieces, cells, problems, isShown }] of notebooks.entries()) {
    // `code-syntax` tells of a cell that cannot be read; what follows from it is no news.
    if (cells.some(({ syntaxErrors }, at) => !pieces[at]?.isShown && syntaxErrors.length > 0))
      continue;
    const tell = (at: number, place: Place, message: string): void => {
      const piece = pieces[at];
      // What runs was told by the notebook without what is shown.
      if (piece === undefined || piece.isShown !== isShown) return;
      const shift = place.line === 1 ? (piece.shift ?? 0) : 0;
      const column = Math.max(1, place.column - shift);
      problems.add({ line: piece.line + place.line - 1, column }, 'code-types', { message });
    };
    for (const [at, { syntaxErrors }] of cells.entries()) {
      if (!pieces[at]?.isShown) continue;
      for (const { line, column, message } of syntaxErrors.slice(0, 1)) {
        tell(at, { line: line + 1, column: column + 1 }, message);
      }
    }
    for (const { place, message, doubt } of found[i] ?? ([] as TypeDiagnostic[])) {
      if (doubt === undefined) tell(place.cell - 1, place, message);
    }
  }
}

interface Place {
  line: number;
  column: number;
}

const parse = (pieces: readonly Piece[]): ParsedCell[] =>
  parseCells({
    cells: pieces.map(({ source }, i) => ({ number: i + 1, id: undefined, source })),
    texts: [],
    lesson: undefined,
  });
