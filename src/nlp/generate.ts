/** Tokens from a language model, one after another. */
import { messages } from '../messages/index.js';
import type { LayersModel } from '../nn/tf.js';
import { continued, continuedBatch, lengthOf } from './generation/continued.js';
import { checkOptions, type StreamOptions } from './generation/stream-options.js';
import { gptParts, type LogitsReader, logitsReader } from './next-logits.js';

export type { StreamOptions };

export interface GenerateOptions extends StreamOptions {
  /** Called, and awaited, with each token as it is made. */
  onToken?: (token: number) => void | Promise<void>;
}

/** The next tokens of one sequence. */
async function* continuedAlone(
  reader: LogitsReader,
  prompt: readonly number[],
  options: StreamOptions,
): AsyncGenerator<number, void> {
  const drawn = { ...options, seeds: [options.seed ?? 0] };
  for await (const [token] of continued(reader, [prompt], drawn)) yield token as number;
}

/** All tokens of a stream, each told as it comes. */
async function collected(
  tokens: AsyncIterable<number>,
  onToken: GenerateOptions['onToken'],
): Promise<number[]> {
  const made: number[] = [];
  for await (const token of tokens) {
    made.push(token);
    await onToken?.(token);
  }
  return made;
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
export function generate(
  model: LayersModel,
  prompt: readonly number[],
  options: GenerateOptions,
): Promise<number[]> {
  return collected(streamTokens(model, prompt, options), options.onToken);
}

/**
 * As `generate`, token by token while they are made: for a loop that may end early.
 *
 * @param model made by `gpt`
 * @param prompt at least one token
 * @throws RangeError for options out of range; TypeError for another model; when the first token is asked for
 * @throws InterruptedError when interrupted
 * @example
 * for await (const token of streamTokens(model, [5, 9], { maxTokens: 20, seed: 1 })) {
 *   if (token === 0) break;
 * }
 */
export async function* streamTokens(
  model: LayersModel,
  prompt: readonly number[],
  options: StreamOptions,
): AsyncGenerator<number, void> {
  checkOptions([prompt], gptParts(model).embedding.options.vocabSize, options);
  const reader = logitsReader(model, {
    length: lengthOf([prompt], options),
    cache: options.cache ?? true,
  });
  try {
    yield* continuedAlone(reader, prompt, options);
  } finally {
    reader.dispose();
  }
}

/**
 * Continues several prompts side by side, of any lengths: each comes out as it would alone.
 *
 * Row `i` is what `generate` gives for its prompt with the seed `${seed} row ${i}`. All of them take a step
 * together, until the last one is done; while one is past the context, the windows of all are computed anew.
 *
 * @param model made by `gpt`
 * @param prompts one or more, each of at least one token
 * @returns the new tokens of each, without its prompt
 * @throws RangeError for options out of range, or no prompts; TypeError for another model
 * @throws InterruptedError when interrupted
 * @example
 * const [first, second] = await generateBatch(model, [[5, 9], [7]], { maxTokens: 20, seed: 1 });
 */
export async function generateBatch(
  model: LayersModel,
  prompts: readonly (readonly number[])[],
  options: StreamOptions,
): Promise<number[][]> {
  if (prompts.length === 0) throw new RangeError(messages().nlp.generation.noPrompts());
  checkOptions(prompts, gptParts(model).embedding.options.vocabSize, options);
  const { cache = true } = options;
  const length = lengthOf(prompts, options);
  const reader = logitsReader(model, { length, cache, rows: prompts.length });
  try {
    return await continuedBatch(reader, prompts, options);
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
      checkOptions([prompt], vocabSize, draw);
      if (busy) {
        throw new Error(
          'Expected one call of `generate` at a time: wait for the first with await.',
        );
      }
      busy = true;
      reader.restart();
      try {
        return await collected(continuedAlone(reader, prompt, draw), draw.onToken);
      } finally {
        busy = false;
      }
    },
    dispose: () => reader.dispose(),
  };
}
