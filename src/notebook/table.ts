/** A table of records, as HTML and as text. */
import { inspect } from 'node:util';
import { messages } from '../messages/index.js';
import { escapeMarkup, shortNumber } from '../plot/text.js';
import type { MimeBundle } from './tslab.js';

/** Rows beyond this many are counted, not shown. */
const shownRows = 100;
const longestCell = 120;

export type Row = Readonly<Record<string, unknown>>;

/** Whether a value is an object without a class of its own. */
function isPlainObject(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A list of objects, or an object of lists of one length, as rows; undefined when it is neither. */
export function rowsOf(value: unknown): Row[] | undefined {
  if (Array.isArray(value)) {
    return value.length > 0 && value.every(isPlainObject) ? value : undefined;
  }
  if (!isPlainObject(value)) return undefined;
  const columns = Object.entries(value);
  const isColumn = (one: unknown): one is ArrayLike<unknown> =>
    Array.isArray(one) || (ArrayBuffer.isView(one) && 'length' in one);
  const [first] = columns;
  if (first === undefined || !isColumn(first[1])) return undefined;
  const { length } = first[1];
  if (!columns.every(([, one]) => isColumn(one) && one.length === length)) return undefined;
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(columns.map(([name, one]) => [name, (one as ArrayLike<unknown>)[i]])),
  );
}

function cellText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number') return shortNumber(value);
  return cut(inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY }));
}

const cut = (text: string): string =>
  text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;

/** The rows as a bundle; columns in order of appearance, numbers right-aligned, all text escaped. */
export function tableBundle(rows: readonly Row[]): MimeBundle {
  const shown = rows.slice(0, shownRows);
  const names = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const more =
    rows.length > shownRows
      ? messages().notebook.values.moreRows({ count: rows.length - shownRows })
      : '';
  const isNumeric = (name: string): boolean =>
    shown.every((row) => row[name] === undefined || typeof row[name] === 'number');
  const align = new Map(names.map((name) => [name, isNumeric(name) ? 'right' : 'left']));
  const style = (name: string): string =>
    ` style="text-align:${align.get(name)};white-space:pre-wrap;max-width:40em"`;
  const head = names.map((name) => `<th${style(name)}>${escapeMarkup(name)}</th>`).join('');
  const body = shown
    .map((row) => {
      const cells = names.map(
        (name) => `<td${style(name)}>${escapeMarkup(cellText(row[name]))}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    })
    .join('');
  const below = more === '' ? '' : `<div>${escapeMarkup(more)}</div>`;
  return {
    'text/html':
      `<div style="overflow-x:auto"><table><thead><tr>${head}</tr></thead>` +
      `<tbody>${body}</tbody></table></div>${below}`,
    'text/plain': asText(names, shown, align) + (more === '' ? '' : `\n${more}`),
  };
}

function asText(
  names: readonly string[],
  rows: readonly Row[],
  align: ReadonlyMap<string, string>,
): string {
  const columns = names.map((name) => {
    const cells = [name, ...rows.map((row) => cellText(row[name]).replaceAll('\n', ' '))];
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) =>
      align.get(name) === 'right' ? cell.padStart(width) : cell.padEnd(width),
    );
  });
  return [...Array(rows.length + 1).keys()]
    .map((i) =>
      columns
        .map((column) => column[i] ?? '')
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
