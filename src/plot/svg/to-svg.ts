/**
 * The static picture of a figure: for front ends without plotly, reports and saved notebooks.
 */
import type { Annotation, BarTrace, Figure, Shape, Trace } from '../figure.js';
import { cellInk, ink, sheet } from '../style.js';
import { plainText, textWidth } from '../text.js';
import { type Box, drawAxes, roomOfYAxis } from './axes.js';
import { drawBox } from './box.js';
import { element, label, type Markup, text } from './element.js';
import { drawColorBar, drawLegend } from './legend.js';
import { bandScale, categories, linearScale, numberRange, type Scale } from './scale.js';
import { drawScene } from './scene.js';
import { dashArray, drawBars, drawCells, drawImage, drawLine, drawPicture } from './traces.js';

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
  const top = margin.t;
  const bottom = height - margin.b;
  const room: Box = { left: margin.l, right: width - margin.r, top, bottom };
  const { box, drawn } =
    layout.scene === undefined
      ? drawPlane(figure, room)
      : { box: room, drawn: drawScene(data, layout.scene, room) };

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
    ...drawn,
    label(plainText(layout.title.text), layout.title.x * width, 26, {
      size: layout.title.font.size,
    }),
    ...drawLegend(figure, box),
    ...drawColorBar(figure, box),
  );
  return svg.markup;
}

/** A plot with two axes. Long labels push it to the right, as plotly's automargin does. */
function drawPlane(figure: Figure, room: Box): { box: Box; drawn: Markup[] } {
  const { data, layout } = figure;
  const { top, bottom } = room;
  const yNames = categories(layout.yaxis, data, 'y');
  const y = makeScale(yNames, layout.yaxis, data, 'y', bottom, top);
  const box: Box = { ...room, left: Math.max(room.left, roomOfYAxis(figure, y)) };
  const xNames = categories(layout.xaxis, data, 'x');
  const x = makeScale(xNames, layout.xaxis, data, 'x', box.left, box.right);
  const shapes = layout.shapes ?? [];
  const drawn = [
    element('rect', {
      x: box.left,
      y: top,
      width: box.right - box.left,
      height: bottom - top,
      fill: layout.plot_bgcolor,
    }),
    ...drawAxes(figure, box, x, y),
    ...shapes.filter(({ layer }) => layer === 'below').map((shape) => drawShape(shape, x, y)),
    ...drawTraces(figure, x, y),
    ...shapes.filter(({ layer }) => layer === 'above').map((shape) => drawShape(shape, x, y)),
    ...(layout.annotations ?? []).flatMap((note) => drawAnnotation(note, x, y)),
  ];
  return { box, drawn };
}

function makeScale(
  names: string[] | null,
  axis: Figure['layout']['xaxis'],
  data: readonly Trace[],
  letter: 'x' | 'y',
  from: number,
  to: number,
): Scale {
  if (names === null) return linearScale(numberRange(axis, data, letter), from, to, axis);
  // An axis that is reversed starts at the top.
  return axis.autorange === 'reversed'
    ? bandScale(names, to, from, axis.dtick)
    : bandScale(names, from, to, axis.dtick);
}

function drawTraces({ data, layout }: Figure, x: Scale, y: Scale): Markup[] {
  const bars = data.filter((trace): trace is BarTrace => trace.type === 'bar');
  const inGroup = layout.barmode === 'group';
  return data.flatMap((trace) => {
    if (trace.type === 'scatter') return drawLine(trace, x, y);
    if (trace.type === 'image') return drawImage(trace, x, y);
    if (trace.type === 'box') return drawBox(trace, x, y);
    // Only a scene has room for these.
    if (trace.type === 'surface' || trace.type === 'scatter3d') return [];
    if (trace.type === 'bar') {
      const place = inGroup ? { index: bars.indexOf(trace), count: bars.length } : undefined;
      return drawBars(trace, place, layout.bargap ?? 0.2, x, y);
    }
    // Cells with names have a place of their own each; others are one picture.
    return trace.x === undefined ? drawPicture(trace, x, y) : drawCells(trace, x, y);
  });
}

function drawShape(shape: Shape, x: Scale, y: Scale): Markup {
  const [x0, x1] = [x.position(shape.x0), x.position(shape.x1)];
  const [y0, y1] = [y.position(shape.y0), y.position(shape.y1)];
  return element('rect', {
    x: Math.min(x0, x1),
    y: Math.min(y0, y1),
    width: Math.abs(x1 - x0),
    height: Math.abs(y1 - y0),
    fill: shape.fillcolor ?? 'none',
    stroke: shape.line.color,
    'stroke-width': shape.line.width,
    'stroke-dasharray': dashArray[shape.line.dash],
  });
}

const anchors = { left: 'start', center: 'middle', right: 'end' } as const;

function drawAnnotation(note: Annotation, x: Scale, y: Scale): Markup[] {
  const { size, color } = note.font;
  const words = plainText(note.text);
  const [px, py] = [x.position(note.x), y.position(note.y)];
  if (note.textangle === -90) {
    // Turned, the text runs upwards: `yanchor: 'top'` lets its end touch the point.
    const anchor = { top: 'end', middle: 'middle', bottom: 'start' } as const;
    const style = { anchor: anchor[note.yanchor], size, turn: -90 };
    return [label(words, px + size / 3, py, style)];
  }
  const down = { bottom: -4, middle: size / 3, top: size }[note.yanchor];
  const style = {
    anchor: anchors[note.xanchor],
    size,
    // The figures' grey is for an unknown ground; here the ground is known.
    ...(color === ink ? {} : { color }),
  };
  if (note.bgcolor === undefined) return [label(words, px, py + down, style)];
  const width = textWidth(words, size) + 4;
  const left = px - { left: 0, center: width / 2, right: width }[note.xanchor];
  const top = py + down - size;
  return [
    element('rect', { x: left, y: top, width, height: size + 4, fill: note.bgcolor }),
    label(words, note.xanchor === 'left' ? px + 2 : px, py + down, style),
  ];
}
