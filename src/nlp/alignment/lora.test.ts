/** Low-rank changes of a model: by the formula, learning alone, merged and taken away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { loadModel } from '../../models/load-model.js';
import { type GptOptions, gpt } from '../../models/nlp/gpt.js';
import { saveModel } from '../../models/save-model.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { generate } from '../generate.js';
import { nextTokenWindows } from '../token-windows.js';
import { addLora, hasLora, mergeLora, removeLora } from './lora.js';

const tokens = [
  [1, 2, 3, 4],
  [6, 5, 4, 3],
];
const kinds: Record<string, Partial<GptOptions>> = {
  'GPT-2': {},
  Llama: {
    ...{ positions: 'rotary', norm: 'rms', feedForward: 'swiglu', feedForwardWidth: 12 },
    ...{ keyValueHeads: 1, useBias: false, tieWeights: false },
  },
};
const make = (options: Partial<GptOptions> = {}): LayersModel => {
  const model = gpt({
    vocabSize: 7,
    context: 4,
    layers: 2,
    heads: 2,
    width: 8,
    seed: 1,
    ...options,
  });
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 5))));
  return model;
};
const logitsOf = (model: LayersModel): number[] =>
  tf.tidy(() =>
    Array.from((model.predict(tf.tensor2d(tokens, undefined, 'int32')) as Tensor).dataSync()),
  );
const gap = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
const valuesOf = (model: LayersModel): Map<string, number[]> =>
  new Map(model.weights.map((weight) => [weight.name, Array.from(weight.read().dataSync())]));
const sizeOf = (weights: readonly { shape: readonly (number | null)[] }[]): number =>
  weights.reduce((sum, { shape }) => sum + shape.reduce<number>((a, b) => a * (b ?? 0), 1), 0);

async function train(model: LayersModel): Promise<number[]> {
  const optimizer = tf.train.adam(0.02);
  const trainer = new Trainer({ model, loss: sparseSoftmaxCrossEntropy, optimizer, seed: 1 });
  const data = nextTokenWindows([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6, 1], 4);
  const { loss } = await trainer.fit(data, { epochs: 12, batchSize: 3 });
  tf.dispose(data);
  optimizer.dispose();
  return loss;
}

function suite(): void {
  test.each(Object.entries(kinds))(
    'changes alone learn, and merged they answer as before: %s',
    async (_, options) => {
      const model = make(options);
      const before = valuesOf(model);
      const plain = logitsOf(model);
      addLora(model, { rank: 2, alpha: 8, seed: 3 });
      expect(hasLora(model)).toBe(true);
      // B is 0.
      expect(gap(logitsOf(model), plain)).toBeLessThan(1e-6);

      const loss = await train(model);
      expect(loss.at(-1)).toBeLessThan(0.9 * (loss[0] as number));
      const tuned = logitsOf(model);
      expect(gap(tuned, plain)).toBeGreaterThan(0.1);
      const after = valuesOf(model);
      for (const [name, values] of before) expect(after.get(name), name).toEqual(values);
      const greedy = { maxTokens: 3, temperature: 0 };
      const text = await generate(model, [1], greedy);
      expect(await generate(model, [1], { ...greedy, cache: false })).toEqual(text);

      mergeLora(model);
      expect(hasLora(model)).toBe(false);
      expect(gap(logitsOf(model), tuned)).toBeLessThan(1e-5 * Math.max(1, ...tuned.map(Math.abs)));
      expect(model.weights.map(({ name }) => name)).toEqual([...before.keys()]);
      expect(sizeOf(model.trainableWeights)).toBe(model.countParams());
      expect(await generate(model, [1], greedy)).toEqual(text);
      model.dispose();
    },
  );
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a merged kernel is W + (alpha / r) · A · B, and only r · (in + out) numbers learn', () => {
    const model = make();
    const all = model.countParams();
    addLora(model, { rank: 2, alpha: 6, targets: ['qkv', 'up'] });
    expect(sizeOf(model.trainableWeights)).toBe(2 * 2 * (8 + 24 + 8 + 32));
    expect(model.countParams()).toBe(all + 2 * 2 * (8 + 24 + 8 + 32));
    const find = (end: string) => {
      const found = model.weights.find(({ name }) => name.includes(`block_1/${end}`));
      if (found === undefined) throw new Error(end);
      return found;
    };
    const [w, a, b] = ['up/kernel', 'up/lora_a', 'up/lora_b'].map(find) as [
      ReturnType<typeof find>,
      ReturnType<typeof find>,
      ReturnType<typeof find>,
    ];
    const expected = tf.tidy(() => {
      b.write(tf.randomNormal([2, 32], 0, 1, 'float32', 4));
      const change = tf.mul(tf.matMul(a.read(), b.read()), 3);
      return Array.from(tf.add(w.read(), change).dataSync());
    });
    mergeLora(model);
    expect(gap(Array.from(find('up/kernel').read().dataSync()), expected)).toBeLessThan(1e-6);
    model.dispose();
  });

  test('changes that are removed leave the model as it was, and no tensor', async () => {
    const model = make();
    const [plain, count] = [logitsOf(model), model.countParams()];
    for (const end of [removeLora, mergeLora]) {
      const work = (): void => {
        addLora(model, { rank: 3 });
        end(model);
      };
      expect(await tensorsKept(work)).toEqual([0, 0]);
      expect(gap(logitsOf(model), plain)).toBeLessThan(1e-6);
      expect(model.countParams()).toBe(count);
      expect(sizeOf(model.trainableWeights)).toBe(count);
    }
    const whole = (): void => {
      const other = make();
      addLora(other);
      other.dispose();
    };
    expect(await tensorsKept(whole)).toEqual([0, 0]);
    model.dispose();
  });

  test('a layer that was frozen before stays so', () => {
    const model = make();
    (model.layers[2] as { trainable: boolean }).trainable = false;
    const before = sizeOf(model.trainableWeights);
    addLora(model);
    removeLora(model);
    expect(sizeOf(model.trainableWeights)).toBe(before);
    model.dispose();
  });

  test('a model is saved once its changes are merged', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradus-lora-'));
    const model = make();
    addLora(model, { rank: 2 });
    for (const weight of model.trainableWeights)
      weight.write(tf.fill(weight.shape as number[], 0.05));
    const tuned = logitsOf(model);
    await expect(saveModel(model, folder)).rejects.toThrow(
      'Expected a model whose low-rank changes are part of its kernels. Those of `gpt` are not: call `mergeLora(model)`',
    );
    mergeLora(model);
    await saveModel(model, folder);
    const { model: loaded } = await loadModel(folder);
    expect(gap(logitsOf(loaded), tuned)).toBeLessThan(1e-5 * Math.max(1, ...tuned.map(Math.abs)));
    rmSync(folder, { recursive: true });
    loaded.dispose();
    model.dispose();
  });

  test('says what does not fit', () => {
    const model = make();
    expect(() => addLora(model, { rank: 0 })).toThrow('Expected `rank` to be an integer >= 1');
    expect(() => addLora(model, { alpha: -1 })).toThrow('Expected `alpha` to be a number > 0');
    expect(() => addLora(model, { targets: ['qkv', 'q_proj'] })).toThrow(
      'one at least: `qkv`, `projection`, `up`, `down`. Received: ["q_proj"]',
    );
    expect(() => addLora(model, { targets: [] })).toThrow('`targets`');
    expect(() => mergeLora(model)).toThrow(
      'Expected a model with changes of `addLora`. `gpt` has none',
    );
    addLora(model);
    expect(() => addLora(model)).toThrow('call `mergeLora` or `removeLora` first');
    removeLora(model);
    model.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
