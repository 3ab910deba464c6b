/** What stands beside a plot: the names of its series, and the strip of its colours. */
import { colorAt } from '../color.js';
import type {
  BarTrace,
  Figure,
  HeatmapTrace,
  LineTrace,
  SpaceTrace,
  SurfaceTrace,
  Trace,
} from '../figure.js';
import { plainText, shortNumber, textWidth } from '../text.js';
import type { Box } from './axes.js';
import { element, label, type Markup } from './element.js';
import { encodePng } from './png.js';
import { niceTicks } from './scale.js';
import { dashArray, drawMark } from './traces.js';

type Named = LineTrace | BarTrace | SpaceTrace;
const named = (trace: Trace): trace is Named =>
  ((trace.type === 'scatter' || trace.type === 'scatter3d') && trace.showlegend !== false) ||
  trace.type === 'bar';

/** Names of the series, right-aligned above the plot or in a column beside it. */
export function drawLegend({ data, layout }: Figure, box: Box): Markup[] {
  if (!layout.showlegend) return [];
  const size = layout.font.size;
  if (layout.legend?.orientation === 'v') {
    return data.filter(named).flatMap((trace, i) => {
      const at = box.top + 14 + i * (size + 7);
      return [key(trace, box.right + 40, at), label(plainText(trace.name), box.right + 46, at)];
    });
  }
  let right = box.right;
  const at = box.top - 10;
  return data
    .filter(named)
    .reverse()
    .flatMap((trace) => {
      const name = plainText(trace.name);
      const words = label(name, right, at, { anchor: 'end' });
      const end = right - textWidth(name, size) - 8;
      right = end - 40;
      return [words, key(trace, end, at)];
    });
}

/** What a series looks like, 24 pixels wide, ending at `end`. */
function key(trace: Named, end: number, at: number): Markup {
  const { color } = trace.marker;
  if (trace.type === 'bar') {
    const { opacity } = trace.marker;
    return element('rect', {
      x: end - 14,
      y: at - 11,
      width: 12,
      height: 12,
      fill: color,
      opacity,
    });
  }
  if (trace.mode === 'markers') return drawMark(trace.marker, 9, end - 8, at - 4);
  return element('line', {
    x1: end - 24,
    y1: at - 4,
    x2: end,
    y2: at - 4,
    stroke: trace.line.color,
    'stroke-width': 2,
    'stroke-dasharray': trace.type === 'scatter' ? dashArray[trace.line.dash] : undefined,
  });
}

/** The strip of colours right of a heat map or a surface, with the numbers that they stand for. */
export function drawColorBar({ data }: Figure, box: Box): Markup[] {
  const trace = data.find(
    (one): one is HeatmapTrace | SurfaceTrace =>
      (one.type === 'heatmap' || one.type === 'surface') && one.showscale,
  );
  if (trace === undefined) return [];
  const { colorscale, colorbar } = trace;
  const [zmin, zmax] =
    trace.type === 'heatmap' ? [trace.zmin, trace.zmax] : [trace.cmin, trace.cmax];
  const left = box.right + 14;
  const width = colorbar?.thickness ?? 14;
  const height = box.bottom - box.top;
  // A picture, not a gradient: that would need a name, which two figures on a page would share.
  const shades = 128;
  const rgba = new Uint8Array(shades * 4);
  for (let i = 0; i < shades; i++) {
    rgba.set([...colorAt(colorscale, 1 - i / (shades - 1)), 255], i * 4);
  }
  const strip = element('image', {
    x: left,
    y: box.top,
    width,
    height,
    preserveAspectRatio: 'none',
    href: `data:image/png;base64,${encodePng(1, shades, rgba).toString('base64')}`,
  });
  const ticks = niceTicks(zmin, zmax, Math.max(2, Math.min(6, height / 40)));
  const title = colorbar?.title.text ?? '';
  const across = left + width + 8 + Math.max(...ticks.map((at) => textWidth(shortNumber(at), 12)));
  const middle = (box.top + box.bottom) / 2;
  return [
    strip,
    ...ticks.map((value) => {
      const at = box.bottom - ((value - zmin) / (zmax - zmin || 1)) * height;
      return label(shortNumber(value), left + width + 5, at + 4);
    }),
    ...(title === ''
      ? []
      : [label(plainText(title), across + 14, middle, { anchor: 'middle', turn: -90 })]),
  ];
}
