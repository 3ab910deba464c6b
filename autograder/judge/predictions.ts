/**
 * A predictions CSV, read strictly: a header, then one row for each id, with plain finite numbers.
 *
 * No quotes, no spaces, no columns beyond those asked for. The order of the rows is free.
 */
import { Failure } from './failure.js';

export interface PredictionsForm {
  /** Column that names the example. */
  id: string;
  /** The other columns, in this order. */
  columns: readonly string[];
  /** Every example that must be there, once. */
  ids: ReadonlySet<string>;
}

const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Characters of a wrong field that are told. */
const shown = 40;

/**
 * The numbers of each id.
 *
 * @throws Failure that names row (1 is the header) and column
 */
export function readPredictions(bytes: Uint8Array, form: PredictionsForm): Map<string, number[]> {
  const [head = '', ...lines] = linesOf(bytes);
  const header = [form.id, ...form.columns].join(',');
  if (head !== header) throw new Failure('csv-header', { expected: header, got: cut(head) });
  const rows = new Map<string, number[]>();
  for (const [i, line] of lines.entries()) {
    const row = i + 2;
    const [id = '', ...fields] = line.split(',');
    if (fields.length !== form.columns.length) {
      const params = { row, expected: form.columns.length + 1, got: fields.length + 1 };
      throw new Failure('csv-fields', params);
    }
    if (!form.ids.has(id)) {
      throw new Failure('csv-id-unknown', { row, column: form.id, got: cut(id) });
    }
    if (rows.has(id)) throw new Failure('csv-id-twice', { row, column: form.id, got: id });
    rows.set(
      id,
      fields.map((field, at) => {
        const value = Number(field);
        if (number.test(field) && Number.isFinite(value)) return value;
        throw new Failure('csv-number', { row, column: form.columns[at] ?? '', got: cut(field) });
      }),
    );
  }
  for (const id of form.ids) {
    if (!rows.has(id)) {
      const params = { expected: form.ids.size, got: rows.size, column: form.id, id };
      throw new Failure('csv-rows', params);
    }
  }
  return rows;
}

function linesOf(bytes: Uint8Array): string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Failure('csv-text', {});
  }
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

const cut = (text: string): string => (text.length > shown ? `${text.slice(0, shown)}…` : text);
