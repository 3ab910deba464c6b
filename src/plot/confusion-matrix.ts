import { messages } from '../messages/index.js';
import { type Figure, makeFigure } from './figure.js';
import { fail, isList, type Numbers, needLabels, needLength, needText } from './input.js';
import { baseLayout, categoryAxis, cellInk, grid, textSize } from './style.js';
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

/** Pixels of a letter of a name, of the widest margin of names, and of the matrix at most. */
const letterWidth = 6.5;
const largestNames = 160;
const largestMatrix = 640;
const largestCell = 48;
const smallestCell = 8;

/** The side of a cell: large for few classes, small for many, so that the matrix fits a page. */
function cellSide(classes: number): number {
  return Math.max(smallestCell, Math.min(largestCell, Math.floor(largestMatrix / classes)));
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

  const text = messages().figures;
  const names = labels.map(plotlyText);
  const cell = cellSide(labels.length);
  const side = cell * labels.length;
  const longest = Math.max(...labels.map((name) => name.length));
  // Room for the names beside the cells, so that those stay square.
  const across = Math.min(largestNames, 36 + longest * letterWidth);
  const isUpright = longest * letterWidth + 6 > cell;
  const below = isUpright ? across : 64;
  const margin = { l: across, r: 24, t: 56, b: below };
  // Of very many names every second or third stands there; the rest shows under the mouse.
  const every = Math.ceil((textSize.text + 2) / cell);
  const ticks = { tickmode: 'linear', tick0: 0, dtick: every } as const;
  const layout = baseLayout({
    title,
    width: side + margin.l + margin.r,
    height: side + margin.t + margin.b,
    margin,
    legend: false,
    xaxis: categoryAxis(text.predicted(), {
      ...ticks,
      showline: false,
      automargin: false,
      tickangle: isUpright ? -90 : 0,
    }),
    yaxis: categoryAxis(text.actual(), {
      ...ticks,
      showline: false,
      automargin: false,
      autorange: 'reversed',
    }),
  });
  const counted = counts.map((cells) => cells.map((n) => (n === 0 ? '' : String(n))));
  const widest = Math.max(...counted.flat().map((words) => words.length));
  const size = Math.min(textSize.text, Math.floor((cell - 2) / (widest * 0.62)), cell - 2);
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
        text: counted,
        // A number that does not fit its cell is read under the mouse.
        ...(size < textSize.smallest
          ? {}
          : { texttemplate: '%{text}', textfont: { size, color: cellInk } }),
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
  const text = messages().figures;
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
