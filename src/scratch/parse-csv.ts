/** A table with rows that are partly wrong, read by hand. */

/** A column that is wanted. */
export interface CsvColumn {
  name: string;
  kind: 'number' | 'text';
}

export type CsvRow = Record<string, number | string | null>;

export interface ParsedCsv {
  /** In the order of the text; an empty cell is null. */
  rows: CsvRow[];
  /** Lines that are no rows, counted from 1, the header included. */
  errors: { line: number; reason: string }[];
}

/**
 * Reads a table: a header, then one row a line, cells between commas. Quotes are characters like any
 * other. A line that is wrong becomes an error and stops nothing; an empty one is skipped.
 *
 * @param schema the columns that are wanted; others are left out
 * @returns reasons are `cells` (more or fewer than in the header) and `not a number: <column>`, the
 * first such column of the schema
 * @throws RangeError when the header lacks a column of the schema
 * @example
 * parseCsv([{ name: 'pulse', kind: 'number' }], 'pulse\n72\nhigh'); // a row, and an error in line 3
 */
export function parseCsv(schema: readonly CsvColumn[], text: string): ParsedCsv {
  const [header = '', ...lines] = text.split('\n');
  const cellsOf = (line: string): string[] => line.split(',').map((cell) => cell.trim());
  const names = cellsOf(header);
  const absent = schema.find(({ name }) => !names.includes(name));
  if (absent !== undefined) {
    throw new RangeError(`Expected a column \`${absent.name}\`. Received: ${names.join(', ')}`);
  }
  const parsed: ParsedCsv = { rows: [], errors: [] };
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const row: CsvRow = {};
    let reason = cells.length === names.length ? '' : 'cells';
    for (const { name, kind } of schema) {
      const cell = cells[names.indexOf(name)] ?? '';
      row[name] = cell === '' ? null : kind === 'number' ? Number(cell) : cell;
      const isBad = typeof row[name] === 'number' && !Number.isFinite(row[name]);
      if (isBad && reason === '') reason = `not a number: ${name}`;
    }
    if (reason === '') parsed.rows.push(row);
    else parsed.errors.push({ line: i + 2, reason });
  }
  return parsed;
}
