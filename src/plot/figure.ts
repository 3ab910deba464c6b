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
  line: { color: string; width: number; dash: Dash; shape?: 'linear' | 'hv' };
  marker: Marker;
  /** What is read under the mouse, one for each point. */
  text?: string[];
  hovertemplate?: string;
  hoverinfo?: 'skip';
  showlegend?: boolean;
  /** The area that the line encloses. */
  fill?: 'toself';
  fillcolor?: string;
}

export interface Marker {
  color: string;
  /** Diameter in pixels, of all points or of each. */
  size: number | number[];
  symbol?: MarkerSymbol;
  opacity?: number;
}

export type MarkerSymbol =
  | 'circle'
  | 'square'
  | 'diamond'
  | 'triangle-up'
  | 'triangle-down'
  | 'cross'
  | 'x';

export type Dash = 'solid' | 'dash' | 'dot' | 'dashdot';

/** One series of a bar chart. */
export interface BarTrace {
  type: 'bar';
  name: string;
  /** Names, or numbers where the bars stand on an axis of numbers. */
  x: string[] | number[];
  y: (number | null)[];
  /** In units of the axis, where that is one of numbers. */
  width?: number;
  marker: { color: string; opacity?: number };
  /** What is read under the mouse; never written into the bar. */
  text?: string[];
  textposition?: 'none';
  hovertemplate?: string;
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
  showscale: boolean;
  colorbar?: ColorBar;
  xgap: number;
  ygap: number;
  text?: string[][];
  /** Without it the texts are read under the mouse alone. */
  texttemplate?: string;
  /** Without a colour the ink of each cell stands out from it. */
  textfont?: { size: number; color?: string };
  hovertemplate?: string;
  hoverinfo?: 'skip' | 'all';
}

/** The strip beside a heat map that says which colour is which number. */
export interface ColorBar {
  title: { text: string; side: 'right' };
  thickness: number;
  outlinewidth: 0;
  /** Its share of the height. Default: 1. */
  len?: number;
}

/** A picture that is ready: its first pixel's centre lies at (`x0`, `y0`). */
export interface ImageTrace {
  type: 'image';
  name: string;
  /** A PNG as a data URI. */
  source: string;
  x0: number;
  dx: number;
  y0: number;
  dy: number;
  hoverinfo: 'skip';
}

/** One distribution as a box; its numbers are counted beforehand, so that a million values stay small. */
export interface BoxTrace {
  type: 'box';
  name: string;
  /** Where it stands: its name on the axis of names. */
  x: [string];
  q1: [number];
  median: [number];
  q3: [number];
  /** The ends of the whiskers. */
  lowerfence: [number];
  upperfence: [number];
  mean: [number];
  /** Values beyond the whiskers, where there are any: of an empty list plotly.js draws no box. */
  y?: [number[]];
  boxpoints: 'all' | false;
  jitter: number;
  pointpos: 0;
  marker: { color: string; size: number; opacity: number };
  line: { color: string; width: number };
  fillcolor: string;
}

/** A height over each place of a plane, in space. */
export interface SurfaceTrace {
  type: 'surface';
  name: string;
  x: number[];
  y: number[];
  /** Heights [y, x]. */
  z: (number | null)[][];
  cmin: number;
  cmax: number;
  colorscale: [number, string][];
  showscale: boolean;
  colorbar: ColorBar;
  hovertemplate: string;
}

/** Points or a path in space. */
export interface SpaceTrace {
  type: 'scatter3d';
  mode: 'lines' | 'markers';
  name: string;
  x: (number | null)[];
  y: (number | null)[];
  z: (number | null)[];
  line: { color: string; width: number };
  marker: { color: string; size: number; symbol: SpaceSymbol; opacity: number };
  text?: string[];
  hovertemplate?: string;
  hoverinfo?: 'skip';
  showlegend?: boolean;
}

/** Marks that plotly.js has in space. */
export type SpaceSymbol = Exclude<MarkerSymbol, 'triangle-up' | 'triangle-down'>;

export type Trace =
  | LineTrace
  | BarTrace
  | HeatmapTrace
  | ImageTrace
  | BoxTrace
  | SurfaceTrace
  | SpaceTrace;

export interface Axis {
  title?: { text: string; font: { size: number } };
  type?: 'linear' | 'category';
  visible?: boolean;
  range?: [number, number];
  autorange?: boolean | 'reversed';
  rangemode?: 'tozero';
  side?: 'top' | 'bottom';
  tickmode?: 'linear' | 'array';
  /** The places that have a label, and their labels (`tickmode: 'array'`). */
  tickvals?: number[];
  ticktext?: string[];
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
  xanchor: 'left' | 'center' | 'right';
  yanchor: 'top' | 'bottom' | 'middle';
  textangle?: 0 | -90;
  /** A ground behind the text, where it lies on a picture. */
  bgcolor?: string;
  font: { size: number; color: string };
}

/** A rectangle in the axes' own units. */
export interface Shape {
  type: 'rect';
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  line: { color: string; width: number; dash: Dash };
  fillcolor?: string;
  layer: 'above' | 'below';
}

/** An axis in space. */
export interface SceneAxis {
  title: { text: string };
  range: [number, number];
  color: string;
  gridcolor: string;
  showbackground: false;
  zeroline: false;
}

/** Space with its three axes, and from where it is seen. */
export interface Scene {
  xaxis: SceneAxis;
  yaxis: SceneAxis;
  zaxis: SceneAxis;
  aspectmode: 'cube';
  camera: { eye: Place; projection: { type: 'orthographic' } };
}

/** A place in space; the cube of the axes is one unit wide, with its middle at 0. */
export interface Place {
  x: number;
  y: number;
  z: number;
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
  legend?: Legend;
  barmode?: 'group' | 'overlay';
  bargap?: number;
  hovermode?: 'x unified' | 'closest';
  xaxis: Axis;
  yaxis: Axis;
  /** Where there is one, all traces are in it. */
  scene?: Scene;
  annotations?: Annotation[];
  shapes?: Shape[];
}

export interface Legend {
  /** In a row above the plot, or in a column beside it. */
  orientation: 'h' | 'v';
  /** Marks as large as they can be read, however small they are in the plot. */
  itemsizing?: 'constant';
  x: number;
  xanchor: 'left' | 'right';
  y: number;
  yanchor: 'top' | 'bottom';
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

/** Where the corner of a picture lies and how large a pixel is; default: pixels are the axes' units. */
type PicturePlace = Partial<Pick<ImageTrace, 'x0' | 'dx' | 'y0' | 'dy'>>;

/** A picture in the axes of a plot. */
export function imageTrace(source: string, place: PicturePlace = {}, name = ''): ImageTrace {
  const at = { x0: 0, dx: 1, y0: 0, dy: 1, ...place };
  return { type: 'image', name, source, ...at, hoverinfo: 'skip' };
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
