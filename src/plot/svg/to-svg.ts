/**
 * The static picture of a figure: for front ends without plotly, reports and saved notebooks.
 */
import type { BarTrace, Figure, Trace } from '../figure.js';
import { cellInk, sheet } from '../style.js';
import { plainText } from '../text.js';
import { element, label, type Markup, text } from './element.js';
import { bandScale, categories, linearScale, numberRange, type Scale } from './scale.js';
import { dashArray, drawBars, drawCells, drawLine, drawPicture } from './traces.js';

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface SvgOptions {
  /**
   * Whether it becomes part of a page: then it has no ground, and its ink is the page's own colour
   * of text, also when the theme changes. Default: a document of its own, dark ink on white.
   */
  inPage?: boolean;
}

/**
 * Draws a figure as SVG; every text in it is escaped.
 *
 * @param figure a figure made by this library
 * @returns SVG, `layout.width` (default 720) by `layout.height` pixels
 */
export function toSvg(figure: Figure, { inPage = false }: SvgOptions = {}): string {
  const { data, layout } = figure;
  const width = layout.width ?? 720;
  const { margin, height } = layout;
  const yNames = categories(layout.yaxis, data, 'y');
  const top = margin.t;
  const bottom = height - margin.b;
  const y = makeScale(yNames, layout.yaxis, data, 'y', bottom, top);
  // Long labels push the plot to the right, as plotly's automargin does.
  const longest = Math.max(0, ...y.ticks.map((tick) => tick.label.length));
  const room = layout.yaxis.visible === false ? 0 : 34 + longest * 7.5;
  const left = Math.max(margin.l, room);
  const box: Box = { left, right: width - margin.r, top, bottom };
  const xNames = categories(layout.xaxis, data, 'x');
  const x = makeScale(xNames, layout.xaxis, data, 'x', box.left, box.right);

  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': figure.alt,
      'font-family': layout.font.family,
      'font-size': layout.font.size,
      // In a page it shrinks with the column and keeps its proportions.
      style: inPage ? 'max-width:100%;height:auto' : undefined,
      fill: inPage ? 'currentColor' : cellInk,
    },
    element('title', {}, text(figure.alt)),
    ...(inPage ? [] : [element('rect', { width, height, fill: sheet })]),
    element('rect', {
      x: box.left,
      y: top,
      width: box.right - box.left,
      height: bottom - top,
      fill: layout.plot_bgcolor,
    }),
    ...axes(figure, box, x, y),
    ...drawTraces(data, layout.bargap ?? 0.2, x, y),
    ...annotations(figure, x, y),
    label(plainText(layout.title.text), layout.title.x * width, 26, {
      size: layout.title.font.size,
    }),
    ...(layout.showlegend ? legend(data, box) : []),
  );
  return svg.markup;
}

function makeScale(
  names: string[] | null,
  axis: Figure['layout']['xaxis'],
  data: readonly Trace[],
  letter: 'x' | 'y',
  from: number,
  to: number,
): Scale {
  if (names === null) return linearScale(numberRange(axis, data, letter), from, to);
  // An axis that is reversed starts at the top.
  return axis.autorange === 'reversed'
    ? bandScale(names, to, from, axis.dtick)
    : bandScale(names, from, to, axis.dtick);
}

function drawTraces(data: readonly Trace[], bargap: number, x: Scale, y: Scale): Markup[] {
  const bars = data.filter((trace): trace is BarTrace => trace.type === 'bar');
  return data.flatMap((trace) => {
    if (trace.type === 'scatter') return drawLine(trace, x, y);
    if (trace.type === 'bar')
      return drawBars(trace, bars.indexOf(trace), bars.length, bargap, x, y);
    return trace.text === undefined ? drawPicture(trace, x, y) : drawCells(trace, x, y);
  });
}

function axes({ layout }: Figure, box: Box, x: Scale, y: Scale): Markup[] {
  const drawn: Markup[] = [];
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string | undefined) => {
    drawn.push(element('line', { x1, y1, x2, y2, stroke }));
  };
  if (layout.xaxis.visible !== false) {
    for (const tick of x.ticks) {
      if (layout.xaxis.showgrid)
        line(tick.at, box.top, tick.at, box.bottom, layout.xaxis.gridcolor);
      const upright = layout.xaxis.tickangle === -90;
      drawn.push(
        upright
          ? label(plainText(tick.label), tick.at + 4, box.bottom + 8, { anchor: 'end', turn: -90 })
          : label(plainText(tick.label), tick.at, box.bottom + 18, { anchor: 'middle' }),
      );
    }
  }
  if (layout.yaxis.visible !== false) {
    for (const tick of y.ticks) {
      if (layout.yaxis.showgrid)
        line(box.left, tick.at, box.right, tick.at, layout.yaxis.gridcolor);
      drawn.push(label(plainText(tick.label), box.left - 8, tick.at + 4, { anchor: 'end' }));
    }
  }
  if (layout.xaxis.showline)
    line(box.left, box.bottom, box.right, box.bottom, layout.xaxis.linecolor);
  if (layout.yaxis.showline) line(box.left, box.top, box.left, box.bottom, layout.yaxis.linecolor);
  const xTitle = layout.xaxis.title?.text;
  if (xTitle !== undefined) {
    const middle = (box.left + box.right) / 2;
    drawn.push(label(plainText(xTitle), middle, layout.height - 14, { anchor: 'middle' }));
  }
  const yTitle = layout.yaxis.title?.text;
  if (yTitle !== undefined) {
    const middle = (box.top + box.bottom) / 2;
    drawn.push(label(plainText(yTitle), 18, middle, { anchor: 'middle', turn: -90 }));
  }
  return drawn;
}

function annotations({ layout }: Figure, x: Scale, y: Scale): Markup[] {
  return (layout.annotations ?? []).map((note) => {
    const down = note.yanchor === 'middle' ? note.font.size / 3 : -4;
    return label(plainText(note.text), x.position(note.x), y.position(note.y) + down, {
      anchor: 'middle',
      size: note.font.size,
    });
  });
}

/** Names of the series, right-aligned above the plot. */
function legend(data: readonly Trace[], box: Box): Markup[] {
  let right = box.right;
  const at = box.top - 10;
  return [...data].reverse().flatMap((trace) => {
    const name = plainText(trace.name);
    const words = label(name, right, at, { anchor: 'end' });
    const end = right - name.length * 7.5 - 8;
    right = end - 40;
    const color = trace.type === 'heatmap' ? undefined : trace.marker.color;
    const key =
      trace.type === 'scatter'
        ? element('line', {
            x1: end - 24,
            y1: at - 4,
            x2: end,
            y2: at - 4,
            stroke: color,
            'stroke-width': 2,
            'stroke-dasharray': dashArray[trace.line.dash],
          })
        : element('rect', { x: end - 14, y: at - 11, width: 12, height: 12, fill: color });
    return [words, key];
  });
}
