import { messages } from '../messages/index.js';
import { type Annotation, type Figure, makeFigure } from './figure.js';
import { fail, isList, needLabels, needLength, needText } from './input.js';
import { isTensorLike, type TensorLike, toList } from './pixels.js';
import { leftOut, type ScatterGroup, scatterTraces, withLargeMarks } from './scatter-chart.js';
import { baseLayout, ink, textSize, valueAxis } from './style.js';
import { plainText, plotlyText, shortNumber, shortText, textWidth } from './text.js';

export interface EmbeddingPlotOptions {
  title: string;
  /** [N, 2]: a tensor, or a list of pairs. Project to two dimensions first (PCA, t-SNE). */
  points: TensorLike | readonly ArrayLike<number>[];
  /** The class of each point; each has a colour and a mark. Numbers are named in their order. */
  classes?: readonly (string | number)[];
  /** A word beside each point; where words would cover each other, the later one is left out. */
  labels?: readonly (string | number)[];
  /** What is read under the mouse. Default: `labels`. */
  hover?: readonly (string | number)[];
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/** With its legend it fits beside JupyterLab's open side panel. */
const plotWidth = 470;
const plotHeight = 400;
/** More words than this would leave no point to be seen. */
const mostWords = 200;

/**
 * Points of an embedding in the plane, by class. Both axes have the same unit, since distances are
 * what is looked at.
 *
 * @throws TypeError | RangeError when `points` is not [N, 2], or another list is not as long
 * @example
 * embeddingPlot({ title: 'Words', points: projected, labels: words, classes: kinds });
 */
export function embeddingPlot(options: EmbeddingPlotOptions): Figure {
  const title = needText('title', options.title);
  const points = needPoints(options.points);
  const list = (name: 'classes' | 'labels' | 'hover'): string[] | undefined => {
    const value = options[name];
    if (value === undefined) return undefined;
    const names = needLabels(name, value);
    needLength(name, names.length, points.length, 'points');
    return names;
  };
  const [classes, labels] = [list('classes'), list('labels')];
  const hover = list('hover') ?? labels;
  const groups = new Map<string, { x: number[]; y: number[]; hover: string[] }>();
  points.forEach(([x, y], i) => {
    const name = classes?.[i] ?? title;
    const group = groups.get(name) ?? { x: [], y: [], hover: [] };
    groups.set(name, group);
    group.x.push(x);
    group.y.push(y);
    if (hover !== undefined) group.hover.push(hover[i] ?? '');
  });
  const { data, skipped, total } = scatterTraces(
    inOrder([...groups]).map(
      ([name, { x, y, hover: texts }]): ScatterGroup => ({
        name: name.trim() === '' ? '–' : name,
        x,
        y,
        ...(hover === undefined ? {} : { hover: texts }),
      }),
    ),
  );

  const finite = points.filter((point) => point.every(Number.isFinite));
  const { x, y, unit } = equalRanges(finite);
  const longest = Math.max(...data.map((trace) => trace.name.length));
  const right = classes === undefined ? 24 : 70 + Math.min(150, longest * 7);
  const margin = { l: 64, r: right, t: 56, b: 40 };
  const layout = baseLayout({
    title,
    width: plotWidth + margin.l + margin.r,
    height: plotHeight + margin.t + margin.b,
    margin,
    legend: classes === undefined ? false : 'beside',
    xaxis: valueAxis(undefined, { range: x, automargin: false }),
    yaxis: valueAxis(undefined, { range: y, automargin: false }),
  });
  const text = messages().figures;
  const parts = data.slice(0, 12).map((trace) =>
    trace.x.length === 0
      ? text.emptyGroup({ name: plainText(trace.name) })
      : text.centre({
          name: plainText(trace.name),
          count: trace.x.length,
          x: shortNumber(mean(trace.x)),
          y: shortNumber(mean(trace.y)),
        }),
  );
  if (data.length > 12) parts.push(text.moreGroups({ count: data.length - 12 }).trim());
  return makeFigure(
    data,
    {
      ...withLargeMarks(layout),
      hovermode: 'closest',
      annotations: labels === undefined ? [] : words(points, labels, unit),
    },
    options.alt ??
      text.embedding({ title, count: points.length, parts: parts.join(' ') }) +
        leftOut(skipped, data, total - skipped),
  );
}

/** Numbers in their order; words as they come. */
function inOrder<Named extends readonly [name: string, unknown]>(groups: Named[]): Named[] {
  const isNumber = ([name]: Named): boolean => name.trim() !== '' && Number.isFinite(Number(name));
  if (!groups.every(isNumber)) return groups;
  return groups.sort(([a], [b]) => Number(a) - Number(b));
}

function needPoints(value: unknown): [number, number][] {
  const expected = 'a tensor [N, 2] or a list of pairs [x, y]';
  if (isTensorLike(value)) {
    if (value.shape.length !== 2 || value.shape[1] !== 2 || value.shape[0] === 0) {
      fail('points.shape', '[N, 2] (project to two dimensions first)', value.shape);
    }
    const flat = toList(value);
    return Array.from({ length: flat.length / 2 }, (_, i) => [
      flat[2 * i] ?? Number.NaN,
      flat[2 * i + 1] ?? Number.NaN,
    ]);
  }
  if (!isList(value) || value.length === 0) fail('points', expected, value);
  return Array.from(value, (point, i) => {
    if (!isList(point) || point.length !== 2) fail(`points[${i}]`, 'a pair [x, y]', point);
    const [x, y] = Array.from(point);
    if (typeof x !== 'number' || typeof y !== 'number') fail(`points[${i}]`, 'two numbers', point);
    return [x, y];
  });
}

/** Ranges with the same unit in pixels on both axes, and that unit. */
function equalRanges(points: readonly (readonly [number, number])[]): {
  x: [number, number];
  y: [number, number];
  unit: number;
} {
  const spread = (axis: 0 | 1): [middle: number, span: number] => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const point of points) {
      low = Math.min(low, point[axis]);
      high = Math.max(high, point[axis]);
    }
    return low > high ? [0, 1] : [(low + high) / 2, high - low || 1];
  };
  const [[x, width], [y, height]] = [spread(0), spread(1)];
  const unit = Math.min(plotWidth / (width * 1.16), plotHeight / (height * 1.16));
  const [halfX, halfY] = [plotWidth / unit / 2, plotHeight / unit / 2];
  return { x: [x - halfX, x + halfX], y: [y - halfY, y + halfY], unit };
}

/** Words above their points, without those that would cover another. */
function words(
  points: readonly (readonly [number, number])[],
  labels: readonly string[],
  unit: number,
): Annotation[] {
  const taken: { left: number; right: number; y: number }[] = [];
  const notes: Annotation[] = [];
  points.forEach(([x, y], i) => {
    const label = shortText(labels[i] ?? '', 24);
    if (!Number.isFinite(x) || !Number.isFinite(y) || label === '' || notes.length >= mostWords) {
      return;
    }
    const half = textWidth(label, textSize.text) / 2 + 2;
    const place = { left: x * unit - half, right: x * unit + half, y: y * unit };
    const covers = taken.some(
      (other) =>
        place.left < other.right &&
        other.left < place.right &&
        Math.abs(place.y - other.y) < textSize.text + 3,
    );
    if (covers) return;
    taken.push(place);
    notes.push({
      x,
      y: y + 5 / unit,
      text: plotlyText(label),
      showarrow: false,
      xanchor: 'center',
      yanchor: 'bottom',
      font: { size: textSize.text, color: ink },
    });
  });
  return notes;
}

function mean(list: readonly unknown[]): number {
  const numbers = list.filter((value): value is number => typeof value === 'number');
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
