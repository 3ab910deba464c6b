import { type Figure, isFigure } from './figure.js';
import { fail, needText } from './input.js';
import { jsonForScript } from './json-for-script.js';
import { bundleOf, plotlySource } from './plotly-source.js';
import { toSvg } from './svg/to-svg.js';
import { escapeMarkup } from './text.js';

export interface FiguresPageOptions {
  title: string;
  figures: readonly Figure[];
  /** Language of the page, such as `zh`. Default: `en`. */
  lang?: string;
}

const style = `
:root { color-scheme: light dark; }
body { margin: 2rem auto; max-width: 960px; padding: 0 1rem; font-family: system-ui, sans-serif; background: #fff; color: #24292f; }
figure { margin: 2rem 0; overflow-x: auto; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } }
`;

const draw = `
const hasSpace = Boolean(document.createElement('canvas').getContext('webgl'));
for (const script of document.querySelectorAll('figure > script')) {
  const { data, layout, config } = JSON.parse(script.textContent);
  if (layout.scene && !hasSpace) continue;
  const Plotly = bundles[layout.scene ? 'space' : 'plane'];
  const place = script.previousElementSibling;
  const still = place.innerHTML;
  place.innerHTML = '';
  place.setAttribute('role', 'img');
  Plotly.newPlot(place, data, layout, config).catch(() => { place.innerHTML = still; });
}
`;

/**
 * Figures as one HTML page that needs nothing else: plotly.js is in it (1.5 MB, and 1.8 MB more where a
 * figure is in space), so it answers to the mouse without a network; where scripts do not run, and for
 * space without WebGL, it shows the static pictures.
 *
 * @throws TypeError when `figures` holds something else
 * @example
 * await writeFile('report.html', figuresPage({ title: 'Run 3', figures: [lossCurve, matrix] }));
 */
export function figuresPage(options: FiguresPageOptions): string {
  const title = needText('title', options.title);
  const figures = options.figures.map((figure, i) =>
    isFigure(figure) ? figure : fail(`figures[${i}]`, 'a figure', figure),
  );
  const shown = figures.map(
    (figure) =>
      `<figure><div aria-label="${escapeMarkup(figure.alt)}">${toSvg(figure, { inPage: true })}</div>` +
      `<script type="application/json">${jsonForScript(figure)}</script></figure>`,
  );
  return [
    `<!doctype html><html lang="${escapeMarkup(options.lang ?? 'en')}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeMarkup(title)}</title><style>${style}</style></head>`,
    `<body><h1>${escapeMarkup(title)}</h1>`,
    ...shown,
    '<script>const bundles = {};</script>',
    // Each takes the name of the one before it.
    ...[...new Set(figures.map(bundleOf))].map(
      (bundle) =>
        `<script>${plotlySource(bundle)}</script><script>bundles.${bundle} = window.Plotly;</script>`,
    ),
    `<script>${draw}</script></body></html>`,
  ].join('\n');
}
