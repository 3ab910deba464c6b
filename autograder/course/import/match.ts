/** Which cell of a notebook was which cell of its lesson. */
import type { ImportedCell } from './read.js';

export interface Match {
  cell: ImportedCell;
  /** Valid, and no other cell's. */
  id: string;
  /** The cell that the lesson compiles to; undefined where it was added. */
  base: ImportedCell | undefined;
}

/** By id; where an editor has taken ids away, by what marks an exercise, else by equal text. */
export function matchCells(
  cells: readonly ImportedCell[],
  compiled: readonly ImportedCell[],
): Match[] {
  const free = new Map(compiled.map((cell) => [`${cell.rest.id}`, cell]));
  const bases = new Map<ImportedCell, ImportedCell>();
  const take = (same: (cell: ImportedCell, base: ImportedCell) => boolean): void => {
    for (const cell of cells) {
      if (bases.has(cell)) continue;
      const base = [...free.values()].find((one) => same(cell, one));
      if (base === undefined) continue;
      bases.set(cell, base);
      free.delete(`${base.rest.id}`);
    }
  };
  take((cell, base) => cell.rest.id === base.rest.id);
  take((cell, base) => markOf(base) !== undefined && markOf(cell) === markOf(base));
  take((cell, base) => cell.kind === base.kind && cell.source === base.source);
  const taken = new Set<string>(compiled.map(({ rest }) => `${rest.id}`));
  let added = 0;
  return cells.map((cell) => {
    const base = bases.get(cell);
    if (base !== undefined) return { cell, base, id: `${base.rest.id}` };
    let { id } = cell.rest;
    while (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(id) || taken.has(id)) {
      added += 1;
      id = `added-${added}`;
    }
    taken.add(id);
    return { cell, base, id };
  });
}

/** `{"exercise":"softmax"}`, as the metadata of exercises, checks and questions have it. */
const markOf = ({ rest }: ImportedCell): string | undefined => {
  const { gradus } = Object(rest.metadata);
  return gradus === undefined ? undefined : JSON.stringify(gradus);
};
