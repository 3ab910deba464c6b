import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import {
  nativeTensorsLeft,
  numericalGradient,
  opsOf,
  relativeError,
  useNative,
} from '../../nn/test-tools.js';
import { whileRecording } from '../capture/recording.js';
import { useBackend } from '../index.js';
import { type CtcLossOptions, ctcLoss } from './ctc.js';

/** Three examples of five steps and four classes: three labels, one, and as many as said. */
const given = (third = 1) => ({
  logits: core.randomNormal<core.Rank.R3>([3, 5, 4], 0, 1, 'float32', 1),
  labels: core.tensor2d(
    [
      [0, 1, 1],
      [2, 0, 0],
      [1, 1, 1],
    ],
    [3, 3],
    'int32',
  ),
  logitLengths: core.tensor1d([5, 3, 2], 'int32'),
  labelLengths: core.tensor1d([3, 1, third], 'int32'),
});

/** Loss and gradient of each example; the labels avoid class `blank`. */
function passes(blank: number): ArrayLike<number>[] {
  const read: ArrayLike<number>[] = [];
  core.tidy(() => {
    const { logits, labels, ...options } = given();
    const free = core.where<core.Tensor2D>(
      core.equal(labels, blank),
      core.fill([3, 3], 3, 'int32'),
      labels,
    );
    const all: CtcLossOptions = { ...options, blank };
    const weights = core.tensor1d([1, 2, 3]);
    const { value, grad } = core.valueAndGrad((x: core.Tensor) =>
      core.mul(ctcLoss(x as core.Tensor3D, free, all), weights),
    )(logits);
    read.push(value.dataSync(), grad.dataSync());
  });
  return read;
}

/** The sum over every path, one by one. */
function bruteForce(probabilities: number[][], labels: number[], blank: number): number {
  const collapse = (path: number[]): string =>
    path.filter((label, t) => label !== blank && label !== path[t - 1]).join();
  const paths = probabilities.reduce<[number[], number][]>(
    (all, step) =>
      all.flatMap(([path, p]) => step.map((q, c): [number[], number] => [[...path, c], p * q])),
    [[[], 1]],
  );
  const right = paths.filter(([path]) => collapse(path) === labels.join());
  return -Math.log(right.reduce((sum, [, p]) => sum + p, 0));
}

function expectEveryPath(third: number): void {
  core.tidy(() => {
    const { logits, labels, ...options } = given(third);
    const losses = ctcLoss(logits, labels, options).arraySync();
    const probabilities = core.softmax(logits).arraySync() as number[][][];
    const [times, lengths] = [options.logitLengths.arraySync(), options.labelLengths.arraySync()];
    const rows = labels.arraySync();
    for (const [n, loss] of losses.entries()) {
      const steps = (probabilities[n] as number[][]).slice(0, times[n]);
      expect(loss).toBeCloseTo(bruteForce(steps, (rows[n] as number[]).slice(0, lengths[n]), 3), 4);
    }
  });
}

test.each([0, 1])('on another backend it is the sum over every path; %i labels', async (third) => {
  await useBackend({ backend: 'cpu', printBackend: false });
  expectEveryPath(third);
});

test('bad input is said with what was expected', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  const loss =
    (rows: number[][], options: CtcLossOptions = {}) =>
    () =>
      core.tidy(() => {
        const labels = core.tensor2d(rows, undefined, 'int32');
        return ctcLoss(core.zeros([rows.length, 3, 4]), labels, options);
      });
  expect(loss([[0, 4]])).toThrow(
    'Expected labels of `ctcLoss` to be classes, 0 to 3, but not the blank, 3. Received for example 0: 4',
  );
  expect(loss([[0], [3]])).toThrow('Received for example 1: 3');
  expect(loss([[1, 1, 0]])).toThrow(
    'a step for each label and one between equal ones: 4 steps for example 0. Received: 3',
  );
  expect(loss([[0]], { blank: 4 })).toThrow(
    'Expected `blank` of `ctcLoss` to be a class, 0 to 3. Received: 4',
  );
  expect(loss([[0]], { logitLengths: core.tensor1d([4], 'int32') })).toThrow(
    'Expected lengths of `ctcLoss` with 1 <= logits <= 3 and 0 <= labels <= 1. Received for example 0: 4 and 1',
  );
  expect(() => core.tidy(() => ctcLoss(core.zeros([2, 3, 4]), core.zeros([1, 1])))).toThrow(
    'Expected `ctcLoss` to get logits [N, T, C] and labels [N, L]. Received: [2,3,4], [1,1]',
  );
});

describeIf('native', 'the CTC loss of TensorFlow', () => {
  beforeAll(useNative);

  test.each([0, 1])('is the sum over every path; %i labels', expectEveryPath);

  test.each([0, 1, 3])('equals the composed one, with its gradient; blank %i', (blank) => {
    type Both = [loss: Float32Array, gradient: Float32Array];
    const [value, gradient] = passes(blank) as Both;
    const [expected, expectedGradient] = whileRecording(() => passes(blank)) as Both;
    expect(relativeError(value, expected)).toBeLessThan(1e-5);
    expect(relativeError(gradient, expectedGradient)).toBeLessThan(1e-5);
  });

  test('its gradient is that of finite differences', () => {
    const { logits, labels, ...options } = given();
    const f = (x: core.Tensor): core.Scalar =>
      core.sum(ctcLoss(x as core.Tensor3D, labels, options));
    const numerical = numericalGradient(
      (x) => core.tidy(() => f(core.tensor(x, [3, 5, 4])).dataSync()[0] as number),
      logits.dataSync(),
    );
    const exact = core.tidy(() => core.grad(f)(logits).dataSync());
    expect(relativeError(exact, numerical)).toBeLessThan(1e-3);
    core.dispose([logits, labels, ...Object.values(options)]);
  });

  test('takes few operations and leaves no tensor, its 64-bit integers among them', () => {
    const { logits, labels, ...options } = given();
    const step = (): void =>
      core.tidy(() => {
        core.grad((x: core.Tensor) => core.sum(ctcLoss(x as core.Tensor3D, labels, options)))(
          logits,
        );
      });
    step();
    expect(nativeTensorsLeft(step)).toBe(0);
    expect(opsOf(step).length).toBeLessThan(15);
    core.dispose([logits, labels, ...Object.values(options)]);
  });
});
