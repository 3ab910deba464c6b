/** A notebook of the course as a student begins with it: published ones show what a solved run gave. */
import { readFileSync } from 'node:fs';

/** @typedef {{ cell_type?: string, outputs?: unknown[], execution_count?: number | null }} Cell */

/**
 * The file as it goes into a workspace: a notebook without outputs, anything else as it is.
 *
 * @param {string} file
 * @returns {Buffer}
 */
export function handedOut(file) {
  const data = readFileSync(file);
  if (!file.endsWith('.ipynb')) return data;
  try {
    /** @type {{ cells: Cell[] }} */
    const notebook = JSON.parse(data.toString('utf8'));
    const ran = notebook.cells.filter(
      ({ outputs, execution_count: count }) => (outputs ?? []).length > 0 || count != null,
    );
    if (ran.length === 0) return data;
    for (const cell of ran) {
      cell.outputs = [];
      cell.execution_count = null;
    }
    // As Jupyter writes it.
    return Buffer.from(`${JSON.stringify(notebook, null, 1)}\n`);
  } catch {
    // No notebook after all.
    return data;
  }
}
