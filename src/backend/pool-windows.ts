/** How many pixels the windows of average pooling see: at the edges fewer than they have places. */
import * as core from '@tensorflow/tfjs-core';

/** One axis of an image and of the windows over it. */
interface Axis {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  /** Places of the first window in front of the image. */
  readonly before: number;
  readonly outputs: number;
}

function pixelsSeen({ size, window, stride, before, outputs }: Axis): number[] {
  return Array.from({ length: outputs }, (_, i) => {
    const start = i * stride - before;
    return Math.max(1, Math.min(start + window, size) - Math.max(start, 0));
  });
}

/** The windows over an image `[B, H, W, C]`, or over a volume `[B, D, H, W, C]`. */
function axesOf(
  shape: readonly number[],
  { filterSize, strides, pad, ...others }: core.AvgPoolGradAttrs | core.AvgPool3DGradAttrs,
): Axis[] {
  const { computePool2DInfo, computePool3DInfo } = core.backend_util;
  const { dimRoundingMode } = others as Partial<core.AvgPool3DGradAttrs>;
  const compute = shape.length === 4 ? computePool2DInfo : computePool3DInfo;
  const info = compute(
    shape as never,
    filterSize as never,
    strides as never,
    1,
    pad as never,
    dimRoundingMode,
  );
  const vertical = {
    size: info.inHeight,
    window: info.filterHeight,
    stride: info.strideHeight,
    before: info.padInfo.top,
    outputs: info.outHeight,
  };
  const horizontal = {
    size: info.inWidth,
    window: info.filterWidth,
    stride: info.strideWidth,
    before: info.padInfo.left,
    outputs: info.outWidth,
  };
  if (!('inDepth' in info)) return [vertical, horizontal];
  const inward = {
    size: info.inDepth,
    window: info.filterDepth,
    stride: info.strideDepth,
    before: info.padInfo.front,
    outputs: info.outDepth,
  };
  return [inward, vertical, horizontal];
}

/**
 * One output's part for each pixel that its window sees, `[1, …, 1]` with the sizes of the output between;
 * times `ofWindow` it is 1 wherever no window leaves the image.
 */
function parts(axes: readonly Axis[], ofWindow: number): core.Tensor {
  const counts = axes
    .map(pixelsSeen)
    .reduce((all, some) => all.flatMap((count) => some.map((other) => count * other)), [1]);
  return core.tensor(
    counts.map((count) => ofWindow / count),
    [1, ...axes.map(({ outputs }) => outputs), 1],
  );
}

/**
 * What to hand to a gradient of average pooling that divides by all places of a window, so that it divides by the
 * pixels seen.
 */
export function dividedByPixelsSeen(
  dy: core.Tensor,
  shape: readonly number[],
  attributes: core.AvgPoolGradAttrs | core.AvgPool3DGradAttrs,
): core.Tensor {
  const axes = axesOf(shape, attributes);
  const places = axes.reduce((product, { window }) => product * window, 1);
  return core.mul(dy, parts(axes, places));
}

/**
 * The gradient of average pooling `[B, H, W, C]` by windows larger than the image: each output hands an equal
 * part to the pixels that it saw.
 *
 * @returns undefined for windows that fit in
 */
export function largeAvgPoolGrad(
  dy: core.Tensor,
  { shape }: core.Tensor,
  attributes: core.AvgPoolGradAttrs,
): core.Tensor | undefined {
  const axes = axesOf(shape, attributes);
  if (axes.every(({ window, size }) => window <= size)) return undefined;
  return core.tidy(
    () =>
      core.engine().runKernel(
        core.DepthwiseConv2dNativeBackpropInput,
        {
          dy: core.mul(dy, parts(axes, 1)),
          filter: core.ones([...axes.map(({ window }) => window), shape.at(-1) as number, 1]),
        },
        {
          inputShape: shape,
          strides: axes.map(({ stride }) => stride),
          dilations: [1, 1],
          pad: attributes.pad,
        },
      ) as core.Tensor,
  );
}
