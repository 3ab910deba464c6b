/** A gradient at the outputs of a convolution, laid out so that a convolution brings it to the inputs. */
import * as core from '@tensorflow/tfjs-core';

/** Of rows, or of columns. */
export interface Side {
  /** Pixels of the image, and how many zeros lay before them. */
  readonly size: number;
  readonly before: number;
  readonly stride: number;
  /** How far the kernel reaches from its first tap: size − 1, times the dilation. */
  readonly reach: number;
}

interface Layout {
  readonly margins: [number, number];
  /** Where the image begins in what the convolution gives. */
  readonly begin: number;
}

function layoutOf(outputs: number, { size, before, stride, reach }: Side): Layout {
  const begin = before - Math.min(before, reach);
  const apart = (outputs - 1) * stride + 1;
  return { margins: [reach - before + begin, Math.max(0, size + before - apart)], begin };
}

/** `dy` with zeros between its pixels, as many as the stride skipped. */
function apart(dy: core.Tensor4D, rows: number, columns: number): core.Tensor4D {
  if (rows === 1 && columns === 1) return dy;
  const [batch, height, width, channels] = dy.shape;
  // The columns and then the rows become images of their own, with zeros below.
  const wide = core.pad(core.reshape(dy, [batch * height * width, 1, channels]), [
    [0, 0],
    [0, columns - 1],
    [0, 0],
  ]);
  const row = width * columns * channels;
  const high = core.pad(core.reshape(wide, [batch * height, 1, row]), [
    [0, 0],
    [0, rows - 1],
    [0, 0],
  ]);
  const all: core.Tensor4D = core.reshape(high, [batch, height * rows, width * columns, channels]);
  const size = [batch, (height - 1) * rows + 1, (width - 1) * columns + 1, channels];
  return core.slice(all, [0, 0, 0, 0], size);
}

/**
 * The gradient of the images: each pixel collects what it gave to each tap of the kernel.
 *
 * @param dy `[B, OH, OW, O]`
 * @param convolve a convolution without padding, stride 1, by the kernel turned upside down
 * @returns `[B, H, W, I]`
 */
export function spreadGradient(
  dy: core.Tensor4D,
  rows: Side,
  columns: Side,
  convolve: (padded: core.Tensor4D) => core.Tensor4D,
): core.Tensor4D {
  const [high, wide] = [layoutOf(dy.shape[1], rows), layoutOf(dy.shape[2], columns)];
  const zeros = apart(dy, rows.stride, columns.stride);
  const padded = core.pad(zeros, [[0, 0], high.margins, wide.margins, [0, 0]]);
  const all = convolve(padded);
  const [batch, height, width, channels] = all.shape;
  if (height === rows.size && width === columns.size) return all;
  const begin = [0, high.begin, wide.begin, 0];
  return core.slice(all, begin, [batch, rows.size, columns.size, channels]);
}
