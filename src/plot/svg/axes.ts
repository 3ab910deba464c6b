/** Axes of a static picture: grid, ticks, lines, titles. */
import type { Figure } from '../figure.js';
import { plainText, textWidth } from '../text.js';
import { element, label, type Markup } from './element.js';
import type { Scale } from './scale.js';

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function drawAxes({ layout }: Figure, box: Box, x: Scale, y: Scale): Markup[] {
  const { xaxis, yaxis } = layout;
  const drawn: Markup[] = [];
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string | undefined) => {
    drawn.push(element('line', { x1, y1, x2, y2, stroke }));
  };
  let below = 0;
  if (xaxis.visible !== false) {
    const isUpright = xaxis.tickangle === -90;
    const size = layout.font.size;
    for (const tick of x.ticks) {
      if (xaxis.showgrid) line(tick.at, box.top, tick.at, box.bottom, xaxis.gridcolor);
      const words = plainText(tick.label);
      below = Math.max(below, isUpright ? textWidth(words, size) : size);
      drawn.push(
        isUpright
          ? label(words, tick.at + 4, box.bottom + 8, { anchor: 'end', turn: -90 })
          : label(words, tick.at, box.bottom + 18, { anchor: 'middle' }),
      );
    }
  }
  if (yaxis.visible !== false) {
    for (const tick of y.ticks) {
      if (yaxis.showgrid) line(box.left, tick.at, box.right, tick.at, yaxis.gridcolor);
      drawn.push(label(plainText(tick.label), box.left - 8, tick.at + 4, { anchor: 'end' }));
    }
  }
  if (xaxis.showline) line(box.left, box.bottom, box.right, box.bottom, xaxis.linecolor);
  if (yaxis.showline) line(box.left, box.top, box.left, box.bottom, yaxis.linecolor);
  const xTitle = xaxis.title?.text;
  if (xTitle !== undefined) {
    const middle = (box.left + box.right) / 2;
    // Right below its labels, as plotly has it, and never off the sheet.
    const at = Math.min(layout.height - 10, box.bottom + below + 30);
    drawn.push(label(plainText(xTitle), middle, at, { anchor: 'middle' }));
  }
  const yTitle = yaxis.title?.text;
  if (yTitle !== undefined) {
    const middle = (box.top + box.bottom) / 2;
    drawn.push(label(plainText(yTitle), 18, middle, { anchor: 'middle', turn: -90 }));
  }
  return drawn;
}

/** Pixels that the labels and the title of the y axis take. */
export function roomOfYAxis({ layout }: Figure, y: Scale): number {
  // A figure that has measured its labels itself keeps its proportions.
  if (layout.yaxis.visible === false || layout.yaxis.automargin === false) return 0;
  const widths = y.ticks.map((tick) => textWidth(plainText(tick.label), layout.font.size));
  return 34 + Math.max(0, ...widths) + (widths.length > 0 ? 4 : 0);
}
