import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { BackendError, describeBackend, type Tensor2D, useBackend } from './index.js';
import { tf } from './tf.js';

beforeEach(() => {
  vi.stubEnv('GRADUS_BACKEND', undefined);
  vi.stubEnv('GRADUS_LANG', 'en');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('an explicit backend runs, computes, and is said in one line', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const backend = await useBackend({ backend: 'cpu' });
  expect(backend).toMatchObject({ name: 'cpu', device: 'CPU', rejected: [] });
  expect(tf.getBackend()).toBe('cpu');
  expect(tf.add([1, 2], [3, 4]).arraySync()).toEqual([4, 6]);
  expect(print.mock.calls).toEqual([
    ['Backend: cpu on the CPU. Plain JavaScript: right, but slow.'],
  ]);
});

test('choosing a backend leaves no tensor behind and can be silent', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const before = tf.memory().numTensors;
  await useBackend({ backend: 'cpu', printBackend: false });
  expect(tf.memory().numTensors).toBe(before);
  expect(print).not.toHaveBeenCalled();
});

test('an unknown name is refused with the names there are', async () => {
  vi.stubEnv('GRADUS_BACKEND', 'webgl');
  await expect(useBackend({ printBackend: false })).rejects.toThrow(
    'Expected GRADUS_BACKEND to be one of tensorflow, wasm, cpu. Received: webgl',
  );
});

test('a name alone is a backend too', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  expect((await useBackend('cpu')).name).toBe('cpu');
  expect(print).toHaveBeenCalledOnce();
  await expect(useBackend('tensorflw' as 'wasm')).rejects.toThrow(
    'Expected `backend` to be one of tensorflow, wasm, cpu. Received: tensorflw',
  );
  await expect(useBackend('' as 'wasm')).rejects.toThrow('Received: ');
});

test('a backend that is chosen again runs the same kernels', async () => {
  const kernels = (): unknown[] => getKernelsForBackend('cpu').map(({ kernelFunc }) => kernelFunc);
  await useBackend({ backend: 'cpu', printBackend: false });
  const before = kernels();
  await useBackend({ backend: 'cpu', printBackend: false });
  const after = kernels();
  expect(after.every((kernel, i) => kernel === before[i])).toBe(true);
});

test('what is neither a name nor options is refused, and so is an unknown option', async () => {
  for (const given of [7, null, ['wasm'], true]) {
    await expect(useBackend(given as unknown as 'wasm')).rejects.toThrow(
      "Expected the name of a backend (tensorflow, wasm, cpu) or options such as { backend: 'wasm' }.",
    );
  }
  await expect(useBackend({ backned: 'wasm' } as object)).rejects.toThrow(
    'Expected the options of useBackend to be among: backend, printBackend. Received: backned. Did you mean `backend`?',
  );
  await expect(useBackend({ name: 'wasm' } as object)).rejects.toThrow('Received: name.');
});

test('a backend that cannot be had is an error, not another backend', async () => {
  // TensorFlow.js answers false here and goes on with whatever ran before.
  vi.spyOn(tf, 'ready');
  const core = await import('@tensorflow/tfjs-core');
  await useBackend({ backend: 'cpu', printBackend: false });
  core.removeBackend('cpu');
  const failure = await useBackend({ backend: 'cpu', printBackend: false }).catch((e) => e);
  expect(failure).toBeInstanceOf(BackendError);
  expect(failure.code).toBe('backend-unavailable');
  expect(failure.message).toMatch(/^The backend `cpu` cannot be had: /);
});

test('each better backend that was not taken is named with its reason', () => {
  vi.stubEnv('GRADUS_LANG', 'en');
  const line = describeBackend({
    name: 'wasm',
    device: 'CPU',
    reason: 'WebAssembly with SIMD, on one thread.',
    rejected: [{ name: 'tensorflow', reason: 'its binding is not built: run `npm start`' }],
  });
  expect(line).toBe(
    'Backend: wasm on the CPU. WebAssembly with SIMD, on one thread. Not `tensorflow`: its binding is not built: run `npm start`.',
  );
});

describeIf('native', 'the tensorflow backend', () => {
  test('is the first choice, computes, and shares one TensorFlow.js with `tf`', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const backend = await useBackend();
    expect(backend).toMatchObject({ name: 'tensorflow', rejected: [] });
    expect(backend.reason).toMatch(/^TensorFlow 2\.\d+\.\d+ with its native kernels/);
    const gradient = tf.grad((x: Tensor2D) => tf.sum(tf.square(x)))(tf.tensor2d([[1, 2]]));
    expect(gradient.arraySync()).toEqual([[2, 4]]);
  });

  test('tells shapes that do not fit in the words of the caller', async () => {
    await useBackend({ backend: 'tensorflow', printBackend: false });
    const a = tf.zeros([2, 3]);
    expect(() => tf.matMul(a, a)).toThrow(
      'matMul: shapes [2, 3] x [2, 3]: inner dimensions 3 and 2 differ.',
    );
    expect(() => tf.add(a, tf.zeros([2]))).toThrow(
      'add: shapes [2, 3] and [2] do not fit together: counted from the right, dimension 1 is 3 and 2.',
    );
    expect(() => tf.reshape(a, [5])).toThrow(/^reshape: .*requested shape has 5\. Given: float32/);
  });
});

describeIf('wasm', 'the wasm backend', () => {
  test('runs when asked for', async () => {
    const backend = await useBackend({ backend: 'wasm', printBackend: false });
    expect(backend).toMatchObject({ name: 'wasm', device: 'CPU' });
    expect(tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).arraySync()).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });
});
