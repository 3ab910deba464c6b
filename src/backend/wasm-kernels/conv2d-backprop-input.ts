/** The gradient of a convolution's images, which tfjs's wasm kernel computes number by number. */
import * as core from '@tensorflow/tfjs-core';

/** Zeros behind each row and column, so that those of `dy` lie a stride apart. */
export function spread(dy: core.Tensor4D, rows: number, columns: number): core.Tensor4D {
  if (rows === 1 && columns === 1) return dy;
  const [batch, height, width, channels] = dy.shape;
  const cells = core.reshape(dy, [batch * height, 1, width, 1, channels]);
  const padded = core.pad(cells, [
    [0, 0],
    [0, rows - 1],
    [0, 0],
    [0, columns - 1],
    [0, 0],
  ]);
  return core.reshape(padded, [batch, height * rows, width * columns, channels]);
}

/**
 * A convolution of `dy`, spread by the stride, with the filter turned round.
 *
 * @returns undefined where the images were padded by more than the filter, which no layer does
 */
export function conv2dBackpropInput(
  dy: core.Tensor4D,
  filter: core.Tensor4D,
  { inputShape, strides, pad, dimRoundingMode }: core.Conv2DBackpropInputAttrs,
): core.Tensor | undefined {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } =
    core.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode);
  const [, height, width] = inputShape;
  const [, rows, columns] = dy.shape;
  const [top, left] = [filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left];
  if (top < 0 || left < 0) return undefined;
  const bottom = height - rows * strideHeight - top + filterHeight - 1;
  const right = width - columns * strideWidth - left + filterWidth - 1;
  const whole = spread(dy, strideHeight, strideWidth);
  // Zeros at the end that no pixel needs.
  const needed = core.slice(
    whole,
    [0, 0, 0, 0],
    [-1, rows * strideHeight + Math.min(0, bottom), columns * strideWidth + Math.min(0, right), -1],
  );
  const isPoint = filterHeight === 1 && filterWidth === 1;
  const reversed = isPoint ? filter : core.reverse(filter, [0, 1]);
  const turned = core.transpose(reversed, [0, 1, 3, 2]); // [H, W, O, I]
  return core.conv2d(needed, turned, 1, [
    [0, 0],
    [top, Math.max(0, bottom)],
    [left, Math.max(0, right)],
    [0, 0],
  ]);
}
