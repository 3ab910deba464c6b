/** A box with its whiskers as SVG. */
import type { BoxTrace } from '../figure.js';
import { element, type Markup } from './element.js';
import type { Scale } from './scale.js';

/** How much of its band a box takes, as in plotly.js. */
const share = 0.5;

export function drawBox(trace: BoxTrace, x: Scale, y: Scale): Markup[] {
  const { color: stroke, width } = trace.line;
  const middle = x.position(trace.x[0]);
  const half = (x.step * share) / 2;
  const at = ([value]: readonly [number]) => y.position(value);
  const [low, q1, median, q3, high] = [
    at(trace.lowerfence),
    at(trace.q1),
    at(trace.median),
    at(trace.q3),
    at(trace.upperfence),
  ];
  const line = (x1: number, y1: number, x2: number, y2: number, dash?: string): Markup =>
    element('line', { x1, y1, x2, y2, stroke, 'stroke-width': width, 'stroke-dasharray': dash });
  return [
    line(middle, low, middle, q1),
    line(middle, q3, middle, high),
    line(middle - half / 2, low, middle + half / 2, low),
    line(middle - half / 2, high, middle + half / 2, high),
    element('rect', {
      x: middle - half,
      y: q3,
      width: 2 * half,
      height: q1 - q3,
      fill: trace.fillcolor,
      stroke,
      'stroke-width': width,
    }),
    line(middle - half, median, middle + half, median),
    line(middle - half, at(trace.mean), middle + half, at(trace.mean), '4 3'),
    ...(trace.y?.[0] ?? []).map((value) =>
      element('circle', {
        cx: middle,
        cy: y.position(value),
        r: trace.marker.size / 2,
        fill: trace.marker.color,
        opacity: trace.marker.opacity,
      }),
    ),
  ];
}
