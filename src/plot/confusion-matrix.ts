import { messages } from '../messages/index.js';
import { type Figure, makeFigure } from './figure.js';
import { fail, isList, type Numbers, needLabels, needLength, needText } from './input.js';
import { baseLayout, categoryAxis, grid } from './style.js';
import { plotlyText } from './text.js';

export interface ConfusionMatrixOptions {
  title: string;
  /** The name of class 0, 1, 2, … */
  labels: readonly (string | number)[];
  /** The predicted class of each example, as an index into `labels`. */
  predicted: Numbers;
  /** The true class of each example, as an index into `labels`. */
  actual: Numbers;
  /** Text for readers who do not see the picture. Default: made from the title and the counts. */
  alt?: string;
}

/** Vermillion for mistakes, white for none, blue for what is right (Okabe-Ito). */
const rightAndWrong: [number, string][] = [
  [0, '#D55E00'],
  [0.25, '#F0B48A'],
  [0.5, '#FFFFFF'],
  [0.75, '#80B9D9'],
  [1, '#3B93C4'],
];

/**
 * Counts of actual class (rows) against predicted class (columns).
 *
 * Blue cells are right, vermillion cells are mistakes. The darker, the larger the share of the row;
 * the square root of the share is drawn, else a class with 2 % mistakes would look perfect.
 *
 * @throws TypeError | RangeError when the lists differ in length or hold something else than an
 * index into `labels`
 * @example
 * confusionMatrix({ title: 'Digits', labels: [...'0123456789'], predicted, actual });
 */
export function confusionMatrix(options: ConfusionMatrixOptions): Figure {
  const title = needText('title', options.title);
  const labels = needLabels('labels', options.labels);
  const actual = needClasses('actual', options.actual, labels.length);
  const predicted = needClasses('predicted', options.predicted, labels.length);
  needLength('predicted', predicted.length, actual.length, 'actual');

  const counts = labels.map(() => labels.map(() => 0));
  actual.forEach((row, i) => {
    const cells = counts[row];
    const column = predicted[i];
    if (cells !== undefined && column !== undefined) cells[column] = (cells[column] ?? 0) + 1;
  });
  const z = counts.map((cells, row) => {
    const total = cells.reduce((sum, n) => sum + n, 0);
    return cells.map((n, column) => {
      const depth = total === 0 ? 0 : Math.sqrt(n / total);
      return row === column ? depth : -depth;
    });
  });

  const text = messages().notebook.figures;
  const names = labels.map(plotlyText);
  const side = Math.max(320, 56 + labels.length * 38);
  const layout = baseLayout({
    title,
    width: side + 120,
    height: side + 100,
    margin: { l: 84, r: 24, t: 56, b: 64 },
    legend: false,
    xaxis: categoryAxis(text.predicted(), { showline: false, constrain: 'domain' }),
    yaxis: categoryAxis(text.actual(), {
      showline: false,
      autorange: 'reversed',
      scaleanchor: 'x',
      constrain: 'domain',
    }),
  });
  return makeFigure(
    [
      {
        type: 'heatmap',
        name: '',
        z,
        x: names,
        y: names,
        zmin: -1,
        zmax: 1,
        colorscale: rightAndWrong,
        showscale: false,
        xgap: 1,
        ygap: 1,
        text: counts.map((cells) => cells.map((n) => (n === 0 ? '' : String(n)))),
        texttemplate: '%{text}',
        hovertemplate: `${text.actual()} %{y}, ${text.predicted()} %{x}: %{text}<extra></extra>`,
      },
    ],
    // Shows through the gaps, so that empty cells have an outline too.
    { ...layout, plot_bgcolor: grid },
    options.alt ?? describe(title, labels, counts),
  );
}

function needClasses(argument: string, value: unknown, classes: number): number[] {
  if (!isList(value) || value.length === 0) {
    fail(argument, 'a non-empty list of class indices', value);
  }
  return Array.from(value, (item, index) => {
    if (typeof item !== 'number' || !Number.isInteger(item) || item < 0 || item >= classes) {
      fail(`${argument}[${index}]`, `an integer from 0 to ${classes - 1} (see \`labels\`)`, item);
    }
    return item;
  });
}

function describe(title: string, labels: readonly string[], counts: readonly number[][]): string {
  const text = messages().notebook.figures;
  let right = 0;
  let total = 0;
  let worst = { row: 0, column: 0, count: 0 };
  counts.forEach((cells, row) => {
    cells.forEach((count, column) => {
      total += count;
      if (row === column) right += count;
      else if (count > worst.count) worst = { row, column, count };
    });
  });
  const mistake =
    worst.count === 0
      ? ''
      : text.worstMistake({
          actual: labels[worst.row] ?? '',
          predicted: labels[worst.column] ?? '',
          count: worst.count,
        });
  return text.confusionMatrix({ title, right, total }) + mistake;
}
