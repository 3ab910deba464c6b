/** Text from a language model, one token after another. */
import { createRng, type Rng, type Seed } from '../backend/random.js';
import type { LayersModel } from '../nn/tf.js';
import { throwIfInterrupted } from '../runtime/interrupt.js';
import { gptParts, type LogitsReader, logitsReader } from './next-logits.js';

export interface GenerateOptions {
  /** How many tokens to make. */
  maxTokens: number;
  /** Divides the logits: below 1 plays safe, 0 always takes the likeliest. Default 1. */
  temperature?: number;
  /** Draw only among this many likeliest tokens. Default: among all. */
  topK?: number;
  /** Fixes the draws. Default 0. */
  seed?: Seed;
  /** Keep keys and values of earlier tokens instead of computing them again. Default true. */
  cache?: boolean;
  /** Stop after this token. */
  stopToken?: number;
  /** Called, and awaited, with each token as it is made. */
  onToken?: (token: number) => void | Promise<void>;
}

function checkOptions(prompt: readonly number[], vocabSize: number, options: GenerateOptions) {
  const { maxTokens, temperature = 1, topK } = options;
  const wrong = prompt.find((token) => !Number.isInteger(token) || token < 0 || token >= vocabSize);
  if (prompt.length === 0 || wrong !== undefined) {
    throw new RangeError(
      `Expected \`prompt\` to be a non-empty list of integers in [0, ${vocabSize}). ` +
        `Received: ${wrong ?? '[]'}`,
    );
  }
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw new RangeError(`Expected \`maxTokens\` to be an integer >= 1. Received: ${maxTokens}`);
  }
  if (!(temperature >= 0 && temperature < Infinity)) {
    throw new RangeError(`Expected \`temperature\` to be a number >= 0. Received: ${temperature}`);
  }
  if (topK !== undefined && (!Number.isInteger(topK) || topK < 1)) {
    throw new RangeError(`Expected \`topK\` to be an integer >= 1. Received: ${topK}`);
  }
}

/**
 * Draws a token from softmax(logits / temperature), among the `topK` likeliest.
 *
 * @param logits `[V]`
 */
export function sampleToken(
  logits: Float32Array,
  rng: Rng,
  { temperature = 1, topK = logits.length }: { temperature?: number; topK?: number } = {},
): number {
  const highest = logits.reduce(
    (best, value, i) => (value > (logits[best] as number) ? i : best),
    0,
  );
  if (temperature === 0) return highest;
  const floor =
    topK < logits.length ? (Float32Array.from(logits).sort().at(-topK) as number) : -Infinity;
  const top = logits[highest] as number;
  const weights = logits.map((value) =>
    value < floor ? 0 : Math.exp((value - top) / temperature),
  );
  let left = rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return drawn === -1 ? highest : drawn;
}

async function continuePrompt(
  reader: LogitsReader,
  prompt: readonly number[],
  options: GenerateOptions,
): Promise<number[]> {
  const { maxTokens, seed = 0, stopToken, onToken } = options;
  const rng = createRng(seed);
  const tokens = [...prompt];
  while (tokens.length < prompt.length + maxTokens) {
    const token = sampleToken(await reader.read(tokens), rng, options);
    tokens.push(token);
    await onToken?.(token);
    if (token === stopToken) break;
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted();
  }
  return tokens.slice(prompt.length);
}

/**
 * Continues a prompt with tokens drawn from a GPT.
 *
 * The model sees the last `context` tokens. While prompt and new tokens fit into the context, each
 * token costs one position; past it, the whole window is computed for each. Who generates again and
 * again makes a `generator`, which records its steps once.
 *
 * @param model made by `gpt`
 * @param prompt at least one token
 * @returns the new tokens, without the prompt
 * @throws RangeError for options out of range; TypeError for another model
 * @throws InterruptedError when interrupted
 * @example
 * const tokens = await generate(model, [5, 9], { maxTokens: 20, temperature: 0.8, seed: 1 });
 */
export async function generate(
  model: LayersModel,
  prompt: readonly number[],
  options: GenerateOptions,
): Promise<number[]> {
  checkOptions(prompt, gptParts(model).embedding.options.vocabSize, options);
  const length = prompt.length + options.maxTokens - 1;
  const reader = logitsReader(model, { length, cache: options.cache ?? true });
  try {
    return await continuePrompt(reader, prompt, options);
  } finally {
    reader.dispose();
  }
}

/** Generates from one model again and again; made by `generator`. */
export interface Generator {
  /** As the function `generate`, one call at a time. */
  generate(prompt: readonly number[], options: Omit<GenerateOptions, 'cache'>): Promise<number[]>;
  /** Frees the cache; the model stays. */
  dispose(): void;
}

export interface GeneratorOptions {
  /** How many of the last tokens the model sees at most. Default: its context. */
  length?: number;
  /** Keep keys and values of earlier tokens instead of computing them again. Default true. */
  cache?: boolean;
}

/**
 * A generator that keeps its cache and its recorded steps from one prompt to the next.
 *
 * @param model made by `gpt`
 * @throws RangeError for a length out of range; TypeError for another model
 * @example
 * const writer = generator(model);
 * const first = await writer.generate([5, 9], { maxTokens: 20, seed: 1 });
 * const second = await writer.generate([7], { maxTokens: 20, seed: 2 });
 * writer.dispose();
 */
export function generator(model: LayersModel, options: GeneratorOptions = {}): Generator {
  const { vocabSize, context } = gptParts(model).embedding.options;
  const { length = context, cache = true } = options;
  if (!Number.isInteger(length) || length < 1 || length > context) {
    throw new RangeError(
      `Expected \`length\` to be an integer from 1 to the context, ${context}. Received: ${length}`,
    );
  }
  const reader = logitsReader(model, { length, cache });
  let busy = false;
  return {
    async generate(prompt, draw) {
      checkOptions(prompt, vocabSize, draw);
      if (busy) {
        throw new Error(
          'Expected one call of `generate` at a time: wait for the first with await.',
        );
      }
      busy = true;
      reader.restart();
      try {
        return await continuePrompt(reader, prompt, draw);
      } finally {
        busy = false;
      }
    },
    dispose: () => reader.dispose(),
  };
}
