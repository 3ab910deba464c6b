import { messages } from '../messages/index.js';
import { downsample } from './downsample.js';
import { type Figure, type LineTrace, makeFigure } from './figure.js';
import { fail, needText } from './input.js';
import { needScored, type ScoredOptions } from './scored.js';
import { axisLine, baseLayout, seriesColor, seriesDash, valueAxis } from './style.js';
import { plotlyText } from './text.js';

export interface RocCurveOptions extends ScoredOptions {
  title: string;
  /** Text for readers who do not see the picture. Default: made from the title and the areas. */
  alt?: string;
}

/** The plot is square: both axes are shares. */
const curveSide = 400;

/**
 * The receiver operating characteristic: how many of the positive examples are found, against how
 * many of the negative ones are taken for positive, over all thresholds. The area under it (AUC, by
 * trapezoids, as in scikit-learn) stands at each name.
 *
 * @throws TypeError | RangeError when labels are not of both classes, or scores are not finite or not
 * as many
 * @example
 * rocCurve({ title: 'Spam', labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }); // AUC 0.75
 */
export function rocCurve(options: RocCurveOptions): Figure {
  const title = needText('title', options.title);
  const { scored, positives, negatives } = needScored(options, title);
  if (positives === 0 || negatives === 0) {
    fail('labels', 'of both classes, positive and negative', options.labels);
  }
  const text = messages().figures;
  const areas: string[] = [];
  const data = scored.map(({ name, steps }, index): LineTrace => {
    const x = [0, ...steps.map((step) => step.falsePositives / negatives)];
    const y = [0, ...steps.map((step) => step.truePositives / positives)];
    let area = 0;
    for (let i = 1; i < x.length; i++) {
      area += ((x[i] ?? 0) - (x[i - 1] ?? 0)) * (((y[i] ?? 0) + (y[i - 1] ?? 0)) / 2);
    }
    const named = text.auc({ name, value: area.toFixed(3) });
    areas.push(named);
    return curve(named, index, x, y);
  });
  return curveFigure(title, [...data, chance(text.chance())], {
    xLabel: text.falsePositives(),
    yLabel: text.truePositives(),
    alt:
      options.alt ?? text.rocCurve({ title, positives, negatives, parts: `${areas.join('; ')}.` }),
  });
}

/** A curve in the style of the index-th series. */
export function curve(name: string, index: number, x: number[], y: number[]): LineTrace {
  const color = seriesColor(index);
  return {
    type: 'scatter',
    mode: 'lines',
    name: plotlyText(name),
    ...downsample({ x, y }),
    line: { color, width: 2, dash: seriesDash(index) },
    marker: { color, size: 5 },
  };
}

function chance(name: string): LineTrace {
  return {
    ...curve(name, 0, [0, 1], [0, 1]),
    line: { color: axisLine, width: 1.5, dash: 'dot' },
    marker: { color: axisLine, size: 5 },
    hoverinfo: 'skip',
  };
}

/** Curves of shares on a square plot, their names in a column beside it. */
export function curveFigure(
  title: string,
  data: readonly LineTrace[],
  options: { xLabel: string; yLabel: string; alt: string },
): Figure {
  const longest = Math.max(...data.map((trace) => trace.name.length));
  const margin = { l: 64, r: 70 + Math.min(230, longest * 7), t: 56, b: 56 };
  const range: [number, number] = [-0.02, 1.02];
  const layout = baseLayout({
    title,
    width: curveSide + margin.l + margin.r,
    height: curveSide + margin.t + margin.b,
    margin,
    legend: 'beside',
    xaxis: valueAxis(options.xLabel, { range, automargin: false }),
    yaxis: valueAxis(options.yLabel, { range, automargin: false }),
  });
  return makeFigure(data, { ...layout, hovermode: 'closest' }, options.alt);
}
