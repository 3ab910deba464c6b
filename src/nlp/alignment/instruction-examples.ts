/** Prompts with answers as rows, and which tokens of a row are learnt. */
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type Tensor2D, tf } from '../../nn/tf.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { promptTokens, tokensOfAssistant } from './assistant-tokens.js';

/** What is asked, and what is to be answered. */
export interface Answered {
  readonly prompt: string;
  readonly answer: string;
}

/** Rows of prompt and answer; an object of tensors. */
export type InstructionExamples = {
  /** Prompt, `[ANSWER]`, answer, `[END]`, then padding: `[N, T]`, int32. */
  readonly tokens: Tensor2D;
  /** 1 for the tokens of the answer and its `[END]`, else 0: `[N, T]`, float32. */
  readonly counts: Tensor2D;
};

export interface InstructionExamplesOptions {
  /** With the tokens `[PAD]` as number 0, `[ANSWER]` and `[END]`: `assistantTokens` has them. */
  tokenizer: Tokenizer;
  /** Tokens of a row, T; at most the `context` of the model. */
  length: number;
}

/** A prompt as tokens up to `[ANSWER]`, and what is answered. */
export interface AnswerRow {
  readonly prompt: readonly number[];
  readonly answer: readonly number[];
}

/** Rows of one length as tensors. */
export function tensorsOfRows(rows: readonly AnswerRow[], length: number): InstructionExamples {
  const shape: [number, number] = [rows.length, length];
  const tokens = new Int32Array(rows.length * length);
  const counts = new Float32Array(tokens.length);
  for (const [i, { prompt, answer }] of rows.entries()) {
    tokens.set([...prompt, ...answer], i * length);
    counts.fill(1, i * length + prompt.length, i * length + prompt.length + answer.length);
  }
  return { tokens: tf.tensor2d(tokens, shape, 'int32'), counts: tf.tensor2d(counts, shape) };
}

const isAnswered = (one: unknown): one is Answered =>
  typeof (one as Answered)?.prompt === 'string' && typeof (one as Answered).answer === 'string';

/** As `instructionExamples`, for whoever calls it. */
export function examplesOf(
  where: string,
  pairs: readonly Answered[],
  { tokenizer, length }: InstructionExamplesOptions,
): InstructionExamples {
  checkSizes({ length });
  const { answer, end } = tokensOfAssistant(where, tokenizer);
  const { alignment } = messages().nlp;
  if (!Array.isArray(pairs) || pairs.length === 0 || !pairs.every(isAnswered)) {
    throw new TypeError(alignment.answered({ where, given: shown(pairs) }));
  }
  const rows = pairs.map((pair: Answered, at) => {
    const row = {
      prompt: promptTokens(tokenizer, pair.prompt, answer),
      answer: [...tokenizer.encode(pair.answer), end],
    };
    const given = row.prompt.length + row.answer.length;
    if (given > length) throw new RangeError(alignment.tooLong({ where, at, length, given }));
    return row;
  });
  return tensorsOfRows(rows, length);
}

/**
 * Prompts with their answers as rows to learn from: prompt, `[ANSWER]`, answer, `[END]`, padding. The prompt is read and
 * not learnt: `counts` is 1 for the answer and its end alone.
 *
 * @throws TypeError for anything but prompts with answers, or a tokenizer without the special tokens; RangeError for a row
 *   that is longer than `length`
 * @example
 * const data = instructions({ count: 10_000, seed: 1 });
 * const texts = data.flatMap(({ prompt, answer }) => [prompt, answer]);
 * const tokenizer = characterTokenizer(texts, { specialTokens: assistantTokens });
 * const examples = instructionExamples(data, { tokenizer, length: 40 });
 */
export function instructionExamples(
  pairs: readonly Answered[],
  options: InstructionExamplesOptions,
): InstructionExamples {
  return examplesOf('instructionExamples', pairs, options);
}
