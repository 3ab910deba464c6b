/** Losses over a plane of two parameters, as a caller has them: checked, for the map and the surface. */
import { messages } from '../messages/index.js';
import { fail, type Numbers, needEven, needLength, needNumbers, needText } from './input.js';
import { extremes, needMatrix } from './matrix.js';
import type { TensorLike } from './pixels.js';
import { shortNumber } from './text.js';

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

/** Colours of paths, apart from the ground's blue, green and yellow. */
export const pathColors = ['#E69F00', '#CC79A7', '#56B4E9', '#D55E00'];

export interface FinitePath {
  name: string;
  x: number[];
  y: number[];
}

export interface LossPlane {
  title: string;
  losses: (number | null)[][];
  /** The same, or their logarithm: what is coloured. */
  levels: (number | null)[][];
  isLog: boolean;
  low: number;
  high: number;
  x: number[];
  y: number[];
  paths: FinitePath[];
  alt: string;
}

export function needPlane(options: LossLandscapeOptions): LossPlane {
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
  if ((options.paths ?? []).length > pathColors.length) {
    fail('paths', `at most ${pathColors.length} paths, to be told apart`, options.paths);
  }
  const paths = (options.paths ?? []).map((path, index) => needPath(path, index));
  const alt = messages().figures.landscape({
    title,
    low: shortNumber(found.low.value),
    high: shortNumber(found.high.value),
    x: shortNumber(x[found.low.column] ?? 0),
    y: shortNumber(y[found.low.row] ?? 0),
    parts: paths.map(describe).join(' '),
  });
  return {
    title,
    losses,
    levels: losses.map((row) =>
      row.map((loss) => (loss === null ? null : Number(level(loss).toPrecision(4)))),
    ),
    isLog,
    low: level(found.low.value),
    high: level(found.high.value),
    x,
    y,
    paths,
    alt: options.alt ?? alt,
  };
}

function needPath(path: LossPath, index: number): FinitePath {
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

function describe({ name, x, y }: FinitePath): string {
  return messages().figures.path({
    name,
    count: x.length - 1,
    x0: shortNumber(x[0] ?? 0),
    y0: shortNumber(y[0] ?? 0),
    x1: shortNumber(x.at(-1) ?? 0),
    y1: shortNumber(y.at(-1) ?? 0),
  });
}
