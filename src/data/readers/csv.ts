/** CSV and its kin, through csv-parse: good rows, and what was wrong with the others. */
import { parse } from 'csv-parse/sync';
import { checkBytes } from './limits.js';

/** A row or line that could not be read: it is told, never left out in silence. */
export interface BadRow {
  /** The line in which it begins, counted from 1. */
  line: number;
  reason: string;
  /** Its first 200 characters. */
  text: string;
}

export interface CsvOptions {
  /** Default `,`. */
  delimiter?: string;
  /**
   * Whether the first line names the columns; default true. A list names them where no line does.
   */
  header?: boolean | readonly string[];
  /** What stands for a missing value; default the empty text and `NA`. */
  missing?: readonly string[];
  /** Columns whose values stay text, though they look like numbers. */
  text?: readonly string[];
  /** Whether `"` encloses a value. Default true. */
  quotes?: boolean;
  /** A longer text is refused. Default 256 MB. */
  maxBytes?: number;
}

export interface CsvTable {
  columns: string[];
  /** Values that look like numbers are numbers; missing ones are null. */
  rows: Record<string, number | string | null>[];
  bad: BadRow[];
}

interface Recorded {
  record: string[];
  info: { lines: number };
}

const numeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a table as text.
 *
 * @returns rows, and the bad ones with their line: another number of values than columns, a quote
 *   that does not end
 * @throws DatasetError `too-large` for a longer text than `maxBytes`
 * @example
 * const { rows, bad } = parseCsv(readFileSync('my.csv', 'utf8'));
 * for (const { line, reason } of bad) console.log(line, reason);
 */
export function parseCsv(text: string, options: CsvOptions = {}): CsvTable {
  const { header = true, missing = ['', 'NA'], text: texts = [] } = options;
  const { rows: records, bad } = parseRows(text, options);
  const first = header === true ? records.shift()?.values : undefined;
  const given = Array.isArray(header) ? [...(header as readonly string[])] : first;
  const width = given?.length ?? records[0]?.values.length ?? 0;
  const columns = given ?? Array.from({ length: width }, (_, i) => `column ${i + 1}`);
  const asText = new Set(texts);
  const none = new Set(missing);
  const rows: CsvTable['rows'] = [];
  for (const { values, line } of records) {
    if (values.length !== columns.length) {
      const reason = `expected ${columns.length} values, received ${values.length}`;
      bad.push({ line, reason, text: values.join(options.delimiter ?? ',').slice(0, 200) });
      continue;
    }
    const entries = columns.map((name, i) => {
      const value = values[i] ?? '';
      if (none.has(value)) return [name, null];
      return [name, !asText.has(name) && numeric.test(value) ? Number(value) : value];
    });
    rows.push(Object.fromEntries(entries));
  }
  return { columns, rows, bad: bad.sort((a, b) => a.line - b.line) };
}

/** The values of each row as they stand, with the line in which it begins. */
export function parseRows(
  text: string,
  { delimiter = ',', quotes = true, maxBytes }: CsvOptions = {},
): { rows: { values: string[]; line: number }[]; bad: BadRow[] } {
  checkBytes(text.length, maxBytes);
  const bad: BadRow[] = [];
  let begin = 1;
  const records = parse(text, {
    delimiter,
    quote: quotes ? '"' : false,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip(error) {
      const line = Number(error?.lines ?? 0);
      const shown = text.split('\n', line)[Math.max(0, line - 1)] ?? '';
      bad.push({ line, reason: error?.message ?? '', text: shown.slice(0, 200) });
      return undefined;
    },
  }) as unknown as Recorded[];
  const rows = records.map(({ record, info }) => {
    const line = begin;
    begin = info.lines + 1;
    return { values: record, line };
  });
  return { rows, bad };
}
