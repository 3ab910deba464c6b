import { figureBundle } from '../plot/bundle.js';
import { type Figure, isFigure } from '../plot/figure.js';
import { type MimeBundle, showBundle } from './tslab.js';

/** What `display` can show: a figure, HTML with its text, or a ready mime bundle. */
export type Displayable = Figure | { html: string; text?: string } | MimeBundle;

/**
 * Shows a figure or HTML in the notebook; elsewhere prints its text.
 *
 * @param content a figure, `{ html, text? }`, or a bundle such as `{ 'text/markdown': '…' }`.
 *   HTML is shown as it is given: escape what you did not write yourself.
 * @throws TypeError when it is none of these
 * @example
 * display(barChart({ title: 'Accuracy', labels: ['net'], values: [0.97] }));
 */
export function display(content: Displayable): void {
  showBundle(bundleOf(content));
}

function bundleOf(content: unknown): MimeBundle {
  if (isFigure(content)) return figureBundle(content);
  if (typeof content === 'object' && content !== null) {
    const { html, text } = content as { html?: unknown; text?: unknown };
    if (typeof html === 'string') {
      return { 'text/html': html, 'text/plain': typeof text === 'string' ? text : '' };
    }
    const keys = Object.keys(content);
    // Every mime type has a slash; nothing else that a student may pass by mistake has.
    if (keys.length > 0 && keys.every((key) => key.includes('/'))) return content as MimeBundle;
  }
  throw new TypeError(
    'Expected `content` to be a figure (from lineChart, barChart, …), { html } or a mime bundle. ' +
      `Received: ${content === null ? 'null' : typeof content}`,
  );
}
