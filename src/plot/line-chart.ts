import { messages } from '../messages/index.js';
import { type Coordinate, type Figure, type LineTrace, makeFigure } from './figure.js';
import { fail, type Numbers, needLabels, needLength, needNumbers, needText } from './input.js';
import { baseLayout, seriesColor, seriesDash, valueAxis } from './style.js';
import { plainText, plotlyText, shortNumber } from './text.js';

/** One line of a chart. */
export interface LineSeries {
  name: string;
  y: Numbers;
  /** Default: the chart's `x`, else 0, 1, 2, … */
  x?: Numbers | readonly string[];
  /** A see-through band around the line, such as the lowest and highest over seeds; of its length. */
  band?: { low: Numbers; high: Numbers };
}

export interface LineChartOptions {
  title: string;
  series: readonly LineSeries[];
  /** Shared by the series that have none of their own. */
  x?: Numbers | readonly string[];
  xLabel?: string;
  yLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/**
 * Lines over a shared axis, one colour and one dash for each series.
 *
 * A value that is not finite (NaN, Infinity) leaves a gap, and the alt text counts it.
 *
 * @throws TypeError | RangeError when a series is empty, no numbers, or of another length than `x`
 * @example
 * display(lineChart({ title: 'Loss', series: [{ name: 'train', y: [2.3, 1.1, 0.7] }] }));
 */
export function lineChart(options: LineChartOptions): Figure {
  const title = needText('title', options.title);
  if (!Array.isArray(options.series) || options.series.length === 0) {
    fail('series', 'a non-empty list of { name, y }', options.series);
  }
  const lines = options.series.map((series, index) => lineTrace(series, index, options.x));
  const bands = options.series.flatMap((series, index) => bandTrace(series, index, lines[index]));
  const alt = options.alt ?? describeLines(title, lines);
  const figure = lineFigure(title, lines, { ...options, alt });
  return bands.length === 0 ? figure : { ...figure, data: [...bands, ...lines] };
}

/** The area between two lines, as one outline: along the upper edge and back along the lower. */
function bandTrace({ band }: LineSeries, index: number, line: LineTrace | undefined): LineTrace[] {
  if (band === undefined || line === undefined) return [];
  const [low, high] = (['low', 'high'] as const).map((side) => {
    const edge = needNumbers(`series[${index}].band.${side}`, band[side]);
    needLength(`series[${index}].band.${side}`, edge.length, line.y.length, `series[${index}].y`);
    return edge;
  }) as [(number | null)[], (number | null)[]];
  // An outline has no gaps: where an edge is not finite, the band leaves that place out.
  const there = line.x.flatMap((_, i) => (low[i] == null || high[i] == null ? [] : [i]));
  const round = [...there, ...[...there].reverse()];
  return [
    {
      ...line,
      mode: 'lines',
      x: round.map((i) => line.x[i] ?? null),
      y: round.map((i, k) => (k < there.length ? high[i] : low[i]) ?? null),
      line: { ...line.line, width: 0, dash: 'solid' },
      fill: 'toself',
      fillcolor: `${line.line.color}33`,
      showlegend: false,
      hoverinfo: 'skip',
    },
  ];
}

function lineTrace(series: LineSeries, index: number, shared: LineSeries['x']): LineTrace {
  const where = `series[${index}]`;
  const y = needNumbers(`${where}.y`, series.y);
  const given = series.x ?? shared;
  const x = given === undefined ? y.map((_, i) => i) : coordinates(`${where}.x`, given);
  needLength(`${where}.x`, x.length, y.length, `${where}.y`);
  return emptyTrace(needText(`${where}.name`, series.name), index, x, y);
}

/** A trace in the style of the index-th series. */
export function emptyTrace(
  name: string,
  index: number,
  x: Coordinate[],
  y: (number | null)[],
): LineTrace {
  const color = seriesColor(index);
  return {
    type: 'scatter',
    mode: y.length <= 30 ? 'lines+markers' : 'lines',
    name: plotlyText(name),
    x,
    y,
    line: { color, width: 2, dash: seriesDash(index) },
    marker: { color, size: 5 },
  };
}

function coordinates(argument: string, value: Numbers | readonly string[]): Coordinate[] {
  const first: unknown = value[0];
  if (typeof first === 'string') return needLabels(argument, value).map(plotlyText);
  return needNumbers(argument, value);
}

/** The figure of ready traces (shared with the live chart). */
export function lineFigure(
  title: string,
  data: readonly LineTrace[],
  options: { xLabel?: string | undefined; yLabel?: string | undefined; alt?: string | undefined },
): Figure {
  const layout = baseLayout({
    title,
    height: 380,
    legend: data.length > 1,
    xaxis: valueAxis(options.xLabel),
    yaxis: valueAxis(options.yLabel),
  });
  return makeFigure(
    data,
    { ...layout, hovermode: 'x unified' },
    options.alt ?? describeLines(title, data),
  );
}

/** What a line chart shows, in words. */
export function describeLines(title: string, data: readonly LineTrace[]): string {
  const text = messages().figures;
  const parts = data.map((trace) => {
    const name = plainText(trace.name);
    const values = trace.y.filter((v) => v !== null);
    const first = values[0];
    const last = values.at(-1);
    const missing = trace.y.length - values.length;
    const gap = missing > 0 ? text.notFinite({ count: missing }) : '';
    if (first === undefined || last === undefined) {
      return text.emptyLine({ name }) + gap;
    }
    return (
      text.line({
        name,
        first: shortNumber(first),
        last: shortNumber(last),
        count: trace.y.length,
      }) + gap
    );
  });
  return text.lineChart({ title, parts: parts.join(' ') });
}
