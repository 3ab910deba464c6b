/** Names that cells of the notebook declare which have not run in this kernel. */
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { declaredValues } from './top-level.js';

/** A larger notebook takes too long for an error message. */
const mostBytes = 20_000_000;

interface NotebookFile {
  cells?: { cell_type?: unknown; source?: unknown }[];
}

/**
 * What the code cells of a notebook declare, as it was last saved.
 *
 * @returns undefined when it cannot be read
 */
export function namesInNotebook(path: string): Set<string> | undefined {
  try {
    if (statSync(path).size > mostBytes) return undefined;
    const { cells = [] } = JSON.parse(readFileSync(path, 'utf8')) as NotebookFile;
    const names = cells.flatMap(({ cell_type: kind, source }) => {
      const text = Array.isArray(source) ? source.join('') : source;
      return kind === 'code' && typeof text === 'string' ? [...declaredValues(text)] : [];
    });
    return new Set(names);
  } catch {
    return undefined;
  }
}

/**
 * Whether other cells declare a name. Jupyter tells its kernels which notebook they serve.
 *
 * @param nothingRan whether no cell has declared anything yet: then any name may be another cell's
 */
export function isOfAnotherCell(nothingRan: boolean): (name: string) => boolean {
  const session = process.env.JPY_SESSION_NAME ?? '';
  let names: Set<string> | undefined;
  return (name) => {
    names ??= namesInNotebook(session) ?? namesInNotebook(join(process.cwd(), basename(session)));
    return names?.has(name) ?? nothingRan;
  };
}
