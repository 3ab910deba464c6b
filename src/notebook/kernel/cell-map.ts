/** Positions in compiled code told as positions in the cell that a student sees. */
import { align } from './align.js';
import { type Token, tokenize } from './tokens.js';

/** Line and column as an editor counts them, from 1. */
export interface Position {
  line: number;
  column: number;
}

export type PositionMap = (compiled: Position) => Position | undefined;

/** How far a position inside added code is from the student's own, in tokens: `(0, gradus_1.f)`. */
const reach = 8;

/**
 * Makes the map from compiled JavaScript to the TypeScript that it came from.
 *
 * @returns a function that gives the nearest position in the source, or undefined when the position
 *   lies in code that compiling added
 */
export function positionMap(source: string, compiled: string): PositionMap {
  const sourceTokens = tokenize(source);
  const compiledTokens = tokenize(compiled);
  const partner = align(sourceTokens, compiledTokens);
  const sourceLines = lineStarts(source);
  const compiledLines = lineStarts(compiled);

  const partnerNear = (index: number): Token | undefined => {
    for (let step = 0; step <= reach; step++) {
      for (const j of [index + step, index - step]) {
        const found = partner[j];
        if (found !== undefined && found >= 0) return sourceTokens[found];
      }
    }
    return undefined;
  };
  return ({ line, column }) => {
    const start = compiledLines[line - 1];
    if (start === undefined) return undefined;
    const index = lastStartingAtOrBefore(compiledTokens, start + column - 1);
    const token = partnerNear(index);
    return token === undefined ? undefined : positionAt(sourceLines, token.start);
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

function positionAt(starts: readonly number[], offset: number): Position {
  let line = starts.length;
  while (line > 1 && (starts[line - 1] ?? 0) > offset) line--;
  return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
}

function lastStartingAtOrBefore(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
