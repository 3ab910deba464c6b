/** Records of a file, whatever its format, by the fields that a manifest names. */
import type { DataFiles } from '../data-files.js';
import { DatasetError } from '../dataset-error.js';
import type { ManifestFile } from '../manifest.js';
import { parseRows } from '../readers/csv.js';
import { parseJson } from '../readers/json.js';

/** A record as a list, or an object. */
type RawRecord = Readonly<Record<string | number, unknown>>;

/** Lists are lines of one text. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join('\n') : `${value ?? ''}`;

/** The fields of a record, as texts, in the order of `fields`. */
export type FieldValues = string[];

function delimited(text: string, file: ManifestFile): RawRecord[] {
  const isTsv = file.format === 'tsv';
  const { rows, bad } = parseRows(text, isTsv ? { delimiter: '\t', quotes: false } : {});
  const [first] = bad;
  if (first !== undefined) {
    throw new DatasetError('bad-rows', { path: file.path, line: first.line, reason: first.reason });
  }
  const records = rows.map(({ values }) => values);
  if (isTsv) return records as unknown as RawRecord[];
  const [names = [], ...others] = records;
  return others.map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])));
}

/**
 * The records of one split of a file.
 *
 * @param fields where each value stands in a record; none: the record is the text itself
 */
export async function readRecords(
  files: DataFiles,
  file: ManifestFile,
  split: string,
  fields: Readonly<Record<string, string | number>>,
): Promise<FieldValues[]> {
  const text = (await files.read(file)).toString('utf8');
  if (file.format === 'text') return [[text]];
  if (file.format === 'lines')
    return text
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => [line]);
  let records: RawRecord[];
  if (file.format === 'json') {
    const parsed = parseJson(text, {}, file.path) as RawRecord;
    records = (file.records === undefined ? parsed : parsed[file.records[split] ?? '']) as never;
  } else {
    records = delimited(text, file);
  }
  const places = Object.values(fields);
  return records.map((record) => places.map((place) => textOf(record[place])));
}
