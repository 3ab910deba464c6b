import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { mlp } from '../deep-learning/index.js';
import {
  createRng,
  type LayersModel,
  sparseSoftmaxCrossEntropy,
  tf,
  useBackend,
} from '../index.js';
import { generator, gpt } from './index.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const models: Record<
  string,
  { make: () => LayersModel; x: number[]; y: number[]; classes: number }
> = {
  'a GPT': {
    make: () => gpt({ vocabSize: 20, context: 32, layers: 2, heads: 2, width: 64, seed: 1 }),
    x: [8, 32],
    y: [8, 32],
    classes: 20,
  },
  'an MLP': {
    make: () => mlp({ inputShape: [10], hidden: [256, 256], classes: 5, seed: 1 }),
    x: [64, 10],
    y: [64, 1],
    classes: 5,
  },
};

/** The losses of 50 steps. */
async function losses(name: string, mode: string): Promise<number[]> {
  vi.stubEnv('GRADUS_CAPTURE', mode);
  const { make, x: xShape, y: yShape, classes } = models[name] as (typeof models)[string];
  const rng = createRng('fused');
  const draw = (shape: number[], below: number) =>
    tf.tensor(
      Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.integer(0, below)),
      shape,
      'int32',
    );
  const [x, y] = [draw(xShape, classes), draw(yShape, classes)];
  const model = make();
  // At larger rates the batch is learnt by heart, where rounding alone makes 1e-4 of difference.
  model.compile({ optimizer: tf.train.adamw(2e-4), loss: sparseSoftmaxCrossEntropy });
  const seen: number[] = [];
  for (let i = 0; i < 50; i++) seen.push(Number(await model.trainOnBatch(x, y)));
  model.dispose();
  tf.dispose([x, y]);
  return seen;
}

describeIf('native', 'with compiled elementwise operations', () => {
  beforeAll(async () => {
    await useBackend({ backend: 'tensorflow', printBackend: false });
  });

  test.each(Object.keys(models))('%s learns as it does eagerly', async (name) => {
    const eager = await losses(name, 'off');
    const fused = await losses(name, 'xla');
    expect(eager[49]).toBeLessThan(eager[0] as number);
    for (const [i, loss] of eager.entries()) {
      expect(Math.abs((fused[i] as number) - loss) / loss).toBeLessThan(1e-5);
    }
  });

  test('a GPT writes the tokens that it writes eagerly', async () => {
    const model = gpt({ vocabSize: 20, context: 32, layers: 2, heads: 2, width: 32, seed: 1 });
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 8))));
    const write = async (mode: string): Promise<number[][]> => {
      vi.stubEnv('GRADUS_CAPTURE', mode);
      const writer = generator(model, { length: 32, cache: true });
      const texts: number[][] = [];
      for (const first of [1, 2, 3]) {
        texts.push(await writer.generate([first, 4], { maxTokens: 28, temperature: 0 }));
      }
      writer.dispose();
      return texts;
    };
    const eager = await write('off');
    expect(new Set(eager.flat()).size).toBeGreaterThan(3);
    expect(await write('xla')).toEqual(eager);
    model.dispose();
  });
});
