/** Convolutions and pools of TensorFlow, whichever library computes them: the numbers of tfjs's plain loops. */
import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { createRng } from './random.js';
import { type Tensor, type Tensor4D, tf, type Variable } from './tf.js';
import { useBackend } from './use-backend.js';

type Shape = [number, number, number, number];
type Pair = [number, number];
interface Window {
  readonly input: Shape;
  readonly window: Pair;
  readonly strides: Pair;
  readonly pad: 'same' | 'valid';
  /** Filters of a convolution; none of a pool. */
  readonly filters?: number;
}
type Kind = 'conv2d' | 'depthwiseConv2d' | 'avgPool' | 'maxPool';

function draw(shape: number[], seed: string): Tensor4D {
  const size = shape.reduce((a, b) => a * b);
  return tf.tensor4d(createRng(seed).normals(size), shape as Shape);
}

/** The output, and the gradients of all that went in, on the current backend. */
function numbers(kind: Kind, { input, window, strides, pad, filters = 1 }: Window): number[][] {
  return tf.tidy(() => {
    const image = tf.variable(draw(input, 'x')) as unknown as Tensor4D;
    const filter = tf.variable(
      draw([...window, input[3], filters], 'filter'),
    ) as unknown as Tensor4D;
    const run = {
      conv2d: () => tf.conv2d(image, filter, strides, pad),
      depthwiseConv2d: () => tf.depthwiseConv2d(image, filter, strides, pad),
      avgPool: () => tf.avgPool(image, window, strides, pad),
      maxPool: () => tf.maxPool(image, window, strides, pad),
    }[kind];
    const variables = (kind.endsWith('Pool') ? [image] : [image, filter]) as unknown as Variable[];
    const y = run();
    const dy = draw(y.shape, 'dy');
    const { grads } = tf.variableGrads(() => tf.sum(tf.mul(run(), dy)), variables);
    const all = [y, ...variables.map(({ name }) => grads[name] as Tensor)];
    const values = all.map((tensor) => Array.from(tensor.dataSync()));
    tf.dispose([image, filter]);
    return values;
  });
}

async function expectPlain(kind: Kind, given: Window): Promise<void> {
  const measured: number[][][] = [];
  for (const backend of ['tensorflow', 'cpu'] as const) {
    await useBackend({ backend, printBackend: false });
    measured.push(numbers(kind, given));
  }
  const [native, plain] = measured as [number[][], number[][]];
  for (const [i, values] of native.entries()) {
    const right = plain[i] as number[];
    const gap = Math.hypot(...values.map((value, j) => value - (right[j] as number)));
    expect(gap, `${kind} ${JSON.stringify(given)}, result ${i}`).toBeLessThanOrEqual(
      1e-5 * Math.hypot(...right),
    );
  }
}

describeIf('native', 'on the tensorflow backend', () => {
  test.each<Window>([
    { input: [3, 8, 8, 2], window: [1, 1], strides: [2, 2], pad: 'same', filters: 4 },
    { input: [16, 8, 16, 1], window: [1, 1], strides: [2, 2], pad: 'valid', filters: 16 },
    { input: [16, 12, 12, 4], window: [1, 1], strides: [3, 3], pad: 'same', filters: 3 },
    { input: [2, 12, 12, 4], window: [1, 1], strides: [2, 1], pad: 'valid', filters: 8 },
    { input: [2, 7, 9, 3], window: [1, 1], strides: [1, 2], pad: 'same', filters: 4 },
    { input: [2, 7, 9, 3], window: [1, 3], strides: [1, 2], pad: 'same', filters: 4 },
  ])('filters of one pixel with strides: %j', (given) => expectPlain('conv2d', given));

  test.each<Window>([
    { input: [2, 4, 4, 12], window: [5, 5], strides: [3, 3], pad: 'same' },
    { input: [16, 4, 4, 12], window: [5, 5], strides: [1, 1], pad: 'same' },
    { input: [8, 2, 4, 16], window: [5, 5], strides: [1, 1], pad: 'same' },
    { input: [2, 2, 9, 3], window: [3, 2], strides: [2, 1], pad: 'same' },
    { input: [2, 1, 1, 3], window: [2, 2], strides: [2, 2], pad: 'same' },
  ])('windows larger than the image: %j', async (given) => {
    await expectPlain('avgPool', given);
    await expectPlain('maxPool', given);
  });

  test.each<Kind>(['conv2d', 'depthwiseConv2d', 'avgPool', 'maxPool'])(
    'fifty of %s, drawn',
    async (kind) => {
      const rng = createRng(`windows of ${kind}`);
      const pick = <T>(...from: T[]): T => from[rng.integer(0, from.length)] as T;
      for (let i = 0; i < 50; i++) {
        const [height, width] = [pick(1, 2, 4, 5, 8, 12), pick(1, 3, 4, 7, 8, 16)];
        const pad = pick('same' as const, 'valid' as const);
        const atMost = (size: number): number =>
          pad === 'same' ? pick(1, 2, 3, 5) : Math.min(pick(1, 2, 3, 5), size);
        await expectPlain(kind, {
          input: [pick(1, 2, 5), height, width, pick(1, 2, 4, 8, 12, 16)],
          window: [atMost(height), atMost(width)],
          strides: kind === 'depthwiseConv2d' ? pick([1, 1], [2, 2]) : [pick(1, 2, 3), pick(1, 2)],
          pad,
          filters: kind === 'depthwiseConv2d' ? pick(1, 2) : pick(1, 3, 8, 16),
        });
      }
    },
  );
});
