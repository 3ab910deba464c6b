import { messages } from '../messages/index.js';
import { type Figure, imageTrace, makeFigure } from './figure.js';
import { fail, isList, type Numbers, needEven, needText } from './input.js';
import {
  type ImageShape,
  isTensorLike,
  needFlat,
  needImageShape,
  type PixelRange,
  type Pixels,
  pixelRange,
  type TensorLike,
  toDataUri,
  toList,
} from './pixels.js';
import { baseLayout, valueAxis } from './style.js';
import { shortNumber } from './text.js';

export interface LatentGridOptions {
  title: string;
  /**
   * Decoded pictures, row by row: the first row belongs to `y[0]` and is drawn at the bottom, the
   * first column to `x[0]`. A tensor [rows · columns, height, width(, channels)], all pixels in one
   * list, or one list for each picture.
   */
  images: TensorLike | Numbers | readonly Numbers[];
  /** Height, width and channels of a picture. Not needed for a tensor. */
  shape?: ImageShape;
  /** Values of the latent variable across, evenly spaced, ascending: one for each column. */
  x: Numbers;
  /** Values of the latent variable upwards: one for each row. */
  y: Numbers;
  /** Default: z₁ and z₂. */
  xLabel?: string;
  yLabel?: string;
  /** What is black and what is white; as in `imageGrid`. */
  range?: PixelRange;
  /** Text for readers who do not see the picture. Default: made from the title and the axes. */
  alt?: string;
}

const side = 520;
/** Pixels of all pictures together. */
const mostPixels = 4_000_000;

/**
 * What a decoder makes of places on a plane of latent space, without gaps, with the latent values at
 * the axes.
 *
 * @throws TypeError | RangeError when there is not one picture for each pair of `x` and `y`
 * @example
 * latentGrid({ title: 'Digits', images: decoder.predict(grid), x: [-2, 0, 2], y: [-2, 0, 2] });
 */
export function latentGrid(options: LatentGridOptions): Figure {
  const title = needText('title', options.title);
  const [x, y] = [needEven('x', options.x), needEven('y', options.y)];
  const tiles = needTiles(options, x.length * y.length);
  const { height, width } = tiles[0] ?? { height: 1, width: 1 };
  const whole = joined(tiles, x.length, y.length);
  const scale = side / Math.max(whole.width, whole.height);
  const margin = { l: 72, r: 24, t: 56, b: 56 };
  const text = messages().figures;
  const [xLabel, yLabel] = [options.xLabel ?? 'z₁', options.yLabel ?? 'z₂'];
  // One axis unit is one picture, counted from the top left; the labels say the latent values.
  const ticks = (list: readonly number[], room: number) => {
    const every = Math.ceil(room / (side / Math.max(x.length, y.length)));
    const shown = list.flatMap((value, i) =>
      i % every === 0 ? [[i, shortNumber(value)] as const] : [],
    );
    return {
      showgrid: false,
      showline: false,
      automargin: false,
      tickmode: 'array' as const,
      tickvals: shown.map(([i]) => i),
      ticktext: shown.map(([, label]) => label),
    };
  };
  const layout = baseLayout({
    title,
    width: Math.max(320, Math.round(whole.width * scale) + margin.l + margin.r),
    height: Math.round(whole.height * scale) + margin.t + margin.b,
    margin: {
      ...margin,
      r: Math.max(margin.r, Math.round(320 - whole.width * scale - margin.l)),
    },
    legend: false,
    xaxis: valueAxis(xLabel, { ...ticks(x, 44), range: [-0.5, x.length - 0.5] }),
    yaxis: valueAxis(yLabel, { ...ticks([...y].reverse(), 20), range: [y.length - 0.5, -0.5] }),
  });
  const [dx, dy] = [1 / width, 1 / height];
  return makeFigure(
    [
      imageTrace(toDataUri(whole, pixelRange(tiles, options.range)), {
        x0: -0.5 + dx / 2,
        dx,
        y0: -0.5 + dy / 2,
        dy,
      }),
    ],
    layout,
    options.alt ??
      text.latentGrid({
        title,
        rows: y.length,
        columns: x.length,
        xLabel,
        yLabel,
        xLow: shortNumber(x[0] ?? 0),
        xHigh: shortNumber(x.at(-1) ?? 0),
        yLow: shortNumber(y[0] ?? 0),
        yHigh: shortNumber(y.at(-1) ?? 0),
      }),
  );
}

function needTiles(options: LatentGridOptions, count: number): Pixels[] {
  const tensor = isTensorLike(options.images);
  const one = tensor
    ? needImageShape('images.shape', (options.images as TensorLike).shape.slice(1))
    : needImageShape('shape', options.shape);
  const given: unknown = tensor ? toList(options.images as TensorLike) : options.images;
  if (!isList(given) || given.length === 0) {
    fail('images', 'a tensor, a list of pixels or a list of pictures', given);
  }
  const size = one.height * one.width * one.channels;
  const flat = isList(given[0])
    ? Array.from(given).flatMap((picture, i) => {
        if (!isList(picture) || picture.length !== size) {
          fail(`images[${i}]`, `a list of ${size} values`, picture);
        }
        return needFlat(`images[${i}]`, picture);
      })
    : needFlat('images', given);
  if (flat.length !== count * size) {
    throw new RangeError(
      `Expected \`images\` to hold one picture for each pair of \`x\` and \`y\`, that is ${count} of ${size} values. Received: ${flat.length / size} pictures`,
    );
  }
  if (count * one.height * one.width > mostPixels) {
    throw new RangeError(
      `Expected \`images\` to have at most ${mostPixels} pixels in all. Received: ${count * one.height * one.width}`,
    );
  }
  return Array.from({ length: count }, (_, i) => ({
    ...one,
    values: flat.slice(i * size, (i + 1) * size),
  }));
}

/** All pictures as one, the last row on top. */
function joined(tiles: readonly Pixels[], columns: number, rows: number): Pixels {
  const { height, width, channels } = tiles[0] ?? { height: 1, width: 1, channels: 1 as const };
  const values: number[] = [];
  for (let row = rows - 1; row >= 0; row--) {
    for (let line = 0; line < height; line++) {
      for (let column = 0; column < columns; column++) {
        const from = line * width * channels;
        const tile = tiles[row * columns + column]?.values ?? [];
        for (let i = from; i < from + width * channels; i++) values.push(tile[i] ?? Number.NaN);
      }
    }
  }
  return { height: height * rows, width: width * columns, channels, values };
}
