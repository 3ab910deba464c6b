import { messages } from '../messages/index.js';
import { downsample } from './downsample.js';
import { type Figure, type LineTrace, makeFigure } from './figure.js';
import {
  fail,
  type Numbers,
  needEven,
  needLength,
  needNumbers,
  needText,
  stepOf,
} from './input.js';
import { extremes, needMatrix } from './matrix.js';
import type { TensorLike } from './pixels.js';
import { baseLayout, colorBar, sequential, valueAxis } from './style.js';
import { plotlyText, shortNumber } from './text.js';

/** The way of an optimiser over the plane. */
export interface LossPath {
  name: string;
  x: Numbers;
  y: Numbers;
}

export interface LossLandscapeOptions {
  title: string;
  /** Losses [y, x]: a tensor or a list of rows; the first row belongs to `y[0]`. */
  losses: TensorLike | readonly ArrayLike<number>[];
  /** Values of the parameter across, evenly spaced, ascending: one for each column. */
  x: Numbers;
  /** Values of the parameter upwards: one for each row. */
  y: Numbers;
  paths?: readonly LossPath[];
  xLabel?: string;
  yLabel?: string;
  /** Colours by the logarithm. Default: when all losses are above 0 and span a factor of 100. */
  logarithmic?: boolean;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

const side = 440;
/** Colours of paths, apart from the ground's blue, green and yellow; each has a dark edge. */
const pathColors = ['#E69F00', '#CC79A7', '#56B4E9', '#D55E00'];

/**
 * The loss over two parameters, dark where it is low, and the paths of optimisers: a dot at the start, a
 * diamond at the end. What leaves the plane is not drawn.
 *
 * @throws TypeError | RangeError when `losses` is not [y, x], the axes are not evenly spaced, or a
 * path is empty
 * @example
 * lossLandscape({ title: 'A ravine', losses, x, y, paths: [{ name: 'sgd', x: ws, y: bs }] });
 */
export function lossLandscape(options: LossLandscapeOptions): Figure {
  const title = needText('title', options.title);
  const losses = needMatrix('losses', options.losses);
  const [x, y] = [needEven('x', options.x), needEven('y', options.y)];
  needLength('y', y.length, losses.length, 'losses');
  needLength('x', x.length, losses[0]?.length ?? 0, 'losses[0]');
  const found = extremes(losses);
  if (found === undefined) fail('losses', 'a matrix with a finite number', options.losses);
  const isLog =
    options.logarithmic ?? (found.low.value > 0 && found.high.value / found.low.value >= 100);
  if (isLog && found.low.value <= 0) {
    fail('losses', 'above 0 everywhere, to be shown by their logarithm', found.low.value);
  }
  const level = (loss: number): number => (isLog ? Math.log10(loss) : loss);
  const [low, high] = [level(found.low.value), level(found.high.value)];
  const [dx, dy] = [stepOf(x), stepOf(y)];
  if ((options.paths ?? []).length > pathColors.length) {
    fail('paths', `at most ${pathColors.length} paths, to be told apart`, options.paths);
  }
  const paths = (options.paths ?? []).map((path, index) => needPath(path, index));
  const text = messages().figures;
  const margin = { l: 72, r: 110, t: 64, b: 56 };
  const layout = baseLayout({
    title,
    width: side + margin.l + margin.r,
    height: side + margin.t + margin.b + (paths.length > 0 ? 20 : 0),
    margin: { ...margin, t: margin.t + (paths.length > 0 ? 20 : 0) },
    legend: paths.length > 0,
    xaxis: axis(options.xLabel, x, dx),
    yaxis: axis(options.yLabel, y, dy),
  });
  return makeFigure(
    [
      {
        type: 'heatmap',
        name: '',
        z: losses.map((row) =>
          row.map((loss) => (loss === null ? null : Number(level(loss).toPrecision(4)))),
        ),
        x0: x[0] ?? 0,
        dx,
        y0: y[0] ?? 0,
        dy,
        zmin: low,
        zmax: high > low ? high : low + 1,
        colorscale: sequential,
        showscale: true,
        colorbar: colorBar(isLog ? text.logLoss() : text.loss()),
        xgap: 0,
        ygap: 0,
        text: losses.map((row) => row.map((loss) => (loss === null ? '–' : shortNumber(loss)))),
        hovertemplate: `(%{x:.4~g}, %{y:.4~g}): %{text}<extra></extra>`,
      },
      ...paths.flatMap(pathTraces),
    ],
    { ...layout, hovermode: 'closest' },
    options.alt ??
      text.landscape({
        title,
        low: shortNumber(found.low.value),
        high: shortNumber(found.high.value),
        x: shortNumber(x[found.low.column] ?? 0),
        y: shortNumber(y[found.low.row] ?? 0),
        parts: paths.map(describe).join(' '),
      }),
  );
}

function axis(label: string | undefined, list: readonly number[], step: number) {
  return valueAxis(label, {
    range: [(list[0] ?? 0) - step / 2, (list.at(-1) ?? 0) + step / 2],
    showgrid: false,
    automargin: false,
  });
}

function needPath(path: LossPath, index: number): { name: string; x: number[]; y: number[] } {
  const where = `paths[${index}]`;
  const name = needText(`${where}.name`, path?.name);
  const [x, y] = [needNumbers(`${where}.x`, path.x), needNumbers(`${where}.y`, path.y)];
  needLength(`${where}.y`, y.length, x.length, `${where}.x`);
  // Where an optimiser diverged its path ends.
  const end = x.findIndex((at, i) => at === null || y[i] == null);
  const kept = end < 0 ? x.length : end;
  if (kept === 0) fail(where, 'a path that starts at a finite place', path.x);
  const finite = (list: readonly (number | null)[]) => list.slice(0, kept).map((at) => at ?? 0);
  return { name, x: finite(x), y: finite(y) };
}

function pathTraces(path: { name: string; x: number[]; y: number[] }, index: number): LineTrace[] {
  const color = pathColors[index % pathColors.length] ?? '#ffffff';
  const line = { ...downsample(path), type: 'scatter' as const, name: plotlyText(path.name) };
  const ends = (at: 0 | -1) => ({ x: [path.x.at(at) ?? null], y: [path.y.at(at) ?? null] });
  const mark = { ...line, mode: 'markers' as const, showlegend: false, hoverinfo: 'skip' as const };
  const stroke = { color, width: 2, dash: 'solid' as const };
  return [
    // A dark edge, so that a light line is read on the light ground of high losses too.
    {
      ...line,
      mode: 'lines',
      line: { color: '#1a1a1a', width: 4.5, dash: 'solid' },
      marker: { color: '#1a1a1a', size: 5 },
      showlegend: false,
      hoverinfo: 'skip',
    },
    { ...line, mode: 'lines', line: stroke, marker: { color, size: 5 } },
    { ...mark, ...ends(0), line: stroke, marker: { color: '#1a1a1a', size: 13 } },
    { ...mark, ...ends(0), line: stroke, marker: { color, size: 9 } },
    {
      ...mark,
      ...ends(-1),
      line: stroke,
      marker: { color: '#1a1a1a', size: 15, symbol: 'diamond' },
    },
    { ...mark, ...ends(-1), line: stroke, marker: { color, size: 10, symbol: 'diamond' } },
  ];
}

function describe({ name, x, y }: { name: string; x: number[]; y: number[] }): string {
  return messages().figures.path({
    name,
    count: x.length - 1,
    x0: shortNumber(x[0] ?? 0),
    y0: shortNumber(y[0] ?? 0),
    x1: shortNumber(x.at(-1) ?? 0),
    y1: shortNumber(y.at(-1) ?? 0),
  });
}
