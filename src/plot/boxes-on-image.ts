import { messages } from '../messages/index.js';
import { luminance, parseColor } from './color.js';
import { type Annotation, type Figure, imageTrace, makeFigure, type Shape } from './figure.js';
import { pictureLayout, pixelScale } from './image-figure.js';
import { fail, isList, needText } from './input.js';
import {
  type ImageShape,
  type NestedPixels,
  needPixels,
  type PixelRange,
  pixelRange,
  type TensorLike,
  toDataUri,
} from './pixels.js';
import { cellInk, seriesColor } from './style.js';
import { plotlyText, shortNumber, shortText, textWidth } from './text.js';

export interface ImageBox {
  /** The class; each has a colour. */
  label: string;
  /** In pixels of the image, from its top left corner. */
  box: readonly [left: number, top: number, right: number, bottom: number];
  /** How sure the model is; stands beside the class. */
  score?: number;
}

export interface BoxesOnImageOptions {
  title: string;
  /** A tensor or lists [height, width] or [height, width, 1 | 3 | 4], or a flat list with `shape`. */
  image: TensorLike | NestedPixels | ArrayLike<number>;
  shape?: ImageShape;
  /** What is black and what is white; as in `imageFigure`. */
  range?: PixelRange;
  /** What a model has found. At most 200 boxes in all. */
  boxes: readonly ImageBox[];
  /** What is there in truth: dashed. */
  truth?: readonly ImageBox[];
  /** Text for readers who do not see the picture. Default: made from the title and the boxes. */
  alt?: string;
}

const side = 560;
const mostBoxes = 200;
const size = 11;

/**
 * An image with boxes, their classes and scores; the truth is dashed.
 *
 * @throws TypeError | RangeError when the image is none, or a box is not [left, top, right, bottom]
 * @example
 * boxesOnImage({ title: 'Street', image, boxes: [{ label: 'car', score: 0.9, box: [4, 8, 30, 24] }] });
 */
export function boxesOnImage(options: BoxesOnImageOptions): Figure {
  const title = needText('title', options.title);
  const picture = needPixels('image', options.image, options.shape);
  const { width, height } = picture;
  const found = needBoxes('boxes', options.boxes);
  const truth = needBoxes('truth', options.truth ?? []);
  if (found.length + truth.length > mostBoxes) {
    throw new RangeError(
      `Expected \`boxes\` and \`truth\` to be at most ${mostBoxes} in all (keep the surest). Received: ${found.length + truth.length}`,
    );
  }
  const classes = [...new Set([...found, ...truth].map(({ label }) => label))];
  const colorOf = (label: string): string => seriesColor(classes.indexOf(label));
  const scale = pixelScale(width, height, side);
  const text = messages().figures;

  const shape = ({ box, label }: ImageBox, isTrue: boolean): Shape => ({
    type: 'rect',
    x0: box[0] - 0.5,
    x1: box[2] - 0.5,
    y0: box[1] - 0.5,
    y1: box[3] - 0.5,
    line: { color: colorOf(label), width: isTrue ? 2 : 2.5, dash: isTrue ? 'dash' : 'solid' },
    layer: 'above',
  });
  const shapes = [
    // A white line below the dashes: they are seen on any picture.
    ...truth.map(
      (one): Shape => ({
        ...shape(one, true),
        line: { color: '#ffffff', width: 2, dash: 'solid' },
      }),
    ),
    ...truth.map((one) => shape(one, true)),
    ...found.map((one) => shape(one, false)),
  ];
  const note = (one: ImageBox, isTrue: boolean): Annotation => {
    const words = shortText(nameOf(one, isTrue), 32);
    const color = colorOf(one.label);
    const across = (textWidth(words, size) + 6) / scale;
    const [left, top, right, bottom] = one.box;
    // Never off the picture: beside the right edge it is pushed left, at the top into the box.
    const x = isTrue ? Math.max(right - 0.5, across) : Math.min(left - 0.5, width - 0.5 - across);
    const isInside = !isTrue && top * scale < size + 6;
    return {
      x,
      y: isTrue ? Math.min(bottom, height) - 0.5 : Math.max(top, 0) - 0.5,
      text: plotlyText(words),
      showarrow: false,
      xanchor: isTrue ? 'right' : 'left',
      yanchor: isTrue || !isInside ? 'bottom' : 'top',
      bgcolor: isTrue ? '#ffffff' : color,
      font: { size, color: isTrue || luminance(parseColor(color)) > 0.3 ? cellInk : '#ffffff' },
    };
  };
  const layout = pictureLayout(title, { width, height }, scale);
  const describe = (one: ImageBox, isTrue: boolean): string =>
    text.box({
      name: nameOf(one, isTrue),
      x: shortNumber(one.box[0]),
      y: shortNumber(one.box[1]),
      width: shortNumber(one.box[2] - one.box[0]),
      height: shortNumber(one.box[3] - one.box[1]),
    });
  const parts = [
    ...found.map((one) => describe(one, false)),
    ...truth.map((one) => describe(one, true)),
  ];
  return makeFigure(
    [imageTrace(toDataUri(picture, pixelRange([picture], options.range)))],
    {
      ...layout,
      shapes,
      annotations: [
        ...truth.map((one) => note(one, true)),
        ...found.map((one) => note(one, false)),
      ],
    },
    options.alt ??
      text.boxes({
        title,
        width,
        height,
        found: found.length,
        truth: truth.length,
        parts: `${parts.slice(0, 24).join(' ')}${parts.length > 24 ? ' …' : ''}`,
      }),
  );
}

function nameOf({ label, score }: ImageBox, isTrue: boolean): string {
  const name = score === undefined ? label : `${label} ${score.toFixed(2)}`;
  return isTrue ? messages().figures.trueBox({ name }) : name;
}

function needBoxes(argument: string, value: unknown): ImageBox[] {
  if (!isList(value)) fail(argument, 'a list of { label, box, score? }', value);
  return Array.from(value, (item, i) => {
    if (typeof item !== 'object' || item === null)
      fail(`${argument}[${i}]`, '{ label, box, score? }', item);
    const { label, box, score } = item as Partial<Record<'label' | 'box' | 'score', unknown>>;
    const corners = isList(box) ? Array.from(box) : [];
    const [left, top, right, bottom] = corners;
    if (
      corners.length !== 4 ||
      !corners.every(
        (corner): corner is number => typeof corner === 'number' && Number.isFinite(corner),
      ) ||
      !((right as number) > (left as number) && (bottom as number) > (top as number))
    ) {
      fail(
        `${argument}[${i}].box`,
        '[left, top, right, bottom] in pixels, with left < right and top < bottom',
        box,
      );
    }
    if (score !== undefined && (typeof score !== 'number' || !Number.isFinite(score))) {
      fail(`${argument}[${i}].score`, 'a finite number', score);
    }
    return {
      label: needText(`${argument}[${i}].label`, label),
      box: [left as number, top as number, right as number, bottom as number],
      ...(score === undefined ? {} : { score }),
    };
  });
}
