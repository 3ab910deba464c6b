/** Figures that were made elsewhere: any `{ data, layout?, config?, frames? }` that plotly.js takes. */
import { axisLine, fontFamily, grid, ink, palette, paper, textSize } from './style.js';
import { plainText } from './text.js';

/** A figure as plotly.js has it; its traces and layout are not looked into. */
export interface PlotlyFigure {
  readonly data: readonly object[];
  readonly layout?: object;
  readonly config?: object;
  readonly frames?: readonly object[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is a figure as plotly.js takes it. */
export function isPlotlyFigure(value: unknown): value is PlotlyFigure {
  if (!isObject(value) || !Array.isArray(value.data)) return false;
  const known = ['data', 'layout', 'config', 'frames', 'alt'];
  if (!Object.keys(value).every((key) => known.includes(key))) return false;
  return (
    value.data.every(isObject) &&
    (value.layout === undefined || isObject(value.layout)) &&
    (value.config === undefined || isObject(value.config)) &&
    (value.frames === undefined || Array.isArray(value.frames))
  );
}

const axisStyle = { gridcolor: grid, linecolor: axisLine, zerolinecolor: axisLine };
/** The style of our own figures, for all that the figure itself leaves open. */
const template = {
  layout: {
    colorway: [...palette],
    font: { family: fontFamily, size: textSize.text, color: ink },
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    xaxis: axisStyle,
    yaxis: axisStyle,
  },
};

/** The figure as JSON can hold it, in our style: typed arrays and tensors become lists. */
export function plotlyJson(figure: PlotlyFigure): Record<string, unknown> {
  const { data, layout = {}, config = {}, frames } = figure;
  return {
    data: toJson(data),
    layout: toJson({ template, ...layout }),
    // The front end tells it of each new size: told twice, it loses its height when the theme changes.
    config: toJson({ displaylogo: false, responsive: false, ...config }),
    ...(frames === undefined ? {} : { frames: toJson(frames) }),
  };
}

function toJson(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    return 'length' in value ? Array.from(value as ArrayLike<unknown> & ArrayBufferView) : null;
  }
  if (Array.isArray(value)) return value.map(toJson);
  if (!isObject(value)) return typeof value === 'bigint' ? Number(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value.arraySync === 'function') return value.arraySync();
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toJson(one)]));
}

/** What stands in place of the picture where there is no plotly: the title and the kinds of traces. */
export function plotlyAlt({ data, layout }: PlotlyFigure): string {
  const { title } = (layout ?? {}) as { title?: unknown };
  const text = isObject(title) ? title.text : title;
  const kinds = data.map((trace) => {
    const { type = 'scatter', name } = trace as { type?: unknown; name?: unknown };
    return typeof name === 'string' ? `${String(type)} ${name}` : String(type);
  });
  const head = typeof text === 'string' ? `${plainText(text)}: ` : '';
  return `${head}${kinds.join(', ')}`;
}
