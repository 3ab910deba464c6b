/**
 * The gradients of a depthwise convolution, which the wasm backend of tfjs lacks. Loops over its memory:
 * operations for each tap of the kernel would read and write the whole images nine times.
 */
import * as core from '@tensorflow/tfjs-core';
import { spread } from './conv2d-backprop-input.js';
import { wasmHeap } from './heap.js';

type Shape4 = [number, number, number, number];

type Geometry = core.backend_util.Conv2DInfo;

function geometryOf(
  shape: Shape4,
  filter: Shape4,
  attributes: Omit<core.DepthwiseConv2dNativeBackpropInputAttrs, 'inputShape'>,
): Geometry {
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

/** A row of the output, and the pixels of the images that it meets with one tap of the kernel. */
interface Run {
  /** How many pixels of each. */
  readonly count: number;
  /** Places of the first channel of the first pixel: in the images, in the output, of the filter's tap. */
  readonly image: number;
  readonly output: number;
  readonly tap: number;
}

/** Columns of the output, from one to before another. */
type Columns = readonly [from: number, to: number];

function eachRun(
  geometry: Geometry,
  multiplier: number,
  meet: (run: Run) => void,
  [from, to]: Columns = [0, geometry.outWidth],
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = geometry;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  const { dilationHeight, dilationWidth, padInfo } = geometry;
  const depth = inChannels * multiplier;
  for (let j = 0; j < filterWidth; j++) {
    const left = j * dilationWidth - padInfo.left;
    const first = Math.max(from, Math.ceil(-left / strideWidth));
    const end = Math.min(to, Math.floor((inWidth - 1 - left) / strideWidth) + 1);
    if (end <= first) continue;
    for (let b = 0; b < batchSize; b++) {
      for (let row = 0; row < outHeight; row++) {
        for (let i = 0; i < filterHeight; i++) {
          const y = row * strideHeight + i * dilationHeight - padInfo.top;
          if (y < 0 || y >= inHeight) continue;
          meet({
            count: end - first,
            image: ((b * inHeight + y) * inWidth + first * strideWidth + left) * inChannels,
            output: ((b * outHeight + row) * outWidth + first) * depth,
            tap: (i * filterWidth + j) * depth,
          });
        }
      }
    }
  }
}

/** Values, and what of them met what, to be added to the sums of the filter's weights. */
interface Met {
  readonly images: Float32Array;
  readonly gradients: Float32Array;
  readonly sums: Float64Array;
}

/**
 * The three taps of each row of a filter at once, in the columns in which all three meet a pixel: each
 * pixel and each number of `dy` is read once for them, and six sums stay in registers.
 *
 * @returns those columns
 */
function addThreeTaps(geometry: Geometry, { images, gradients, sums }: Met): Columns {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth } = geometry;
  const { filterHeight, strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  const { top, left } = geometry.padInfo;
  const first = Math.ceil(left / strideWidth);
  const last = Math.floor((inWidth - 1 - 2 * dilationWidth + left) / strideWidth);
  const end = Math.min(outWidth, last + 1);
  if (end <= first) return [0, 0];
  const [tap, step] = [dilationWidth * inChannels, strideWidth * inChannels];
  for (let row = 0; row < batchSize * outHeight; row++) {
    const image = Math.floor(row / outHeight);
    for (let i = 0; i < filterHeight; i++) {
      const y = (row % outHeight) * strideHeight + i * dilationHeight - top;
      if (y < 0 || y >= inHeight) continue;
      const pixels = ((image * inHeight + y) * inWidth + first * strideWidth - left) * inChannels;
      const from = (row * outWidth + first) * inChannels;
      const length = (end - first) * inChannels;
      for (let channel = 0; channel < inChannels; channel += 2) {
        // An odd last channel is added up alone: what its neighbour would be is dropped.
        const isPair = channel + 1 < inChannels;
        let a0 = 0;
        let a1 = 0;
        let a2 = 0;
        let b0 = 0;
        let b1 = 0;
        let b2 = 0;
        let at = pixels + channel;
        const start = from + channel;
        for (let place = start; place < start + length; place += inChannels, at += step) {
          const a = gradients[place] as number;
          const b = gradients[place + 1] as number;
          a0 += (images[at] as number) * a;
          b0 += (images[at + 1] as number) * b;
          a1 += (images[at + tap] as number) * a;
          b1 += (images[at + tap + 1] as number) * b;
          a2 += (images[at + 2 * tap] as number) * a;
          b2 += (images[at + 2 * tap + 1] as number) * b;
        }
        const to = i * 3 * inChannels + channel;
        sums[to] = (sums[to] as number) + a0;
        sums[to + inChannels] = (sums[to + inChannels] as number) + a1;
        sums[to + 2 * inChannels] = (sums[to + 2 * inChannels] as number) + a2;
        if (!isPair) continue;
        sums[to + 1] = (sums[to + 1] as number) + b0;
        sums[to + inChannels + 1] = (sums[to + inChannels + 1] as number) + b1;
        sums[to + 2 * inChannels + 1] = (sums[to + 2 * inChannels + 1] as number) + b2;
      }
    }
  }
  return [first, end];
}

/** Each weight: `dy` against the pixels that it met, added up in double precision. */
export function depthwiseBackpropFilter(
  x: core.Tensor4D,
  dy: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeBackpropFilterAttrs,
): core.TensorInfo {
  const { filterShape } = attributes;
  const [, , channels, multiplier] = filterShape;
  const geometry = geometryOf(x.shape, filterShape, attributes);
  const heap = wasmHeap();
  const result = heap.makeOutput([...filterShape], 'float32');
  const [images, gradients] = [x, dy].map((tensor) => heap.typedArrayFromHeap(tensor)) as [
    Float32Array,
    Float32Array,
  ];
  const sums = new Float64Array(core.util.sizeFromShape(filterShape));
  const depth = channels * multiplier;
  const step = geometry.strideWidth * channels;
  const add = ({ count, image, output, tap }: Run): void => {
    for (let at = 0; at < depth; at++) {
      let pixel = image + (multiplier === 1 ? at : Math.floor(at / multiplier));
      let sum = 0;
      for (let place = output + at, end = place + count * depth; place < end; place += depth) {
        sum += (images[pixel] as number) * (gradients[place] as number);
        pixel += step;
      }
      sums[tap + at] = (sums[tap + at] as number) + sum;
    }
  };
  const areThree = multiplier === 1 && geometry.filterWidth === 3;
  const [from, to] = areThree ? addThreeTaps(geometry, { images, gradients, sums }) : [0, 0];
  eachRun(geometry, multiplier, add, [0, from]);
  eachRun(geometry, multiplier, add, [to, geometry.outWidth]);
  heap.typedArrayFromHeap(result).set(sums);
  return result;
}

/** Each pixel collects what it gave to each tap of the kernel. */
export function depthwiseBackpropInput(
  dy: core.Tensor4D,
  filter: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeBackpropInputAttrs,
): core.TensorInfo {
  const { inputShape } = attributes;
  const [, , channels, multiplier] = filter.shape;
  const geometry = geometryOf(inputShape, filter.shape, attributes);
  const asConvolution = multiplier === 1 ? turnedRound(dy, filter, geometry) : undefined;
  if (asConvolution !== undefined) return asConvolution;
  const heap = wasmHeap();
  const result = heap.makeOutput([...inputShape], 'float32');
  const [pixels, gradients, weights] = [result, dy, filter].map((tensor) =>
    heap.typedArrayFromHeap(tensor),
  ) as [Float32Array, Float32Array, Float32Array];
  pixels.fill(0);
  const step = geometry.strideWidth * channels;
  eachRun(geometry, multiplier, ({ count, image, output, tap }) => {
    for (let column = 0, place = output; column < count; column++) {
      const pixel = image + column * step;
      for (let at = 0; at < channels * multiplier; at++, place++) {
        const to = pixel + Math.floor(at / multiplier);
        const share = (gradients[place] as number) * (weights[tap + at] as number);
        pixels[to] = (pixels[to] as number) + share;
      }
    }
  });
  return result;
}

/** As a depthwise convolution of `dy`, spread by the stride, with the filter turned round. */
function turnedRound(
  dy: core.Tensor4D,
  filter: core.Tensor4D,
  geometry: Geometry,
): core.Tensor | undefined {
  const { effectiveFilterHeight, effectiveFilterWidth, padInfo } = geometry;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = geometry;
  const { inHeight, inWidth, outHeight, outWidth } = geometry;
  const isSpread = strideHeight > 1 || strideWidth > 1;
  const isDilated = dilationHeight > 1 || dilationWidth > 1;
  const [top, left] = [
    effectiveFilterHeight - 1 - padInfo.top,
    effectiveFilterWidth - 1 - padInfo.left,
  ];
  if (top < 0 || left < 0 || (isSpread && isDilated)) return undefined;
  const bottom = inHeight - outHeight * strideHeight - top + effectiveFilterHeight - 1;
  const right = inWidth - outWidth * strideWidth - left + effectiveFilterWidth - 1;
  if (bottom < 0 || right < 0) return undefined;
  const padded = core.pad(spread(dy, strideHeight, strideWidth), [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const turned = core.reverse(filter, [0, 1]);
  return core.depthwiseConv2d(padded, turned, 1, 'valid', 'NHWC', [dilationHeight, dilationWidth]);
}
