/**
 * Cells that are too large to be graded: each is left out alone, with what it would have declared.
 *
 * The rule: a cell of over 1 MB of text is left out, and the largest ones while all together have
 * over 4 MB. Markdown of a picture is dropped the same way; nothing is lost by it, so nothing is said.
 */
import type { Notice } from '../results/types.js';
import { inMb } from './notebook-error.js';

const cellBytes = 1024 * 1024;
const codeBytes = 4 * 1024 * 1024;

/** A cell as these rules see it. */
interface Cell {
  number: number;
  leftOut?: LeftOut;
}

export interface LeftOut {
  bytes: number;
  /** What it seems to declare at its top level. */
  names: string[];
}

/**
 * Which of the sources are left out, by their sizes.
 *
 * @param cut those that were not read whole
 */
export function tooLarge(
  sizes: readonly number[],
  cut: ReadonlySet<number> = new Set(),
): ReadonlySet<number> {
  const out = new Set(cut);
  let total = 0;
  for (const [i, size] of sizes.entries()) {
    if (size > cellBytes) out.add(i);
    else if (!out.has(i)) total += size;
  }
  const largest = [...sizes.entries()].filter(([i]) => !out.has(i)).sort(([, a], [, b]) => b - a);
  for (const [i, size] of largest) {
    if (total <= codeBytes) break;
    out.add(i);
    total -= size;
  }
  return out;
}

const declaration =
  /^(?:export {1,9})?(?:default {1,9})?(?:async {1,9})?(?:abstract {1,9})?(?:const enum|const|let|var|function|class|enum)\b[ *]{0,9}([\p{L}_$][\p{L}\d_$]{0,99}|[{[][^}\]=]{0,999}[}\]])/gmu;
const mostNames = 1000;

/** Names that lines without indentation declare: the text is too long for a parser. */
export function declaredNames(source: string): string[] {
  const names = new Set<string>();
  for (const [, pattern = ''] of source.matchAll(declaration)) {
    if (names.size >= mostNames) break;
    for (const name of pattern.match(/[\p{L}_$][\p{L}\d_$]*(?=\s*(?:[,}\]]|$))/gu) ?? []) {
      names.add(name);
    }
  }
  return [...names];
}

const mostTold = 5;

/** Each code cell that was left out, with its size and the limit. */
export const largeCellNotices = (cells: readonly Cell[]): Notice[] =>
  cells
    .flatMap(({ number, leftOut }): Notice[] =>
      leftOut === undefined ? [] : [{ code: 'large-cell', params: sizes(number, leftOut) }],
    )
    .slice(0, mostTold);

/** What is told where an exercise needs a name that such a cell declares; undefined where none does. */
export function neededFrom(cells: readonly Cell[], name: string): Notice['params'] | undefined {
  const cell = cells.find(({ leftOut }) => leftOut?.names.includes(name));
  return cell?.leftOut && { name, ...sizes(cell.number, cell.leftOut) };
}

const sizes = (cell: number, { bytes }: LeftOut) => ({
  cell,
  mb: inMb(bytes),
  limit: cellBytes / 1024 / 1024,
  all: codeBytes / 1024 / 1024,
});
