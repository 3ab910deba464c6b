import { messages } from '../messages/index.js';
import { type Figure, makeFigure, type SurfaceTrace } from './figure.js';
import { fail, type Numbers, needEven, needLength, needText } from './input.js';
import { extremes, needMatrix } from './matrix.js';
import type { TensorLike } from './pixels.js';
import { sceneLayout, spanOf } from './scene.js';
import { colorBar, sequential } from './style.js';
import { shortNumber } from './text.js';

export interface SurfaceChartOptions {
  title: string;
  /** Heights [y, x]: a tensor or a list of rows; the first row belongs to `y[0]`. At most 100,000. */
  values: TensorLike | readonly ArrayLike<number>[];
  /** Places of the columns, evenly spaced, ascending. Default: 0, 1, 2, … */
  x?: Numbers;
  /** Places of the rows. Default: 0, 1, 2, … */
  y?: Numbers;
  xLabel?: string;
  yLabel?: string;
  /** What the heights are. */
  zLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/**
 * A function of two numbers as a surface in space, which can be turned where plotly.js draws it. What
 * is not finite is a hole.
 *
 * @throws TypeError | RangeError when `values` is not [y, x] with at least two rows and two columns,
 *   or the axes are not evenly spaced
 * @example
 * surfaceChart({ title: 'Sigmoid neuron', values: outputs, x: w1, y: w2, zLabel: 'output' });
 */
export function surfaceChart(options: SurfaceChartOptions): Figure {
  const title = needText('title', options.title);
  const z = needMatrix('values', options.values);
  const [rows, columns] = [z.length, z[0]?.length ?? 0];
  if (rows < 2 || columns < 2) {
    fail('values', 'at least two rows of two numbers', options.values);
  }
  const count = (length: number) => Array.from({ length }, (_, i) => i);
  const x = options.x === undefined ? count(columns) : needEven('x', options.x);
  const y = options.y === undefined ? count(rows) : needEven('y', options.y);
  needLength('y', y.length, rows, 'values');
  needLength('x', x.length, columns, 'values[0]');
  const found = extremes(z);
  if (found === undefined) fail('values', 'a matrix with a finite number', options.values);
  const { low, high } = found;
  const zLabel = options.zLabel ?? 'z';
  const trace = surfaceTrace({ x, y, z, label: zLabel });
  const layout = sceneLayout({
    title,
    legend: false,
    ranges: { x: spanOf(x), y: spanOf(y), z: spanOf([low.value, high.value]) },
    labels: { x: options.xLabel, y: options.yLabel, z: zLabel },
    colours: true,
  });
  const place = (at: { row: number; column: number }) => ({
    x: shortNumber(x[at.column] ?? 0),
    y: shortNumber(y[at.row] ?? 0),
  });
  const text = messages().figures;
  const alt = text.surface({
    title,
    low: shortNumber(low.value),
    lowAt: text.place(place(low)),
    high: shortNumber(high.value),
    highAt: text.place(place(high)),
  });
  return makeFigure([trace], layout, options.alt ?? alt);
}

/** Heights over evenly spaced places, coloured by their height. */
export function surfaceTrace(options: {
  x: number[];
  y: number[];
  z: (number | null)[][];
  label: string;
}): SurfaceTrace {
  const { x, y, z, label } = options;
  const found = extremes(z);
  const [low, high] = [found?.low.value ?? 0, found?.high.value ?? 0];
  return {
    type: 'surface',
    name: '',
    x,
    y,
    z,
    cmin: low,
    cmax: high > low ? high : low + 1,
    colorscale: sequential,
    showscale: true,
    colorbar: { ...colorBar(label), len: 0.7 },
    hovertemplate: '(%{x:.4~g}, %{y:.4~g}): %{z:.4~g}<extra></extra>',
  };
}
