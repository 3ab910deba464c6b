import { messages } from '../messages/index.js';
import { type Figure, imageTrace, type Layout, makeFigure } from './figure.js';
import { needText } from './input.js';
import {
  type ImageShape,
  type NestedPixels,
  needPixels,
  type PixelRange,
  pixelRange,
  type TensorLike,
  toDataUri,
} from './pixels.js';
import { baseLayout } from './style.js';

export interface ImageFigureOptions {
  title: string;
  /** A tensor or lists [height, width] or [height, width, 1 | 3 | 4], or a flat list with `shape`. */
  image: TensorLike | NestedPixels | ArrayLike<number>;
  /** How a flat list is laid out. */
  shape?: ImageShape;
  /**
   * What is black and what is white. Default: of a grey image its darkest and its lightest value; of
   * a coloured one 0 and 1, -1 and 1, or 0 and 255, as its values lie.
   */
  range?: PixelRange;
  /** Text for readers who do not see the picture. Default: made from title and size. */
  alt?: string;
}

/** The longer side on the screen, in CSS pixels: small pictures are enlarged, large ones reduced. */
const side = 420;

/** How many CSS pixels a pixel of the picture takes; whole ones where it is enlarged. */
export function pixelScale(width: number, height: number, most = side): number {
  const scale = most / Math.max(width, height);
  return scale >= 1 ? Math.floor(scale) : scale;
}

/** A plot whose axes are the pixels of one picture, each `scale` CSS pixels wide. */
export function pictureLayout(
  title: string,
  { width, height }: { width: number; height: number },
  scale: number,
): Layout {
  const margin = { l: 16, r: 16, t: 48, b: 16 };
  // Wide enough for the title, however narrow the picture is.
  const across = Math.max(width, 320 / scale);
  return baseLayout({
    title,
    width: Math.round(across * scale) + margin.l + margin.r,
    height: Math.round(height * scale) + margin.t + margin.b,
    margin,
    legend: false,
    xaxis: { visible: false, range: [-0.5, across - 0.5] },
    yaxis: { visible: false, range: [height - 0.5, -0.5] },
  });
}

/**
 * One picture, enlarged without blur.
 *
 * @throws TypeError | RangeError when the pixels do not fill a picture
 * @example
 * display(imageFigure({ title: 'A digit', image: digits.trainX.slice([0], [1]).reshape([8, 8]) }));
 */
export function imageFigure(options: ImageFigureOptions): Figure {
  const title = needText('title', options.title);
  const picture = needPixels('image', options.image, options.shape);
  const { width, height, channels } = picture;
  const scale = pixelScale(width, height);
  const layout = pictureLayout(title, picture, scale);
  const text = messages().figures;
  return makeFigure(
    [imageTrace(toDataUri(picture, pixelRange([picture], options.range)))],
    layout,
    options.alt ??
      text.picture({ title, width, height, kind: channels === 1 ? text.grey() : text.colour() }),
  );
}
