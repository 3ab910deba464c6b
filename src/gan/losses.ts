/** What the two networks of a GAN minimise, from scores. */
import { messages } from '../messages/index.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';

export interface GanLossOptions {
  /**
   * How far below 1 the label of a real example lies: one-sided label smoothing (Salimans et al. 2016,
   * arXiv:1606.03498), in [0, 1). Default 0.
   */
  labelSmoothing?: number;
}

/** `−log σ(x)` is softplus(−x): right for scores of any size. */
const meanSoftplus = (x: Tensor): Scalar => tf.mean<Scalar>(tf.softplus(x));
const meanSquare = (x: Tensor): Scalar => tf.mean<Scalar>(tf.square(x));

/** @throws RangeError for a share out of range */
export function checkLabelSmoothing(labelSmoothing: number): void {
  if (labelSmoothing >= 0 && labelSmoothing < 1) return;
  throw new RangeError(messages().gan.labelSmoothing({ given: labelSmoothing }));
}

/**
 * The loss of a discriminator (Goodfellow et al. 2014, arXiv:1406.2661): cross-entropy of "real" for
 * real examples and of "fake" for those of the generator, in nats; 2 ln 2 where it cannot tell.
 *
 * @param realLogits scores of real examples, `[B, 1]`
 * @param fakeLogits scores of generated ones, `[B, 1]`
 * @returns `[]`: the mean over real ones plus that over fake ones
 * @throws RangeError for `labelSmoothing` out of range
 * @example
 * ganDiscriminatorLoss(tf.zeros([4, 1]), tf.zeros([4, 1])); // 1.386, 2 ln 2
 */
export function ganDiscriminatorLoss(
  realLogits: Tensor,
  fakeLogits: Tensor,
  options: GanLossOptions = {},
): Scalar {
  const { labelSmoothing = 0 } = options;
  checkLabelSmoothing(labelSmoothing);
  return tf.tidy(() => {
    const sum = tf.add<Scalar>(meanSoftplus(tf.neg(realLogits)), meanSoftplus(fakeLogits));
    if (labelSmoothing === 0) return sum;
    // −(1 − s) log σ(x) − s log(1 − σ(x)) = softplus(−x) + s x
    return tf.add<Scalar>(sum, tf.mul(tf.mean<Scalar>(realLogits), labelSmoothing));
  });
}

/**
 * The non-saturating loss of a generator (Goodfellow et al. 2014, section 3): cross-entropy of "real"
 * for what it made. `log(1 − D)` would hardly have a slope while the discriminator wins.
 *
 * @param fakeLogits the discriminator's scores of generated examples, `[B, 1]`
 * @returns `[]`
 * @example
 * ganGeneratorLoss(tf.zeros([4, 1])); // 0.693, ln 2
 */
export function ganGeneratorLoss(fakeLogits: Tensor): Scalar {
  return tf.tidy(() => meanSoftplus(tf.neg(fakeLogits)));
}

/**
 * Least squares (Mao et al. 2017, arXiv:1611.04076): `½ E[(D(x) − 1)²] + ½ E[D(G(z))²]`.
 *
 * @param realScores `[B, 1]`
 * @param fakeScores `[B, 1]`
 * @returns `[]`
 * @example
 * lsganDiscriminatorLoss(tf.ones([4, 1]), tf.zeros([4, 1])); // 0
 */
export function lsganDiscriminatorLoss(realScores: Tensor, fakeScores: Tensor): Scalar {
  return tf.tidy(() => {
    const sum = tf.add<Scalar>(meanSquare(tf.sub(realScores, 1)), meanSquare(fakeScores));
    return tf.mul<Scalar>(sum, 0.5);
  });
}

/**
 * The generator's part of least squares: `½ E[(D(G(z)) − 1)²]`.
 *
 * @param fakeScores `[B, 1]`
 * @returns `[]`
 */
export function lsganGeneratorLoss(fakeScores: Tensor): Scalar {
  return tf.tidy(() => tf.mul<Scalar>(meanSquare(tf.sub(fakeScores, 1)), 0.5));
}

/**
 * The loss of a critic (Arjovsky et al. 2017, arXiv:1701.07875): `E[D(G(z))] − E[D(x)]`. With a
 * critic of slope 1 (`gradientPenalty`) its negative estimates the Wasserstein distance.
 *
 * @param realScores `[B, 1]`
 * @param fakeScores `[B, 1]`
 * @returns `[]`
 */
export function wassersteinCriticLoss(realScores: Tensor, fakeScores: Tensor): Scalar {
  return tf.tidy(() => tf.sub<Scalar>(tf.mean<Scalar>(fakeScores), tf.mean<Scalar>(realScores)));
}

/**
 * The generator's part: `−E[D(G(z))]`; hinge has the same.
 *
 * @param fakeScores `[B, 1]`
 * @returns `[]`
 */
export function wassersteinGeneratorLoss(fakeScores: Tensor): Scalar {
  return tf.tidy(() => tf.neg(tf.mean<Scalar>(fakeScores)));
}

/**
 * Hinge (Lim & Ye 2017, arXiv:1705.02894; Miyato et al. 2018): `E[max(0, 1 − D(x))] + E[max(0, 1 +
 * D(G(z)))]`. Its generator's loss is `wassersteinGeneratorLoss`.
 *
 * @param realScores `[B, 1]`
 * @param fakeScores `[B, 1]`
 * @returns `[]`
 */
export function hingeDiscriminatorLoss(realScores: Tensor, fakeScores: Tensor): Scalar {
  return tf.tidy(() =>
    tf.add<Scalar>(
      tf.mean<Scalar>(tf.relu(tf.sub(1, realScores))),
      tf.mean<Scalar>(tf.relu(tf.add(1, fakeScores))),
    ),
  );
}
