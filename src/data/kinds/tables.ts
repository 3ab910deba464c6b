/** Tables, and time series as tables with a time. */
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { Column, SeriesDataset, TableDataset, TableRow } from '../dataset-types.js';
import type { ManifestColumn, ManifestFile, ManifestOf } from '../manifest.js';
import { parseCsv } from '../readers/csv.js';
import { detailsOf, infoOf } from './info.js';

const publicColumn = ({ coded: _, ...column }: ManifestColumn): Column => column as Column;

/** All rows, or an error: a file of the package has no bad ones. */
async function readRows(
  files: DataFiles,
  file: ManifestFile,
  columns: readonly ManifestColumn[],
  options: { header?: 'names' | 'skip' | 'none' | undefined; missing?: string[] | undefined },
): Promise<TableRow[]> {
  const { header = 'names', missing = [''] } = options;
  let text = (await files.read(file)).toString('utf8');
  if (header === 'skip') text = text.slice(text.indexOf('\n') + 1);
  const categories = columns.filter(({ type, coded }) => type === 'category' && !coded);
  const { rows, bad } = parseCsv(text, {
    header: header === 'names' ? true : columns.map(({ name }) => name),
    missing,
    text: categories.map(({ name }) => name),
  });
  const [first] = bad;
  if (first !== undefined) {
    throw new DatasetError('bad-rows', { path: file.path, line: first.line, reason: first.reason });
  }
  const coded = columns.filter((column) => column.coded);
  for (const row of rows) {
    for (const { name, values = [] } of coded) row[name] = values[Number(row[name])] ?? null;
  }
  return rows;
}

export async function loadTable(
  manifest: ManifestOf<'table'>,
  files: DataFiles,
): Promise<TableDataset> {
  const { columns, target, header, missing } = manifest;
  const rows: TableRow[] = [];
  for (const file of manifest.files) {
    rows.push(...(await readRows(files, file, columns, { header, missing })));
  }
  return { ...infoOf(manifest), kind: 'table', rows, columns: columns.map(publicColumn), target };
}

const two = (value: unknown): string => `${value}`.padStart(2, '0');

/** The date of a row: a text as it is, year, month and day, or the first month of a quarter. */
function dateOf(row: TableRow, from: 'date' | 'quarter', columns: readonly string[]): string {
  const [year, second, day] = columns.map((name) => row[name]);
  if (columns.length === 1) return `${year}`;
  if (from === 'quarter') return `${year}-${two(3 * Number(second) - 2)}-01`;
  return `${year}-${two(second)}-${two(day)}`;
}

export async function loadSeries(
  manifest: ManifestOf<'series'>,
  files: DataFiles,
): Promise<SeriesDataset> {
  const { columns, every, time: timing, files: listed } = manifest;
  const [file] = listed as [ManifestFile];
  const common = { ...infoOf(manifest), kind: 'series' as const, every };
  if (timing.from === 'rate') {
    const bytes = await files.read(file);
    const [{ name }] = columns as [ManifestColumn];
    const signal = Float64Array.from({ length: bytes.length / 2 }, (_, i) =>
      bytes.readInt16LE(2 * i),
    );
    const time = Array.from(signal, (_, i) => i / timing.hertz);
    return {
      ...common,
      time,
      columns: columns.map(publicColumn),
      values: { [name]: signal },
      details: {},
    };
  }
  const rows = await readRows(files, file, columns, {});
  const texts = columns.filter(({ type }) => type === 'category').map(({ name }) => name);
  const { add, details } = detailsOf(texts);
  for (const row of rows) add(texts.map((name) => `${row[name] ?? ''}`));
  const numbers = columns.filter(({ type }) => type === 'number');
  return {
    ...common,
    time: rows.map((row) => dateOf(row, timing.from, timing.columns)),
    columns: columns.map(publicColumn),
    values: Object.fromEntries(
      numbers.map(({ name }) => [
        name,
        Float64Array.from(rows, (row) => (row[name] === null ? Number.NaN : Number(row[name]))),
      ]),
    ),
    details,
  };
}
