/** Tensors as a test's author writes them. */
import { shapeText } from './compare-numbers.js';
import type { NestedNumbers } from './test.js';
import { type RealDType, TensorValue } from './value.js';

/** A tensor from nested lists, or from flat numbers and a shape. */
export function makeTensor(
  values: NestedNumbers,
  shape?: readonly number[],
  dtype: RealDType = 'float32',
): TensorValue {
  const flat: number[] = [];
  const found: number[] = [];
  const walk = (node: NestedNumbers, depth: number): void => {
    if (typeof node === 'number') {
      flat.push(node);
      return;
    }
    if (found[depth] !== undefined && found[depth] !== node.length) {
      throw new RangeError(
        `Expected rows of equal length at depth ${depth}. Received: ${found[depth]} and ${node.length}`,
      );
    }
    found[depth] = node.length;
    for (const item of node) walk(item, depth + 1);
  };
  walk(values, 0);
  const sizes = shape ?? found;
  const size = sizes.reduce((product, n) => product * n, 1);
  if (size !== flat.length) {
    throw new RangeError(
      `Expected ${size} numbers for shape ${shapeText(sizes)}. Received: ${flat.length}`,
    );
  }
  const type = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  return new TensorValue(dtype, [...sizes], type.from(flat));
}

/** A complex64 tensor from its two parts. */
export function makeComplexTensor(real: NestedNumbers, imag: NestedNumbers): TensorValue {
  const [re, im] = [makeTensor(real), makeTensor(imag)];
  if (re.shape.length !== im.shape.length || re.shape.some((n, i) => n !== im.shape[i])) {
    throw new RangeError(
      `Expected both parts to have one shape. Received: ${shapeText(re.shape)} and ${shapeText(im.shape)}`,
    );
  }
  const pairs = Float32Array.from({ length: 2 * re.data.length }, (_, i) => {
    const part = i % 2 === 0 ? re : im;
    return part.data[i >> 1] as number;
  });
  return new TensorValue('complex64', re.shape, pairs);
}
