/** The gradients of a depthwise convolution, which the wasm backend of tfjs lacks. */
import * as core from '@tensorflow/tfjs-core';
import { putBack } from '../gradients/strided-slice.js';

type Shape4 = [number, number, number, number];

/** Where a tap of the kernel reads from the padded images. */
interface FilterTap {
  readonly row: number;
  readonly column: number;
  readonly begin: Shape4;
}

interface Plan {
  readonly padded: Shape4;
  readonly top: number;
  readonly left: number;
  readonly strides: Shape4;
  /** Batch, rows and columns of the output. */
  readonly output: [number, number, number];
  readonly taps: readonly FilterTap[];
}

function plan(
  shape: Shape4,
  filter: Shape4,
  attributes: Omit<core.DepthwiseConv2dNativeBackpropInputAttrs, 'inputShape'>,
): Plan {
  const { strides, dilations, pad, dimRoundingMode } = attributes;
  const info = core.backend_util.computeConv2DInfo(
    shape,
    filter,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const { top, bottom, left, right } = info.padInfo;
  const [batch, rows, columns, channels] = shape;
  return {
    padded: [batch, rows + top + bottom, columns + left + right, channels],
    top,
    left,
    strides: [1, info.strideHeight, info.strideWidth, 1],
    output: [batch, info.outHeight, info.outWidth],
    taps: Array.from({ length: filter[0] * filter[1] }, (_, i): FilterTap => {
      const [row, column] = [Math.floor(i / filter[1]), i % filter[1]];
      return {
        row,
        column,
        begin: [0, row * info.dilationHeight, column * info.dilationWidth, 0],
      };
    }),
  };
}

/** Each weight: `dy` against the pixels that it met. */
export function depthwiseBackpropFilter(
  x: core.Tensor4D,
  dy: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeBackpropFilterAttrs,
): core.Tensor {
  const { filterShape } = attributes;
  const [, , channels, multiplier] = filterShape;
  const { padded, top, left, strides, output, taps } = plan(x.shape, filterShape, attributes);
  const [, height, width] = x.shape;
  const images = core.pad(x, [
    [0, 0],
    [top, padded[1] - height - top],
    [left, padded[2] - width - left],
    [0, 0],
  ]);
  const gradients = core.reshape(dy, [...output, channels, multiplier]);
  const weights = taps.map(({ begin }) => {
    const end = begin.map((first, axis) =>
      axis === 1 || axis === 2
        ? first + ((output[axis] as number) - 1) * (strides[axis] as number) + 1
        : (padded[axis] as number),
    );
    const met = core.stridedSlice(images, begin, end, strides);
    return core.sum(core.mul(core.expandDims(met, -1), gradients), [0, 1, 2]); // [C, M]
  });
  return core.reshape(core.stack(weights), filterShape);
}

/** Each pixel collects what it gave to each tap of the kernel. */
export function depthwiseBackpropInput(
  dy: core.Tensor4D,
  filter: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeBackpropInputAttrs,
): core.Tensor {
  const { inputShape } = attributes;
  const [, , channels, multiplier] = filter.shape;
  const { padded, top, left, strides, output, taps } = plan(inputShape, filter.shape, attributes);
  const gradients = core.reshape(dy, [...output, channels, multiplier]);
  const given = taps.map(({ row, column, begin }) => {
    const weight = core.slice(filter, [row, column, 0, 0], [1, 1, channels, multiplier]);
    const share = core.sum(core.mul(gradients, core.reshape(weight, [channels, multiplier])), -1);
    return putBack(share, padded, begin, strides);
  });
  return core.slice(core.addN(given), [0, top, left, 0], inputShape);
}
