/** Each trace type as SVG. */

import { downsample } from '../downsample.js';
import type { BarTrace, Coordinate, Dash, HeatmapTrace, LineTrace } from '../figure.js';
import { cellInk, ink, textSize } from '../style.js';
import { plainText } from '../text.js';
import { element, label, type Markup } from './element.js';
import { encodePng } from './png.js';
import type { Scale } from './scale.js';

/** SVG's dash pattern of a line style. */
export const dashArray: Record<Dash, string | undefined> = {
  solid: undefined,
  dash: '8 4',
  dot: '2 3',
  dashdot: '8 3 2 3',
};

export function drawLine(trace: LineTrace, x: Scale, y: Scale): Markup[] {
  const downsampled = downsample(trace);
  const points = downsampled.x.map((at, i): [Coordinate, number | null] => [
    at,
    downsampled.y[i] ?? null,
  ]);
  let path = '';
  let pen = false;
  const dots: Markup[] = [];
  for (const [at, value] of points) {
    if (at === null || value === null) {
      pen = false;
      continue;
    }
    const [px, py] = [x.position(at), y.position(value)];
    path += `${pen ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`;
    pen = true;
    if (trace.mode !== 'lines') {
      dots.push(element('circle', { cx: px, cy: py, r: 2.5, fill: trace.marker.color }));
    }
  }
  const line = element('path', {
    d: path,
    fill: 'none',
    stroke: trace.line.color,
    'stroke-width': trace.line.width,
    'stroke-dasharray': dashArray[trace.line.dash],
    'stroke-linejoin': 'round',
  });
  return trace.mode === 'markers' || path === '' ? dots : [line, ...dots];
}

/** Bars of the `index`-th of `count` series, side by side in each band. */
export function drawBars(
  trace: BarTrace,
  index: number,
  count: number,
  bargap: number,
  x: Scale,
  y: Scale,
): Markup[] {
  const width = (x.step * (1 - bargap)) / count;
  return trace.x.flatMap((name, i) => {
    const value = trace.y[i];
    if (value === null || value === undefined) return [];
    const [zero, end] = [y.position(0), y.position(value)];
    return element('rect', {
      x: x.position(name) - (width * count) / 2 + index * width,
      y: Math.min(zero, end),
      width,
      height: Math.abs(end - zero),
      fill: trace.marker.color,
    });
  });
}

export type Rgb = [red: number, green: number, blue: number];

const parseColor = (hex: string): Rgb => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

/** The colour of a value, between its two neighbours on the colour scale. */
function colorAt(trace: HeatmapTrace, value: number): Rgb {
  const t = Math.min(1, Math.max(0, (value - trace.zmin) / (trace.zmax - trace.zmin)));
  const above = trace.colorscale.findIndex(([stop]) => stop >= t);
  const [highStop, highColor] = trace.colorscale[above] ?? [1, ink];
  const [lowStop, lowColor] = trace.colorscale[Math.max(0, above - 1)] ?? [0, ink];
  const share = highStop === lowStop ? 0 : (t - lowStop) / (highStop - lowStop);
  const [from, to] = [parseColor(lowColor), parseColor(highColor)];
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [mix(0), mix(1), mix(2)];
}

/** A matrix with a text in each cell. */
export function drawCells(trace: HeatmapTrace, x: Scale, y: Scale): Markup[] {
  return trace.z.flatMap((row, i) =>
    row.flatMap((value, j) => {
      const [column, line] = [trace.x?.[j], trace.y?.[i]];
      if (value === null || column === undefined || line === undefined) return [];
      const [cx, cy] = [x.position(column), y.position(line)];
      const words = trace.texttemplate === undefined ? '' : plainText(trace.text?.[i]?.[j] ?? '');
      const { size, color } = trace.textfont ?? { size: textSize.text, color: cellInk };
      return [
        element('rect', {
          x: cx - x.step / 2 + trace.xgap / 2,
          y: cy - y.step / 2 + trace.ygap / 2,
          width: x.step - trace.xgap,
          height: y.step - trace.ygap,
          fill: `rgb(${colorAt(trace, value).join(',')})`,
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
      rgba.set([...colorAt(trace, value), 255], (i * width + j) * 4);
    });
  });
  const left = x.position((trace.x0 ?? 0) - (trace.dx ?? 1) / 2);
  const top = y.position((trace.y0 ?? 0) - (trace.dy ?? 1) / 2);
  return [
    element('image', {
      x: left,
      y: top,
      width: Math.abs(x.step * (trace.dx ?? 1) * width),
      height: Math.abs(y.step * (trace.dy ?? 1) * height),
      preserveAspectRatio: 'none',
      style: 'image-rendering:pixelated',
      href: `data:image/png;base64,${encodePng(width, height, rgba).toString('base64')}`,
    }),
  ];
}
