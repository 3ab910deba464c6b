/** Ways through the space of codes. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { vaeParts } from '../models/vae/parts/vae-parts.js';
import { type LayersModel, type Tensor, type Tensor1D, type Tensor2D, tf } from '../nn/tf.js';
import { decode } from './codes.js';
import { checkCodes, checkCount } from './examples.js';

export interface InterpolateOptions {
  /** Codes of the way, both ends among them. Default 8. */
  steps?: number;
  /** In a line, or along a circle around 0, where codes of the prior lie. Default linear. */
  path?: 'linear' | 'spherical';
}

/** Numbers of a code `[latent]` or `[1, latent]`. */
function numbersOf(where: string, code: Tensor): Float64Array {
  const isCode = code instanceof tf.Tensor && code.dtype === 'float32';
  const isOne = isCode && (code.rank === 1 || (code.rank === 2 && code.shape[0] === 1));
  if (!isOne) {
    const params = { where, expected: '[latent]', given: shown(code) };
    throw new TypeError(messages().vae.codes(params));
  }
  return Float64Array.from(code.dataSync());
}

/** What each end counts at share `t` of a circle's part. */
function onCircle(a: Float64Array, b: Float64Array): (t: number) => [number, number] {
  const dot = a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const cosine = dot / (Math.hypot(...a) * Math.hypot(...b));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  if (Number.isNaN(angle) || Math.sin(angle) < 1e-6) {
    // Of codes in one direction the circle is a line; of opposite ones, or of 0, there is none.
    if (cosine > 0) return (t) => [1 - t, t];
    throw new RangeError(messages().vae.noCircle());
  }
  return (t) => [
    Math.sin((1 - t) * angle) / Math.sin(angle),
    Math.sin(t * angle) / Math.sin(angle),
  ];
}

/**
 * Codes on the way from one to another: in a line, or spherical (White 2016, Sampling generative networks),
 * which keeps to the shell where codes of many dimensions lie.
 *
 * @param from `[latent]`, or `[1, latent]`
 * @param to as `from`
 * @returns `[steps, latent]`, the first row `from`, the last one `to`
 * @throws TypeError for codes of other shapes; RangeError for `steps` that are no integer >= 2, or a spherical
 *   way between opposite codes
 * @example
 * const pictures = decode(model, interpolate(one, other, { steps: 8, path: 'spherical' }));
 */
export function interpolate(from: Tensor, to: Tensor, options: InterpolateOptions = {}): Tensor2D {
  const { steps = 8, path = 'linear' } = options;
  const where = 'interpolate';
  const { vae } = messages();
  const [a, b] = [numbersOf(where, from), numbersOf(where, to)];
  if (a.length !== b.length) {
    throw new TypeError(vae.codes({ where, expected: `[${a.length}]`, given: shown(to) }));
  }
  checkCount(where, 'steps', steps, 2);
  if (path !== 'linear' && path !== 'spherical') {
    const expected = vae.oneOf({ words: '`linear`, `spherical`' });
    throw new RangeError(vae.option({ option: 'path', where, expected, given: shown(path) }));
  }
  const shares = path === 'linear' ? (t: number): [number, number] => [1 - t, t] : onCircle(a, b);
  const rows = Array.from({ length: steps }, (_, i) => {
    const [ofA, ofB] = shares(i / (steps - 1));
    return Array.from(a, (value, j) => ofA * value + ofB * (b[j] as number));
  });
  return tf.tensor2d(rows);
}

export interface TraversalOptions {
  /** What is changed. Default: each dimension of the code. */
  dimensions?: readonly number[];
  /** Numbers that take the place of that dimension. Default `[-3, -2, -1, 0, 1, 2, 3]`. */
  values?: readonly number[];
  /** The code whose other dimensions stay, `[latent]`. Default: 0 everywhere, the middle of the prior. */
  code?: Tensor;
  /** `[1, conditions]`, float32, for `conditionalVae` alone. */
  condition?: Tensor2D;
}

/**
 * Pictures of a code of which one dimension is changed, one after another: what each of them means.
 *
 * @param model made by `vae`, `convVae` or `conditionalVae`
 * @returns the mean of each pixel, `[dimensions, values, ...inputShape]`
 * @throws TypeError for another model, or a code or condition that does not fit; RangeError for dimensions
 *   that the code does not have, or no values
 * @example
 * const pictures = latentTraversal(model, { dimensions: [0, 1] }); // [2, 7, 64]
 */
export function latentTraversal(model: LayersModel, options: TraversalOptions = {}): Tensor {
  const { latent, inputShape } = vaeParts(model);
  const where = 'latentTraversal';
  const { vae } = messages();
  const {
    dimensions = Array.from({ length: latent }, (_, i) => i),
    values = [-3, -2, -1, 0, 1, 2, 3],
    condition,
  } = options;
  const code =
    options.code === undefined ? new Float64Array(latent) : numbersOf(where, options.code);
  if (code.length !== latent) {
    const params = { where, expected: `[${latent}]`, given: shown(options.code) };
    throw new TypeError(vae.codes(params));
  }
  const known = (one: unknown) =>
    Number.isInteger(one) && (one as number) >= 0 && (one as number) < latent;
  if (!Array.isArray(dimensions) || dimensions.length === 0 || !dimensions.every(known)) {
    const expected = vae.dimensions({ last: latent - 1 });
    const params = { option: 'dimensions', where, expected, given: shown(dimensions) };
    throw new RangeError(vae.option(params));
  }
  if (!Array.isArray(values) || values.length === 0 || !values.every(Number.isFinite)) {
    const params = { option: 'values', where, expected: vae.numbers(), given: shown(values) };
    throw new RangeError(vae.option(params));
  }
  return tf.tidy(() => {
    const rows = dimensions.flatMap((dimension) =>
      values.map((value) => Array.from(code, (given, i) => (i === dimension ? value : given))),
    );
    const repeated = condition && tf.tile(condition, [rows.length, 1]);
    const pictures = decode(model, tf.tensor2d(rows), { condition: repeated as Tensor2D });
    return tf.reshape(pictures, [dimensions.length, values.length, ...inputShape]);
  });
}

/**
 * The direction of an attribute: the mean code of examples that have it minus the mean code of those that do
 * not (Larsen et al. 2016, Autoencoding beyond pixels). Added to a code it puts the attribute on.
 *
 * @param codes `[N, latent]`, such as `encode(model, x).mean`
 * @param has of each example whether it has the attribute: a tensor `[N]` or a list of 0 and 1
 * @returns `[latent]`
 * @throws TypeError for codes of another shape; RangeError where `has` is not as long, or all or none have it
 * @example
 * const glasses = attributeVector(codes, hasGlasses);
 * const withGlasses = decode(model, tf.add(code, glasses));
 */
export function attributeVector(codes: Tensor, has: Tensor | readonly number[]): Tensor1D {
  const where = 'attributeVector';
  checkCodes(where, codes);
  const { vae } = messages();
  const flags = Array.from(has instanceof tf.Tensor ? has.dataSync() : (has as number[]), Number);
  const count = codes.shape[0] as number;
  if (flags.length !== count) {
    throw new RangeError(vae.rows({ option: 'has', where, count, given: flags.length }));
  }
  const rows = (wanted: boolean): number[] =>
    flags.flatMap((flag, i) => (flag > 0 === wanted ? [i] : []));
  const [present, absent] = [rows(true), rows(false)];
  if (present.length === 0 || absent.length === 0) {
    throw new RangeError(vae.group({ option: 'has', where, count, given: present.length }));
  }
  return tf.tidy(() => {
    const mean = (of: number[]): Tensor => tf.mean(tf.gather(codes, tf.tensor1d(of, 'int32')), 0);
    return tf.sub<Tensor1D>(mean(present), mean(absent));
  });
}
