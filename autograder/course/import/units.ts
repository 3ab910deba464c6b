/** Stretches of a `lesson.md`, one for each cell; a question's two cells are one. */
import { isMark } from '../lesson.js';
import { parseMarkdown, spanOf } from '../markdown.js';
import type { Cell } from '../section.js';

export interface Unit {
  kind: Cell['kind'];
  /** Ids of its cells. */
  ids: readonly string[];
  /** As the lesson has it, before anything is added for the notebook. */
  source: string;
  /** What stands in the file between `start` and `end`. */
  text: string;
  start: number;
  end: number;
}

export function unitsOf(text: string, cells: readonly Cell[]): Unit[] {
  const nodes = parseMarkdown(text).children.filter(
    (node) => node.type !== 'yaml' && !isMark(node),
  );
  const units = cells.flatMap((cell, i) => {
    if (cell.kind === 'quiz') return [];
    const next = cells[i + 1];
    const isQuestion = next?.kind === 'quiz' && cell.id === `${next.id}-text`;
    const isFence = cell.kind !== 'markdown';
    // A cell of code begins in its fence.
    const line = isFence ? cell.line - 1 : cell.line;
    const kind = isQuestion ? next.kind : cell.kind;
    const ids = isQuestion ? [cell.id, next.id] : [cell.id];
    return [{ kind, ids, source: cell.source, line }];
  });
  return units.map(({ line, ...unit }, i) => {
    const before = units[i + 1]?.line ?? Number.POSITIVE_INFINITY;
    const own = nodes.map(spanOf).filter((span) => span.line >= line && span.line < before);
    const [start, end] = [own[0]?.start ?? 0, own.at(-1)?.end ?? 0];
    return { ...unit, text: text.slice(start, end), start, end };
  });
}
