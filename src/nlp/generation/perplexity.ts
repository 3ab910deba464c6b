/** How well a language model predicts a text. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { type LayersModel, type Scalar, type Tensor, tf } from '../../nn/tf.js';
import { throwIfInterrupted } from '../../runtime/interrupt.js';
import { gptParts } from '../next-logits.js';
import { tokenCrossEntropy } from '../token-loss.js';
import { checkCount, checkPrompt } from './sampling-options.js';

export interface PerplexityOptions {
  /**
   * How many tokens the window moves on, from 1 to the context: a token is predicted from `context - stride`
   * tokens at least, once the text is that long. Default: half the context.
   */
  stride?: number;
  /** Windows that are read at once. Default 8. */
  batchSize?: number;
}

export interface Perplexity {
  /** exp(crossEntropy): among as many equally likely tokens the model would choose. */
  readonly perplexity: number;
  /** Mean of -ln P of the tokens, in nats. */
  readonly crossEntropy: number;
  /** How many tokens were predicted: all but the first. */
  readonly tokens: number;
}

/** A window of a text, and which of its predictions count: those that no window before it has made. */
interface Window {
  readonly start: number;
  readonly counted: readonly [from: number, to: number];
}

function windowsOf(targets: number, context: number, stride: number): Window[] {
  const windows: Window[] = [{ start: 0, counted: [0, Math.min(context, targets)] }];
  for (let done = context, start = stride; done < targets; start += stride) {
    const to = Math.min(start + context, targets);
    windows.push({ start, counted: [done - start, to - start] });
    done = to;
  }
  return windows;
}

/**
 * The perplexity of a text under a GPT: exp of the mean of -ln P(token | tokens before it).
 *
 * A text longer than the context is read by windows that overlap, and each token is predicted once; a smaller
 * `stride` gives each more tokens to see, and takes longer.
 *
 * @param model made by `gpt`
 * @param tokens two at least
 * @throws RangeError for tokens or options out of range; TypeError for another model
 * @throws InterruptedError when interrupted
 * @example
 * const { perplexity: p, crossEntropy } = await perplexity(model, tokenizer.encode(text));
 */
export async function perplexity(
  model: LayersModel,
  tokens: readonly number[],
  options: PerplexityOptions = {},
): Promise<Perplexity> {
  const { context, vocabSize } = gptParts(model).embedding.options;
  const { stride = Math.max(1, Math.floor(context / 2)), batchSize = 8 } = options;
  const { generation, noPairs } = messages().nlp;
  if (!Number.isInteger(stride) || stride < 1 || stride > context) {
    throw new RangeError(generation.stride({ context, given: shown(stride) }));
  }
  checkCount('batchSize', batchSize);
  if (tokens.length < 2) throw new RangeError(noPairs());
  checkPrompt(tokens, vocabSize);

  const targets = tokens.length - 1;
  const length = Math.min(context, targets);
  const windows = windowsOf(targets, context, stride);
  let nats = 0;
  for (let at = 0; at < windows.length; at += batchSize) {
    const group = windows.slice(at, at + batchSize);
    const sum = tf.tidy(() => summed(model, tokens, group, length));
    nats += ((await sum.data()) as Float32Array)[0] as number;
    sum.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted();
  }
  const crossEntropy = nats / targets;
  return { perplexity: Math.exp(crossEntropy), crossEntropy, tokens: targets };
}

/** The sum of -ln P of the predictions that count. */
function summed(
  model: LayersModel,
  tokens: readonly number[],
  windows: readonly Window[],
  length: number,
): Scalar {
  const rows = windows.length;
  const [x, y] = [new Int32Array(rows * length), new Int32Array(rows * length)];
  const counts = new Uint8Array(rows * length);
  let counted = 0;
  for (const [row, { start, counted: places }] of windows.entries()) {
    const [from, to] = places;
    x.set(tokens.slice(start, start + to), row * length);
    y.set(tokens.slice(start + 1, start + 1 + to), row * length);
    counts.fill(1, row * length + from, row * length + to);
    counted += to - from;
  }
  const shape: [number, number] = [rows, length];
  const logits = model.predict(tf.tensor2d(x, shape, 'int32'), { batchSize: rows }) as Tensor;
  const mean = tokenCrossEntropy(
    tf.tensor2d(y, shape, 'int32'),
    logits, // [B, T, V]
    tf.tensor2d(counts, shape, 'bool'),
  );
  return tf.mul<Scalar>(mean, counted);
}
