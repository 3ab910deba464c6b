import { beforeAll, expect, test } from 'vitest';
import { type Scalar, type Tensor1D, type Tensor3D, useBackend } from '../backend/index.js';
import { tf } from '../nn/tf.js';
import {
  ctcBeamSearchDecode,
  ctcGreedyDecode,
  ctcLoss,
  logMelSpectrogram,
  mfcc,
  spectrogram,
} from './index.js';

beforeAll(async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
});

test('the loss of uniform scores counts the paths, as its example says', () => {
  tf.tidy(() => {
    const labels = tf.tensor2d([[0, 1]], [1, 2], 'int32');
    const [loss] = ctcLoss(tf.zeros([1, 4, 3]), labels).arraySync();
    expect(loss).toBeCloseTo(Math.log(81 / 15), 4);
  });
});

test('scores learn a label sequence, and both decoders read it', () => {
  const [steps, classes] = [6, 4];
  const labels = tf.tensor2d([[2, 2, 0]], [1, 3], 'int32');
  const logits = tf.variable(tf.zeros([1, steps, classes]));
  const optimizer = tf.train.sgd(2);
  for (let i = 0; i < 60; i++) {
    optimizer.minimize(() => tf.mean<Scalar>(ctcLoss(logits as Tensor3D, labels)), false, [logits]);
  }
  expect(ctcGreedyDecode(logits as Tensor3D)).toEqual([[2, 2, 0]]);
  const [[best] = []] = ctcBeamSearchDecode(logits as Tensor3D);
  expect(best?.labels).toEqual([2, 2, 0]);
  expect(best?.logProbability).toBeGreaterThan(Math.log(0.5));
  tf.dispose([labels, logits]);
});

test('a second of sound becomes frames, bands and coefficients', () => {
  tf.tidy(() => {
    const angles = tf.mul<Tensor1D>(tf.range(0, 16000), (2 * Math.PI * 440) / 16000);
    const second = tf.sin(angles);
    expect(spectrogram(second, { windowSize: 400, stride: 160 }).shape).toEqual([98, 257]);
    const power = spectrogram(second, { windowSize: 400, stride: 160, squared: true });
    expect(logMelSpectrogram(power, { sampleRate: 16000 }).shape).toEqual([98, 40]);
    expect(mfcc(power, { sampleRate: 16000 }).shape).toEqual([98, 13]);
    const both = spectrogram(tf.stack([second, second]), { windowSize: 400, stride: 160 });
    expect(both.shape).toEqual([2, 98, 257]);
  });
});
