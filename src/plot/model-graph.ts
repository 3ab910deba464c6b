import { messages } from '../messages/index.js';
import { type Annotation, type Figure, type LineTrace, makeFigure, type Shape } from './figure.js';
import { fail, isList, needText } from './input.js';
import { layeredLayout } from './layered-layout.js';
import { axisLine, baseLayout, ink, textSize } from './style.js';
import { plotlyText, shortText, textWidth } from './text.js';

/** A layer of a model, as plain data. */
export interface ModelLayer {
  /** Its own in the model. */
  name: string;
  /** What it is: `Dense`, `Conv2D`. */
  kind: string;
  /** Its output, without or with the batch (null). */
  shape?: readonly (number | null)[];
  /** Number of parameters. Default: 0. */
  parameters?: number;
  /** Names of the layers that it takes. Default: the layer before it; `[]` for an input. */
  inputs?: readonly string[];
}

export interface ModelGraphOptions {
  title: string;
  /** In an order in which each stands after its inputs. At most 300. */
  layers: readonly ModelLayer[];
  /** Text for readers who do not see the picture. Default: made from the title and the layers. */
  alt?: string;
}

const mostLayers = 300;
const boxHeight = 40;
const rankStep = 66;
const line = { color: axisLine, width: 1.5, dash: 'solid' as const };
/** Blue where there is something to learn, grey elsewhere; see-through, for light and dark pages. */
const fills = { learns: 'rgba(0,114,178,0.16)', fixed: 'rgba(128,128,128,0.10)' };

/**
 * A model as boxes and arrows, from the top down: what each layer is, the shape that it gives, its
 * parameters. An arrow that jumps over layers runs beside them.
 *
 * @throws TypeError | RangeError when a name comes twice, or an input stands not before its layer
 * @example
 * modelGraph({ title: 'Net', layers: [{ name: 'in', kind: 'Input', shape: [4] }, { name: 'out', kind: 'Dense' }] });
 */
export function modelGraph(options: ModelGraphOptions): Figure {
  const title = needText('title', options.title);
  const layers = needLayers(options.layers);
  const texts = layers.map(({ name, kind, shape, parameters }) => [
    shortText(name === kind ? kind : `${kind} · ${name}`, 40),
    [
      shapeText(shape),
      parameters === 0 ? '' : messages().figures.parameters({ count: grouped(parameters) }),
    ]
      .filter((part) => part !== '')
      .join(' · '),
  ]);
  const widths = texts.map((lines) =>
    Math.max(90, ...lines.map((words) => textWidth(words, textSize.text) + 20)),
  );
  const index = new Map(layers.map(({ name }, i) => [name, i]));
  const nodes = layers.map(({ inputs }, i) => ({
    width: widths[i] ?? 0,
    inputs: inputs.flatMap((name) => index.get(name) ?? []),
  }));
  const { places, arrows } = layeredLayout(nodes);
  const top = (rank: number): number => rank * rankStep;

  const shapes = places.map(({ x, rank }, i): Shape => {
    const half = (widths[i] ?? 0) / 2;
    const learns = (layers[i]?.parameters ?? 0) > 0;
    return {
      type: 'rect',
      x0: x - half,
      x1: x + half,
      y0: top(rank),
      y1: top(rank) + boxHeight,
      line: { ...line, width: 1 },
      fillcolor: learns ? fills.learns : fills.fixed,
      layer: 'below',
    };
  });
  const annotations = places.flatMap(({ x, rank }, i): Annotation[] => {
    const [first = '', second = ''] = texts[i] ?? [];
    const words = (text: string, down: number, size: number): Annotation => ({
      x,
      y: top(rank) + down,
      text: plotlyText(text),
      showarrow: false,
      xanchor: 'center',
      yanchor: 'middle',
      font: { size, color: ink },
    });
    return second === ''
      ? [words(first, boxHeight / 2, textSize.text)]
      : [words(first, 12, textSize.text), words(second, 28, textSize.text - 1)];
  });
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  const heads = { x: [] as number[], y: [] as number[] };
  for (const { from, to, lane } of arrows) {
    const [start, end] = [places[from], places[to]];
    if (start === undefined || end === undefined) continue;
    const points: [number, number][] = [
      [start.x, top(start.rank) + boxHeight],
      ...lane.flatMap((place): [number, number][] => [
        [place.x, top(place.rank) - 4],
        [place.x, top(place.rank) + boxHeight + 4],
      ]),
      [end.x, top(end.rank) - 4],
    ];
    for (const [px, py] of points) {
      x.push(px);
      y.push(py);
    }
    x.push(null);
    y.push(null);
    heads.x.push(end.x);
    heads.y.push(top(end.rank) - 5);
  }
  const arrow: Omit<LineTrace, 'mode' | 'x' | 'y'> = {
    type: 'scatter',
    name: '',
    line,
    marker: { color: ink, size: 9, symbol: 'triangle-down' },
    hoverinfo: 'skip',
    showlegend: false,
  };

  const edges = shapes.flatMap(({ x0, x1 }) => [x0, x1]);
  const lanes = arrows.flatMap(({ lane }) => lane.map((place) => place.x));
  const left = Math.min(...edges, ...lanes) - 10;
  const right = Math.max(...edges, ...lanes) + 10;
  const height = top(Math.max(...places.map(({ rank }) => rank))) + boxHeight;
  const margin = { l: 16, r: 16, t: 56, b: 16 };
  const spare = Math.max(0, 340 - (right - left));
  const layout = baseLayout({
    title,
    width: Math.round(right - left + spare + margin.l + margin.r),
    height: Math.round(height + 4 + margin.t + margin.b),
    margin,
    legend: false,
    xaxis: { visible: false, range: [left - spare / 2, right + spare / 2] },
    yaxis: { visible: false, range: [height + 2, -2] },
  });
  const head: LineTrace = { ...arrow, mode: 'markers', ...heads };
  return makeFigure(
    arrows.length === 0 ? [] : [{ ...arrow, mode: 'lines', x, y }, head],
    { ...layout, hovermode: 'closest', shapes, annotations },
    options.alt ?? describe(title, layers),
  );
}

type FullLayer = Required<Omit<ModelLayer, 'shape'>> & Pick<ModelLayer, 'shape'>;

function needLayers(value: unknown): FullLayer[] {
  if (!isList(value) || value.length === 0) {
    fail('layers', 'a non-empty list of { name, kind, shape?, parameters?, inputs? }', value);
  }
  if (value.length > mostLayers) {
    throw new RangeError(
      `Expected \`layers\` to be at most ${mostLayers} (draw a block of them as one layer). Received: ${value.length}`,
    );
  }
  const seen = new Set<string>();
  let before: string | undefined;
  return Array.from(value, (item, i) => {
    const where = `layers[${i}]`;
    if (typeof item !== 'object' || item === null) fail(where, '{ name, kind, … }', item);
    const given = item as Partial<Record<keyof ModelLayer, unknown>>;
    const name = needText(`${where}.name`, given.name);
    if (seen.has(name)) fail(`${where}.name`, 'a name that no layer before it has', name);
    const inputs = given.inputs ?? (before === undefined ? [] : [before]);
    if (!isList(inputs)) fail(`${where}.inputs`, 'a list of names', inputs);
    const from = Array.from(inputs, (input, j) => {
      if (typeof input !== 'string' || !seen.has(input)) {
        fail(`${where}.inputs[${j}]`, 'the name of a layer before it', input);
      }
      return input;
    });
    seen.add(name);
    before = name;
    const parameters = given.parameters ?? 0;
    if (typeof parameters !== 'number' || !Number.isInteger(parameters) || parameters < 0) {
      fail(`${where}.parameters`, 'an integer >= 0', parameters);
    }
    const shape = given.shape;
    if (shape !== undefined && !isList(shape)) fail(`${where}.shape`, 'a list of sizes', shape);
    const sizes =
      shape === undefined
        ? undefined
        : Array.from(shape, (size, j) => {
            if (size !== null && typeof size !== 'number') {
              fail(`${where}.shape[${j}]`, 'a number or null', size);
            }
            return size;
          });
    return {
      name,
      kind: needText(`${where}.kind`, given.kind),
      parameters,
      // An input twice is one arrow.
      inputs: [...new Set(from)],
      ...(sizes === undefined ? {} : { shape: sizes }),
    };
  });
}

const shapeText = (shape: ModelLayer['shape']): string =>
  shape === undefined ? '' : `[${shape.map((size) => size ?? 'B').join(', ')}]`;

/** 1234567 as 1 234 567, with spaces that do not break. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');

function describe(title: string, layers: readonly FullLayer[]): string {
  const text = messages().figures;
  const parts = layers.slice(0, 40).map(({ kind, name, shape, inputs }) => {
    const own = {
      name: kind === name ? name : `${kind} ${name}`,
      shape: shape === undefined ? '' : ` ${shapeText(shape)}`,
    };
    return inputs.length === 0
      ? text.layerFirst(own)
      : text.layerFrom({ ...own, inputs: inputs.join(', ') });
  });
  if (layers.length > 40) parts.push('…');
  return text.model({
    title,
    layers: layers.length,
    parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0),
    parts: parts.join(' '),
  });
}
