import { inspect } from 'node:util';
import type { Tensor } from '../nn/tf.js';
import { type Figure, isFigure } from '../plot/figure.js';
import { shown } from '../plot/input.js';
import { isPlotlyFigure, type PlotlyFigure, plotlyAlt, plotlyJson } from '../plot/plotly.js';
import { figureBundle } from './figure-bundle.js';
import { type Row, rowsOf, tableBundle } from './table.js';
import { type MimeBundle, showBundle } from './tslab.js';

/** Any model of `tf.layers`; it shows its summary. */
export interface ModelLike {
  summary(lineLength?: number): void;
}

/** What `display` can show. */
export type Displayable =
  | Figure
  | PlotlyFigure
  | Tensor
  | ModelLike
  | readonly Row[]
  | Readonly<Record<string, ArrayLike<unknown>>>
  | { html: string; text?: string }
  | { markdown: string }
  | MimeBundle;

/**
 * Shows a value as it is best read in the notebook; elsewhere prints its text.
 *
 * @param content a figure of this library or any `{ data, layout?, config? }` that plotly.js takes;
 *   a tensor; a model; a table, as a list of objects or an object of lists; `{ html, text? }`;
 *   `{ markdown }`; or a bundle such as `{ 'image/svg+xml': '…' }`.
 *   HTML is shown as it is given: escape what you did not write yourself.
 * @throws TypeError when it is none of these
 * @example
 * display(barChart({ title: 'Accuracy', labels: ['net'], values: [0.97] }));
 * display({ data: [{ type: 'histogram', x: await weights.data() }] });
 * display([{ epoch: 1, loss: 0.5 }, { epoch: 2, loss: 0.3 }]);
 */
export function display(content: Displayable): void {
  showBundle(bundleOf(content));
}

/** Whether the value of a cell is shown by `display` rather than printed. */
export function isPicture(value: unknown): value is Figure | PlotlyFigure {
  return isFigure(value) || isPlotlyFigure(value);
}

const has = (value: object, ...names: string[]): boolean => names.every((name) => name in value);

function bundleOf(content: unknown): MimeBundle {
  if (isFigure(content)) return figureBundle(content);
  if (typeof content === 'object' && content !== null) {
    if (has(content, 'dataSync', 'dtype', 'shape') || has(content, 'summary', 'layers')) {
      return { 'text/plain': inspect(content) };
    }
    const { html, text, markdown } = content as Partial<
      Record<'html' | 'text' | 'markdown', unknown>
    >;
    if (typeof html === 'string') {
      return { 'text/html': html, 'text/plain': typeof text === 'string' ? text : '' };
    }
    if (typeof markdown === 'string') {
      return { 'text/markdown': markdown, 'text/plain': markdown };
    }
    if (isPlotlyFigure(content)) {
      return {
        'application/vnd.plotly.v1+json': plotlyJson(content),
        'text/plain': plotlyAlt(content),
      };
    }
    const rows = rowsOf(content);
    if (rows !== undefined) return tableBundle(rows);
    const keys = Object.keys(content);
    // Every mime type has a slash; nothing else that a student may pass by mistake has.
    if (keys.length > 0 && keys.every((key) => key.includes('/'))) return content as MimeBundle;
  }
  throw new TypeError(
    "Expected `content` to be a figure (from lineChart, barChart, …, or plotly's { data, layout }), a tensor, a model, " +
      'a table (a list of objects), { html }, { markdown } or a mime bundle. ' +
      `Received: ${shown(content)}`,
  );
}
