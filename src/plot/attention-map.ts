import { messages } from '../messages/index.js';
import { type Annotation, type Figure, type HeatmapTrace, makeFigure } from './figure.js';
import { nameAxis } from './heat-map.js';
import { fail, isList, needLabels, needLength, needText } from './input.js';
import { extremes, mostCells, needMatrix } from './matrix.js';
import { isTensorLike, type TensorLike, toList } from './pixels.js';
import { baseLayout, colorBar, ink, sequential, textSize } from './style.js';
import { plotlyText, shortNumber, shortText, textWidth } from './text.js';

export interface AttentionMapOptions {
  title: string;
  /**
   * Weights after softmax: [queries, keys] of one head, or [heads, queries, keys]; a tensor or lists.
   * At most 16 heads, and 100,000 weights in all.
   */
  weights: TensorLike | readonly ArrayLike<number>[] | readonly (readonly ArrayLike<number>[])[];
  /** The tokens that ask, one for each row. */
  tokens: readonly (string | number)[];
  /** The tokens that are asked, one for each column. Default: `tokens`. */
  keyTokens?: readonly (string | number)[];
  /** Default: head 0, head 1, … */
  headLabels?: readonly (string | number)[];
  /** Text for readers who do not see the picture. Default: made from the title and the weights. */
  alt?: string;
}

const mostHeads = 16;
const pageWidth = 700;
const largestLabels = 110;

/**
 * Who attends to whom: a row for each query, a column for each key, a small picture for each head, all
 * on one scale of colours from 0 to the largest weight.
 *
 * @throws TypeError | RangeError when the weights are no such matrices, or there is not one token for
 * each row and column
 * @example
 * attentionMap({ title: 'Layer 0', weights, tokens: ['the', 'cat', 'sat'] });
 */
export function attentionMap(options: AttentionMapOptions): Figure {
  const title = needText('title', options.title);
  const heads = needHeads(options.weights);
  const [rows, columns] = [heads[0]?.length ?? 0, heads[0]?.[0]?.length ?? 0];
  const queries = needLabels('tokens', options.tokens);
  needLength('tokens', queries.length, rows, 'weights');
  const keyArgument = options.keyTokens === undefined ? 'tokens' : 'keyTokens';
  const keys = needLabels(keyArgument, options.keyTokens ?? options.tokens);
  needLength(keyArgument, keys.length, columns, 'weights[0]');
  const text = messages().figures;
  const labels =
    options.headLabels === undefined
      ? heads.map((_, index) => text.head({ index }))
      : needLabels('headLabels', options.headLabels);
  needLength('headLabels', labels.length, heads.length, 'weights');

  const across = Math.min(heads.length, heads.length <= 4 ? 2 : heads.length <= 9 ? 3 : 4);
  const down = Math.ceil(heads.length / across);
  const widest = (names: readonly string[]): number =>
    Math.min(largestLabels, Math.max(...names.map((name) => textWidth(shortText(name, 24), 12))));
  const margin = { l: 44 + widest(queries), r: 110, t: heads.length > 1 ? 76 : 56, b: 60 };
  const room = (pageWidth - margin.l - margin.r - (across - 1) * 16) / across;
  const cell = Math.max(2, Math.min(heads.length === 1 ? 34 : 22, room / columns));
  // One axis unit is one token; tiles are set apart by so many of them.
  const [gapX, gapY] = [Math.max(0.7, 14 / cell), Math.max(1, 30 / cell)];
  const left = (head: number): number => (head % across) * (columns + gapX);
  const top = (head: number): number => Math.floor(head / across) * (rows + gapY);

  const high = Math.max(...heads.map((head) => extremes(head)?.high.value ?? 0)) || 1;
  const data = heads.map(
    (z, head): HeatmapTrace => ({
      type: 'heatmap',
      name: plotlyText(labels[head] ?? ''),
      z,
      x0: left(head),
      dx: 1,
      y0: top(head),
      dy: 1,
      zmin: 0,
      zmax: high,
      colorscale: sequential,
      showscale: head === 0,
      ...(head === 0 ? { colorbar: colorBar(text.weight()) } : {}),
      xgap: cell > 8 ? 1 : 0,
      ygap: cell > 8 ? 1 : 0,
      text: z.map((row, i) =>
        row.map(
          (weight, j) =>
            `${plotlyText(queries[i] ?? '')} → ${plotlyText(keys[j] ?? '')}: ${weight === null ? '–' : weight}`,
        ),
      ),
      hovertemplate: `%{text}<extra>${plotlyText(labels[head] ?? '')}</extra>`,
    }),
  );
  const notes = heads.map(
    (_, head): Annotation => ({
      x: left(head) + (columns - 1) / 2,
      y: top(head) - 0.5,
      text: plotlyText(labels[head] ?? ''),
      showarrow: false,
      xanchor: 'center',
      yanchor: 'bottom',
      font: { size: textSize.axis, color: ink },
    }),
  );

  const x = nameAxis(keys, cell, true, text.attended());
  const y = nameAxis(queries, cell, false, text.attends());
  if (x.upright) margin.b = 46 + widest(keys);
  const repeat = (axis: typeof x.axis, tiles: number, step: number) => ({
    ...axis,
    tickvals: Array.from({ length: tiles }, (_, tile) =>
      (axis.tickvals ?? []).map((at) => at + tile * step),
    ).flat(),
    ticktext: Array.from({ length: tiles }, () => axis.ticktext ?? []).flat(),
  });
  const [spanX, spanY] = [across * (columns + gapX) - gapX, down * (rows + gapY) - gapY];
  const layout = baseLayout({
    title,
    width: Math.max(320, Math.round(spanX * cell + margin.l + margin.r)),
    height: Math.round(spanY * cell + margin.t + margin.b),
    margin: { ...margin, r: Math.max(margin.r, Math.round(320 - spanX * cell - margin.l)) },
    legend: false,
    xaxis: { ...repeat(x.axis, across, columns + gapX), range: [-0.5, spanX - 0.5] },
    yaxis: { ...repeat(y.axis, down, rows + gapY), range: [spanY - 0.5, -0.5] },
  });
  const parts = heads.map((head, i) => {
    const most = extremes(head)?.high;
    return most === undefined
      ? ''
      : text.attentionHead({
          name: labels[i] ?? '',
          weight: shortNumber(most.value),
          query: queries[most.row] ?? '',
          key: keys[most.column] ?? '',
        });
  });
  return makeFigure(
    data,
    { ...layout, hovermode: 'closest', ...(heads.length > 1 ? { annotations: notes } : {}) },
    options.alt ??
      text.attention({
        title,
        queries: rows,
        keys: columns,
        heads: heads.length,
        parts: parts.join(' '),
      }),
  );
}

function needHeads(weights: unknown): (number | null)[][][] {
  let heads: unknown[];
  if (isTensorLike(weights) && weights.shape.length === 3) {
    const [count = 0, rows = 0, columns = 0] = weights.shape;
    const flat = Array.from(toList(weights));
    const one = (head: number): TensorLike => ({
      shape: [rows, columns],
      dataSync: () => flat.slice(head * rows * columns, (head + 1) * rows * columns),
    });
    heads = Array.from({ length: count }, (_, head) => one(head));
  } else if (isList(weights) && isList(weights[0]) && isList(weights[0][0])) {
    heads = Array.from(weights);
  } else {
    heads = [weights];
  }
  if (heads.length === 0 || heads.length > mostHeads) {
    fail('weights', `of 1 to ${mostHeads} heads (show some of them: \`slice\`)`, weights);
  }
  const matrices = heads.map((head, i) =>
    needMatrix(heads.length === 1 ? 'weights' : `weights[${i}]`, head),
  );
  matrices.forEach((matrix, i) => {
    needLength(`weights[${i}]`, matrix.length, matrices[0]?.length ?? 0, 'weights[0]');
    const width = matrices[0]?.[0]?.length ?? 0;
    needLength(`weights[${i}][0]`, matrix[0]?.length ?? 0, width, 'weights[0][0]');
  });
  const cells = matrices.length * (matrices[0]?.length ?? 0) * (matrices[0]?.[0]?.length ?? 0);
  if (cells > mostCells) {
    throw new RangeError(
      `Expected \`weights\` to have at most ${mostCells} weights in all (show fewer heads or tokens). Received: ${cells}`,
    );
  }
  return matrices;
}
