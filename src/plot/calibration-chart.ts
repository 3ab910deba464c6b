import { messages } from '../messages/index.js';
import {
  type Annotation,
  type BarTrace,
  type Figure,
  type LineTrace,
  makeFigure,
} from './figure.js';
import { fail, type Numbers, needLength, needText } from './input.js';
import { needBinary, needFinite } from './scored.js';
import { axisLine, baseLayout, ink, palette, seriesColor, valueAxis } from './style.js';
import { shortNumber } from './text.js';

export interface CalibrationChartOptions {
  title: string;
  /** The predicted probability of what `labels` says: of the positive class, or of being right. */
  probabilities: Numbers;
  /** 1 (or true) where it came true. */
  labels: ArrayLike<number | boolean>;
  /** Bins of equal width, 2 … 50. Default: 10. */
  bins?: number;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

const side = 420;

/**
 * A reliability diagram: how often it came true, by what was predicted. Well calibrated predictions lie
 * on the dashed line. Above each bar stands how many predictions it holds; the dot is their mean.
 *
 * The expected calibration error (Guo et al. 2017) in the alt text is the mean distance between what
 * was predicted and what came true, weighted by the counts. A bin holds its upper end.
 *
 * @throws TypeError | RangeError when a probability is not from 0 to 1, or the lists differ in length
 * @example
 * calibrationChart({ title: 'Weather', probabilities: [0.2, 0.9, 0.8], labels: [0, 1, 1] });
 */
export function calibrationChart(options: CalibrationChartOptions): Figure {
  const title = needText('title', options.title);
  const probabilities = needFinite('probabilities', options.probabilities);
  probabilities.forEach((value, i) => {
    if (value < 0 || value > 1) fail(`probabilities[${i}]`, 'a number from 0 to 1', value);
  });
  const labels = needBinary(options.labels);
  needLength('labels', labels.length, probabilities.length, 'probabilities');
  const count = options.bins ?? 10;
  if (!Number.isInteger(count) || count < 2 || count > 50) {
    fail('bins', 'an integer from 2 to 50', count);
  }
  const bins = Array.from({ length: count }, () => ({ n: 0, predicted: 0, came: 0 }));
  probabilities.forEach((value, i) => {
    // Edges are counted as NumPy's linspace has them: 0.3 is the third edge of ten bins.
    let at = Math.max(0, Math.ceil(value * count) - 1);
    if (at > 0 && value <= at / count) at--;
    const bin = bins[at];
    if (bin === undefined) return;
    bin.n++;
    bin.predicted += value;
    bin.came += Number(labels[i]);
  });
  const held = bins.flatMap((bin, i) =>
    bin.n === 0 ? [] : { i, n: bin.n, predicted: bin.predicted / bin.n, came: bin.came / bin.n },
  );
  const error = held.reduce(
    (sum, bin) => sum + (bin.n / labels.length) * Math.abs(bin.predicted - bin.came),
    0,
  );
  const text = messages().figures;
  const bars: BarTrace = {
    type: 'bar',
    name: text.observed(),
    x: held.map(({ i }) => (i + 0.5) / count),
    y: held.map(({ came }) => came),
    width: 1 / count,
    marker: { color: seriesColor(0), opacity: 0.8 },
    text: held.map((bin) => text.calibrationBin(wordsOf(bin))),
    textposition: 'none',
    hovertemplate: '%{text}<extra></extra>',
  };
  const line = (name: string, color: string, more: Partial<LineTrace>): LineTrace => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x: [0, 1],
    y: [0, 1],
    line: { color, width: 1.5, dash: 'dash' },
    marker: { color, size: 8 },
    hoverinfo: 'skip',
    ...more,
  });
  const means = line('', palette[1], {
    mode: 'markers',
    x: held.map(({ predicted }) => predicted),
    y: held.map(({ came }) => came),
    showlegend: false,
  });
  const size = count <= 12 ? 11 : 8;
  const notes = held.map(
    ({ i, n, came }): Annotation => ({
      x: (i + 0.5) / count,
      y: Math.max(came, 0) + 0.012,
      text: String(n),
      showarrow: false,
      xanchor: 'center',
      yanchor: 'bottom',
      font: { size, color: ink },
    }),
  );
  const margin = { l: 64, r: 24, t: 64, b: 56 };
  const layout = baseLayout({
    title,
    width: side + margin.l + margin.r,
    height: side + margin.t + margin.b,
    margin,
    legend: true,
    xaxis: valueAxis(text.predictedProbability(), { range: [0, 1], automargin: false }),
    // Room for the count above a full bar.
    yaxis: valueAxis(text.observedShare(), { range: [0, 1.08], automargin: false }),
  });
  return makeFigure(
    [bars, line(text.perfect(), axisLine, {}), means],
    {
      ...layout,
      barmode: 'overlay',
      bargap: 0,
      hovermode: 'closest',
      ...(count <= 20 ? { annotations: notes } : {}),
    },
    options.alt ??
      text.calibration({
        title,
        count: labels.length,
        ece: shortNumber(error),
        parts: held.map((bin) => text.calibrationBin(wordsOf(bin))).join(' '),
      }),
  );
}

const wordsOf = (bin: { n: number; predicted: number; came: number }) => ({
  count: bin.n,
  predicted: shortNumber(bin.predicted),
  observed: shortNumber(bin.came),
});
