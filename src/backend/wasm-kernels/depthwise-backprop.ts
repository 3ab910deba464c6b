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

/** A row of outputs: where its first pixel and its slope lie, how many there are, how far apart. */
interface Run {
  readonly from: number;
  readonly at: number;
  readonly count: number;
  readonly step: number;
  readonly channels: number;
}

/** Adds the products of a row; four channels at a time, so that sums stay in registers. */
function addRun(
  sums: Float64Array,
  x: Float32Array,
  dy: Float32Array,
  { from, at, count, step, channels }: Run,
): void {
  const multiplier = sums.length / channels;
  let channel = 0;
  for (; multiplier === 1 && channel + 4 <= channels; channel += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    let [i, j] = [from + channel, at + channel];
    for (let left = count; left > 0; left--, i += step, j += channels) {
      a += (x[i] as number) * (dy[j] as number);
      b += (x[i + 1] as number) * (dy[j + 1] as number);
      c += (x[i + 2] as number) * (dy[j + 2] as number);
      d += (x[i + 3] as number) * (dy[j + 3] as number);
    }
    sums[channel] = (sums[channel] as number) + a;
    sums[channel + 1] = (sums[channel + 1] as number) + b;
    sums[channel + 2] = (sums[channel + 2] as number) + c;
    sums[channel + 3] = (sums[channel + 3] as number) + d;
  }
  for (let to = channel * multiplier; to < sums.length; to++) {
    let sum = 0;
    let [i, j] = [from + Math.floor(to / multiplier), at + to];
    for (let left = count; left > 0; left--, i += step, j += sums.length) {
      sum += (x[i] as number) * (dy[j] as number);
    }
    sums[to] = (sums[to] as number) + sum;
  }
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
  const rows = inside(row, padInfo.top, strideHeight, inHeight, outHeight);
  const columns = inside(column, padInfo.left, strideWidth, inWidth, outWidth);
  const left = columns.first * strideWidth - padInfo.left + column;
  for (let image = 0; image < batchSize; image++) {
    for (let i = rows.first; i < rows.end; i++) {
      const pixels = (image * inHeight + i * strideHeight - padInfo.top + row) * inWidth;
      const slopes = (image * outHeight + i) * outWidth;
      addRun(sums, x, dy, {
        from: (pixels + left) * inChannels,
        at: (slopes + columns.first) * info.outChannels,
        count: columns.end - columns.first,
        step: strideWidth * inChannels,
        channels: inChannels,
      });
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
