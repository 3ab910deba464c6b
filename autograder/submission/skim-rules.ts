/** What of a notebook is kept, and how much. */

export const skimCaps = {
  cells: 2000,
  /** Nesting of what is kept, and of what is dropped: Jupyter itself opens nothing deeper. */
  keptDepth: 64,
  depth: 2000,
  /** JSON text of one source, and of those that come after `sourcesBytes` of them. */
  sourceBytes: 4 * 1024 * 1024,
  laterSourceBytes: 16 * 1024,
  sourcesBytes: 32 * 1024 * 1024,
  /** JSON text of any other value that is kept. */
  valueBytes: 16 * 1024,
  keptBytes: 96 * 1024 * 1024,
};

export type Role =
  | 'root'
  | 'metadata'
  | 'cells'
  | 'cell'
  | 'cell-metadata'
  | 'worksheets'
  | 'worksheet'
  | 'source'
  | 'keep'
  | 'skip';

/** What the members of an object are, by what it is itself; all others are dropped. */
const members: Partial<Record<Role, ReadonlyMap<string, Role>>> = {
  root: new Map([
    ['nbformat', 'keep'],
    ['metadata', 'metadata'],
    ['cells', 'cells'],
    ['worksheets', 'worksheets'],
  ]),
  metadata: new Map([['gradus', 'keep']]),
  worksheet: new Map([['cells', 'cells']]),
  cell: new Map([
    ['cell_type', 'keep'],
    ['id', 'keep'],
    ['metadata', 'cell-metadata'],
    ['source', 'source'],
    ['input', 'source'],
  ]),
  'cell-metadata': new Map([
    ['gradus', 'keep'],
    ['tags', 'keep'],
  ]),
};

/** What the elements of a list are. */
const elements: Partial<Record<Role, Role>> = {
  cells: 'cell',
  worksheets: 'worksheet',
  source: 'source',
  keep: 'keep',
};

export interface Frame {
  role: Role;
  isObject: boolean;
  /** Members or elements written so far. */
  written: number;
  key: string;
}

/** What a value is, by what holds it. */
export function roleIn(parent: Frame | undefined): Role {
  if (parent === undefined) return 'root';
  if (parent.role === 'skip') return 'skip';
  if (parent.role === 'keep') return 'keep';
  if (parent.isObject) return members[parent.role]?.get(parent.key) ?? 'skip';
  // One cell too many is enough to be told.
  if (parent.role === 'cells' && parent.written > skimCaps.cells) return 'skip';
  return elements[parent.role] ?? 'skip';
}

/** The most bytes of a value, where that has a cap; `sources` counts those of the sources before. */
export function capOf(role: Role, sources: number): number | undefined {
  const { sourceBytes, laterSourceBytes, sourcesBytes, valueBytes } = skimCaps;
  if (role === 'source') return sources < sourcesBytes ? sourceBytes : laterSourceBytes;
  return role === 'keep' ? valueBytes : undefined;
}
