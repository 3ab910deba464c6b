import { messages } from '../messages/index.js';
import { type BoxTrace, type Figure, makeFigure } from './figure.js';
import { fail, type Numbers, needNumbers, needText } from './input.js';
import { baseLayout, categoryAxis, seriesColor, valueAxis } from './style.js';
import { plainText, plotlyText, shortNumber } from './text.js';

export interface BoxPlotOptions {
  title: string;
  /** One box each; names differ. */
  groups: readonly { name: string; values: Numbers }[];
  xLabel?: string;
  yLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/** Of more values beyond the whiskers so many are drawn, the farthest among them. */
const mostOutliers = 200;

/**
 * How values of several groups are spread: a box from the first to the third quartile with a line at
 * the median and a dashed one at the mean, whiskers to the last value within 1.5 times the box's
 * height (Tukey, 1977), dots beyond. Quartiles are those of NumPy (linear between two values). What is
 * not finite is left out and counted in the alt text.
 *
 * @throws TypeError when there is no group, or one has no finite value or the name of another
 * @example
 * boxPlot({ title: 'Test accuracy over ten seeds', groups: [{ name: 'sgd', values: sgd }, { name: 'adam', values: adam }] });
 */
export function boxPlot(options: BoxPlotOptions): Figure {
  const title = needText('title', options.title);
  const { groups } = options;
  if (!Array.isArray(groups) || groups.length === 0) {
    fail('groups', 'a non-empty list of { name, values }', groups);
  }
  let skipped = 0;
  const names = new Set<string>();
  const sets = groups.map((group, index) => {
    const where = `groups[${index}]`;
    const name = needText(`${where}.name`, group?.name);
    if (names.has(name)) fail(`${where}.name`, 'a name that no group before has', name);
    names.add(name);
    const all = needNumbers(`${where}.values`, group.values);
    const values = all.filter((value) => value !== null);
    skipped += all.length - values.length;
    if (values.length === 0) fail(`${where}.values`, 'a list with a finite number', group.values);
    return { name, values: Float64Array.from(values).sort() };
  });
  const data = sets.map(({ name, values }, index) => boxOf(name, values, seriesColor(index)));
  const layout = baseLayout({
    title,
    height: 400,
    legend: false,
    xaxis: categoryAxis(options.xLabel),
    yaxis: valueAxis(options.yLabel),
  });
  const text = messages().figures;
  const parts = data.slice(0, 12).map((trace, i) =>
    text.box5({
      name: plainText(trace.name),
      count: sets[i]?.values.length ?? 0,
      low: shortNumber(sets[i]?.values[0] ?? 0),
      q1: shortNumber(trace.q1[0]),
      median: shortNumber(trace.median[0]),
      q3: shortNumber(trace.q3[0]),
      high: shortNumber(sets[i]?.values.at(-1) ?? 0),
    }),
  );
  if (data.length > 12) parts.push(text.moreGroups({ count: data.length - 12 }).trim());
  return makeFigure(
    data,
    { ...layout, hovermode: 'closest' },
    options.alt ??
      text.boxPlot({ title, parts: parts.join(' ') }) +
        (skipped > 0 ? text.notFinite({ count: skipped }) : ''),
  );
}

function boxOf(name: string, sorted: Float64Array, color: string): BoxTrace {
  const quantile = (share: number): number => {
    const at = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
    return below + (above - below) * (at - Math.floor(at));
  };
  const [q1, median, q3] = [quantile(0.25), quantile(0.5), quantile(0.75)];
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const beyond = Array.from(sorted).filter((value) => value < q1 - reach || value > q3 + reach);
  return {
    type: 'box',
    name: plotlyText(name),
    x: [plotlyText(name)],
    q1: [q1],
    median: [median],
    q3: [q3],
    // Between two values a quartile may lie outside of all that are near: no whisker points inwards.
    lowerfence: [Math.min(q1, inside[0] ?? q1)],
    upperfence: [Math.max(q3, inside.at(-1) ?? q3)],
    mean: [sorted.reduce((sum, value) => sum + value / sorted.length, 0)],
    ...(beyond.length === 0 ? {} : { y: [thinned(beyond)] }),
    boxpoints: beyond.length === 0 ? false : 'all',
    jitter: 0,
    pointpos: 0,
    marker: { color, size: 5, opacity: 0.7 },
    line: { color, width: 2 },
    fillcolor: `${color}40`,
  };
}

/** The ends stay, and every n-th between them. */
function thinned(sorted: readonly number[]): number[] {
  const every = Math.ceil(sorted.length / mostOutliers);
  return sorted.filter((_, i) => i % every === 0 || i === sorted.length - 1);
}
