import { messages } from '../messages/index.js';
import { type Annotation, type Figure, imageTrace, makeFigure } from './figure.js';
import { fail, isList, type Numbers, needLabels, needLength, needText } from './input.js';
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
import { baseLayout, ink } from './style.js';
import { plotlyText } from './text.js';

export interface ImageGridOptions {
  title: string;
  /**
   * A tensor [N, height, width] or [N, height, width, channels]; or all pixels in one list, row by
   * row and image after image, channels last; or one list for each image.
   */
  images: TensorLike | Numbers | readonly Numbers[];
  /**
   * Height and width of every image, in pixels, and its channels: 1 (grey, default), 3 (red, green,
   * blue) or 4 (with opacity). Not needed for a tensor.
   */
  shape?: ImageShape;
  /**
   * What is black and what is white. Default: of grey images the darkest and the lightest value of
   * all of them; of coloured ones 0 and 1, -1 and 1, or 0 and 255, as their values lie.
   */
  range?: PixelRange;
  /** One short text above each image. */
  captions?: readonly (string | number)[];
  /** Images in a row. Default: 8, or as many as there are. */
  columns?: number;
  /** Text for readers who do not see the picture. Default: made from title and captions. */
  alt?: string;
}

/** A tile's side on the screen, and the room above it for a caption, in CSS pixels. */
const largestTile = 84;
const smallestTile = 32;
/** A notebook's page is hardly wider. */
const pageWidth = 780;
const captionHeight = 24;
const gap = 10;
/** More are not told apart on a page. */
const mostImages = 1000;

/**
 * Pictures side by side, grey or in colour. A pixel that is not finite is transparent.
 *
 * @throws TypeError | RangeError when the pixels do not fill whole images of `shape`, or there is
 * not one caption for each image, or there are more than 1,000 images
 * @example
 * imageGrid({ title: 'Mistakes', images: pixels, shape: [8, 8], captions: ['4 → 9', '1 → 8'] });
 */
export function imageGrid(options: ImageGridOptions): Figure {
  const title = needText('title', options.title);
  const images = splitImages(options.images, options.shape);
  const { height, width } = images[0] ?? { height: 1, width: 1 };
  const captions =
    options.captions === undefined ? undefined : needLabels('captions', options.captions);
  if (captions !== undefined) needLength('captions', captions.length, images.length, 'images');
  const columns = options.columns ?? Math.min(8, images.length);
  if (!Number.isInteger(columns) || columns < 1) fail('columns', 'an integer >= 1', columns);

  const range = pixelRange(images, options.range);
  const room = captions === undefined ? gap : captionHeight + gap / 2;
  const fitting = Math.floor(pageWidth / Math.min(columns, images.length)) - gap;
  const tileSide = Math.max(smallestTile, Math.min(largestTile, fitting));
  // One axis unit is one pixel of an image; screen distances are converted to it.
  const unit = tileSide / width;
  const stepX = width + gap / unit;
  const stepY = height + room / unit;
  const data = images.map((image, index) => {
    const left = (index % columns) * stepX;
    const top = Math.floor(index / columns) * stepY + room / unit;
    const place = { x0: left + 0.5, y0: top + 0.5 };
    return imageTrace(
      toDataUri(image, range),
      place,
      plotlyText(captions?.[index] ?? String(index)),
    );
  });
  const annotations = (captions ?? []).map((text, index): Annotation => {
    const left = (index % columns) * stepX;
    const top = Math.floor(index / columns) * stepY + room / unit;
    return {
      x: left + width / 2,
      y: top,
      text: plotlyText(text),
      showarrow: false,
      xanchor: 'center',
      yanchor: 'bottom',
      font: { size: 12, color: ink },
    };
  });

  const used = Math.min(columns, images.length);
  const rows = Math.ceil(images.length / columns);
  const margin = { l: 16, r: 16, t: 48, b: 16 };
  const spanX = used * stepX - gap / unit;
  const spanY = rows * stepY;
  const layout = baseLayout({
    title,
    // Wide enough for the title, however few the images are.
    width: Math.round(Math.max(spanX * unit, 320) + margin.l + margin.r),
    height: Math.round(spanY * unit + margin.t + margin.b),
    margin,
    legend: false,
    xaxis: { visible: false, range: [0, Math.max(spanX, 320 / unit)] },
    yaxis: { visible: false, range: [spanY, 0] },
  });
  return makeFigure(
    data,
    { ...layout, annotations },
    options.alt ?? describe(title, captions, images.length),
  );
}

function splitImages(given: ImageGridOptions['images'], shape: unknown): Pixels[] {
  const tensor = isTensorLike(given);
  const images: unknown = tensor ? toList(given) : given;
  if (!isList(images) || images.length === 0) {
    fail('images', 'a tensor, a list of pixels or a list of images', images);
  }
  const one = tensor
    ? needImageShape('images.shape', given.shape.slice(1))
    : needImageShape('shape', shape);
  const text = one.channels === 1 ? [one.height, one.width] : Object.values(one);
  const size = one.height * one.width * one.channels;
  const pixels = `${text.join(' x ')} = ${size} ${one.channels === 1 ? 'pixels' : 'values'}`;
  const lists = isList(images[0])
    ? Array.from(images, (image, index) => {
        if (!isList(image) || image.length !== size) {
          fail(`images[${index}]`, `a list of ${pixels}`, image);
        }
        return needFlat(`images[${index}]`, image);
      })
    : split(needFlat('images', images), size, pixels);
  if (lists.length > mostImages) {
    throw new RangeError(
      `Expected \`images\` to hold at most ${mostImages} images (show some of them: \`slice\`). Received: ${lists.length}`,
    );
  }
  return lists.map((values) => ({ ...one, values }));
}

function split(all: readonly number[], size: number, pixels: string): number[][] {
  if (all.length % size !== 0) {
    throw new RangeError(
      `Expected \`images\` to hold whole images of ${pixels}. Received: ${all.length} pixels`,
    );
  }
  return Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function describe(title: string, captions: readonly string[] | undefined, count: number): string {
  const text = messages().figures;
  const named =
    captions === undefined ? '' : text.captions({ list: captions.slice(0, 24).join('; ') });
  return text.imageGrid({ title, count }) + named;
}
