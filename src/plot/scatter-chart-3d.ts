import { messages } from '../messages/index.js';
import { type Figure, makeFigure, type SpaceSymbol, type SpaceTrace } from './figure.js';
import { fail, type Numbers, needLabels, needLength, needNumbers, needText } from './input.js';
import { sceneLayout, spanOf } from './scene.js';
import { seriesColor } from './style.js';
import { plainText, plotlyText, shortNumber } from './text.js';

/** Points of one colour and one mark. */
export interface SpaceGroup {
  name: string;
  x: Numbers;
  y: Numbers;
  z: Numbers;
  /** What is read under the mouse at each point. */
  hover?: readonly (string | number)[];
}

export interface ScatterChart3dOptions {
  title: string;
  groups: readonly SpaceGroup[];
  xLabel?: string;
  yLabel?: string;
  zLabel?: string;
  /** Text for readers who do not see the picture. Default: made from the title and the numbers. */
  alt?: string;
}

/** Of more points every n-th is drawn: a browser grows slow, and they hide each other. */
const mostPoints = 3000;
const manyPoints = 400;
const namesInARow = 4;
const symbols: readonly SpaceSymbol[] = ['circle', 'diamond', 'square', 'x', 'cross'];

/**
 * Points in space, each group with a colour and a mark of its own; it can be turned where plotly.js
 * draws it. A point with a coordinate that is not finite is left out, and the alt text counts it.
 *
 * @throws TypeError | RangeError when a list is empty, holds no numbers, or differs in length
 * @example
 * scatterChart3d({ title: 'Three components', groups: [{ name: 'digits', x: pc1, y: pc2, z: pc3 }] });
 */
export function scatterChart3d(options: ScatterChart3dOptions): Figure {
  const title = needText('title', options.title);
  const { groups } = options;
  if (!Array.isArray(groups) || groups.length === 0) {
    fail('groups', 'a non-empty list of { name, x, y, z }', groups);
  }
  const total = groups.reduce((sum, group) => sum + (group?.x?.length ?? 0), 0);
  const every = Math.max(1, Math.ceil(total / mostPoints));
  let skipped = 0;
  const data = groups.map((group, index): SpaceTrace => {
    const where = `groups[${index}]`;
    const name = needText(`${where}.name`, group?.name);
    const x = needNumbers(`${where}.x`, group.x);
    const [y, z] = (['y', 'z'] as const).map((letter) => {
      const list = needNumbers(`${where}.${letter}`, group[letter]);
      needLength(`${where}.${letter}`, list.length, x.length, `${where}.x`);
      return list;
    }) as [(number | null)[], (number | null)[]];
    const hover = group.hover === undefined ? undefined : needLabels(`${where}.hover`, group.hover);
    if (hover !== undefined) needLength(`${where}.hover`, hover.length, x.length, `${where}.x`);
    const kept = x.flatMap((at, i) => (at === null || y[i] == null || z[i] == null ? [] : i));
    skipped += x.length - kept.length;
    const drawn = kept.filter((_, i) => i % every === 0);
    const pick = <T>(list: readonly T[]): T[] => drawn.flatMap((i) => list.slice(i, i + 1));
    const color = seriesColor(index);
    return {
      type: 'scatter3d',
      mode: 'markers',
      name: plotlyText(name),
      x: pick(x),
      y: pick(y),
      z: pick(z),
      line: { color, width: 4 },
      marker: {
        color,
        size: total > manyPoints ? 2 : 3.5,
        symbol: symbols[index % symbols.length] ?? 'circle',
        opacity: total > manyPoints ? 0.6 : 0.9,
      },
      ...(hover === undefined
        ? {}
        : {
            text: pick(hover).map(plotlyText),
            hovertemplate: '%{text}<extra>%{fullData.name}</extra>',
          }),
    };
  });
  const of = (letter: 'x' | 'y' | 'z') => spanOf(data.flatMap((trace) => trace[letter]));
  const layout = sceneLayout({
    title,
    legend: data.length === 1 ? false : data.length > namesInARow ? 'beside' : true,
    ranges: { x: of('x'), y: of('y'), z: of('z') },
    labels: { x: options.xLabel, y: options.yLabel, z: options.zLabel },
    colours: false,
  });
  const text = messages().figures;
  const parts = data.slice(0, 12).map(describeGroup);
  if (data.length > 12) parts.push(text.moreGroups({ count: data.length - 12 }).trim());
  const shown = data.reduce((sum, trace) => sum + trace.x.length, 0);
  const alt =
    text.scatter3d({ title, parts: parts.join(' ') }) +
    (skipped > 0 ? text.notFinite({ count: skipped }) : '') +
    (shown < total - skipped ? text.thinned({ shown, count: total - skipped }) : '');
  return makeFigure(data, layout, options.alt ?? alt);
}

function describeGroup(trace: SpaceTrace): string {
  const text = messages().figures;
  const name = plainText(trace.name);
  if (trace.x.length === 0) return text.emptyGroup({ name });
  const mean = (list: readonly (number | null)[]) =>
    shortNumber(list.reduce<number>((sum, at) => sum + (at ?? 0) / list.length, 0));
  const { x, y, z } = trace;
  return text.centre3d({ name, count: x.length, x: mean(x), y: mean(y), z: mean(z) });
}
