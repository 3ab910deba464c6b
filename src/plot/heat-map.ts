import { messages } from '../messages/index.js';
import { type Axis, type Figure, type HeatmapTrace, makeFigure } from './figure.js';
import { fail, isList, needLabels, needLength, needText } from './input.js';
import { extremes, needMatrix } from './matrix.js';
import type { TensorLike } from './pixels.js';
import { baseLayout, colorBar, diverging, sequential, textSize, valueAxis } from './style.js';
import { plotlyText, shortNumber, shortText, textWidth } from './text.js';

export interface HeatMapOptions {
  title: string;
  /** [rows, columns]: a tensor or a list of rows; row 0 is drawn at the top. At most 100,000 cells. */
  values: TensorLike | readonly ArrayLike<number>[];
  /** One name for each row, and one for each column. Default: 0, 1, 2, … */
  rowLabels?: readonly (string | number)[];
  columnLabels?: readonly (string | number)[];
  xLabel?: string;
  yLabel?: string;
  /** What the numbers are; stands at the colour bar. */
  valueLabel?: string;
  /**
   * Blue below zero, white at zero, vermillion above, as far on both sides. Default: true when there
   * are numbers below zero and above it.
   */
  diverging?: boolean;
  /** The ends of the colour scale. Default: the lowest and the highest number. */
  range?: readonly [low: number, high: number];
  /** Writes the number into each cell. Default: when there are at most 150 cells. */
  showValues?: boolean;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

const mostWithValues = 150;
const largestSide = 520;
const smallestCell = 2;
const largestLabels = 170;

/**
 * A matrix as coloured cells with a colour bar. What is not finite is a gap.
 *
 * @throws TypeError | RangeError when rows differ in length, there are too many cells, or a list of
 * names is not as long as its axis
 * @example
 * heatMap({ title: 'Correlations', values: matrix, rowLabels: names, columnLabels: names });
 */
export function heatMap(options: HeatMapOptions): Figure {
  const title = needText('title', options.title);
  const z = needMatrix('values', options.values);
  const [rows, columns] = [z.length, z[0]?.length ?? 0];
  const names = (argument: 'rowLabels' | 'columnLabels', length: number): string[] => {
    const given = options[argument];
    if (given === undefined) return Array.from({ length }, (_, i) => String(i));
    const labels = needLabels(argument, given);
    needLength(argument, labels.length, length, 'values');
    return labels;
  };
  const [rowNames, columnNames] = [names('rowLabels', rows), names('columnLabels', columns)];
  const found = extremes(z);
  if (found === undefined) fail('values', 'a matrix with a finite number', options.values);
  const isDiverging = options.diverging ?? (found.low.value < 0 && found.high.value > 0);
  const [zmin, zmax] = rangeOf(options.range, found.low.value, found.high.value, isDiverging);

  const widest = Math.max(
    0,
    ...z.flat().map((value) => (value === null ? 0 : shortValue(value).length)),
  );
  const showValues = options.showValues ?? rows * columns <= mostWithValues;
  const wish = showValues ? Math.max(36, widest * 7.5 + 6) : 26;
  const cell = Math.max(smallestCell, Math.min(wish, largestSide / Math.max(rows, columns)));
  const [width, height] = [Math.max(60, cell * columns), Math.max(60, cell * rows)];
  const margin = {
    l: (options.yLabel === undefined ? 20 : 44) + Math.min(largestLabels, widthOf(rowNames)),
    r: 110,
    t: 56,
    b: 24,
  };
  const x = nameAxis(columnNames, width / columns, true, options.xLabel);
  const y = nameAxis(rowNames, height / rows, false, options.yLabel);
  margin.b +=
    (x.upright ? Math.min(largestLabels, widthOf(columnNames)) : 16) +
    (options.xLabel === undefined ? 0 : 26);
  const layout = baseLayout({
    title,
    width: Math.max(360, Math.round(width + margin.l + margin.r)),
    height: Math.round(height + margin.t + margin.b),
    margin: { ...margin, r: Math.max(margin.r, Math.round(360 - width - margin.l)) },
    legend: false,
    xaxis: { ...x.axis, range: [-0.5, columns - 0.5] },
    yaxis: { ...y.axis, range: [rows - 0.5, -0.5] },
  });
  const text = messages().figures;
  const size = Math.min(textSize.text, Math.floor((cell - 2) / (widest * 0.62)));
  const trace: HeatmapTrace = {
    type: 'heatmap',
    name: '',
    z,
    x0: 0,
    dx: 1,
    y0: 0,
    dy: 1,
    zmin,
    zmax,
    colorscale: isDiverging ? diverging : sequential,
    showscale: true,
    colorbar: colorBar(options.valueLabel ?? ''),
    xgap: 0,
    ygap: 0,
    text: z.map((row, i) =>
      row.map(
        (value, j) =>
          `${plotlyText(rowNames[i] ?? '')}, ${plotlyText(columnNames[j] ?? '')}: ${value === null ? '–' : value}`,
      ),
    ),
    hovertemplate: '%{text}<extra></extra>',
  };
  const place = (at: { row: number; column: number }): string =>
    text.cell({ row: rowNames[at.row] ?? '', column: columnNames[at.column] ?? '' });
  return makeFigure(
    [
      showValues && size >= textSize.smallest
        ? { ...trace, texttemplate: '%{z}', textfont: { size } }
        : trace,
    ],
    { ...layout, hovermode: 'closest' },
    options.alt ??
      text.heatMap({
        title,
        rows,
        columns,
        low: shortNumber(found.low.value),
        lowAt: place(found.low),
        high: shortNumber(found.high.value),
        highAt: place(found.high),
      }),
  );
}

const shortValue = (value: number): string => shortNumber(value);

function rangeOf(
  given: unknown,
  low: number,
  high: number,
  isDiverging: boolean,
): [number, number] {
  if (given !== undefined) {
    const [from, to] = isList(given) ? Array.from(given) : [];
    if (typeof from !== 'number' || typeof to !== 'number' || !(to > from)) {
      fail('range', '[low, high], two numbers in ascending order', given);
    }
    return [from, to];
  }
  if (isDiverging) {
    const far = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return [-far, far];
  }
  return [low, high > low ? high : low + 1];
}

const widthOf = (names: readonly string[]): number =>
  Math.max(...names.map((name) => textWidth(shortText(name, 24), textSize.text)));

/**
 * An axis of names at 0, 1, 2, …; as numbers, since a category axis would draw two equal names at one
 * place. Of crowded names every n-th stands there.
 */
export function nameAxis(
  names: readonly string[],
  step: number,
  isAcross: boolean,
  title: string | undefined,
): { axis: Axis; upright: boolean } {
  const upright = isAcross && widthOf(names) + 6 > step;
  const room = isAcross && !upright ? widthOf(names) + 6 : textSize.text + 3;
  const every = Math.max(1, Math.ceil(room / step));
  const shown = names.flatMap((name, i) => (i % every === 0 ? [[i, name] as const] : []));
  return {
    upright,
    axis: valueAxis(title, {
      showgrid: false,
      showline: false,
      automargin: false,
      tickmode: 'array',
      tickvals: shown.map(([i]) => i),
      ticktext: shown.map(([, name]) => plotlyText(shortText(name, 24))),
      ...(isAcross ? { tickangle: upright ? -90 : 0 } : {}),
    }),
  };
}
