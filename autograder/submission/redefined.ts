/** Names that a later cell really gives a new meaning, told where an exercise does not pass. */
import type ts from '../../src/notebook/kernel/typescript.cjs';
import type { Notice } from '../results/types.js';
import { blockNames } from './declarations.js';
import type { ParsedCell } from './slice.js';

/** More say no more. */
const mostNotices = 3;

/**
 * One notice for each name that the answer uses and that several cells of its slice declare, with
 * the last of them, which counts.
 */
export function redefinedNotices(slice: readonly ParsedCell[], answer: ParsedCell): Notice[] {
  const givers = new Map<string, ParsedCell[]>();
  for (const cell of slice) {
    for (const name of cell.names.declares) {
      if (!answer.names.needs.has(name)) continue;
      const others = givers.get(name);
      if (others === undefined) givers.set(name, [cell]);
      else others.push(cell);
    }
  }
  const notices: Notice[] = [];
  for (const [name, cells] of givers) {
    const last = cells.at(-1);
    if (cells.length < 2 || last === undefined || notices.length === mostNotices) continue;
    notices.push({
      code: 'redefined-name',
      params: { name, cell: last.number },
      place: declarationOf(last, name),
    });
  }
  return notices;
}

function declarationOf({ file, source, number }: ParsedCell, name: string) {
  const statement = file.statements.findLast((node: ts.Statement) => {
    const names = new Set<string>();
    blockNames(node, names);
    return names.has(name);
  });
  const { line, character } = file.getLineAndCharacterOfPosition(statement?.getStart(file) ?? 0);
  const text = source.split('\n')[line]?.trim() ?? '';
  return { cell: number, line: line + 1, column: character + 1, text };
}
