/** The gradient of a convolution's images, and with it transposed convolution. */
import * as core from '@tensorflow/tfjs-core';
import { spreadGradient } from './spread-gradient.js';

/**
 * A convolution by the filter upside down: tfjs's own kernel is a plain loop, five to fifteen times as
 * slow.
 *
 * @throws Error for channels first, which no kernel of this backend takes
 */
export function conv2dBackpropInput(
  dy: core.Tensor4D,
  filter: core.Tensor4D,
  { strides, pad, dataFormat, dimRoundingMode, inputShape }: core.Conv2DBackpropInputAttrs,
): core.Tensor {
  if (dataFormat !== 'NHWC') {
    throw new Error(`Expected data format NHWC on this backend. Received: ${dataFormat}`);
  }
  const info = core.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { padInfo, inHeight, inWidth, strideHeight, strideWidth } = info;
  const [rows, columns] = filter.shape;
  const turned = core.transpose(core.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  return spreadGradient(
    dy,
    { size: inHeight, before: padInfo.top, stride: strideHeight, reach: rows - 1 },
    { size: inWidth, before: padInfo.left, stride: strideWidth, reach: columns - 1 },
    (padded) => core.conv2d(padded, turned, 1, 'valid'),
  );
}
