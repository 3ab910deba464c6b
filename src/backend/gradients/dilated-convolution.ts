/**
 * The gradients of a dilated convolution, which tfjs refuses and TensorFlow's own operations lack
 * on the CPU: both are convolutions again.
 */
import * as core from '@tensorflow/tfjs-core';
// It brings the gradients of tfjs-core, among them the one below.
import '@tensorflow/tfjs-layers';
import { pair } from '../pair.js';
import type { AddedGradient } from './added-gradient.js';

type Pair = [number, number];
type Margins = [Pair, Pair, Pair, Pair];

/** The gradients of a convolution with stride 1 and these dilations, `[B, H, W, C]`. */
function gradients(
  dy: core.Tensor4D,
  x: core.Tensor4D,
  filter: core.Tensor4D,
  { strides, pad, dilations }: core.Conv2DAttrs,
): { x(): core.Tensor; filter(): core.Tensor } {
  const dilation = pair(dilations);
  const { padInfo } = core.backend_util.computeConv2DInfo(
    x.shape,
    filter.shape,
    pair(strides),
    dilation,
    pad,
  );
  const { top, bottom, left, right } = padInfo;
  const [kernelRows, kernelColumns, inputs, outputs] = filter.shape;
  const [batch, rows, columns] = x.shape;
  return {
    /** Each pixel collects what it gave: the filter upside down over `dy` with a full margin. */
    x() {
      const [reachRows, reachColumns] = [
        (kernelRows - 1) * dilation[0],
        (kernelColumns - 1) * dilation[1],
      ];
      const margins: Margins = [
        [0, 0],
        [reachRows, reachRows],
        [reachColumns, reachColumns],
        [0, 0],
      ];
      const turned = core.transpose(core.reverse(filter, [0, 1]), [0, 1, 3, 2]) as core.Tensor4D;
      const padded = core.conv2d(core.pad(dy, margins), turned, 1, 'valid', 'NHWC', dilation);
      return core.slice(padded, [0, top, left, 0], [batch, rows, columns, inputs]);
    },
    /** Each weight meets the pixels that are `dilation` apart: `dy` as a filter with that stride. */
    filter() {
      const margins: Margins = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      const images = core.transpose(core.pad(x, margins), [3, 1, 2, 0]) as core.Tensor4D;
      const window = core.transpose(dy, [1, 2, 0, 3]) as core.Tensor4D; // [H, W, B, O]
      const all = core.conv2d(images, window, dilation, 'valid'); // [I, …, …, O]
      const kernel = core.slice(all, [0, 0, 0, 0], [inputs, kernelRows, kernelColumns, outputs]);
      return core.transpose(kernel, [1, 2, 0, 3]);
    },
  };
}

/** tfjs-core's own gradient, which goes on serving where nothing is dilated. */
const plain = core.getGradient('Conv2D');

export const dilatedConvolutionGradient: AddedGradient = {
  kernelName: 'Conv2D',
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, saved, given) => {
    const attributes = given as core.Conv2DAttrs & core.NamedAttrMap;
    const dilated = pair(attributes.dilations).some((dilation) => dilation > 1);
    if (!dilated || attributes.dataFormat !== 'NHWC') return plain.gradFunc(dy, saved, attributes);
    const [x, filter] = saved as [core.Tensor4D, core.Tensor4D];
    return gradients(dy as core.Tensor4D, x, filter, attributes);
  },
};
