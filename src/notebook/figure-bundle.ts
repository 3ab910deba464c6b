import type { Figure } from '../plot/figure.js';
import { toSvg } from '../plot/svg/to-svg.js';
import type { MimeBundle } from './tslab.js';

/**
 * A figure as a Jupyter mime bundle: interactive (plotly), static (SVG), and text.
 *
 * The plotly part is an object, not a JSON string: JupyterLab's renderer draws nothing for a string.
 */
export function figureBundle(figure: Figure): MimeBundle {
  return {
    'application/vnd.plotly.v1+json': {
      data: figure.data,
      layout: figure.layout,
      config: figure.config,
    },
    'image/svg+xml': toSvg(figure),
    'text/plain': figure.alt,
  };
}

/**
 * A figure as a still picture and text: for what is redrawn in place, since JupyterLab's plotly
 * renderer never replaces a graph that it has drawn.
 */
export function stillBundle(figure: Figure): MimeBundle {
  // As HTML the picture is part of the page, and so takes the colours of its theme.
  return { 'text/html': toSvg(figure, { inPage: true }), 'text/plain': figure.alt };
}
