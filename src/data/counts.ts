/** How many examples a data set has, counted in the data: by part, and by class. */
import type { Tensor } from '../nn/tf.js';
import type { Dataset } from './dataset-types.js';

type Counts = Record<string, number[]>;

/** The parts of a set: itself, where it has none. */
function partsOf(data: Dataset): [name: string, part: object][] {
  if (!('train' in data)) return [['all', data]];
  const parts: [string, object][] = [['train', data.train]];
  if ('validation' in data) parts.push(['validation', data.validation]);
  return [...parts, ['test', data.test]];
}

const lengthOf = (value: unknown): number => (value as ArrayLike<unknown>).length;
const listNames = ['texts', 'rows', 'pairs', 'time', 'clips', 'ratings'] as const;

function sizeOf(part: object): number {
  const list = listNames.find((name) => name in part);
  if (list !== undefined) return lengthOf(Reflect.get(part, list));
  return (Reflect.get(part, 'x') as Tensor).shape[0] ?? 0;
}

/** Examples of each part. */
export const sizesOf = (data: Dataset): Record<string, number> =>
  Object.fromEntries(partsOf(data).map(([name, part]) => [name, sizeOf(part)]));

function tally(classes: number, labels: Iterable<number>): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

const places = (values: readonly unknown[], classes: readonly string[]): number[] =>
  values.map((value) => classes.indexOf(`${value}`));

/** The classes of a set, and the class of each example of a part. */
function labelled(
  data: Dataset,
  part: object,
): [classes: number, labels: Iterable<number>] | undefined {
  if (data.kind === 'table') {
    const column = data.columns.find(({ name }) => name === data.target);
    if (column?.values === undefined) return undefined;
    const values = data.rows.map((row) => row[data.target]);
    return [column.values.length, places(values, column.values)];
  }
  if (data.kind === 'series') {
    const column = data.columns.find(({ type }) => type === 'category');
    if (column?.values === undefined) return undefined;
    return [column.values.length, places(data.details[column.name] ?? [], column.values)];
  }
  if (data.kind === 'pairs') {
    const { category } = data.details;
    const classes = [...new Set(category)];
    return category && [classes.length, places(category, classes)];
  }
  if (!('classes' in data)) return undefined;
  if (data.kind === 'boxes') {
    const { boxes } = part as typeof data.train;
    return [data.classes.length, boxes.flat().map(({ label }) => label)];
  }
  const labels = 'labels' in part ? part.labels : (Reflect.get(part, 'y') as Tensor).dataSync();
  return [data.classes.length, labels as Iterable<number>];
}

/**
 * Examples of each class by part (boxes, where pictures have several), and with each attribute;
 * undefined where there are none.
 */
export function classCountsOf(data: Dataset): {
  counts: Counts | undefined;
  attributes: Counts | undefined;
} {
  const counts: Counts = {};
  for (const [name, part] of partsOf(data)) {
    const found = labelled(data, part);
    if (found !== undefined) counts[name] = tally(...found);
  }
  const attributes = 'attributes' in data ? { all: sumColumns(data.attributes) } : undefined;
  return { counts: Object.keys(counts).length === 0 ? undefined : counts, attributes };
}

function sumColumns(table: Tensor): number[] {
  const [rows = 0, columns = 0] = table.shape;
  const values = table.dataSync();
  return Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * columns + j] as number;
    return sum;
  });
}
