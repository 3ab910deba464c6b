/** Charts on a page: still pictures, drawn anew by plotly.js where scripts run. */
import type { Figure } from '../../src/plot/figure.js';
import { jsonForScript } from '../../src/plot/json-for-script.js';
import { plotlySource } from '../../src/plot/plotly-source.js';
import { toSvg } from '../../src/plot/svg/to-svg.js';
import type { ClassChart } from './class-charts.js';
import { Html, html } from './html.js';

/** In a column of the page a picture as wide as others are would have letters too small to read. */
const stillWidth = 560;

const still = ({ layout, ...figure }: Figure): string =>
  toSvg({ ...figure, layout: { ...layout, width: layout.width ?? stillWidth } }, { inPage: true });

/** The charts side by side; nothing where there are none. */
export function chartGrid(charts: readonly ClassChart[]): Html {
  if (charts.length === 0) return html``;
  return html`<div class="charts">${charts.map(
    ({
      figure,
      caption,
    }) => html`<figure><div class="plot" role="img" aria-label="${figure.alt}">${new Html(still(figure))}</div><script type="application/json">${new Html(jsonForScript(figure))}</script>${caption === undefined ? '' : html`<figcaption class="soft small">${caption}</figcaption>`}</figure>
`,
  )}</div>`;
}

/** Runs in the page; where the picture cannot be drawn, the still one comes back. */
const draw = `
for (const script of document.querySelectorAll('figure > script')) {
  const { data, layout, config } = JSON.parse(script.textContent);
  const place = script.previousElementSibling;
  const still = [...place.childNodes];
  place.replaceChildren();
  Plotly.newPlot(place, data, layout, config).catch(() => place.replaceChildren(...still));
}
`;

/**
 * The scripts that draw the charts of a page, plotly.js (1.5 MB) among them: the page is one file
 * that can be sent, and asks nothing of the network.
 *
 * @returns none where plotly.js was not installed; the still pictures say the same
 */
export function chartScripts(): string[] {
  try {
    return [plotlySource('plane'), draw];
  } catch {
    return [];
  }
}
