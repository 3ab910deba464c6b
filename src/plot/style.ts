/** The one calm style of all figures. */
import type { Axis, Dash, Layout } from './figure.js';
import { plotlyText } from './text.js';

/**
 * The colours of Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart with every common
 * form of colour blindness; yellow is left out, being too pale for a line on white.
 */
export const palette = [
  '#0072B2', // blue
  '#D55E00', // vermillion
  '#009E73', // bluish green
  '#CC79A7', // reddish purple
  '#E69F00', // orange
  '#56B4E9', // sky blue
  '#000000',
] as const;

/** Line styles, so that colour is never the only difference between two lines. */
const dashes: readonly Dash[] = ['solid', 'dash', 'dot', 'dashdot'];

export const ink = '#24292f';
export const grid = '#e4e7eb';
export const axisLine = '#9aa3ad';
export const paper = '#ffffff';
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

const titleOf = (text: string | undefined): Pick<Axis, 'title'> =>
  text === undefined || text === ''
    ? {}
    : { title: { text: plotlyText(text), font: { size: 13 } } };

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

/** The layout that all figures start from. */
export function baseLayout(options: {
  title: string;
  height: number;
  width?: number;
  margin?: Layout['margin'];
  legend: boolean;
  xaxis: Axis;
  yaxis: Axis;
}): Layout {
  return {
    title: { text: plotlyText(options.title), x: 0.02, xanchor: 'left', font: { size: 16 } },
    ...(options.width === undefined ? {} : { width: options.width }),
    height: options.height,
    margin: options.margin ?? { l: 64, r: 24, t: 56, b: 56 },
    font: { family: fontFamily, size: 13, color: ink },
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    showlegend: options.legend,
    ...(options.legend
      ? { legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' } }
      : {}),
    xaxis: options.xaxis,
    yaxis: options.yaxis,
  };
}
