import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { nativeTensorsLeft, opsOf, useNative } from '../nn/test-tools.js';
import { type Tensor, type Tensor2D, tf } from './tf.js';

describeIf('native', 'kernels of the native backend', () => {
  beforeAll(useNative);
  const run = (work: () => Tensor): { ops: string[]; value: number[] } => {
    let value: number[] = [];
    const once = (): void => {
      value = tf.tidy(() => Array.from(work().dataSync()));
    };
    expect(nativeTensorsLeft(once)).toBe(0);
    return { ops: opsOf(once), value };
  };

  test('a conversion or a reshape that changes nothing is no operation', () => {
    const x = tf.tensor2d([[1.5, -2]]);
    expect(run(() => tf.cast(x, 'float32'))).toEqual({ ops: [], value: [1.5, -2] });
    expect(run(() => tf.reshape(x, [-1, 2]))).toEqual({ ops: [], value: [1.5, -2] });
    expect(run(() => tf.reshape(x, [1, 2]))).toEqual({ ops: [], value: [1.5, -2] });
    expect(run(() => tf.cast(x, 'int32'))).toEqual({ ops: ['Cast'], value: [1, -2] });
    expect(run(() => tf.reshape(x, [2]))).toEqual({ ops: ['Reshape'], value: [1.5, -2] });
  });

  test('what shares data outlives the other', () => {
    const x = tf.tensor1d([1, 2]);
    const y = tf.cast(x, 'float32');
    x.dispose();
    expect(Array.from(y.dataSync())).toEqual([1, 2]);
    y.dispose();
  });

  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('a product of matrices (transposed: %s, %s) is MatMul', (a, b) => {
    const left = tf.tensor2d([1, 2, 3, 4, 5, 6], a ? [3, 2] : [2, 3]);
    const right = tf.tensor2d([1, 0, -1, 2, 1, 1], b ? [2, 3] : [3, 2]);
    const batched = (x: Tensor2D): Tensor => tf.expandDims(x, 0);
    const { ops, value } = run(() => tf.matMul(left, right, a, b));
    expect(ops).toEqual(['MatMul']);
    expect(value).toEqual(run(() => tf.matMul(batched(left), batched(right), a, b)).value);
  });

  test('step is 1 above 0 and 0 elsewhere, uploads nothing, and keeps NaN', () => {
    const x = tf.tensor1d([-2, 0, 3, Number.NaN]);
    expect(run(() => tf.step(x))).toEqual({ ops: ['Sign', 'Relu'], value: [0, 0, 1, Number.NaN] });
  });

  test('gather reads nothing back, and TensorFlow checks the indices', () => {
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const at = (i: number): Tensor => tf.gather(x, tf.tensor1d([i], 'int32'));
    expect(run(() => at(1))).toEqual({ ops: ['GatherV2'], value: [3, 4] });
    expect(() => at(9)).toThrow('indices[0] = 9 is not in [0, 2)');
  });
});
