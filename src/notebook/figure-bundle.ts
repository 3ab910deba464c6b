import type { Figure } from '../plot/figure.js';
import { jsonForScript } from '../plot/json-for-script.js';
import { bundleOf, plotlyBeside } from '../plot/plotly-source.js';
import { toSvg } from '../plot/svg/to-svg.js';
import { escapeMarkup } from '../plot/text.js';
import type { MimeBundle } from './tslab.js';

/**
 * A figure as a Jupyter mime bundle: interactive (plotly), HTML for a front end without a plotly
 * renderer, static (SVG), and text.
 *
 * The plotly part is an object, not a JSON string: JupyterLab's renderer draws nothing for a string.
 */
export function figureBundle(figure: Figure): MimeBundle {
  const svg = toSvg(figure);
  return {
    'application/vnd.plotly.v1+json': {
      data: figure.data,
      layout: figure.layout,
      // JupyterLab tells a chart of each new size itself. Twice told, by plotly.js as well, it takes
      // its height from a box that takes its own from it, and is gone when the theme changes.
      config: { ...figure.config, responsive: false },
    },
    'text/html': htmlOf(figure, svg),
    'image/svg+xml': svg,
    'text/plain': figure.alt,
  };
}

/** A larger figure is not written into the notebook a second time: its HTML is the still picture. */
const largestJson = 200_000;

/**
 * The still picture, and in its place the chart as soon as plotly.js is there: the page's own, or the
 * one beside the notebook, which is loaded once for all figures of a page. So nothing is ever blank,
 * and nothing is asked of the network.
 */
function htmlOf(figure: Figure, svg: string): string {
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  const picture = `<div><img src="${source}" alt="${escapeMarkup(figure.alt)}" style="max-width:100%"></div>`;
  const json = jsonForScript(figure);
  if (json.length > largestJson) return picture;
  const beside = JSON.stringify(plotlyBeside(process.cwd(), bundleOf(figure)) ?? '').replaceAll(
    '<',
    '\\u003c',
  );
  return `${picture}<script>(${draw})(document.currentScript, ${json}, ${beside});</script>`;
}

/** Runs in the page of the front end. */
const draw = `function (script, figure, beside) {
  var place = script && script.previousElementSibling;
  if (!place) return;
  function show(Plotly) {
    var still = place.innerHTML;
    place.innerHTML = '';
    Plotly.newPlot(place, figure.data, figure.layout, figure.config).catch(function () { place.innerHTML = still; });
  }
  var inSpace = Boolean(figure.layout.scene);
  if (inSpace && !document.createElement('canvas').getContext('webgl')) return;
  if (window.Plotly && (!inSpace || window.Plotly.PlotSchema.get().traces.surface)) return show(window.Plotly);
  var config = document.getElementById('jupyter-config-data');
  var path = /\\/(?:tree|notebooks)\\/(.+)$/.exec(location.pathname);
  if (!beside || !config || !path) return;
  window.gradusPlotly = window.gradusPlotly || {};
  window.gradusPlotly[beside] = window.gradusPlotly[beside] || new Promise(function (resolve, reject) {
    var base = JSON.parse(config.textContent).baseUrl || '/';
    var own = window.Plotly;
    var loader = document.createElement('script');
    loader.src = new URL('files/' + path[1].replace(/[^/]*$/, '') + beside, new URL(base, location.href)).href;
    loader.onload = function () {
      var Plotly = window.Plotly;
      // One bundle does not draw what another does, so neither stays as the page's.
      window.Plotly = own;
      Plotly && Plotly !== own ? resolve(Plotly) : reject(new Error('no Plotly'));
    };
    loader.onerror = reject;
    document.head.append(loader);
  });
  window.gradusPlotly[beside].then(show, function () {});
}`;

/**
 * A figure as a still picture and text: for what is redrawn in place, since JupyterLab's plotly
 * renderer never replaces a graph that it has drawn.
 */
export function stillBundle(figure: Figure): MimeBundle {
  // As HTML the picture is part of the page, and so takes the colours of its theme.
  return { 'text/html': toSvg(figure, { inPage: true }), 'text/plain': figure.alt };
}
