/** Pictures as a caller has them: tensors, lists of lists, or flat lists with a shape. */
import { fail, isList, shown } from './input.js';
import { encodePng } from './svg/png.js';

/** A tensor, as far as a figure looks at it. */
export interface TensorLike {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
}

/** Rows of grey values, or rows of pixels of 1, 3 or 4 channels each. */
export type NestedPixels = readonly ArrayLike<number>[] | readonly (readonly ArrayLike<number>[])[];

export type ImageShape =
  | readonly [height: number, width: number]
  | readonly [height: number, width: number, channels: number];

export interface Pixels {
  height: number;
  width: number;
  /** 1 grey, 3 red green blue, 4 with opacity. */
  channels: 1 | 3 | 4;
  /** Row by row, channels last. */
  values: number[];
}

/** More than this is no picture for a page: 4 megapixels. */
const mostPixels = 4_000_000;

export function isTensorLike(value: unknown): value is TensorLike {
  if (typeof value !== 'object' || value === null) return false;
  const { shape, dataSync } = value as Partial<Record<'shape' | 'dataSync', unknown>>;
  return Array.isArray(shape) && typeof dataSync === 'function';
}

/** Numbers that are numbers; what is not finite stays, and is drawn transparent. */
export function needFlat(argument: string, list: ArrayLike<unknown>): number[] {
  return Array.from(list, (value, index) => {
    if (typeof value !== 'number') fail(`${argument}[${index}]`, 'a number', value);
    return value;
  });
}

/** [height, width] or [height, width, channels]. */
export function needImageShape(
  argument: string,
  shape: unknown,
): { height: number; width: number; channels: 1 | 3 | 4 } {
  const expected = '[height, width], two integers > 0, or [height, width, channels] with 1, 3 or 4';
  if (!isList(shape) || (shape.length !== 2 && shape.length !== 3)) fail(argument, expected, shape);
  const [height, width, channels = 1] = Array.from(shape);
  const isSize = (n: unknown): n is number => Number.isInteger(n) && (n as number) > 0;
  if (!isSize(height) || !isSize(width)) fail(argument, expected, shape);
  if (channels !== 1 && channels !== 3 && channels !== 4) fail(argument, expected, shape);
  if (height * width > mostPixels) {
    fail(
      argument,
      `at most ${mostPixels} pixels (make it smaller: \`tf.image.resizeBilinear\`)`,
      shape,
    );
  }
  return { height, width, channels };
}

/**
 * One picture.
 *
 * @param shape how a flat list is laid out; not needed for a tensor or nested lists
 */
export function needPixels(argument: string, value: unknown, shape?: unknown): Pixels {
  if (isTensorLike(value)) {
    return { ...needImageShape(`${argument}.shape`, value.shape), values: [...toList(value)] };
  }
  if (!isList(value) || value.length === 0) {
    fail(
      argument,
      'a tensor [height, width] or [height, width, channels], or lists of pixels',
      value,
    );
  }
  if (!isList(value[0])) {
    if (shape === undefined)
      fail('shape', `[height, width] of \`${argument}\`, a flat list`, shape);
    const size = needImageShape('shape', shape);
    const { height, width, channels } = size;
    if (value.length !== height * width * channels) {
      throw new RangeError(
        `Expected \`${argument}\` to hold ${[height, width, channels].join(' x ')} = ${height * width * channels} numbers. Received: ${value.length}`,
      );
    }
    return { ...size, values: needFlat(argument, value) };
  }
  const rows = Array.from(value);
  const width = value[0].length;
  const deep: unknown = value[0][0];
  const channels = isList(deep) ? deep.length : 1;
  const size = needImageShape(argument, [rows.length, width, channels]);
  const values = rows.flatMap((row, i) => {
    if (!isList(row) || row.length !== width) {
      fail(`${argument}[${i}]`, `a row of ${width} pixels, as the first is`, row);
    }
    if (!isList(deep)) return needFlat(`${argument}[${i}]`, row);
    return Array.from(row).flatMap((pixel, j) => {
      if (!isList(pixel) || pixel.length !== channels) {
        fail(`${argument}[${i}][${j}]`, `a list of ${channels} channels`, pixel);
      }
      return needFlat(`${argument}[${i}][${j}]`, pixel);
    });
  });
  return { ...size, values };
}

/** The numbers of a tensor; one that is disposed says so itself. */
export function toList(tensor: TensorLike): ArrayLike<number> & Iterable<number> {
  return Array.from(tensor.dataSync());
}

/** What is black and what is white. */
export type PixelRange = readonly [black: number, white: number];

/**
 * The range of pictures that nobody gave: of grey ones from the darkest to the lightest value; of
 * coloured ones what is usual, 0 … 1, -1 … 1 or 0 … 255, so that their colours stay.
 */
export function pixelRange(pictures: readonly Pixels[], given?: unknown): PixelRange {
  if (given !== undefined) {
    const [low, high] = isList(given) ? Array.from(given) : [];
    if (typeof low !== 'number' || typeof high !== 'number' || !(high > low)) {
      throw new TypeError(
        `Expected \`range\` to be [black, white], two numbers in ascending order. Received: ${shown(given)}`,
      );
    }
    return [low, high];
  }
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { values } of pictures) {
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [0, 1];
  if (pictures.some(({ channels }) => channels > 1)) {
    if (high > 1) return [Math.min(0, low), Math.max(255, high)];
    return low < 0 ? [Math.min(-1, low), 1] : [0, 1];
  }
  return [low, high > low ? high : low + 1];
}

/** A picture as 8-bit RGBA; a pixel that is not finite is transparent. */
function toRgba({ values, channels, width, height }: Pixels, [low, high]: PixelRange): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  const byte = (value: number): number =>
    Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * 255);
  for (let i = 0; i < width * height; i++) {
    const pixel = values.slice(i * channels, (i + 1) * channels);
    if (!pixel.every(Number.isFinite)) continue;
    const [a = 0, b = a, c = a, alpha = high] = pixel;
    rgba.set([byte(a), byte(b), byte(c), byte(alpha)], i * 4);
  }
  return rgba;
}

/** A picture as a PNG in a data URI. */
export function toDataUri(picture: Pixels, range: PixelRange): string {
  const png = encodePng(picture.width, picture.height, toRgba(picture, range));
  return `data:image/png;base64,${png.toString('base64')}`;
}
