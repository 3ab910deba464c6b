/** Texts of a GPT of every kind of positions: with a cache and without, side by side and alone. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { characterVocabulary } from '../../data/vocabulary.js';
import { type GptOptions, type GptPositions, gpt } from '../../models/nlp/gpt.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { generate, generateBatch, generator, streamTokens } from '../generate.js';
import { logitsReader } from '../next-logits.js';
import { trainBpe } from '../tokenizers/train-bpe.js';
import { generateText, streamText } from './generate-text.js';
import { perplexity } from './perplexity.js';

const [V, context] = [11, 8];
const kinds: GptPositions[] = ['learned', 'rotary', 'alibi'];

/** Weights large enough that a wrong cache shows in the logits. */
function loud(options: Partial<GptOptions> = {}): LayersModel {
  const small = { vocabSize: V, context, layers: 2, heads: 4, width: 16, seed: 5 };
  const modern = { keyValueHeads: 2, norm: 'rms', feedForward: 'swiglu', useBias: false } as const;
  const isOld = (options.positions ?? 'learned') === 'learned';
  const model = gpt({ ...small, ...(isOld ? {} : modern), ...options });
  tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 6))));
  return model;
}

const wholeLogits = (model: LayersModel, tokens: readonly number[]): number[] =>
  tf.tidy(() => {
    const seen = tokens.slice(-context);
    const all = model.predict(tf.tensor2d([...seen], [1, seen.length], 'int32')) as Tensor;
    return Array.from(all.slice([0, seen.length - 1, 0], [1, 1, -1]).dataSync());
  });

const far = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);

function suite(): void {
  test.each(kinds)('rows of unequal length are read as each alone: %s', async (positions) => {
    const model = loud({ positions });
    const rng = createRng('rows');
    for (const cache of [true, false]) {
      const rows = [[3], [1, 4, 1, 5], [9, 2, 6, 5, 3, 5, 8]];
      const reader = logitsReader(model, { length: context, cache, rows: rows.length });
      // The longest passes the context on the way, the shortest never does.
      for (let step = 0; step < 5; step++) {
        const got = await reader.read(step < 4 ? rows : [undefined, rows[1], rows[2]]);
        for (const [row, tokens] of rows.entries()) {
          if (step === 4 && row === 0) continue;
          const alone = wholeLogits(model, tokens);
          expect(far(got[row] as Float32Array, alone), `${cache} ${row} ${step}`).toBeLessThan(
            1e-5 * Math.max(1, ...alone.map(Math.abs)),
          );
        }
        for (const tokens of rows) tokens.push(rng.integer(0, V));
      }
      reader.dispose();
    }
    model.dispose();
  });

  test.each(kinds)('greedy and drawn, the cache changes no token: %s', async (positions) => {
    const model = loud({ positions });
    const prompts = [[1, 2], [7], [4, 4, 4, 9]];
    const writers = [true, false].map((cache) => generator(model, { cache }));
    for (const draw of [{ temperature: 0 }, { temperature: 0.9, topP: 0.9, seed: 3 }]) {
      const options = { ...draw, maxTokens: 9 };
      const made = await generateBatch(model, prompts, options);
      expect(await generateBatch(model, prompts, { ...options, cache: false })).toEqual(made);
      for (const [row, prompt] of prompts.entries()) {
        const alone = { ...options, seed: `${options.seed ?? 0} row ${row}` };
        for (const writer of writers) {
          expect(await writer.generate(prompt, alone)).toEqual(made[row]);
        }
      }
    }
    for (const one of [...writers, model]) one.dispose();
  });

  test('a row that is done waits for the others, and no tensor stays', async () => {
    const model = loud({ positions: 'rotary' });
    const prompts = [[1, 2], [7]];
    const free = await generateBatch(model, prompts, { maxTokens: 6, seed: 2 });
    const stopToken = free[0]?.[1] as number;
    const run = () => generateBatch(model, prompts, { maxTokens: 6, seed: 2, stopToken });
    const made = await run();
    for (const [row, tokens] of free.entries()) {
      const end = tokens.indexOf(stopToken);
      expect(made[row]).toEqual(end === -1 ? tokens : tokens.slice(0, end + 1));
    }
    expect(made[0]?.length).toBeLessThan(6);
    expect(await tensorsKept(run)).toEqual([0, 0]);
    model.dispose();
  });

  test('perplexity is the mean over predictions of the definition, by windows too', async () => {
    const model = loud({ positions: 'rotary' });
    const tokens = Array.from({ length: 30 }, (_, i) => (i * i + 3) % V);
    const surprise = (seen: readonly number[], next: number): number => {
      const logits = wholeLogits(model, seen);
      const top = Math.max(...logits);
      const sum = logits.reduce((all, one) => all + Math.exp(one - top), 0);
      return Math.log(sum) + top - (logits[next] as number);
    };
    for (const stride of [1, 3, context]) {
      let nats = 0;
      for (let i = 1; i < tokens.length; i++) {
        // The first window that ends behind this token's predecessor.
        const window = i <= context ? 0 : Math.ceil((i - context) / stride) * stride;
        nats += surprise(tokens.slice(window, i), tokens[i] as number);
      }
      const got = await perplexity(model, tokens, { stride, batchSize: 3 });
      expect(got.tokens).toBe(29);
      expect(got.crossEntropy).toBeCloseTo(nats / 29, 4);
      expect(got.perplexity).toBeCloseTo(Math.exp(got.crossEntropy), 6);
    }
    expect(await tensorsKept(() => perplexity(model, tokens))).toEqual([0, 0]);
    expect((await perplexity(model, [1, 2])).crossEntropy).toBeCloseTo(surprise([1], 2), 5);
    model.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a model that knows nothing is as perplexed as there are tokens', async () => {
    const model = loud();
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.zerosLike(weight))));
    expect((await perplexity(model, [1, 5, 9, 2])).perplexity).toBeCloseTo(V, 4);
    model.dispose();
  });

  test('a stream gives the tokens of `generate`, and may be left early', async () => {
    const model = loud();
    const options = { maxTokens: 6, seed: 1 };
    const all = await generate(model, [1], options);
    const seen: number[] = [];
    for await (const token of streamTokens(model, [1], options)) seen.push(token);
    expect(seen).toEqual(all);
    const leave = async (): Promise<void> => {
      for await (const token of streamTokens(model, [1], options)) {
        if (token === all[2]) break;
      }
    };
    expect(await tensorsKept(leave)).toEqual([0, 0]);
    model.dispose();
  });

  test('a text ends before its stop, which may begin in one token and end in another', async () => {
    const letters = characterVocabulary('abcdefghijk');
    const model = loud({ vocabSize: letters.size });
    const options = { maxTokens: 20, seed: 8 };
    const text = await generateText(model, letters, 'ab', options);
    expect(text).toHaveLength(20);
    for (let length = 1; length <= 4; length++) {
      for (let start = 0; start + length <= text.length; start++) {
        const stop = text.slice(start, start + length);
        const expected = text.slice(0, text.indexOf(stop));
        if (start % 5 === 0) {
          expect(await generateText(model, letters, 'ab', { ...options, stop })).toBe(expected);
        }
      }
    }
    const never = 'aaaabbbbccccdddd';
    expect(await generateText(model, letters, 'ab', { ...options, stop: [never] })).toBe(text);
    const [one, other] = [text.slice(9, 11), text.slice(4, 7)];
    expect(await generateText(model, letters, 'ab', { ...options, stop: [one, other] })).toBe(
      text.slice(0, Math.min(text.indexOf(one), text.indexOf(other))),
    );
    // A stop token is no part of the text.
    const [stopToken] = letters.encode(text.slice(3, 4)) as [number];
    expect(await generateText(model, letters, 'ab', { ...options, stopToken })).toBe(
      text.slice(0, text.indexOf(text[3] as string)),
    );
    model.dispose();
  });

  test('pieces stay what they were: no half of a character, no beginning of a stop', async () => {
    const tokenizer = trainBpe(['日本語とemoji 🙂🙃 and ÄÖÜ'], { vocabularySize: 262 });
    const model = loud({ vocabSize: tokenizer.vocabularySize, context: 40 });
    const prompt = 'é🙂';
    const options = { maxTokens: 30, seed: 4, topK: 40 };
    const before = tokenizer.encode(prompt);
    const made = await generate(model, before, options);
    const whole = tokenizer.decode([...before, ...made]).slice(prompt.length);
    const pieces: string[] = [];
    for await (const piece of streamText(model, tokenizer, prompt, options)) {
      pieces.push(piece);
      expect(piece).not.toBe('');
      expect(whole.startsWith(pieces.join(''))).toBe(true);
    }
    expect(pieces.join('')).toBe(whole);
    expect(pieces.length).toBeGreaterThan(5);
    model.dispose();
  });

  test('says what does not fit', async () => {
    const model = loud();
    const letters = characterVocabulary('abcdefghijk');
    await expect(generateBatch(model, [], { maxTokens: 1 })).rejects.toThrow(
      'Expected one prompt at least. Received: []',
    );
    await expect(generateBatch(model, [[1], [V]], { maxTokens: 1 })).rejects.toThrow(
      'Expected `prompt` to be a non-empty list of integers in [0, 11). Received: 11',
    );
    await expect(generate(model, [1], { maxTokens: 1, topP: 2 })).rejects.toThrow('`topP`');
    for (const stop of ['', ['a', '']]) {
      await expect(generateText(model, letters, 'a', { maxTokens: 1, stop })).rejects.toThrow(
        'Expected `stop` to be a text that is not empty, or a list of such. Received: ',
      );
    }
    await expect(perplexity(model, [1])).rejects.toThrow('two tokens at least');
    await expect(perplexity(model, [1, 2], { stride: 9 })).rejects.toThrow(
      'Expected `stride` to be an integer from 1 to the context, 8. Received: 9',
    );
    model.dispose();
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
