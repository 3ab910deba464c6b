/** Typical wrong solutions of `parseCsv`, lesson 01. */
import type { Mutant } from '../parts.js';
import { parseCsv } from './solution.js';

type Column = Parameters<typeof parseCsv>[0][number];
type Parsed = ReturnType<typeof parseCsv>;

const withParsed =
  (change: (parsed: Parsed, schema: Column[], text: string) => unknown) =>
  (schema: Column[], text: string) =>
    change(parseCsv(schema, text), schema, text);

export const parseMutants: readonly Mutant[] = [
  {
    name: 'empty numbers are 0',
    guess: {
      en: 'An empty cell of a number column became 0; it must be null.',
      zh: '数值列的空单元格变成了 0；应为 null。',
    },
    fn: withParsed(({ rows, errors }, schema) => ({
      errors,
      rows: rows.map((row) =>
        Object.fromEntries(
          schema.map(({ name, kind }) => [name, kind === 'number' ? (row[name] ?? 0) : row[name]]),
        ),
      ),
    })),
  },
  {
    name: 'lines counted from 0',
    guess: {
      en: 'Lines are counted from 1, and the header is line 1.',
      zh: '行号从 1 开始，表头是第 1 行。',
    },
    fn: withParsed(({ rows, errors }) => ({
      rows,
      errors: errors.map(({ line, reason }) => ({ line: line - 1, reason })),
    })),
  },
  {
    name: 'wrong lines dropped silently',
    guess: {
      en: 'Lines that are wrong vanish without a trace: list them in `errors`.',
      zh: '出错的行无声无息地消失了：应列入 `errors`。',
    },
    fn: withParsed(({ rows }) => ({ rows, errors: [] })),
  },
  {
    name: 'columns by position',
    guess: {
      en: 'Cells are taken in the order of the schema; look them up by the header.',
      zh: '单元格是按 schema 的次序取的；应按表头查找。',
    },
    fn: (schema: Column[], text: string) => {
      const [header = '', ...lines] = text.split('\n');
      const names = header.split(',').map((name) => name.trim());
      parseCsv(schema, names.join(','));
      const rest = names.slice(schema.length).map((_, i) => `other ${i}`);
      const renamed = [...schema.map(({ name }) => name), ...rest].join(',');
      return parseCsv(schema, [renamed, ...lines].join('\n'));
    },
  },
  {
    name: 'empty lines not counted',
    guess: {
      en: 'Empty lines are taken out before the lines are numbered, so numbers after them are wrong.',
      zh: '编号之前就去掉了空行，因此其后的行号都不对。',
    },
    fn: (schema: Column[], text: string) =>
      parseCsv(
        schema,
        text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .join('\n'),
      ),
  },
  {
    name: 'numbers by parseFloat',
    guess: {
      en: 'parseFloat reads "72bpm" as 72; Number does not.',
      zh: '`parseFloat` 会把 "72bpm" 读成 72；`Number` 不会。',
    },
    fn: (schema: Column[], text: string) => {
      const cut = (cell: string): string =>
        Number.isNaN(Number.parseFloat(cell)) || /^"/.test(cell.trim())
          ? cell
          : String(Number.parseFloat(cell));
      const [header = '', ...lines] = text.split('\n');
      const read = lines.map((line) => line.split(',').map(cut).join(','));
      return parseCsv(schema, [header, ...read].join('\n'));
    },
  },
  {
    name: 'other columns kept',
    guess: {
      en: 'Rows have columns that the schema does not ask for.',
      zh: '行中含有 schema 没有要求的列。',
    },
    fn: (schema: Column[], text: string) => {
      const names = (text.split('\n')[0] ?? '').split(',').map((name) => name.trim());
      parseCsv(schema, names.join(','));
      const others = names.filter((name) => !schema.some((column) => column.name === name));
      const more = others.map((name): Column => ({ name, kind: 'text' }));
      return parseCsv([...schema, ...more], text);
    },
  },
  {
    name: 'a column that is not there is null',
    guess: {
      en: 'A header without a wanted column must throw a RangeError.',
      zh: '表头缺少所需的列时应抛出 RangeError。',
    },
    fn: (schema: Column[], text: string) => {
      const header = (text.split('\n')[0] ?? '').split(',').map((name) => name.trim());
      const known = schema.filter(({ name }) => header.includes(name));
      const { rows, errors } = parseCsv(known, text);
      const empty = Object.fromEntries(schema.map(({ name }) => [name, null]));
      return { rows: rows.map((row) => ({ ...empty, ...row })), errors };
    },
  },
  {
    name: 'the carriage return kept',
    guess: {
      en: 'The "\\r" of a line that ends in "\\r\\n" stays in its last cell; cut it off, in the header, too.',
      zh: '以 "\\r\\n" 结尾的行，"\\r" 留在了最后一个单元格里；应去掉，表头也一样。',
    },
    fn: (schema: Column[], text: string) => parseCsv(schema, text.replaceAll('\r', '\\r')),
  },
  {
    name: 'empty texts stay empty',
    guess: {
      en: 'An empty cell is null in a text column, too.',
      zh: '文本列的空单元格也应为 null。',
    },
    fn: withParsed(({ rows, errors }, schema) => ({
      errors,
      rows: rows.map((row) =>
        Object.fromEntries(
          schema.map(({ name, kind }) => [name, kind === 'text' ? (row[name] ?? '') : row[name]]),
        ),
      ),
    })),
  },
  {
    name: 'first wrong column of the header',
    guess: {
      en: 'The reason names the first wrong column in the order of the schema, not of the header.',
      zh: '原因应写按 schema 次序第一个出错的列，而不是按表头的次序。',
    },
    fn: (schema: Column[], text: string) => {
      const header = (text.split('\n')[0] ?? '').split(',').map((name) => name.trim());
      const place = ({ name }: Column): number => header.indexOf(name);
      return parseCsv(
        [...schema].sort((a, b) => place(a) - place(b)),
        text,
      );
    },
  },
  {
    name: 'quotes taken off',
    guess: {
      en: 'Quotes are characters like any other: leave them where they are.',
      zh: '引号和别的字符一样：应原样保留。',
    },
    fn: (schema: Column[], text: string) => parseCsv(schema, text.replaceAll('"', '')),
  },
  {
    name: 'blank lines are errors',
    guess: {
      en: 'A line of nothing but spaces is skipped; it is no error.',
      zh: '只有空格的行应跳过，不算错误。',
    },
    fn: (schema: Column[], text: string) => {
      const { rows, errors } = parseCsv(schema, text);
      const blank = [...text.split('\n').entries()]
        .filter(([i, line]) => i > 0 && line !== '' && line.trim() === '')
        .map(([i]) => ({ line: i + 1, reason: 'cells' }));
      return { rows, errors: [...errors, ...blank].sort((a, b) => a.line - b.line) };
    },
  },
  {
    name: 'cells too many accepted',
    guess: {
      en: 'A line with more cells than the header is an error, too.',
      zh: '单元格比表头多的行也是错误。',
    },
    fn: (schema: Column[], text: string) => {
      const width = (text.split('\n')[0] ?? '').split(',').length;
      const cut = text.split('\n').map((line) => line.split(',').slice(0, width).join(','));
      return parseCsv(schema, cut.join('\n'));
    },
  },
  {
    name: 'Infinity is a number',
    guess: {
      en: 'Infinity is let through; a number here is finite.',
      zh: '放过了 Infinity；这里的数必须有限。',
    },
    fn: (schema: Column[], text: string) => {
      const { rows, errors } = parseCsv(schema, text.replaceAll('Infinity', '987654321'));
      const back = (value: number | string | null | undefined): number | string | null =>
        value === 987654321 ? Number.POSITIVE_INFINITY : (value ?? null);
      return {
        errors,
        rows: rows.map((row) =>
          Object.fromEntries(schema.map(({ name }) => [name, back(row[name])])),
        ),
      };
    },
  },
];
