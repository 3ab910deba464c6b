/** Texts from a language model, by the tokenizer that it was trained with. */
import type { LayersModel } from '../../nn/tf.js';
import { type StreamOptions, streamTokens } from '../generate.js';
import { settledLength, stopTexts, textBefore } from './stop-texts.js';

/** What makes tokens of texts and texts of tokens: a tokenizer, or a vocabulary of characters. */
export interface TextCodec {
  encode(text: string): number[];
  decode(tokens: readonly number[]): string;
}

export interface GenerateTextOptions extends StreamOptions {
  /** Texts before the first of which the answer ends; they may begin in one token and end in another. */
  stop?: string | readonly string[];
}

/**
 * As `generateText`, in pieces while the text is made: what is given out stays, whatever comes behind it.
 *
 * An end that may become one of `stop`, or is half of a character, waits for the next token.
 *
 * @throws as `generateText`, when the first piece is asked for
 * @example
 * for await (const piece of streamText(model, tokenizer, 'Once', { maxTokens: 50, stop: '\n' })) {
 *   process.stdout.write(piece);
 * }
 */
export async function* streamText(
  model: LayersModel,
  tokenizer: TextCodec,
  prompt: string,
  options: GenerateTextOptions,
): AsyncGenerator<string, void> {
  const { stop, ...rest } = options;
  const stops = stopTexts(stop);
  const before = tokenizer.encode(prompt);
  const start = tokenizer.decode(before);
  const made: number[] = [];
  let text = '';
  let given = 0;
  for await (const token of streamTokens(model, before, rest)) {
    if (token === rest.stopToken) break;
    made.push(token);
    const whole = tokenizer.decode([...before, ...made]);
    // Some tokenizers put what is between two words before the second one.
    text = whole.startsWith(start) ? whole.slice(start.length) : tokenizer.decode(made);
    const stopped = textBefore(text, stops);
    if (stopped !== undefined) {
      text = stopped;
      break;
    }
    const settled = settledLength(text, stops);
    if (settled <= given) continue;
    yield text.slice(given, settled);
    given = settled;
  }
  if (text.length > given) yield text.slice(given);
}

/**
 * Continues a text, by the tokenizer that the model was trained with.
 *
 * The text ends after `maxTokens` tokens, at `stopToken`, or before the first of `stop`; neither of these is part
 * of it. Where `cache`, `seed` and the options of sampling are equal, it is made of the tokens of `generate`.
 *
 * @param model made by `gpt`
 * @param tokenizer or vocabulary whose numbers the model has
 * @param prompt of one token at least
 * @returns the new text, without the prompt
 * @throws RangeError for options out of range; TypeError for another model; what the tokenizer throws
 * @throws InterruptedError when interrupted
 * @example
 * const answer = await generateText(model, tokenizer, 'Q: 2 + 3\nA:', { maxTokens: 8, stop: '\n' });
 */
export async function generateText(
  model: LayersModel,
  tokenizer: TextCodec,
  prompt: string,
  options: GenerateTextOptions,
): Promise<string> {
  let text = '';
  for await (const piece of streamText(model, tokenizer, prompt, options)) text += piece;
  return text;
}
