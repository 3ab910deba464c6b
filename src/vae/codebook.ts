/** Codes of a VQ-VAE as numbers, and how many of them are used. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { quantizerOf } from '../models/vae/parts/quantizer-of.js';
import { spec } from '../models/vae/vq-vae.js';
import { type LayersModel, type Tensor, type Tensor2D, type Tensor3D, tf } from '../nn/tf.js';
import { checkExamples } from './examples.js';

/** Batch of what looks at a whole data set. */
const BATCH = 256;

/**
 * The codebook of a VQ-VAE: its vectors, `[K, D]`. A copy, which is the caller's.
 *
 * @throws TypeError for another model
 * @example
 * codebookOf(model).print();
 */
export function codebookOf(model: LayersModel): Tensor2D {
  return tf.clone(quantizerOf(spec.parts(model)).codebook() as Tensor2D);
}

/**
 * Images as numbers of the codebook: `[N, H, W, channels]` → `[N, h, w]`, int32.
 *
 * @throws TypeError for another model, or images of another shape
 * @example
 * const codes = quantize(model, images); // such as [N, 8, 8]
 */
export function quantize(model: LayersModel, x: Tensor): Tensor3D {
  const parts = spec.parts(model);
  checkExamples('quantize', { ...parts, conditions: 0, likelihood: 'gaussian' }, { x });
  return tf.tidy(() => {
    const vectors = parts.encoder.predict(x, { batchSize: BATCH }) as Tensor;
    return quantizerOf(parts).nearest(vectors as never) as Tensor3D;
  });
}

/**
 * Images of numbers of the codebook: `[N, h, w]`, int32 → `[N, H, W, channels]`.
 *
 * @throws TypeError for another model, or codes of another shape or type; RangeError for numbers that are
 *   none of a code
 * @example
 * const images = decodeCodes(model, quantize(model, x));
 */
export function decodeCodes(model: LayersModel, codes: Tensor): Tensor {
  const parts = spec.parts(model);
  const { vae } = messages();
  const where = 'decodeCodes';
  const fits =
    codes instanceof tf.Tensor &&
    codes.dtype === 'int32' &&
    codes.shape.slice(1).join() === parts.grid.join();
  if (!fits) {
    const expected = `[N, ${parts.grid.join(', ')}]`;
    throw new TypeError(vae.codeNumbers({ where, expected, given: shown(codes) }));
  }
  const wrong = codes.dataSync().find((code) => !(code >= 0 && code < parts.codes));
  if (wrong !== undefined) {
    throw new RangeError(vae.codeNumber({ where, last: parts.codes - 1, given: wrong }));
  }
  return tf.tidy(() => {
    const vectors = quantizerOf(parts).lookUp(codes as never) as Tensor;
    return parts.decoder.predict(vectors, { batchSize: BATCH }) as Tensor;
  });
}

/** How a codebook is used on some images. */
export interface CodebookUse {
  /** How often each code came, `[K]`. */
  readonly counts: readonly number[];
  /** Codes that came at least once. */
  readonly used: number;
  /** `used` over K, in [0, 1]. */
  readonly share: number;
  /** e to the entropy of their shares: K where all come equally often, 1 where one does always. */
  readonly perplexity: number;
}

/**
 * How many codes of a codebook are used, and how evenly.
 *
 * @throws TypeError for another model, or images of another shape
 * @example
 * const { share, perplexity } = codebookUse(model, images);
 */
export function codebookUse(model: LayersModel, x: Tensor): CodebookUse {
  const { codes } = spec.parts(model);
  const numbers = tf.tidy(() => quantize(model, x).dataSync() as never) as Int32Array;
  const counts = new Array<number>(codes).fill(0);
  for (const code of numbers) counts[code] = (counts[code] as number) + 1;
  const used = counts.filter((count) => count > 0);
  const entropy = used.reduce((sum, count) => {
    const share = count / numbers.length;
    return sum - share * Math.log(share);
  }, 0);
  return {
    counts,
    used: used.length,
    share: used.length / codes,
    perplexity: Math.exp(entropy),
  };
}
