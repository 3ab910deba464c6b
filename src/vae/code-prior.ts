/** A prior over the codes of a VQ-VAE, which makes it draw images that nobody has seen. */
import { createRng, type Seed } from '../backend/random.js';
import { messages } from '../messages/index.js';
import { type GptOptions, gpt } from '../models/nlp/gpt.js';
import { spec } from '../models/vae/vq-vae.js';
import { sampleToken } from '../nlp/generation/draw-token.js';
import { gptParts } from '../nlp/next-logits.js';
import { type LayersModel, type Tensor, type Tensor2D, type Tensor3D, tf } from '../nn/tf.js';
import { throwIfInterrupted } from '../runtime/interrupt.js';
import { quantize } from './codebook.js';
import { checkCount } from './examples.js';

/** Sequences that the prior reads at once. */
const BATCH = 256;

export type CodePriorOptions = Omit<GptOptions, 'vocabSize' | 'context'>;

/** What a prior of a VQ-VAE must know: its codes, and how many of them an image has. */
function sizesOf(model: LayersModel): { codes: number; length: number; grid: [number, number] } {
  const { codes, grid } = spec.parts(model);
  return { codes, length: grid[0] * grid[1], grid: [...grid] };
}

/**
 * A prior for the codes of a VQ-VAE: a `gpt` that reads an image's codes row by row and says of each what
 * it may be, given those before (van den Oord et al. 2017, section 3.3, have a PixelCNN there).
 *
 * Its tokens are the numbers of the codebook, and one more, the start: tokens `[B, h · w]` int32 → logits
 * `[B, h · w, codes + 1]`. It is trained by `Trainer` on what `codeSequences` gives, and saved as any `gpt`.
 *
 * @param model made by `vqVae`, and trained: other codes would ask for another prior
 * @throws TypeError for another model; RangeError for options out of range
 * @example
 * const prior = codePrior(model, { layers: 2, width: 64, seed: 1 });
 * const trainer = new Trainer({
 *   model: prior, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adam(1e-3),
 * });
 * await trainer.fit(codeSequences(model, images), { epochs: 20 });
 * const drawn = decodeCodes(model, await sampleCodes(model, prior, { count: 16, seed: 1 }));
 */
export function codePrior(model: LayersModel, options: CodePriorOptions = {}): LayersModel {
  const { codes, length } = sizesOf(model);
  return gpt({ ...options, vocabSize: codes + 1, context: length });
}

/**
 * The codes of images as a prior learns them, row by row: `y` `[N, h · w]` int32, and `x` of its shape, the
 * start and all codes but the last.
 *
 * @throws TypeError for another model, or images of another shape
 * @example
 * const { x, y } = codeSequences(model, images); // [N, 64] each
 */
export function codeSequences(model: LayersModel, x: Tensor): { x: Tensor2D; y: Tensor2D } {
  const { codes, length } = sizesOf(model);
  return tf.tidy(() => {
    const rows = x.shape[0] as number;
    const y = tf.reshape(quantize(model, x), [rows, length]); // [N, h · w]
    const start = tf.fill([rows, 1], codes, 'int32');
    if (length === 1) return { x: start, y };
    return { x: tf.concat([start, tf.slice(y, [0, 0], [rows, length - 1])], 1), y };
  });
}

export interface SampleCodesOptions {
  /** How many images. */
  count: number;
  /** Divides the logits: below 1 plays safe, 0 always takes the likeliest code. Default 1. */
  temperature?: number;
  /** Draws only among this many likeliest codes. Default: among all. */
  topK?: number;
  /** Fixes the draws. Default 0. */
  seed?: Seed;
}

function checkPrior(prior: LayersModel, codes: number, length: number): void {
  const { vocabSize, context } = gptParts(prior).embedding.options;
  if (vocabSize === codes + 1 && context >= length) return;
  const expected = { tokens: codes + 1, length };
  throw new RangeError(messages().vae.prior({ ...expected, given: vocabSize, context }));
}

/**
 * Codes of images that nobody has seen, drawn from a prior one after another: `[count, h, w]` int32, for
 * `decodeCodes`; the same for the same seed.
 *
 * @param model made by `vqVae`
 * @param prior made by `codePrior` for it, and trained
 * @throws TypeError for other models; RangeError for a prior of another codebook, or options out of range;
 *   InterruptedError when the cell is stopped
 * @example
 * const images = decodeCodes(model, await sampleCodes(model, prior, { count: 16, temperature: 0.9 }));
 */
export async function sampleCodes(
  model: LayersModel,
  prior: LayersModel,
  options: SampleCodesOptions,
): Promise<Tensor3D> {
  const { count, temperature = 1, topK, seed = 0 } = options;
  const where = 'sampleCodes';
  const { codes, length, grid } = sizesOf(model);
  checkPrior(prior, codes, length);
  checkCount(where, 'count', count);
  if (topK !== undefined) checkCount(where, 'topK', topK);
  if (!(temperature >= 0 && temperature < Infinity)) {
    const params = { option: 'temperature', where, given: String(temperature) };
    throw new RangeError(messages().vae.nonNegative(params));
  }
  const rng = createRng(seed);
  const drawn = new Int32Array(count * length);
  // What comes behind a place says nothing there: it may be anything.
  const tokens = new Int32Array(count * length).fill(codes);
  for (let place = 0; place < length; place++) {
    const logits = tf.tidy(() => {
      const all = prior.predict(tf.tensor2d(tokens, [count, length], 'int32'), {
        batchSize: BATCH,
      }) as Tensor; // [count, h · w, codes + 1]
      return tf.reshape(tf.slice(all, [0, place, 0], [count, 1, codes]), [count, codes]);
    });
    const values = (await logits.data()) as Float32Array;
    logits.dispose();
    for (let row = 0; row < count; row++) {
      const own = values.subarray(row * codes, (row + 1) * codes);
      const code = sampleToken(own, rng, { temperature, ...(topK === undefined ? {} : { topK }) });
      drawn[row * length + place] = code;
      if (place + 1 < length) tokens[row * length + place + 1] = code;
    }
    await new Promise((resolve) => setImmediate(resolve));
    throwIfInterrupted();
  }
  return tf.tensor3d(drawn, [count, ...grid], 'int32');
}
