import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { engineNames } from './engine-reach.js';
import { tf } from './tf.js';
import { onWithheldUse, WithheldError, withhold, withholdable } from './withheld.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('a withheld op throws as function and as method, and works again after', () => {
  const x = tf.tensor1d([1, 2]);
  const restore = withhold(['tf.softmax', 'tf.losses.softmaxCrossEntropy']);
  expect(() => tf.softmax(x)).toThrow('tf.softmax is withheld here');
  expect(() => (x as unknown as { softmax(): unknown }).softmax()).toThrow(WithheldError);
  expect(() => tf.losses.softmaxCrossEntropy(x, x)).toThrow(WithheldError);
  restore();
  expect(tf.sum(tf.softmax(x)).dataSync()[0]).toBeCloseTo(1);
});

test('a withheld namespace refuses each of its functions by name', () => {
  const { layers } = tf;
  const restore = withhold(['tf.layers']);
  expect(() => tf.layers.conv1d({ filters: 1, kernelSize: 1 })).toThrow(
    'tf.layers.conv1d is withheld here',
  );
  const { dense } = tf.layers;
  expect(() => dense({ units: 1 })).toThrow(WithheldError);
  restore();
  expect(tf.layers).toBe(layers);
});

test('a library function is withheld under the name students know', () => {
  const double = withholdable('gradus/family.double', (x: number) => 2 * x);
  expect(double(2)).toBe(4);
  const restore = withhold(['gradus/family.double']);
  expect(() => double(2)).toThrow('gradus/family.double is withheld here');
  restore();
  expect(double(2)).toBe(4);
});

test('a name that does not exist is ignored', () => {
  withhold(['tf.noSuchOp', 'tf.no.such'])();
});

test('patched sets and maps unlock nothing', () => {
  const double = withholdable('gradus/family.patched', (x: number) => 2 * x);
  const restore = withhold(['gradus/family.patched']);
  const { has } = Set.prototype;
  try {
    Set.prototype.has = () => false;
    expect(() => double(2)).toThrow(WithheldError);
  } finally {
    Set.prototype.has = has;
    restore();
  }
});

describe('the engine', () => {
  const everything = globalThis as unknown as Record<string, { get?(key: string): unknown }>;

  test('is out of reach, and tensors work as before', async () => {
    const [before, table] = [everything._tfengine, everything._tfGlobals];
    const used: string[] = [];
    onWithheldUse((name) => used.push(name));
    const restore = withhold(engineNames);
    try {
      for (const reach of [
        () => everything._tfengine,
        () => everything._tfGlobals?.get?.('kernelRegistry'),
        () => everything._tfGlobals?.get?.('gradRegistry'),
        () => (tf.engine() as unknown as { runKernel(): void }).runKernel(),
        () => (tf.engine() as unknown as { state: object }).state,
        () => (tf as unknown as { backend(): object }).backend(),
        () => (tf as unknown as { getKernel(name: string): object }).getKernel('Softmax'),
      ]) {
        expect(reach).toThrow(WithheldError);
      }
      expect(new Set(used)).toEqual(
        new Set([
          'globalThis._tfengine',
          'globalThis._tfGlobals',
          'tf.engine',
          'tf.backend',
          'tf.getKernel',
        ]),
      );
      const count = tf.memory().numTensors;
      const x = tf.tensor2d([[1, 2]]);
      const v = tf.variable(x);
      v.assign(tf.tensor2d([[3, 4]]));
      expect(() => v.assign(tf.tensor2d([[1], [2]]) as never)).toThrow('dtype and shape');
      expect(v.arraySync()).toEqual([[3, 4]]);
      expect(await x.data()).toEqual(Float32Array.of(1, 2));
      const raw = x as unknown as { bytes(): Promise<Uint8Array>; variable(): typeof v };
      expect((await raw.bytes()).byteLength).toBe(8);
      expect(raw.variable().arraySync()).toEqual([[1, 2]]);
      expect(tf.tensor(['a', 'b'] as never).dataSync()).toEqual(['a', 'b']);
      const made = tf as unknown as { buffer(...args: unknown[]): { toTensor(): typeof x } };
      const buffer = made.buffer([2], 'float32', Float32Array.of(5, 6));
      expect(buffer.toTensor().arraySync()).toEqual([5, 6]);
      const engine = tf.engine();
      engine.startScope();
      tf.zeros([2]);
      engine.endScope();
      x.dispose();
      expect(() => x.dataSync()).toThrow('disposed');
      v.dispose();
      tf.disposeVariables();
      expect(tf.memory().numTensors).toBeLessThan(count + 9);
    } finally {
      restore();
      onWithheldUse(() => {});
    }
    expect(everything._tfengine).toBe(before);
    expect(everything._tfGlobals).toBe(table);
  });

  test('comes back with the last of those who hid it', () => {
    const [first, second] = [withhold(engineNames), withhold(engineNames)];
    first();
    expect(() => everything._tfengine).toThrow(WithheldError);
    second();
    expect(everything._tfengine).toBeDefined();
    expect(tf.tensor1d([1]).dataSync()[0]).toBe(1);
  });
});

test('what hangs on a class is withheld too', () => {
  const restore = withhold(['tf.train.sgd']);
  expect(() => tf.train.sgd(1)).toThrow(WithheldError);
  restore();
  expect(tf.train.sgd(1)).toBeDefined();
});
