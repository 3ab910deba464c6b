/** The losses that a GAN can be trained with, by name. */
import { messages } from '../messages/index.js';
import { type Optimizer, type Scalar, type Tensor, tf } from '../nn/tf.js';
import {
  checkLabelSmoothing,
  ganDiscriminatorLoss,
  ganGeneratorLoss,
  hingeDiscriminatorLoss,
  lsganDiscriminatorLoss,
  lsganGeneratorLoss,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from './losses.js';

/**
 * - `gan`: cross-entropy, the generator's part not saturating (Goodfellow et al. 2014);
 * - `lsgan`: least squares (Mao et al. 2017);
 * - `hinge` (Lim & Ye 2017);
 * - `wgan-gp`: Wasserstein with a gradient penalty (Gulrajani et al. 2017).
 */
export type GanLoss = 'gan' | 'lsgan' | 'hinge' | 'wgan-gp';

interface Kind {
  discriminator(real: Tensor, fake: Tensor, labelSmoothing: number): Scalar;
  generator(fake: Tensor): Scalar;
  /** Steps of the discriminator for one of the generator, and Adam, as the papers have them. */
  readonly criticSteps: number;
  readonly adam: readonly [learningRate: number, beta1: number, beta2: number];
}

const kinds: Readonly<Record<GanLoss, Kind>> = {
  gan: {
    discriminator: (real, fake, labelSmoothing) =>
      ganDiscriminatorLoss(real, fake, { labelSmoothing }),
    generator: ganGeneratorLoss,
    criticSteps: 1,
    // Radford et al. 2016
    adam: [2e-4, 0.5, 0.999],
  },
  lsgan: {
    discriminator: lsganDiscriminatorLoss,
    generator: lsganGeneratorLoss,
    criticSteps: 1,
    adam: [2e-4, 0.5, 0.999],
  },
  hinge: {
    discriminator: hingeDiscriminatorLoss,
    generator: wassersteinGeneratorLoss,
    criticSteps: 1,
    // Miyato et al. 2018
    adam: [2e-4, 0, 0.9],
  },
  'wgan-gp': {
    discriminator: wassersteinCriticLoss,
    generator: wassersteinGeneratorLoss,
    criticSteps: 5,
    adam: [1e-4, 0, 0.9],
  },
};

/** @throws RangeError for an unknown name, or a smoothing that the loss does not take */
export function kindOf(loss: GanLoss, labelSmoothing: number): Kind {
  const { gan } = messages();
  if (!Object.hasOwn(kinds, loss)) {
    const known = Object.keys(kinds).map((name) => `'${name}'`);
    throw new RangeError(gan.kind({ known: known.join(', '), given: JSON.stringify(loss) }));
  }
  checkLabelSmoothing(labelSmoothing);
  if (labelSmoothing > 0 && loss !== 'gan')
    throw new RangeError(gan.smoothingKind({ given: loss }));
  return kinds[loss];
}

/** Adam as the paper of a loss has it. */
export const adamOf = ({ adam: [learningRate, beta1, beta2] }: Kind): Optimizer =>
  tf.train.adam(learningRate, beta1, beta2);
