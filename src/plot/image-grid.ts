import { messages } from '../messages/index.js';
import { type Annotation, type Figure, type HeatmapTrace, makeFigure } from './figure.js';
import { fail, isList, type Numbers, needLabels, needLength, needText } from './input.js';
import { baseLayout, ink } from './style.js';
import { plotlyText } from './text.js';

export interface ImageGridOptions {
  title: string;
  /** All pixels in one list, row by row and image after image; or one list for each image. */
  images: Numbers | readonly Numbers[];
  /** Height and width of every image, in pixels. */
  shape: readonly [height: number, width: number];
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
const greys: [number, string][] = [
  [0, '#000000'],
  [1, '#ffffff'],
];

/**
 * Grey pictures side by side; the darkest value of all of them is black, the lightest white.
 *
 * @throws TypeError | RangeError when the pixels do not fill whole images of `shape`, or there is
 * not one caption for each image
 * @example
 * imageGrid({ title: 'Mistakes', images: pixels, shape: [8, 8], captions: ['4 → 9', '1 → 8'] });
 */
export function imageGrid(options: ImageGridOptions): Figure {
  const title = needText('title', options.title);
  const [height, width] = needShape(options.shape);
  const images = splitImages(options.images, height, width);
  const captions =
    options.captions === undefined ? undefined : needLabels('captions', options.captions);
  if (captions !== undefined) needLength('captions', captions.length, images.length, 'images');
  const columns = options.columns ?? Math.min(8, images.length);
  if (!Number.isInteger(columns) || columns < 1) fail('columns', 'an integer >= 1', columns);

  const finite = images.flatMap((image) => image.filter(Number.isFinite));
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const room = captions === undefined ? gap : captionHeight + gap / 2;
  const fitting = Math.floor(pageWidth / Math.min(columns, images.length)) - gap;
  const tileSide = Math.max(smallestTile, Math.min(largestTile, fitting));
  // One axis unit is one pixel of an image; screen distances are converted to it.
  const unit = tileSide / width;
  const stepX = width + gap / unit;
  const stepY = height + room / unit;
  const data = images.map((image, index): HeatmapTrace => {
    const left = (index % columns) * stepX;
    const top = Math.floor(index / columns) * stepY + room / unit;
    return {
      type: 'heatmap',
      name: plotlyText(captions?.[index] ?? String(index)),
      z: Array.from({ length: height }, (_, row) =>
        image.slice(row * width, (row + 1) * width).map(roundOrGap),
      ),
      x0: left + 0.5,
      dx: 1,
      y0: top + 0.5,
      dy: 1,
      zmin: low,
      zmax: high > low ? high : low + 1,
      colorscale: greys,
      showscale: false,
      xgap: 0,
      ygap: 0,
      hoverinfo: 'skip',
    };
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

function roundOrGap(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}

function needShape(shape: unknown): [number, number] {
  const ok = (n: unknown): n is number => Number.isInteger(n) && (n as number) > 0;
  const [height, width] = Array.isArray(shape) ? (shape as unknown[]) : [];
  if (!Array.isArray(shape) || shape.length !== 2 || !ok(height) || !ok(width)) {
    fail('shape', '[height, width], two integers > 0', shape);
  }
  return [height, width];
}

function splitImages(images: unknown, height: number, width: number): number[][] {
  const size = height * width;
  if (!isList(images) || images.length === 0) {
    fail('images', 'a list of pixels or a list of images', images);
  }
  if (isList(images[0])) {
    return Array.from(images, (image, index) => {
      if (!isList(image) || image.length !== size) {
        fail(`images[${index}]`, `a list of ${height} x ${width} = ${size} pixels`, image);
      }
      return pixels(`images[${index}]`, image);
    });
  }
  if (images.length % size !== 0) {
    throw new RangeError(
      `Expected \`images\` to hold whole images of ${height} x ${width} = ${size} pixels. ` +
        `Received: ${images.length} pixels`,
    );
  }
  const all = pixels('images', images);
  return Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function pixels(argument: string, list: ArrayLike<unknown>): number[] {
  return Array.from(list, (value, index) => {
    if (typeof value !== 'number') fail(`${argument}[${index}]`, 'a number', value);
    return value;
  });
}

function describe(title: string, captions: readonly string[] | undefined, count: number): string {
  const text = messages().figures;
  const named =
    captions === undefined ? '' : text.captions({ list: captions.slice(0, 24).join('; ') });
  return text.imageGrid({ title, count }) + named;
}
