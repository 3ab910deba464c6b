/** Training of a VQ-VAE. */
import { stepInput } from '../backend/capture/index.js';
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { quantizerOf } from '../models/vae/parts/quantizer-of.js';
import { spec } from '../models/vae/vq-vae.js';
import { type LayersModel, type Scalar, type Tensor, tf } from '../nn/tf.js';
import { checkExamples, type Shapes } from './examples.js';
import {
  type Objective,
  ObjectiveTrainer,
  type ObjectiveTrainerOptions,
} from './objective-trainer.js';
import { run } from './terms.js';

export interface VqVaeTrainerOptions extends ObjectiveTrainerOptions {
  /** Weight of the commitment loss, which holds the encoder near its codes, β of the paper. Default 0.25. */
  commitment?: number;
}

/** Perplexity of code numbers: e to the entropy of their shares, a scalar. */
function perplexityOf(codes: Tensor, count: number): Scalar {
  const flat = tf.reshape(codes, [-1]);
  const shares = tf.mean(tf.cast(tf.oneHot(flat, count), 'float32'), 0);
  return tf.exp<Scalar>(tf.neg(tf.sum(tf.mul(shares, tf.log(tf.add(shares, 1e-10))))));
}

/**
 * Trains a `vqVae` (van den Oord et al. 2017): the loss of a step is the squared error of pixels over their
 * variance in the training set, as in the authors' code, and `commitment` times the squared distance of the
 * encoder's vectors to their codes. The codebook follows by running means.
 *
 * - `history.metrics` has of each step `reconstruction` (squared error a pixel), `commitment` (that distance,
 *   a number), `perplexity` (how many codes the batch used, evenly weighted) and `gradientNorm`.
 * - The validation loss is the same loss on examples that are not learnt from.
 * - Callbacks are those of `Trainer`: `trainingProgress()`, `trainingChart()`, `earlyStopping()`.
 *
 * @throws TypeError for another model; RangeError for a `commitment` below 0 or a `clipNorm` not above 0
 * @example
 * const trainer = new VqVaeTrainer({ model, optimizer: tf.train.adam(1e-3) });
 * const history = await trainer.fit({ x: images }, { epochs: 10, batchSize: 64 });
 */
export class VqVaeTrainer extends ObjectiveTrainer {
  constructor(options: VqVaeTrainerOptions) {
    const { model, commitment = 0.25 } = options;
    const parts = spec.parts(model);
    if (!(typeof commitment === 'number' && commitment >= 0 && commitment < Infinity)) {
      const params = { option: 'commitment', where: 'VqVaeTrainer', given: shown(commitment) };
      throw new RangeError(messages().vae.nonNegative(params));
    }
    const quantizer = quantizerOf(parts);
    const likelihood = parts.outputActivation === 'sigmoid' ? 'sigmoid' : 'gaussian';
    const shapes: Shapes = { inputShape: parts.inputShape, conditions: 0, likelihood };
    let variance = 1;
    const losses = (x: Tensor, training: boolean) => {
      const [vectors] = run(parts.encoder, [x], training) as [Tensor];
      const codes = quantizer.nearest(vectors as never) as Tensor;
      const fixed = quantizer.lookUp(codes as never) as Tensor;
      const [quantized] = run(parts.quantizer as LayersModel, [vectors], training) as [Tensor];
      const [pixels] = run(parts.decoder, [quantized], training) as [Tensor];
      const reconstruction = tf.mean<Scalar>(tf.squaredDifference(pixels, x));
      const distance = tf.mean<Scalar>(tf.squaredDifference(vectors, fixed));
      const scaled = tf.div(reconstruction, stepInput(() => variance) as Tensor);
      const loss = tf.add<Scalar>(scaled, tf.mul(distance, commitment));
      return { loss, reconstruction, commitment: distance, codes };
    };
    const objective: Objective = {
      begin({ x }) {
        variance = tf.tidy(() => {
          const centred = tf.sub(x, tf.mean(x));
          return tf.mean(tf.square(centred)).dataSync()[0] as number;
        });
        // Pictures of one colour alone: there is nothing to scale by.
        if (variance === 0) variance = 1;
      },
      train({ x }) {
        const { codes, ...all } = losses(x, true);
        return { ...all, perplexity: perplexityOf(codes, parts.codes) };
      },
      evaluate: ({ x }) => losses(x, false).loss,
      check: (where, examples) => checkExamples(where, shapes, examples),
    };
    super(options, objective, 'VqVaeTrainer');
  }
}
