/**
 * A figure is plain plotly JSON with a sentence for those who do not see it.
 *
 * Only the few trace types that a course needs exist, so that the static picture (`./svg`) can draw
 * every figure that can be made.
 */

/** A coordinate: a number, a category, or a gap. */
export type Coordinate = number | string | null;

/** One series of a line chart. */
export interface LineTrace {
  type: 'scatter';
  mode: 'lines' | 'lines+markers' | 'markers';
  name: string;
  x: Coordinate[];
  y: (number | null)[];
  line: { color: string; width: number; dash: Dash };
  marker: { color: string; size: number };
}

export type Dash = 'solid' | 'dash' | 'dot' | 'dashdot';

/** One series of a bar chart. */
export interface BarTrace {
  type: 'bar';
  name: string;
  x: string[];
  y: (number | null)[];
  marker: { color: string };
}

/** A matrix of numbers drawn as coloured cells; row 0 is at `y0`. */
export interface HeatmapTrace {
  type: 'heatmap';
  name: string;
  z: (number | null)[][];
  x?: string[];
  y?: string[];
  /** Where the first cell's centre lies and how wide a cell is, when there are no categories. */
  x0?: number;
  dx?: number;
  y0?: number;
  dy?: number;
  zmin: number;
  zmax: number;
  colorscale: [number, string][];
  showscale: false;
  xgap: number;
  ygap: number;
  text?: string[][];
  /** Without it the texts are read under the mouse alone. */
  texttemplate?: string;
  textfont?: { size: number; color: string };
  hovertemplate?: string;
  hoverinfo?: 'skip' | 'all';
}

export type Trace = LineTrace | BarTrace | HeatmapTrace;

export interface Axis {
  title?: { text: string; font: { size: number } };
  type?: 'linear' | 'category';
  visible?: boolean;
  range?: [number, number];
  autorange?: boolean | 'reversed';
  rangemode?: 'tozero';
  side?: 'top' | 'bottom';
  tickmode?: 'linear';
  tick0?: number;
  dtick?: number;
  tickangle?: 0 | -90;
  automargin?: boolean;
  showgrid?: boolean;
  zeroline?: boolean;
  showline?: boolean;
  gridcolor?: string;
  linecolor?: string;
  ticks?: '' | 'outside';
}

/** A text at a point of the plot, in the axes' own units. */
export interface Annotation {
  x: number;
  y: number;
  text: string;
  showarrow: false;
  xanchor: 'center';
  yanchor: 'bottom' | 'middle';
  font: { size: number; color: string };
}

export interface Layout {
  title: { text: string; x: number; xanchor: 'left'; font: { size: number } };
  width?: number;
  height: number;
  margin: { l: number; r: number; t: number; b: number };
  font: { family: string; size: number; color: string };
  paper_bgcolor: string;
  plot_bgcolor: string;
  showlegend: boolean;
  legend?: { orientation: 'h'; x: number; xanchor: 'right'; y: number; yanchor: 'bottom' };
  barmode?: 'group';
  bargap?: number;
  hovermode?: 'x unified' | 'closest';
  xaxis: Axis;
  yaxis: Axis;
  annotations?: Annotation[];
}

export interface Config {
  displaylogo: false;
  responsive: true;
  displayModeBar: false;
}

/** Plain plotly JSON (`data`, `layout`, `config`) and the text that stands for the picture. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly config: Config;
  /** What the picture shows, in a sentence or two. */
  readonly alt: string;
}

/** Puts a figure together; printing it shows its text, not its numbers. */
export function makeFigure(data: readonly Trace[], layout: Layout, alt: string): Figure {
  const figure: Figure = {
    data,
    layout,
    config: { displaylogo: false, responsive: true, displayModeBar: false },
    alt,
  };
  Object.defineProperty(figure, Symbol.for('nodejs.util.inspect.custom'), {
    value: () => `Figure: ${alt}`,
  });
  return figure;
}

/** Whether a value is a figure. */
export function isFigure(value: unknown): value is Figure {
  if (typeof value !== 'object' || value === null) return false;
  const like = value as Partial<Record<keyof Figure, unknown>>;
  return (
    Array.isArray(like.data) &&
    typeof like.layout === 'object' &&
    like.layout !== null &&
    typeof like.alt === 'string'
  );
}
