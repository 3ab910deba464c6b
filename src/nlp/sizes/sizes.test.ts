/** Sizes whose answers are known, and those of models that are built. */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type GptOptions, gpt } from '../../models/nlp/gpt.js';
import { use } from '../../nn/layers/test-tools.js';
import { gptFlops } from './gpt-flops.js';
import { activationBytes, kvCacheBytes, trainingMemory } from './gpt-memory.js';
import { gptSize } from './gpt-size.js';

const gpt2: GptOptions = { vocabSize: 50257, context: 1024, layers: 12, heads: 12, width: 768 };
const llama: Partial<GptOptions> = {
  ...{ norm: 'rms', positions: 'rotary', feedForward: 'swiglu', useBias: false, tieWeights: false },
};
const llama2: GptOptions = {
  ...{ ...llama, vocabSize: 32_000, context: 4096, layers: 32, heads: 32, width: 4096 },
  feedForwardWidth: 11_008,
};
const llama3: GptOptions = {
  ...{ ...llama, vocabSize: 128_256, context: 8192, layers: 32, heads: 32, width: 4096 },
  ...{ feedForwardWidth: 14_336, keyValueHeads: 8 },
};

beforeAll(() => use('cpu'));

test('known models have the parameters that they are known for', () => {
  const of = (options: GptOptions): number => gptSize(options).parameters;
  expect(of(gpt2)).toBe(124_439_808);
  expect(of({ ...gpt2, layers: 24, heads: 16, width: 1024 })).toBe(354_823_168);
  expect(of({ ...gpt2, layers: 36, heads: 20, width: 1280 })).toBe(774_030_080);
  expect(of({ ...gpt2, layers: 48, heads: 25, width: 1600 })).toBe(1_557_611_200);
  expect(of(llama2)).toBe(6_738_415_616);
  expect(of(llama3)).toBe(8_030_261_248);
});

test('the parts of a size are its sum, and that of the model that is built', () => {
  const options = fc.record({
    vocabSize: fc.integer({ min: 1, max: 9 }),
    context: fc.integer({ min: 1, max: 5 }),
    layers: fc.integer({ min: 1, max: 2 }),
    heads: fc.constant(2),
    keyValueHeads: fc.constantFrom(0, 1, 2),
    width: fc.constantFrom(4, 8),
    positions: fc.constantFrom('learned', 'rotary', 'alibi'),
    norm: fc.constantFrom('layer', 'rms'),
    feedForward: fc.constantFrom('gelu', 'swiglu'),
    feedForwardWidth: fc.integer({ min: 0, max: 7 }),
    useBias: fc.boolean(),
    tieWeights: fc.boolean(),
  });
  fc.assert(
    fc.property(options, (given) => {
      const size = gptSize(given as GptOptions);
      const model = gpt(given as GptOptions);
      expect(size.parameters).toBe(model.countParams());
      model.dispose();
      const { embedding, attention, feedForward, norms, head } = size;
      expect(embedding + attention + feedForward + norms + head).toBe(size.parameters);
      expect(size.withoutEmbeddings).toBe(size.parameters - embedding);
    }),
    { numRuns: 25 },
  );
});

test('FLOPs are those that nanoGPT and PaLM count', () => {
  // nanoGPT's transformer_sizing.ipynb: 291,648,307,200 forwards for 1,024 tokens of GPT-2.
  const { forward, training, rule, attentionScores } = gptFlops(gpt2);
  expect(forward * 1024).toBe(291_648_307_200);
  expect(training).toBe(3 * forward);
  expect(rule).toBe(6 * 124_439_808);
  expect(attentionScores).toBe(4 * 12 * 768 * 1024);
  // PaLM's 6N + 12LHQT, with N the weights in matrices.
  const { attention, feedForward, head } = gptSize(llama3);
  expect(gptFlops(llama3, { length: 2048 }).training).toBe(
    6 * (attention + feedForward + head) + 12 * 32 * 4096 * 2048,
  );
  // Short sequences of a wide model: the rule is right but for the vectors of tokens.
  const exact = gptFlops(llama2, { length: 1 });
  expect(Math.abs(exact.training / exact.rule - 1)).toBeLessThan(0.025);
});

test('keys and values of Llama 2 7B take half a megabyte a token, fewer heads of them less', () => {
  const token = { length: 1, bytesPerNumber: 2 };
  expect(kvCacheBytes(llama2, token)).toBe(512 * 1024);
  expect(kvCacheBytes(llama3, token)).toBe(128 * 1024);
  expect(kvCacheBytes(llama2, { bytesPerNumber: 2, batchSize: 3 })).toBe(3 * 2 * 2 ** 30);
  expect(kvCacheBytes(gpt2)).toBe(2 * 12 * 768 * 1024 * 4);
});

test('training with Adam takes 16 bytes a parameter, and what the batch adds', () => {
  expect(trainingMemory(gpt2).total).toBe(16 * 124_439_808);
  expect(trainingMemory(gpt2, { optimizer: 'sgd', bytesPerNumber: 2 })).toEqual({
    ...{ weights: 2 * 124_439_808, gradients: 2 * 124_439_808, optimizer: 0 },
    total: 4 * 124_439_808,
  });
  expect(trainingMemory(gpt2, { optimizer: 'momentum' }).total).toBe(12 * 124_439_808);
  // GPT-3 of 175 billion: s = 2048, h = 12288, a = 96, so 34 + 5as/h = 114.
  const gpt3 = { vocabSize: 50257, context: 2048, layers: 96, heads: 96, width: 12_288 };
  expect(activationBytes(gpt3)).toBe(96 * 2048 * 12_288 * 114);
  expect(activationBytes(gpt3, { batchSize: 4, length: 1024 })).toBe(96 * 4 * 1024 * 12_288 * 74);
});

test('says what does not fit', () => {
  expect(() => gptSize({ ...gpt2, width: 100 })).toThrow(
    'Expected `width` to be a multiple of `heads`, 12. Received: 100. Change it in the options of `gptSize`.',
  );
  expect(() => gptFlops(gpt2, { length: 0 })).toThrow(
    'Expected `length` of gptFlops to be an integer >= 1. Received: 0',
  );
  expect(() => kvCacheBytes(gpt2, { batchSize: 1.5 })).toThrow('`batchSize` of kvCacheBytes');
  expect(() => trainingMemory(gpt2, { optimizer: 'lion' as never })).toThrow(
    'Expected `optimizer` to be one of `sgd`, `momentum`, `adam`. Received: "lion"',
  );
});
