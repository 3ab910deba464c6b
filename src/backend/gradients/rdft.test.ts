import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { numericalGradient, relativeError } from '../../deep-learning/test-tools.js';
import { createRng } from '../random.js';
import { type Tensor, tf } from '../tf.js';
import { type BackendName, useBackend } from '../use-backend.js';
import { irdft, rdft } from './rdft.js';

const signals = (size: number): Tensor => tf.tensor(createRng(size).normals(2 * size), [2, size]);

/** The numbers of tfjs, on the backend that has complex ones everywhere. */
async function rfftNumbers(values: ArrayLike<number>, size: number): Promise<number[]> {
  const before = core.getBackend();
  await core.setBackend('cpu');
  const spectrum = core.spectral.rfft(core.tensor(Array.from(values), [2, size]));
  const parts = [core.real(spectrum), core.imag(spectrum)];
  const numbers = parts.flatMap((part) => Array.from(part.dataSync()));
  core.dispose([spectrum, ...parts]);
  await core.setBackend(before);
  return numbers;
}

function suite(backend: BackendName): void {
  beforeAll(async () => void (await useBackend({ backend, printBackend: false })));
  afterAll(async () => void (await tf.setBackend('cpu')));

  test.each([1, 2, 7, 8, 256])(
    'signals of %i values: the numbers of rfft, and back',
    async (size) => {
      const x = signals(size);
      const values = Array.from(x.dataSync());
      const expected = await rfftNumbers(values, size);
      const before = tf.memory().numTensors;
      const { real, imaginary } = rdft(x);
      const again = irdft({ real, imaginary }, size);
      expect(relativeError(again.dataSync(), values)).toBeLessThan(1e-6);
      const given = [real, imaginary].flatMap((part) => Array.from(part.dataSync()));
      expect(relativeError(given, expected)).toBeLessThan(1e-5);
      tf.dispose([real, imaginary, again]);
      expect(tf.memory().numTensors).toBe(before);
      x.dispose();
    },
  );

  test('the gradient of a power spectrum', () => {
    const power = (x: Tensor): Tensor => {
      const { real, imaginary } = rdft(x);
      const weights = tf.tensor1d([0.3, -1, 2, 0.5]);
      return tf.sum(tf.mul(tf.add(tf.square(real), tf.square(imaginary)), weights));
    };
    const at = [0.5, -1, 2, 0.1, 0.7, -0.3];
    const gradient = tf.tidy(() => Array.from(tf.grad(power)(tf.tensor1d(at)).dataSync()));
    const numerical = numericalGradient(
      (moved) => tf.tidy(() => power(tf.tensor1d(moved)).dataSync()[0] as number),
      at,
    );
    expect(relativeError(gradient, numerical)).toBeLessThan(1e-3);
  });

  test('what has no spectrum is refused', () => {
    expect(() => rdft(tf.scalar(1))).toThrow(
      'Expected a float32 tensor […, N]. Received: float32 []',
    );
    expect(() => rdft(tf.zeros([4], 'int32'))).toThrow('Received: int32 [4]');
    expect(() => rdft(tf.zeros([1, 2049]))).toThrow('Received: 2049');
    const spectrum = { real: tf.zeros([3]), imaginary: tf.zeros([3]) };
    expect(() => irdft(spectrum, 6)).toThrow('Received: [3] and [3]');
    expect(irdft(spectrum, 5).shape).toEqual([5]);
  });
}

describe('real DFT on cpu', () => suite('cpu'));
describeIf('native', 'real DFT on tensorflow', () => suite('tensorflow'));
describeIf('wasm', 'real DFT on wasm', () => suite('wasm'));
