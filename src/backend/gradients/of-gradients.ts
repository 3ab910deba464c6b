/**
 * Gradients of the kernels that compute gradients, which tfjs-core lacks: for gradients of gradients.
 *
 * The gradient of a convolution, of a mean over windows and of a resized image is linear in `dy`, so
 * its own gradient is the operation again.
 */
import * as core from '@tensorflow/tfjs-core';
import type { AddedGradient } from './added-gradient.js';
import { zeroGradient } from './added-gradient.js';

const run = (kernel: string, inputs: core.NamedTensorMap, attributes: object): core.Tensor4D =>
  core.engine().runKernel(kernel, inputs, attributes as core.NamedAttrMap);

type Three = [given: core.Tensor4D, first: core.Tensor4D, second: core.Tensor4D];

/** `filter(x, dy)` of a convolution: linear in the images and in `dy`. */
const convolutionFilter: AddedGradient = {
  kernelName: 'Conv2DBackpropFilter',
  inputsToSave: ['x', 'dy'],
  gradFunc(given, saved, attributes) {
    const [filter, x, dy] = [given, ...saved] as Three;
    const { strides, pad, dataFormat, dimRoundingMode } =
      attributes as core.Conv2DBackpropFilterAttrs;
    const common = { strides, pad, dataFormat, dimRoundingMode };
    return {
      x: () => run('Conv2DBackpropInput', { dy, filter }, { ...common, inputShape: x.shape }),
      dy: () => core.conv2d(x, filter, strides, pad, dataFormat, 1, dimRoundingMode),
    };
  },
};

/** The same for a convolution of each channel by itself. */
const depthwiseFilter: AddedGradient = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  inputsToSave: ['x', 'dy'],
  gradFunc(given, saved, attributes) {
    const [filter, x, dy] = [given, ...saved] as Three;
    const { filterShape: _, ...common } =
      attributes as core.DepthwiseConv2dNativeBackpropFilterAttrs;
    const images = { ...common, inputShape: x.shape };
    return {
      x: () => run('DepthwiseConv2dNativeBackpropInput', { dy, filter }, images),
      dy: () => depthwise(x, filter, common),
    };
  },
};

const depthwiseImages: AddedGradient = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  inputsToSave: ['dy', 'filter'],
  gradFunc(given, saved, attributes) {
    const [x, dy, filter] = [given, ...saved] as Three;
    const { inputShape: _, ...common } = attributes as core.DepthwiseConv2dNativeBackpropInputAttrs;
    const weights = { ...common, filterShape: filter.shape };
    return {
      dy: () => depthwise(x, filter, common),
      filter: () => run('DepthwiseConv2dNativeBackpropFilter', { x, dy }, weights),
    };
  },
};

function depthwise(
  x: core.Tensor4D,
  filter: core.Tensor4D,
  { strides, pad, dilations, dimRoundingMode }: Omit<core.DepthwiseConv2dNativeAttrs, 'dataFormat'>,
): core.Tensor {
  return core.depthwiseConv2d(x, filter, strides, pad, 'NHWC', dilations, dimRoundingMode);
}

const averagePooling: AddedGradient = {
  kernelName: 'AvgPoolGrad',
  inputsToSave: ['input'],
  gradFunc(given, [input], attributes) {
    const { filterSize, strides, pad } = attributes as core.AvgPoolGradAttrs;
    return {
      dy: () => core.avgPool(given as core.Tensor4D, filterSize, strides, pad),
      input: () => zeroGradient(input as core.Tensor),
    };
  },
};

/** An image that was resized, by either method. */
function resizing(name: 'ResizeBilinear' | 'ResizeNearestNeighbor'): AddedGradient {
  return {
    kernelName: `${name}Grad`,
    inputsToSave: ['images', 'dy'],
    gradFunc(given, saved, attributes) {
      const [images, dy] = saved as [core.Tensor4D, core.Tensor4D];
      const size = dy.shape.slice(1, 3);
      return {
        dy: () => run(name, { images: given as core.Tensor }, { ...(attributes as object), size }),
        images: () => zeroGradient(images),
      };
    },
  };
}

export const gradientsOfGradients: readonly AddedGradient[] = [
  convolutionFilter,
  depthwiseFilter,
  depthwiseImages,
  averagePooling,
  resizing('ResizeBilinear'),
  resizing('ResizeNearestNeighbor'),
];
