/** What functions of this room are given, checked. */
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import type { VaeParts } from '../models/vae/parts/vae-parts.js';
import { type Tensor, type Tensor2D, tf } from '../nn/tf.js';

/** Examples, and for a conditional model what is known of each. */
export interface VaeExamples {
  /** `[N, ...inputShape]`, float32; in [0, 1] where the decoder is Bernoulli. */
  readonly x: Tensor;
  /** `[N, conditions]`, float32, such as one-hot classes; for `conditionalVae` alone. */
  readonly condition?: Tensor2D | undefined;
}

/** What of a model the checks look at. */
export interface Shapes extends Pick<VaeParts, 'inputShape' | 'conditions'> {
  /** Of the decoder; `sigmoid` where it is none but gives numbers in [0, 1] alone. */
  readonly likelihood: VaeParts['likelihood'] | 'sigmoid';
}

/** @throws TypeError for a condition that does not fit, or is missing */
export function checkCondition(
  where: string,
  { conditions }: Pick<Shapes, 'conditions'>,
  condition: unknown,
  count: number,
): void {
  const { vae } = messages();
  if (conditions === 0) {
    if (condition === undefined) return;
    throw new TypeError(vae.noCondition({ where, given: shown(condition) }));
  }
  const fits =
    condition instanceof tf.Tensor &&
    condition.dtype === 'float32' &&
    condition.shape.join() === `${count},${conditions}`;
  if (fits) return;
  const expected = `[${count}, ${conditions}]`;
  throw new TypeError(vae.condition({ where, expected, given: shown(condition) }));
}

/**
 * @throws TypeError for examples of another shape or type, or a condition that does not fit; RangeError for
 *   pixels out of [0, 1] where the decoder is Bernoulli
 */
export function checkExamples(where: string, shapes: Shapes, { x, condition }: VaeExamples): void {
  const { vae } = messages();
  const { inputShape, likelihood } = shapes;
  const fits =
    x instanceof tf.Tensor &&
    x.dtype === 'float32' &&
    x.size > 0 &&
    x.shape.slice(1).join() === inputShape.join();
  if (!fits) {
    const expected = `[N, ${inputShape.join(', ')}]`;
    throw new TypeError(vae.examples({ where, expected, given: shown(x) }));
  }
  checkCondition(where, shapes, condition, x.shape[0] as number);
  if (likelihood === 'gaussian') return;
  const [least = 0, most = 0] = tf.tidy(() =>
    Array.from(tf.stack([tf.min(x), tf.max(x)]).dataSync()),
  );
  if (least >= 0 && most <= 1) return;
  const say = likelihood === 'bernoulli' ? vae.pixels : vae.sigmoidPixels;
  throw new RangeError(say({ where, least, most }));
}

/** @throws TypeError for codes of another shape or type than `[N, latent]`, float32 */
export function checkCodes(where: string, codes: unknown, latent?: number): void {
  const fits =
    codes instanceof tf.Tensor &&
    codes.dtype === 'float32' &&
    codes.rank === 2 &&
    codes.size > 0 &&
    (latent === undefined || codes.shape[1] === latent);
  if (fits) return;
  const expected = `[N, ${latent ?? 'latent'}]`;
  throw new TypeError(messages().vae.codes({ where, expected, given: shown(codes) }));
}

/** @throws RangeError for anything but an integer of `least` at least */
export function checkCount(where: string, option: string, given: unknown, least = 1): void {
  if (Number.isInteger(given) && (given as number) >= least) return;
  const { vae } = messages();
  const expected = vae.atLeast({ least });
  throw new RangeError(vae.option({ option, where, expected, given: shown(given) }));
}
