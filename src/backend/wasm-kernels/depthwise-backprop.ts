/** The gradients of a depthwise convolution, which the wasm backend of tfjs lacks. */
import * as core from '@tensorflow/tfjs-core';
import { fillOutput } from './heap.js';
import { spreadGradient } from './spread-gradient.js';

type Shape4 = [number, number, number, number];
type Info = core.backend_util.Conv2DInfo;

function infoOf(
  shape: Shape4,
  filter: Shape4,
  attributes: Omit<core.DepthwiseConv2dNativeBackpropInputAttrs, 'inputShape'>,
): Info {
  const { strides, dilations, pad, dimRoundingMode } = attributes;
  return core.backend_util.computeConv2DInfo(
    shape,
    filter,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
}

/** Outputs from `first` to before `end` whose tap lies in the image, and not in its margin. */
function inside(tap: number, before: number, stride: number, size: number, outputs: number) {
  const first = Math.max(0, Math.ceil((before - tap) / stride));
  const end = Math.min(outputs, Math.floor((size - 1 + before - tap) / stride) + 1);
  return { first, end };
}

/** Adds to `sums` `[C, M]` what one tap of the kernel met, over all images. */
function addTap(
  sums: Float64Array,
  x: Float32Array,
  dy: Float32Array,
  info: Info,
  row: number,
  column: number,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = info;
  const { strideHeight, strideWidth, padInfo } = info;
  const multiplier = info.outChannels / inChannels;
  const rows = inside(row, padInfo.top, strideHeight, inHeight, outHeight);
  const columns = inside(column, padInfo.left, strideWidth, inWidth, outWidth);
  for (let image = 0; image < batchSize; image++) {
    for (let i = rows.first; i < rows.end; i++) {
      const pixels = (image * inHeight + i * strideHeight - padInfo.top + row) * inWidth;
      const slopes = (image * outHeight + i) * outWidth;
      for (let j = columns.first; j < columns.end; j++) {
        const from = (pixels + j * strideWidth - padInfo.left + column) * inChannels;
        let at = (slopes + j) * info.outChannels;
        for (let channel = 0, to = 0; channel < inChannels; channel++) {
          const value = x[from + channel] as number;
          for (let m = 0; m < multiplier; m++, to++, at++) {
            sums[to] = (sums[to] as number) + value * (dy[at] as number);
          }
        }
      }
    }
  }
}

/** Each weight: `dy` against the pixels that it met, added up in double precision. */
export function depthwiseBackpropFilter(
  x: core.Tensor4D,
  dy: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeBackpropFilterAttrs,
): core.TensorInfo {
  const { filterShape } = attributes;
  const info = infoOf(x.shape, filterShape, attributes);
  const [rows, columns, channels, multiplier] = filterShape;
  const weights = channels * multiplier;
  return fillOutput(filterShape, [x, dy], (output, images, gradients) => {
    const sums = new Float64Array(weights);
    for (let tap = 0; tap < rows * columns; tap++) {
      sums.fill(0);
      const row = Math.floor(tap / columns) * info.dilationHeight;
      const column = (tap % columns) * info.dilationWidth;
      addTap(sums, images as Float32Array, gradients as Float32Array, info, row, column);
      output.set(sums, tap * weights);
    }
  });
}

/** Each pixel: a depthwise convolution of `dy` by the kernel upside down. */
export function depthwiseBackpropInput(
  dy: core.Tensor4D,
  filter: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeBackpropInputAttrs,
): core.Tensor {
  const { inputShape } = attributes;
  const info = infoOf(inputShape, filter.shape, attributes);
  const { padInfo, dilationHeight, dilationWidth } = info;
  const [rows, columns, channels, multiplier] = filter.shape;
  const turned = core.reverse(filter, [0, 1]);
  const flat = core.reshape(dy, [-1, channels, multiplier]);
  const parts = Array.from({ length: multiplier }, (_, m) => {
    const [slopes, kernel] =
      multiplier === 1
        ? [dy, turned]
        : [
            core.reshape(core.slice(flat, [0, 0, m], [-1, channels, 1]), [
              ...dy.shape.slice(0, 3),
              channels,
            ]),
            core.slice(turned, [0, 0, 0, m], [rows, columns, channels, 1]),
          ];
    return spreadGradient(
      slopes as core.Tensor4D,
      {
        size: info.inHeight,
        before: padInfo.top,
        stride: info.strideHeight,
        reach: (rows - 1) * dilationHeight,
      },
      {
        size: info.inWidth,
        before: padInfo.left,
        stride: info.strideWidth,
        reach: (columns - 1) * dilationWidth,
      },
      (padded) =>
        core.depthwiseConv2d(padded, kernel as core.Tensor4D, 1, 'valid', 'NHWC', [
          dilationHeight,
          dilationWidth,
        ]),
    );
  });
  return parts.length === 1 ? (parts[0] as core.Tensor) : core.addN(parts);
}
