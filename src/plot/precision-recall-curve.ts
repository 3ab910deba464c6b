import { messages } from '../messages/index.js';
import type { Figure, LineTrace } from './figure.js';
import { fail, needText } from './input.js';
import { curve, curveFigure } from './roc-curve.js';
import { needScored, type ScoredOptions } from './scored.js';
import { axisLine } from './style.js';

export interface PrecisionRecallCurveOptions extends ScoredOptions {
  title: string;
  /** Text for readers who do not see the picture. Default: made from the title and the averages. */
  alt?: string;
}

/**
 * Of what is taken for positive, how much is (precision), against how much of what is positive is
 * found (recall), over all thresholds. The average precision (AP, the sum over the steps of recall,
 * without interpolation, as in scikit-learn) stands at each name; the dotted line is a guess by
 * chance.
 *
 * @throws TypeError | RangeError when no example is positive, or scores are not finite or not as many
 * @example
 * precisionRecallCurve({ title: 'Spam', labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }); // AP 0.833
 */
export function precisionRecallCurve(options: PrecisionRecallCurveOptions): Figure {
  const title = needText('title', options.title);
  const { scored, positives, negatives } = needScored(options, title);
  if (positives === 0) fail('labels', 'a list with a positive example', options.labels);
  const text = messages().figures;
  const averages: string[] = [];
  const data = scored.map(({ name, steps }, index): LineTrace => {
    const x = steps.map((step) => step.truePositives / positives);
    const y = steps.map((step) => step.truePositives / (step.truePositives + step.falsePositives));
    const average = y.reduce(
      (sum, precision, i) => sum + precision * ((x[i] ?? 0) - (x[i - 1] ?? 0)),
      0,
    );
    const named = text.averagePrecision({ name, value: average.toFixed(3) });
    averages.push(named);
    // Between two thresholds the next precision holds: the line falls first, then goes on.
    const steps2 = x.flatMap((recall, i): [number, number][] => [
      [x[i - 1] ?? 0, y[i] ?? 0],
      [recall, y[i] ?? 0],
    ]);
    return curve(
      named,
      index,
      steps2.map(([recall]) => recall),
      steps2.map(([, precision]) => precision),
    );
  });
  const total = positives + negatives;
  const share = positives / total;
  const chance: LineTrace = {
    ...curve(text.chance(), 0, [0, 1], [share, share]),
    line: { color: axisLine, width: 1.5, dash: 'dot' },
    marker: { color: axisLine, size: 5 },
    hoverinfo: 'skip',
  };
  return curveFigure(title, [...data, chance], {
    xLabel: text.recall(),
    yLabel: text.precision(),
    alt:
      options.alt ??
      text.precisionRecall({ title, positives, total, parts: `${averages.join('; ')}.` }),
  });
}
