/** Where a prompt ends, and where an answer does. */
import { messages } from '../../messages/index.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';

/** `[PAD]`, `[UNK]`, `[ANSWER]` and `[END]`: the first tokens of an assistant's vocabulary. */
export const assistantTokens: readonly string[] = ['[PAD]', '[UNK]', '[ANSWER]', '[END]'];

interface AssistantTokens {
  /** Between a prompt and its answer. */
  readonly answer: number;
  /** Behind an answer. */
  readonly end: number;
}

/**
 * The numbers of the special tokens.
 *
 * @throws TypeError for a tokenizer that lacks one, or whose padding is not 0
 */
export function tokensOfAssistant(where: string, tokenizer: Tokenizer): AssistantTokens {
  const idOf = (token: string): number | undefined => tokenizer?.tokenToId?.(token);
  const [answer, end] = [idOf('[ANSWER]'), idOf('[END]')];
  if (answer !== undefined && end !== undefined && idOf('[PAD]') === 0) return { answer, end };
  throw new TypeError(messages().nlp.alignment.noSpecial({ where }));
}

/** A prompt as a model reads it before it answers: its tokens, then `[ANSWER]`. */
export const promptTokens = (tokenizer: Tokenizer, prompt: string, answer: number): number[] => [
  ...tokenizer.encode(prompt),
  answer,
];
