import { messages } from '../messages/index.js';
import { type Figure, type Layout, type LineTrace, type Marker, makeFigure } from './figure.js';
import { fail, type Numbers, needLabels, needLength, needNumbers, needText } from './input.js';
import { baseLayout, seriesColor, seriesDash, seriesSymbol, valueAxis } from './style.js';
import { plainText, plotlyText, shortNumber } from './text.js';

/** Points of one colour and one mark. */
export interface ScatterGroup {
  name: string;
  x: Numbers;
  y: Numbers;
  /** Diameter of each point in pixels, 2 … 40. Default: 7, or 4 where there are many points. */
  sizes?: Numbers;
  /** What is read under the mouse at each point. */
  hover?: readonly (string | number)[];
}

export interface ScatterChartOptions {
  title: string;
  /** Several groups; give these or `x` and `y`. */
  groups?: readonly ScatterGroup[];
  x?: Numbers;
  y?: Numbers;
  sizes?: Numbers;
  hover?: readonly (string | number)[];
  xLabel?: string;
  yLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/** Of more points every n-th is drawn: a browser grows slow, and they hide each other. */
const mostPoints = 5000;
/** From here on points are smaller and see-through, so that their density shows. */
const manyPoints = 400;
/** A row above the plot holds no more names. */
const namesInARow = 4;

/**
 * Points in the plane, each group with a colour and a mark of its own. A point with a coordinate that
 * is not finite is left out, and the alt text counts it; of more than 5,000 points every n-th is
 * drawn.
 *
 * @throws TypeError | RangeError when a list is empty, holds no numbers, or differs in length
 * @example
 * scatterChart({ title: 'Iris', groups: [{ name: 'setosa', x: lengths, y: widths }] });
 */
export function scatterChart(options: ScatterChartOptions): Figure {
  const title = needText('title', options.title);
  const { data, skipped, total } = scatterTraces(groupsOf(options, title));
  const isAlone = options.groups === undefined;
  const beside = data.length > namesInARow;
  const longest = Math.max(...data.map((trace) => trace.name.length));
  const layout = baseLayout({
    title,
    height: 420,
    ...(beside ? { margin: { l: 64, r: 70 + Math.min(150, longest * 7), t: 56, b: 56 } } : {}),
    legend: isAlone || data.length === 1 ? false : beside ? 'beside' : true,
    xaxis: valueAxis(options.xLabel),
    yaxis: valueAxis(options.yLabel),
  });
  const text = messages().figures;
  const parts = data.slice(0, 12).map(describeGroup);
  if (data.length > 12) parts.push(text.moreGroups({ count: data.length - 12 }).trim());
  return makeFigure(
    data,
    { ...withLargeMarks(layout), hovermode: 'closest' },
    options.alt ??
      text.scatter({ title, parts: parts.join(' ') }) + leftOut(skipped, data, total - skipped),
  );
}

/** In the legend marks are as large as can be read, however small they are in the plot. */
export function withLargeMarks(layout: Layout): Layout {
  return layout.legend === undefined
    ? layout
    : { ...layout, legend: { ...layout.legend, itemsizing: 'constant' } };
}

/** What was not drawn, in words; empty when all was. */
export function leftOut(skipped: number, data: readonly LineTrace[], count: number): string {
  const text = messages().figures;
  const shown = data.reduce((sum, trace) => sum + trace.x.length, 0);
  return (
    (skipped > 0 ? text.notFinite({ count: skipped }) : '') +
    (shown < count ? text.thinned({ shown, count }) : '')
  );
}

function groupsOf(options: ScatterChartOptions, title: string): readonly ScatterGroup[] {
  const { groups, x, y, sizes, hover } = options;
  if (groups === undefined) {
    if (x === undefined || y === undefined) {
      fail(x === undefined ? 'x' : 'y', 'a list of numbers (or give `groups`)', undefined);
    }
    return [{ name: title, x, y, ...(sizes ? { sizes } : {}), ...(hover ? { hover } : {}) }];
  }
  if (!Array.isArray(groups) || groups.length === 0) {
    fail('groups', 'a non-empty list of { name, x, y }', groups);
  }
  return groups;
}

export interface ScatterTraces {
  data: LineTrace[];
  /** Points without a finite place. */
  skipped: number;
  total: number;
}

/** Groups of points as traces: checked, thinned out, in the style of figures. */
export function scatterTraces(groups: readonly ScatterGroup[]): ScatterTraces {
  const total = groups.reduce((sum, group) => sum + (group?.x?.length ?? 0), 0);
  const every = Math.max(1, Math.ceil(total / mostPoints));
  let skipped = 0;
  const data = groups.map((group, index): LineTrace => {
    const where = `groups[${index}]`;
    const x = needNumbers(`${where}.x`, group.x);
    const y = needNumbers(`${where}.y`, group.y);
    needLength(`${where}.y`, y.length, x.length, `${where}.x`);
    const sizes = needSizes(`${where}.sizes`, group.sizes, x.length);
    const hover = group.hover === undefined ? undefined : needLabels(`${where}.hover`, group.hover);
    if (hover !== undefined) needLength(`${where}.hover`, hover.length, x.length, `${where}.x`);
    const kept = x.flatMap((at, i) => (at === null || y[i] == null ? [] : i));
    skipped += x.length - kept.length;
    const drawn = kept.filter((_, i) => i % every === 0);
    const pick = <T>(list: readonly T[]): T[] => drawn.flatMap((i) => list.slice(i, i + 1));
    const color = seriesColor(index);
    const usual = total > manyPoints ? 4 : 7;
    const marker: Marker = {
      color,
      size: sizes === undefined ? usual : pick(sizes),
      symbol: seriesSymbol(index),
      opacity: total > manyPoints || sizes !== undefined ? 0.6 : 0.9,
    };
    return {
      type: 'scatter',
      mode: 'markers',
      name: plotlyText(needText(`${where}.name`, group.name)),
      x: pick(x),
      y: pick(y),
      line: { color, width: 2, dash: seriesDash(index) },
      marker,
      ...(hover === undefined
        ? {}
        : {
            text: pick(hover).map(plotlyText),
            hovertemplate: '%{text}<br>(%{x:.4~g}, %{y:.4~g})<extra>%{fullData.name}</extra>',
          }),
    };
  });
  return { data, skipped, total };
}

function needSizes(argument: string, value: unknown, length: number): number[] | undefined {
  if (value === undefined) return undefined;
  const sizes = needNumbers(argument, value);
  needLength(argument, sizes.length, length, argument.replace('sizes', 'x'));
  return sizes.map((size, i) => {
    if (size === null || size < 2 || size > 40)
      fail(`${argument}[${i}]`, 'from 2 to 40 pixels', size);
    return size;
  });
}

function describeGroup(trace: LineTrace): string {
  const text = messages().figures;
  const name = plainText(trace.name);
  const xs = trace.x.filter((at) => typeof at === 'number');
  const ys = trace.y.filter((at) => at !== null);
  if (xs.length === 0) return text.emptyGroup({ name });
  const low = (list: readonly number[]) => shortNumber(list.reduce((a, b) => Math.min(a, b)));
  const high = (list: readonly number[]) => shortNumber(list.reduce((a, b) => Math.max(a, b)));
  return text.group({
    name,
    count: xs.length,
    xLow: low(xs),
    xHigh: high(xs),
    yLow: low(ys),
    yHigh: high(ys),
  });
}
