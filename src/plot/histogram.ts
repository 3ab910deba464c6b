import { messages } from '../messages/index.js';
import { type BarTrace, type Figure, makeFigure } from './figure.js';
import { fail, type Numbers, needNumbers, needText } from './input.js';
import { baseLayout, seriesColor, valueAxis } from './style.js';
import { plainText, plotlyText, shortNumber } from './text.js';

export interface HistogramOptions {
  title: string;
  /** The values; give these or `series`. */
  values?: Numbers;
  /** Several sets of values, drawn over each other with the same bins. */
  series?: readonly { name: string; values: Numbers }[];
  /** Number of bins, 1 … 500. Default: by the rule of Freedman and Diaconis. */
  bins?: number;
  /** Share of all per unit instead of counts: for sets of different size. Default: false. */
  density?: boolean;
  xLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

const mostBins = 500;

/**
 * How often values fall into equally wide bins. Values that are not finite are left out and counted
 * in the alt text. A bin holds its lower end, the last one both ends, as in NumPy.
 *
 * Default bins: width 2 IQR / n^(1/3) (Freedman and Diaconis, 1981) over all series together; where
 * the middle half is all equal, Sturges' log2(n) + 1 bins.
 *
 * @throws TypeError | RangeError when there are no finite values, or `bins` is no number of bins
 * @example
 * histogram({ title: 'Weights', values: await model.getWeights()[0].data(), xLabel: 'weight' });
 */
export function histogram(options: HistogramOptions): Figure {
  const title = needText('title', options.title);
  const series =
    options.series ??
    (options.values === undefined ? undefined : [{ name: title, values: options.values }]);
  if (!Array.isArray(series) || series.length === 0) {
    fail('values', 'a list of numbers (or give `series`)', options.values ?? options.series);
  }
  let skipped = 0;
  const sets = series.map((one, index) => {
    const where = options.series === undefined ? 'values' : `series[${index}].values`;
    const all = needNumbers(where, one.values);
    const values = all.filter((value) => value !== null);
    skipped += all.length - values.length;
    if (values.length === 0) fail(where, 'a list with a finite number', one.values);
    return { name: needText(`series[${index}].name`, one.name), values };
  });
  const sorted = Float64Array.from(sets.flatMap(({ values }) => values)).sort();
  const { low, width, count } = binsOf(sorted, options.bins);
  const edge = (bin: number): number => low + bin * width;
  const several = sets.length > 1;
  const data = sets.map(({ name, values }, index): BarTrace => {
    const counts = Array.from({ length: count }, () => 0);
    for (const value of values) {
      const bin = Math.min(count - 1, Math.floor((value - low) / width));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return {
      type: 'bar',
      name: plotlyText(name),
      x: counts.map((_, bin) => edge(bin + 0.5)),
      y: options.density ? counts.map((n) => n / (values.length * width)) : counts,
      width,
      marker: { color: seriesColor(index), ...(several ? { opacity: 0.55 } : {}) },
      text: counts.map(
        (n, bin) => `${shortNumber(edge(bin))} … ${shortNumber(edge(bin + 1))}: ${n}`,
      ),
      textposition: 'none',
      hovertemplate: '%{text}<extra>%{fullData.name}</extra>',
    };
  });
  const text = messages().figures;
  const layout = baseLayout({
    title,
    height: 380,
    legend: several,
    xaxis: valueAxis(options.xLabel, { range: [edge(-0.5), edge(count + 0.5)] }),
    yaxis: valueAxis(options.density ? text.density() : text.count(), { rangemode: 'tozero' }),
  });
  const parts = data.map((trace, index) => {
    const values = sets[index]?.values ?? [];
    const most = trace.y.reduce<number>(
      (best, n, i) => ((n ?? 0) > (trace.y[best] ?? 0) ? i : best),
      0,
    );
    return text.histogramSeries({
      name: plainText(trace.name),
      count: values.length,
      low: shortNumber(values.reduce((a, b) => Math.min(a, b))),
      high: shortNumber(values.reduce((a, b) => Math.max(a, b))),
      mean: shortNumber(values.reduce((sum, value) => sum + value / values.length, 0)),
      most: shortNumber(trace.y[most] ?? 0),
      from: shortNumber(edge(most)),
      to: shortNumber(edge(most + 1)),
    });
  });
  return makeFigure(
    data,
    { ...layout, barmode: 'overlay', bargap: 0, hovermode: 'closest' },
    options.alt ??
      text.histogram({ title, parts: parts.join(' ') }) +
        (skipped > 0 ? text.notFinite({ count: skipped }) : ''),
  );
}

function binsOf(sorted: Float64Array, wanted: unknown) {
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (wanted !== undefined) {
    if (!Number.isInteger(wanted) || (wanted as number) < 1 || (wanted as number) > mostBins) {
      fail('bins', `an integer from 1 to ${mostBins}`, wanted);
    }
  }
  const span = high - low;
  const count = (wanted as number | undefined) ?? (span === 0 ? 1 : freedmanDiaconis(sorted, span));
  const width = span / count;
  // As NumPy does: one unit around the only value; around values too close for so many bins, too.
  return width === 0 ? { low: low - 0.5, width: 1 / count, count } : { low, width, count };
}

function freedmanDiaconis(sorted: Float64Array, span: number): number {
  const quantile = (share: number): number => {
    const at = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
    return below + (above - below) * (at - Math.floor(at));
  };
  const width = (2 * (quantile(0.75) - quantile(0.25))) / Math.cbrt(sorted.length);
  const count = width > 0 ? Math.ceil(span / width) : Math.ceil(Math.log2(sorted.length)) + 1;
  return Math.max(1, Math.min(mostBins, count));
}
