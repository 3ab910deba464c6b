import { messages } from '../messages/index.js';
import { type BarTrace, type Figure, makeFigure } from './figure.js';
import { fail, type Numbers, needLabels, needLength, needNumbers, needText } from './input.js';
import { baseLayout, categoryAxis, seriesColor, valueAxis } from './style.js';
import { plainText, plotlyText, shortNumber } from './text.js';

export interface BarChartOptions {
  title: string;
  /** One name for each bar, or for each group of bars. */
  labels: readonly (string | number)[];
  /** One height for each label; give this or `series`. */
  values?: Numbers;
  /** Several bars for each label. */
  series?: readonly { name: string; values: Numbers }[];
  xLabel?: string;
  yLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/**
 * Bars from zero, grouped when there are several series.
 *
 * @throws TypeError | RangeError when there are no values, or not one for each label
 * @example
 * barChart({ title: 'Test accuracy', labels: ['baseline', 'network'], values: [0.89, 0.97] });
 */
export function barChart(options: BarChartOptions): Figure {
  const title = needText('title', options.title);
  const labels = needLabels('labels', options.labels);
  const series =
    options.series ??
    (options.values === undefined ? undefined : [{ name: title, values: options.values }]);
  if (!Array.isArray(series) || series.length === 0) {
    fail('values', 'a list of numbers (or give `series`)', options.values ?? options.series);
  }
  const data = series.map((one, index): BarTrace => {
    const where = options.series === undefined ? 'values' : `series[${index}].values`;
    const y = needNumbers(where, one.values);
    needLength(where, y.length, labels.length, 'labels');
    return {
      type: 'bar',
      name: plotlyText(needText(`series[${index}].name`, one.name)),
      x: labels.map(plotlyText),
      y,
      marker: { color: seriesColor(index) },
    };
  });
  const layout = baseLayout({
    title,
    height: 380,
    legend: data.length > 1,
    xaxis: categoryAxis(options.xLabel),
    yaxis: valueAxis(options.yLabel, { rangemode: 'tozero' }),
  });
  return makeFigure(
    data,
    { ...layout, barmode: 'group', bargap: labels.length < 4 ? 0.6 : 0.3, hovermode: 'closest' },
    options.alt ?? describe(title, labels, data),
  );
}

function describe(title: string, labels: readonly string[], data: readonly BarTrace[]): string {
  const text = messages().figures;
  const parts = data.map((trace) => {
    const values = labels
      .slice(0, 12)
      .map((label, i) => `${label} ${trace.y[i] == null ? '–' : shortNumber(trace.y[i])}`);
    const more = labels.length > 12 ? ', …' : '';
    const list = values.join(', ') + more;
    return data.length > 1 ? `${plainText(trace.name)}: ${list}.` : `${list}.`;
  });
  return text.barChart({ title, parts: parts.join(' ') });
}
