/** Training of a variational autoencoder on the evidence lower bound. */
import { stepInput } from '../backend/capture/index.js';
import { createRng } from '../backend/random.js';
import { shown } from '../checks.js';
import { messages } from '../messages/index.js';
import { vaeParts } from '../models/vae/parts/vae-parts.js';
import type { TrainerCallback } from '../nn/callbacks/callback.js';
import type { Schedule } from '../nn/schedules/schedule.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import { checkExamples } from './examples.js';
import {
  type Objective,
  ObjectiveTrainer,
  type ObjectiveTrainerOptions,
} from './objective-trainer.js';
import { termsOf } from './terms.js';

export interface VaeTrainerOptions extends ObjectiveTrainerOptions {
  /**
   * Weight of the KL term: 1 is the bound itself, more asks for a simpler code (β-VAE, Higgins et al. 2017),
   * less for a better reconstruction; or one for each step, as `betaWarmup` makes it. Default 1.
   */
  beta?: number | Schedule;
}

/** @throws RangeError for a β below 0 */
function scheduleOf(beta: unknown): Schedule {
  if (typeof beta === 'function') return beta as Schedule;
  if (typeof beta === 'number' && beta >= 0 && beta < Infinity) return () => beta;
  throw new RangeError(messages().vae.beta({ given: shown(beta) }));
}

/** The number of the step that comes, also where a run is resumed. */
function counter(): { readonly callback: TrainerCallback; readonly step: () => number } {
  let done = 0;
  const callback: TrainerCallback = {
    onBegin: ({ history }) => {
      done = history.steps.length;
    },
    onStep: ({ step }) => {
      done = step;
    },
  };
  return { callback, step: () => done };
}

const average = (x: Tensor): Scalar => tf.mean<Scalar>(x);

/**
 * Trains `vae`, `convVae` or `conditionalVae` on the evidence lower bound (Kingma & Welling 2014), as
 * `Trainer` trains a classifier: the loss of a step is −log p(x|z) + β · KL(q(z|x) ‖ p(z)), in nats an
 * example, with one code z sampled for each.
 *
 * - `history.metrics` has of each step `reconstruction` (−log p(x|z)), `kl`, `beta` and `gradientNorm`.
 * - The validation loss is the negative bound, β = 1 whatever the training's, with the same noise after
 *   each epoch: `earlyStopping()` stops on the held-out bound.
 * - Callbacks are those of `Trainer`: `trainingProgress()`, `trainingChart()`, `checkpoint(…)`.
 *
 * @throws TypeError for another model; RangeError for a `beta` below 0 or a `clipNorm` not above 0
 * @example
 * const model = vae({ inputShape: [64], latent: 8, seed: 1 });
 * const trainer = new VaeTrainer({
 *   model, optimizer: tf.train.adam(1e-3), beta: betaWarmup({ steps: 300 }), callbacks: [earlyStopping()],
 * });
 * const history = await trainer.fit({ x }, { epochs: 50, validation: { x: held } });
 */
export class VaeTrainer extends ObjectiveTrainer {
  constructor(options: VaeTrainerOptions) {
    const { model, beta = 1, callbacks = [] } = options;
    const parts = vaeParts(model);
    const schedule = scheduleOf(beta);
    const { callback, step } = counter();
    const { latent } = parts;
    const objective: Objective = {
      train(batch, noise) {
        const rows = batch.x.shape[0] as number;
        const { reconstruction, kl } = termsOf(parts, batch, noise.normal([rows, latent]), true);
        const weight = stepInput(() => schedule(step())) as Scalar;
        const [error, divergence] = [tf.neg(average(reconstruction)), average(kl)];
        const loss = tf.add<Scalar>(error, tf.mul(weight, divergence));
        return { loss, reconstruction: error, kl: divergence, beta: weight };
      },
      evaluate(batch) {
        const rows = batch.x.shape[0] as number;
        // Numbers of a fixed seed: the bound of one epoch and the next differ by the model alone.
        const values = createRng('held out').normals(rows * latent);
        const noise = tf.tensor(values, [rows, latent]);
        const { reconstruction, kl } = termsOf(parts, batch, noise, false);
        return average(tf.sub(kl, reconstruction));
      },
      check: (where, examples) => checkExamples(where, parts, examples),
    };
    super({ ...options, callbacks: [callback, ...callbacks] }, objective, 'VaeTrainer');
  }
}
