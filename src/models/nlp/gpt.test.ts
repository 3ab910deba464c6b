import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { grammarText } from '../../data/grammar-text.js';
import { characterVocabulary } from '../../data/vocabulary.js';
import { bigramBits } from '../../nlp/baselines.js';
import { generate, generator } from '../../nlp/generate.js';
import { sampleToken } from '../../nlp/generation/draw-token.js';
import { logitsReader } from '../../nlp/next-logits.js';
import { nextTokenWindows } from '../../nlp/token-windows.js';
import { sparseSoftmaxCrossEntropy, Trainer } from '../../nn/index.js';
import { savedAndLoaded, tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { gpt } from './gpt.js';

const [V, context] = [11, 8];
const small = (options: { tieWeights?: boolean; dropout?: number } = {}): LayersModel =>
  gpt({ vocabSize: V, context, layers: 2, heads: 2, width: 16, seed: 5, ...options });

/** Weights large enough that a wrong cache shows in the logits. */
function loud(model: LayersModel): LayersModel {
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 8))));
  return model;
}

const logitsOf = (model: LayersModel, tokens: number[]): number[] =>
  tf.tidy(() => {
    const all = model.predict(tf.tensor2d(tokens, [1, tokens.length], 'int32')) as Tensor;
    return Array.from(all.slice([0, tokens.length - 1, 0], [1, 1, V]).dataSync());
  });

function suite(): void {
  test('logits have a row for each token; weights may be tied or not', async () => {
    for (const tieWeights of [true, false]) {
      const model = small({ tieWeights });
      const y = model.predict(tf.zeros([3, 5], 'int32')) as Tensor;
      expect(y.shape).toEqual([3, 5, V]);
      y.dispose();
      const loaded = await savedAndLoaded(model);
      expect(logitsOf(loaded, [1, 2, 3])).toEqual(logitsOf(model, [1, 2, 3]));
      expect(loaded.countParams()).toBe(model.countParams());
      model.dispose();
      loaded.dispose();
    }
  });

  test('cached logits are those of the whole sequence, past the context too', async () => {
    for (const tieWeights of [true, false]) {
      const model = loud(small({ tieWeights }));
      const reader = logitsReader(model, { length: 12, cache: true });
      const tokens = [3, 1];
      for (const next of [4, 1, 5, 9, 2, 6, 5, 3, 5]) {
        const [got = []] = await reader.read([tokens]);
        const expected = logitsOf(model, tokens.slice(-context));
        expected.forEach((value, i) => {
          expect(Math.abs(value - (got[i] as number))).toBeLessThan(1e-4);
        });
        tokens.push(next);
      }
      reader.dispose();
      model.dispose();
    }
  });

  test('generates the same tokens with and without the cache, and leaves no tensor', async () => {
    const model = loud(small());
    const run = (cache: boolean) => generate(model, [1, 2], { maxTokens: 9, seed: 3, cache });
    expect(await run(true)).toEqual(await run(false));
    expect(await tensorsKept(() => run(true))).toEqual([0, 0]);
    const greedy = { maxTokens: 4, temperature: 0 };
    expect(await generate(model, [7], { ...greedy, seed: 1 })).toEqual(
      await generate(model, [7], { ...greedy, seed: 2 }),
    );
    model.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a disposed model frees its weights, tied or not', async () => {
    for (const tieWeights of [true, false]) {
      const kept = await tensorsKept(() => {
        small({ tieWeights }).dispose();
      });
      expect(kept).toEqual([0, 0]);
    }
  });

  test('starts like GPT-2', () => {
    const model = gpt({ vocabSize: 50, context: 16, layers: 2, heads: 2, width: 64, seed: 1 });
    const deviation = (name: string): number => {
      const weight = model.weights.find((w) => w.name.startsWith(name))?.read();
      const values = Array.from(weight?.dataSync() ?? []);
      return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    };
    expect(deviation('embedding/tokens')).toBeCloseTo(0.02, 2);
    expect(deviation('block_0/attention/projection/kernel')).toBeCloseTo(0.01, 3);
    expect(deviation('block_1/down/kernel')).toBeCloseTo(0.01, 3);
    expect(deviation('block_1/up/kernel')).toBeCloseTo(0.02, 3);
    model.dispose();
  });

  test('stops after the stop token and hands out each token', async () => {
    const model = small();
    const all = await generate(model, [1], { maxTokens: 5, seed: 1 });
    const seen: number[] = [];
    const stopToken = all[2] as number;
    const stopped = await generate(model, [1], {
      maxTokens: 5,
      seed: 1,
      stopToken,
      onToken: (token) => void seen.push(token),
    });
    expect(stopped).toEqual(all.slice(0, all.indexOf(stopToken) + 1));
    expect(seen).toEqual(stopped);
    model.dispose();
  });

  test('a generator continues one prompt after another as `generate` does', async () => {
    const model = loud(small());
    const writer = generator(model);
    for (const prompt of [[3, 1], [4], [4, 1, 5]]) {
      const draw = { maxTokens: 6, seed: prompt.length };
      expect(await writer.generate(prompt, draw)).toEqual(await generate(model, prompt, draw));
    }
    const first = writer.generate([1], { maxTokens: 2 });
    await expect(writer.generate([2], { maxTokens: 2 })).rejects.toThrow('one call of `generate`');
    expect(await first).toHaveLength(2);
    writer.dispose();
    expect(() => generator(model, { length: 9 })).toThrow(
      'Expected `length` to be an integer from 1 to the context, 8. Received: 9',
    );
    model.dispose();
  });

  test('says what does not fit', async () => {
    expect(() => gpt({ vocabSize: 5, width: 10, heads: 4 })).toThrow(
      'Expected `width` to be a multiple of `heads`, 4. Received: 10',
    );
    expect(() => gpt({ vocabSize: 5, dropout: 1 })).toThrow(
      'Expected `dropout` to be a number in [0, 1). Received: 1',
    );
    expect(() => gpt({ vocabSize: 5, attentionDropout: -0.1 })).toThrow(
      'Expected `attentionDropout` to be a number in [0, 1). Received: -0.1',
    );
    const other = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], name: 'd' })],
    });
    await expect(generate(other, [1], { maxTokens: 1 })).rejects.toThrow(
      'Expected `model` to be made by `gpt`. Received: layers d',
    );
    const model = small();
    await expect(generate(model, [V], { maxTokens: 1 })).rejects.toThrow(
      'Expected `prompt` to be a non-empty list of integers in [0, 11). Received: 11',
    );
    await expect(generate(model, [], { maxTokens: 1 })).rejects.toThrow('Received: []');
    await expect(generate(model, [1], { maxTokens: 0 })).rejects.toThrow('`maxTokens`');
    model.dispose();
    other.dispose();
  });
});

test('draws by softmax, colder and among fewer when asked', () => {
  const logits = Float32Array.from([0, Math.log(2), Math.log(5)]);
  const shares = (options: { temperature?: number; topK?: number }): number[] => {
    const rng = createRng(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 8000; i++) {
      const token = sampleToken(logits, rng, options);
      counts[token] = (counts[token] as number) + 1 / 8000;
    }
    return counts.map((share) => Number(share.toFixed(1)));
  };
  expect(shares({})).toEqual([0.1, 0.3, 0.6]);
  expect(shares({ temperature: 0 })).toEqual([0, 0, 1]);
  expect(shares({ temperature: 0.5 })).toEqual([0, 0.1, 0.8]);
  expect(shares({ topK: 2 })).toEqual([0, 0.3, 0.7]);
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('needs fewer bits a character than pairs of characters do', async () => {
    const text = grammarText({ sentences: 1000, seed: 1 });
    const held = grammarText({ sentences: 100, seed: 'held out' });
    const letters = characterVocabulary(text);
    const [train, validation] = [text, held].map((one) => letters.encode(one)) as [
      number[],
      number[],
    ];
    const model = gpt({
      vocabSize: letters.size,
      context: 32,
      layers: 2,
      width: 64,
      heads: 2,
      seed: 1,
    });
    const optimizer = tf.train.adam(3e-3);
    const trainer = new Trainer({
      model,
      loss: sparseSoftmaxCrossEntropy,
      optimizer,
      clipNorm: 1,
      seed: 1,
    });
    const data = nextTokenWindows(train, 32);
    const rest = nextTokenWindows(validation, 32);
    const history = await trainer.fit(data, { epochs: 2, batchSize: 16, validation: rest });
    const bits = (history.validationLoss.at(-1) as number) / Math.LN2;
    expect(bigramBits(train, validation, letters.size)).toBeGreaterThan(2.1);
    expect(bits).toBeLessThan(1.7);
    tf.dispose([data, rest]);
    model.dispose();
    optimizer.dispose();
  });
});
