/** The gradient of `maxPool`, differentiated once more: tfjs-core has none for its kernel. */
import * as core from '@tensorflow/tfjs-core';
import { type AddedGradient, zeroGradient } from './added-gradient.js';

type Place = [number, number, number, number];

/**
 * What lies where the largest value of each window is: the first of equal ones, row by row, as in the
 * kernels.
 */
function atMaximum(
  values: core.Tensor4D,
  input: core.Tensor4D,
  output: core.Tensor4D,
  { filterSize, strides, pad, dimRoundingMode }: core.MaxPoolGradAttrs,
): core.Tensor {
  const { padInfo, filterHeight, filterWidth, strideHeight, strideWidth } =
    core.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const [batch, rows, columns, channels] = output.shape;
  const [lastRow, lastColumn] = [(rows - 1) * strideHeight + 1, (columns - 1) * strideWidth + 1];
  const bottom = Math.max(0, lastRow + filterHeight - 1 - input.shape[1] - padInfo.top);
  const right = Math.max(0, lastColumn + filterWidth - 1 - input.shape[2] - padInfo.left);
  const margins: [number, number][] = [
    [0, 0],
    [padInfo.top, bottom],
    [padInfo.left, right],
    [0, 0],
  ];
  const [inputs, all] = [core.pad(input, margins, -Infinity), core.pad(values, margins)];
  const part = (of: core.Tensor4D, row: number, column: number): core.Tensor => {
    const begin: Place = [0, row, column, 0];
    const end: Place = [batch, row + lastRow, column + lastColumn, channels];
    return core.stridedSlice(of, begin, end, [1, strideHeight, strideWidth, 1]);
  };
  let found = core.zerosLike(output);
  let sum = core.zerosLike(output);
  for (let row = 0; row < filterHeight; row++) {
    for (let column = 0; column < filterWidth; column++) {
      const largest = core.cast(core.equal(part(inputs, row, column), output), 'float32');
      const first = core.mul(largest, core.sub(1, found)) as core.Tensor4D;
      found = core.add(found, first);
      sum = core.add(sum, core.mul(part(all, row, column), first));
    }
  }
  return sum;
}

export const maxPoolGradGradient: AddedGradient = {
  kernelName: 'MaxPoolGrad',
  inputsToSave: ['input', 'output'],
  gradFunc(given, saved, attributes) {
    const [input, output] = saved as [core.Tensor4D, core.Tensor4D];
    return {
      dy: () =>
        atMaximum(given as core.Tensor4D, input, output, attributes as core.MaxPoolGradAttrs),
      input: () => zeroGradient(input),
      output: () => zeroGradient(output),
    };
  },
};
