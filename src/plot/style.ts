/**
 * The one calm style of all figures: sizes of text, colours of ink.
 *
 * A figure does not know the theme of the page that it lands on, and that may change while it is
 * shown. So it has no ground of its own, and its ink is a grey that is read on white and on black.
 */
import type { Axis, ColorBar, Dash, Layout, Legend, MarkerSymbol } from './figure.js';
import { plotlyText } from './text.js';

/**
 * The colours of Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart with every common
 * form of colour blindness; yellow is left out, being too pale for a line on white. Three dark ones
 * follow, for ten classes: of all that are seen on both grounds those that lie farthest from the
 * others and from each other, also in the simulations of Machado et al. 2009.
 */
export const palette = [
  '#0072B2', // blue
  '#D55E00', // vermillion
  '#009E73', // bluish green
  '#CC79A7', // reddish purple
  '#E69F00', // orange
  '#56B4E9', // sky blue
  '#8C8C8C', // grey, in place of black, which a dark page swallows
  '#9000F0', // violet
  '#904830', // brown
  '#604860', // plum
] as const;

/** Line styles, so that colour is never the only difference between two lines. */
const dashes: readonly Dash[] = ['solid', 'dash', 'dot', 'dashdot'];

/** Marks, so that colour is never the only difference between two groups of points. */
const symbols: readonly MarkerSymbol[] = [
  'circle',
  'diamond',
  'square',
  'triangle-up',
  'x',
  'triangle-down',
  'cross',
];

/** Colours of numbers; their lightness rises evenly, so that order is seen without hue (viridis). */
export const sequential: [number, string][] = [
  [0, '#440154'],
  [0.2, '#414487'],
  [0.4, '#2a788e'],
  [0.6, '#22a884'],
  [0.8, '#7ad151'],
  [1, '#fde725'],
];

/** Blue below zero, vermillion above, white at it. */
export const diverging: [number, string][] = [
  [0, '#005083'],
  [0.25, '#6aaed6'],
  [0.5, '#f7f7f7'],
  [0.75, '#f0a878'],
  [1, '#b34700'],
];

/** Contrast 4.3 to 1 on white, and on the #111111 of JupyterLab's dark theme. */
export const ink = '#747a82';
/** Text on the light cells of a matrix. */
export const cellInk = '#24292f';
export const grid = 'rgba(128,128,128,0.22)';
export const axisLine = 'rgba(128,128,128,0.7)';
export const paper = 'rgba(0,0,0,0)';
/** The ground of a picture that stands alone, in a report or a file. */
export const sheet = '#ffffff';

/** Sizes of text in pixels, the same in every figure. */
export const textSize = { title: 16, axis: 13, text: 12, smallest: 8 } as const;
export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Colour of the i-th series. */
export function seriesColor(index: number): string {
  return palette[index % palette.length] ?? ink;
}

/** Dash of the i-th series. */
export function seriesDash(index: number): Dash {
  return dashes[index % dashes.length] ?? 'solid';
}

/** Mark of the i-th group. */
export function seriesSymbol(index: number): MarkerSymbol {
  // Ten colours and seven marks: the same pair comes again only after seventy groups.
  return symbols[index % symbols.length] ?? 'circle';
}

/** The strip that says which colour is which number. */
export function colorBar(title: string): ColorBar {
  return { title: { text: plotlyText(title), side: 'right' }, thickness: 14, outlinewidth: 0 };
}

const titleOf = (text: string | undefined): Pick<Axis, 'title'> =>
  text === undefined || text === ''
    ? {}
    : { title: { text: plotlyText(text), font: { size: textSize.axis } } };

/** An axis with faint grid lines. */
export function valueAxis(label: string | undefined, more: Axis = {}): Axis {
  return {
    ...titleOf(label),
    automargin: true,
    gridcolor: grid,
    linecolor: axisLine,
    showgrid: true,
    showline: true,
    ticks: '',
    zeroline: false,
    ...more,
  };
}

/** An axis of names, without grid lines. */
export function categoryAxis(label: string | undefined, more: Axis = {}): Axis {
  return valueAxis(label, { type: 'category', showgrid: false, ...more });
}

const legendAbove: Legend = {
  orientation: 'h',
  x: 1,
  xanchor: 'right',
  y: 1,
  yanchor: 'bottom',
};
const legendBeside: Legend = {
  orientation: 'v',
  x: 1.02,
  xanchor: 'left',
  y: 1,
  yanchor: 'top',
};

/** The layout that all figures start from. */
export function baseLayout(options: {
  title: string;
  height: number;
  width?: number;
  margin?: Layout['margin'];
  /** `beside`: a column right of the plot, for more series than a row can name. */
  legend: boolean | 'beside';
  xaxis: Axis;
  yaxis: Axis;
}): Layout {
  return {
    title: {
      text: plotlyText(options.title),
      x: 0.02,
      xanchor: 'left',
      font: { size: textSize.title },
    },
    ...(options.width === undefined ? {} : { width: options.width }),
    height: options.height,
    margin: options.margin ?? { l: 64, r: 24, t: 56, b: 56 },
    font: { family: fontFamily, size: textSize.text, color: ink },
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    showlegend: options.legend !== false,
    ...(options.legend === false
      ? {}
      : { legend: options.legend === 'beside' ? legendBeside : legendAbove }),
    xaxis: options.xaxis,
    yaxis: options.yaxis,
  };
}
