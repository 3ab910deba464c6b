/**
 * The gradients of a dilated depthwise convolution, which tfjs refuses and TensorFlow lacks on the
 * CPU: pixels that are `dilation` apart become images of their own, where nothing is dilated.
 */
import * as core from '@tensorflow/tfjs-core';
// It brings the gradients of tfjs-core, among them the one below.
import '@tensorflow/tfjs-layers';
import { pair } from '../pair.js';
import type { AddedGradient } from './added-gradient.js';

interface Gradients {
  readonly [input: string]: () => core.Tensor;
}

/** What is missing to a multiple of `step`. */
const missing = (size: number, step: number): number => (step - (size % step)) % step;

/** tfjs-core's own gradient, which goes on serving where nothing is dilated. */
const plain = core.getGradient('DepthwiseConv2dNative');

/** The gradients with stride 1 and these dilations, `[B, H, W, C]`. */
function gradients(
  dy: core.Tensor4D,
  x: core.Tensor4D,
  filter: core.Tensor4D,
  attributes: core.DepthwiseConv2dNativeAttrs,
): Gradients {
  const dilations = pair(attributes.dilations);
  const { padInfo } = core.backend_util.computeConv2DInfo(
    x.shape,
    filter.shape,
    pair(attributes.strides),
    dilations,
    attributes.pad,
    attributes.dimRoundingMode,
    true,
  );
  const { top, bottom, left, right } = padInfo;
  const [moreRows, moreColumns] = [
    missing(x.shape[1] + top + bottom, dilations[0]),
    missing(x.shape[2] + left + right, dilations[1]),
  ];
  const margins = [
    [top, bottom + moreRows],
    [left, right + moreColumns],
  ];
  const images = core.spaceToBatchND(x, dilations, margins);
  const outputs = core.spaceToBatchND(dy, dilations, [
    [0, moreRows],
    [0, moreColumns],
  ]);
  const undilated = { strides: [1, 1], pad: 'valid', dilations: [1, 1] };
  const parts: Gradients = plain.gradFunc(outputs, [images, filter], undilated);
  const { x: ofImages, filter: ofFilter } = parts as Record<'x' | 'filter', () => core.Tensor>;
  return {
    x: () => core.batchToSpaceND(ofImages() as core.Tensor4D, dilations, margins),
    filter: ofFilter,
  };
}

export const dilatedDepthwiseGradient: AddedGradient = {
  kernelName: 'DepthwiseConv2dNative',
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, saved, given) => {
    const attributes = given as core.DepthwiseConv2dNativeAttrs & core.NamedAttrMap;
    const dilated = pair(attributes.dilations ?? 1).some((dilation) => dilation > 1);
    if (!dilated) return plain.gradFunc(dy, saved, attributes);
    const [x, filter] = saved as [core.Tensor4D, core.Tensor4D];
    return gradients(dy as core.Tensor4D, x, filter, attributes);
  },
};
