/** What is compared with a training step of its own: generators, how they draw too, and models of texts with several inputs. */
import { TrainingLoop } from 'gradus';
import { optimizerOf } from '../models.mjs';
import { bertOf } from '../texts/bert.mjs';
import { translatorOf } from '../texts/translator.mjs';
import { ddpmOf } from './ddpm.mjs';
import { dcganOf, wganGpOf } from './gan.mjs';
import { vaeOf } from './vae.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').Scalar} Scalar */
/** @typedef {import('../tasks.mjs').Config} Config */
/**
 * @typedef {object} Generator
 * @property {import('gradus').Layer[]} networks models or layers, in the order of their weights
 * @property {import('gradus').LayersModel[]} models what is trained
 * @property {import('gradus').Optimizer[]} optimizers
 * @property {(parts: Tensor[]) => Scalar} step on a batch and its noise
 * @property {(inputs: Tensor[]) => Tensor | Promise<Tensor>} [sample]
 */

/** @type {Record<string, (config: Config, optimizer: () => import('gradus').Optimizer) => Generator>} */
const generators = {
  dcgan: dcganOf,
  ddpm: ddpmOf,
  vae: vaeOf,
  'wgan-gp': wganGpOf,
  'bert-small': bertOf,
  'seq2seq-transformer': translatorOf,
};

/**
 * @param {string} name
 * @param {Config} config
 * @returns {Generator | undefined} undefined where the task is no generator's
 */
export function generatorOf(name, config) {
  return generators[name]?.(config, () => optimizerOf(config));
}

/**
 * @param {Generator} generative
 * @param {Tensor[][]} batches
 * @param {number} steps
 * @param {number} seconds the longest that it may train
 */
export async function trainGenerator({ models, optimizers, step }, batches, steps, seconds) {
  /** @type {number[]} */
  const times = [];
  let before = 0;
  const start = performance.now();
  const loop = new TrainingLoop({
    ...{ models, optimizers, step, capture: true },
    callbacks: [
      {
        onBegin() {
          before = performance.now();
        },
        onStep(_, run) {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (now - start > seconds * 1000) run.stop();
        },
      },
    ],
  });
  const history = await loop.fit(batches, { steps });
  return { times, losses: history.steps };
}

/** Batches before the measured ones: by then what is predicted often is recorded and compiled. */
const WARM_UP = 400;
const LONGEST = 3000;

/**
 * @param {Generator} generative
 * @param {Tensor[]} inputs
 */
export async function samplesASecond({ sample }, inputs) {
  const count = inputs[0]?.shape[0] ?? 0;
  if (sample === undefined) throw new TypeError('Expected a generator that draws.');
  const once = async () => {
    const made = await sample(inputs);
    const values = await made.data();
    made.dispose();
    return values;
  };
  let values = await once();
  const begin = performance.now();
  for (let i = 1; i < WARM_UP && performance.now() - begin < LONGEST; i++) values = await once();
  const times = [];
  const start = performance.now();
  while (times.length < 50 && (times.length < 3 || performance.now() - start < LONGEST)) {
    const before = performance.now();
    await once();
    times.push(performance.now() - before);
  }
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  return { perSecond: (1000 * count) / median, first: Array.from(values.slice(0, 64)) };
}
