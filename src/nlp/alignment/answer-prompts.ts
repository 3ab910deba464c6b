/** What a tuned model answers. */
import type { Seed } from '../../backend/random.js';
import { checkSizes } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { LayersModel } from '../../nn/tf.js';
import { continuedBatch } from '../generation/continued.js';
import { checkOptions } from '../generation/stream-options.js';
import { gptParts, logitsReader } from '../next-logits.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { promptTokens, tokensOfAssistant } from './assistant-tokens.js';
import type { AnswerRow } from './instruction-examples.js';

export interface AnswerPromptsOptions {
  /** The one that the model learnt with. */
  tokenizer: Tokenizer;
  /** Tokens of an answer at most, its end among them. Default: what the longest prompt leaves of the context. */
  maxTokens?: number;
  /** Divides the logits; 0 always takes the likeliest token. Default 0. */
  temperature?: number;
  /** Fixes the draws. Default 0. */
  seed?: Seed;
  /** Prompts that are answered at once. Default 64. */
  batchSize?: number;
}

/** Answers again and again, by recorded steps that are kept. */
export interface Answerer {
  /** The tokens of prompts and answers, each answer with its end where it has one. */
  answer(prompts: readonly string[], seed: Seed): Promise<AnswerRow[]>;
  textOf(row: AnswerRow): string;
  dispose(): void;
}

/** @throws RangeError for options out of range; TypeError for another model, or a tokenizer without special tokens */
export function answerer(
  where: string,
  model: LayersModel,
  options: Omit<AnswerPromptsOptions, 'seed'>,
): Answerer {
  const { tokenizer, temperature = 0, batchSize = 64 } = options;
  const { vocabSize, context } = gptParts(model).embedding.options;
  const { answer, end } = tokensOfAssistant(where, tokenizer);
  checkSizes({ batchSize });
  const drawing = { temperature, stopToken: end };
  checkOptions([], vocabSize, { ...drawing, maxTokens: options.maxTokens ?? 1 });
  const reader = logitsReader(model, { length: context, cache: true, rows: batchSize });
  return {
    async answer(prompts, seed) {
      const rows = prompts.map((prompt) => promptTokens(tokenizer, prompt, answer));
      const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
      const { maxTokens = context + 1 - longest } = options;
      const at = rows.findIndex(({ length }) => length + Math.max(1, maxTokens) > context + 1);
      if (at !== -1) {
        const given = (rows[at]?.length ?? 0) + Math.max(1, maxTokens);
        const { noRoom } = messages().nlp.alignment;
        throw new RangeError(noRoom({ where, at, context: context + 1, given }));
      }
      checkOptions(rows, vocabSize, { ...drawing, maxTokens });
      const made: number[][] = [];
      for (let from = 0; from < rows.length; from += batchSize) {
        const batch = rows.slice(from, from + batchSize);
        // The recorded steps have one shape: what is missing is filled up, and not looked at.
        const filled = Array.from({ length: batchSize }, (_, i) => batch[i] ?? [answer]);
        reader.restart();
        const drawn = { ...drawing, maxTokens, seed: `${seed} from ${from}` };
        const answers = await continuedBatch(reader, filled, drawn);
        made.push(...answers.slice(0, batch.length));
      }
      return rows.map((prompt, i) => ({ prompt, answer: made[i] as number[] }));
    },
    textOf: ({ answer: tokens }) => tokenizer.decode(tokens.filter((token) => token !== end)),
    dispose: () => reader.dispose(),
  };
}

/**
 * Answers prompts: what the model writes between `[ANSWER]` and `[END]`, many at a time.
 *
 * @param model tuned by `InstructionTrainer`, or as one is
 * @returns the answers, without their ends
 * @throws RangeError for options out of range, or a prompt that leaves no room for `maxTokens`; TypeError for another
 *   model, or a tokenizer without the special tokens; InterruptedError when interrupted
 * @example
 * const answers = await answerPrompts(model, ['add 12 and 34'], { tokenizer, maxTokens: 12 }); // ['46']
 */
export async function answerPrompts(
  model: LayersModel,
  prompts: readonly string[],
  options: AnswerPromptsOptions,
): Promise<string[]> {
  if (prompts.length === 0) throw new RangeError(messages().nlp.generation.noPrompts());
  const { seed = 0, batchSize = Math.min(64, prompts.length), ...rest } = options;
  const answering = answerer('answerPrompts', model, { ...rest, batchSize });
  try {
    return (await answering.answer(prompts, seed)).map(answering.textOf);
  } finally {
    answering.dispose();
  }
}
