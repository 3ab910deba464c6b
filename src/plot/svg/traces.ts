/** Each trace type as SVG. */
import { colorAt, luminance, type Rgb } from '../color.js';
import { downsample } from '../downsample.js';
import type {
  BarTrace,
  Coordinate,
  Dash,
  HeatmapTrace,
  ImageTrace,
  LineTrace,
  Marker,
} from '../figure.js';
import { cellInk, textSize } from '../style.js';
import { plainText } from '../text.js';
import { element, label, type Markup } from './element.js';
import { encodePng, pngSize } from './png.js';
import type { Scale } from './scale.js';

/** SVG's dash pattern of a line style. */
export const dashArray: Record<Dash, string | undefined> = {
  solid: undefined,
  dash: '8 4',
  dot: '2 3',
  dashdot: '8 3 2 3',
};

export function drawLine(trace: LineTrace, x: Scale, y: Scale): Markup[] {
  // Points without a line between them are places, not a course: none is like its neighbour.
  const isWhole = trace.mode === 'markers' || trace.fill !== undefined;
  const { x: xs, y: ys } = isWhole ? trace : downsample(trace);
  const points = xs.map((at, i): [Coordinate, number | null] => [at, ys[i] ?? null]);
  let path = '';
  let pen = false;
  const dots: Markup[] = [];
  points.forEach(([at, value], i) => {
    if (at === null || value === null) {
      pen = false;
      return;
    }
    const [px, py] = [x.position(at), y.position(value)];
    if (pen && trace.line.shape === 'hv') path += `H${px.toFixed(1)}`;
    path += `${pen ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`;
    pen = true;
    if (trace.mode !== 'lines') {
      const { size } = trace.marker;
      dots.push(drawMark(trace.marker, typeof size === 'number' ? size : (size[i] ?? 6), px, py));
    }
  });
  if (trace.mode === 'markers' || path === '') return dots;
  if (trace.fill !== undefined) {
    return [element('path', { d: `${path}Z`, fill: trace.fillcolor, stroke: 'none' })];
  }
  const line = element('path', {
    d: path,
    fill: 'none',
    stroke: trace.line.color,
    'stroke-width': trace.line.width,
    'stroke-dasharray': dashArray[trace.line.dash],
    'stroke-linejoin': 'round',
  });
  return [line, ...dots];
}

/** One mark of a point, `size` pixels across. */
export function drawMark(marker: Marker, size: number, x: number, y: number): Markup {
  const { color: fill, opacity, symbol = 'circle' } = marker;
  const r = size / 2;
  if (symbol === 'circle') return element('circle', { cx: x, cy: y, r, fill, opacity });
  const outline: Record<Exclude<Marker['symbol'], undefined | 'circle'>, [number, number][]> = {
    square: box(0.9),
    diamond: [
      [0, -1.3],
      [1.3, 0],
      [0, 1.3],
      [-1.3, 0],
    ],
    'triangle-up': [
      [0, -1.1],
      [1.1, 0.9],
      [-1.1, 0.9],
    ],
    'triangle-down': [
      [0, 1.1],
      [1.1, -0.9],
      [-1.1, -0.9],
    ],
    cross: plus.map(([a, b]) => [a, b]),
    x: plus.map(([a, b]) => [(a - b) * Math.SQRT1_2, (a + b) * Math.SQRT1_2]),
  };
  const points = outline[symbol]
    .map(([dx, dy]) => `${(x + dx * r).toFixed(1)},${(y + dy * r).toFixed(1)}`)
    .join(' ');
  return element('polygon', { points, fill, opacity });
}

const box = (r: number): [number, number][] => [
  [-r, -r],
  [r, -r],
  [r, r],
  [-r, r],
];
const plus: readonly [number, number][] = [
  [-0.4, -1.2],
  [0.4, -1.2],
  [0.4, -0.4],
  [1.2, -0.4],
  [1.2, 0.4],
  [0.4, 0.4],
  [0.4, 1.2],
  [-0.4, 1.2],
  [-0.4, 0.4],
  [-1.2, 0.4],
  [-1.2, -0.4],
  [-0.4, -0.4],
];

/**
 * Bars from zero.
 *
 * @param place which of how many bars beside each other in a band; without it they lie over those
 *   of other series
 */
export function drawBars(
  trace: BarTrace,
  place: { index: number; count: number } | undefined,
  bargap: number,
  x: Scale,
  y: Scale,
): Markup[] {
  const band = trace.width === undefined ? x.step * (1 - bargap) : trace.width * x.step;
  const { index, count } = place ?? { index: 0, count: 1 };
  const width = band / count;
  return trace.x.flatMap((name, i) => {
    const value = trace.y[i];
    if (value === null || value === undefined) return [];
    const [zero, end] = [y.position(0), y.position(value)];
    return element('rect', {
      x: x.position(name) - band / 2 + index * width,
      y: Math.min(zero, end),
      width,
      height: Math.abs(end - zero),
      fill: trace.marker.color,
      opacity: trace.marker.opacity,
    });
  });
}

const colorOf = (trace: HeatmapTrace, value: number) =>
  colorAt(trace.colorscale, (value - trace.zmin) / (trace.zmax - trace.zmin));

/** Ink that is read on a colour. */
const inkOn = (ground: Rgb): string => (luminance(ground) > 0.3 ? cellInk : '#ffffff');

/** A matrix with a text in each cell. */
export function drawCells(trace: HeatmapTrace, x: Scale, y: Scale): Markup[] {
  return trace.z.flatMap((row, i) =>
    row.flatMap((value, j) => {
      const [column, line] = [trace.x?.[j], trace.y?.[i]];
      if (value === null || column === undefined || line === undefined) return [];
      const [cx, cy] = [x.position(column), y.position(line)];
      const words = trace.texttemplate === undefined ? '' : plainText(trace.text?.[i]?.[j] ?? '');
      const fill = colorOf(trace, value);
      const size = trace.textfont?.size ?? textSize.text;
      const color = trace.textfont?.color ?? inkOn(fill);
      return [
        element('rect', {
          x: cx - x.step / 2 + trace.xgap / 2,
          y: cy - y.step / 2 + trace.ygap / 2,
          width: x.step - trace.xgap,
          height: y.step - trace.ygap,
          fill: `rgb(${fill.join(',')})`,
        }),
        ...(words === ''
          ? []
          : [label(words, cx, cy + size / 3, { anchor: 'middle', size, color })]),
      ];
    }),
  );
}

/** A matrix without texts, as one embedded picture. */
export function drawPicture(trace: HeatmapTrace, x: Scale, y: Scale): Markup[] {
  const height = trace.z.length;
  const width = trace.z[0]?.length ?? 0;
  const rgba = new Uint8Array(width * height * 4);
  trace.z.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value === null) return; // stays transparent
      rgba.set([...colorOf(trace, value), 255], (i * width + j) * 4);
    });
  });
  const png = encodePng(width, height, rgba).toString('base64');
  return [placedPng(trace, width, height, png, x, y), ...values(trace, x, y)];
}

/** The numbers of a matrix, each in its cell. */
function values(trace: HeatmapTrace, x: Scale, y: Scale): Markup[] {
  if (trace.texttemplate !== '%{z}') return [];
  const size = trace.textfont?.size ?? textSize.text;
  return trace.z.flatMap((row, i) =>
    row.flatMap((value, j) => {
      if (value === null) return [];
      const px = x.position((trace.x0 ?? 0) + j * (trace.dx ?? 1));
      const py = y.position((trace.y0 ?? 0) + i * (trace.dy ?? 1));
      const color = trace.textfont?.color ?? inkOn(colorOf(trace, value));
      return [label(String(value), px, py + size / 3, { anchor: 'middle', size, color })];
    }),
  );
}

/** A picture that is ready. */
export function drawImage(trace: ImageTrace, x: Scale, y: Scale): Markup[] {
  const base64 = trace.source.slice(trace.source.indexOf(',') + 1);
  const { width, height } = pngSize(base64);
  return [placedPng(trace, width, height, base64, x, y)];
}

/** A PNG whose first pixel's centre lies at (x0, y0); it grows down or up with the axis. */
function placedPng(
  { x0 = 0, dx = 1, y0 = 0, dy = 1 }: { x0?: number; dx?: number; y0?: number; dy?: number },
  width: number,
  height: number,
  base64: string,
  x: Scale,
  y: Scale,
): Markup {
  const left = x.position(x0 - dx / 2);
  const [first, last] = [y.position(y0 - dy / 2), y.position(y0 + (height - 0.5) * dy)];
  const picture = {
    x: left,
    width: Math.abs(x.step * dx * width),
    height: Math.abs(last - first),
    preserveAspectRatio: 'none',
    style: 'image-rendering:pixelated',
    href: `data:image/png;base64,${base64}`,
  };
  if (first <= last) return element('image', { ...picture, y: first });
  // Row 0 is at the bottom: the picture is turned upside down about its middle.
  return element('image', { ...picture, y: -first, transform: 'scale(1 -1)' });
}
