/** A U-Net that takes noise away, trained as Ho et al. 2020 and drawn from by DDIM. */
import { createRng, tf } from 'gradus';
import { ddimSample, ddpmLoss, denoisingUnet, linearNoiseSchedule } from 'gradus/diffusion';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {import('../tasks.mjs').Config} Config */

/**
 * The network's layers with weights, in the order in which pictures pass them.
 *
 * @param {LayersModel} model
 * @param {Config} config
 */
function layersOf(model, { multipliers = [], blocks = 0 }) {
  const names = new Set(model.layers.map(({ name }) => name));
  const block = (/** @type {string} */ name) =>
    ['norm_0', 'conv_0', 'norm_1', 'scale', 'shift', 'skip', 'conv_1'].map(
      (part) => `${name}_${part}`,
    );
  const levels = multipliers.map((_, level) => level);
  const each = (/** @type {number} */ count, /** @type {string} */ name) =>
    Array.from({ length: count }, (_, i) => block(`${name}_${i}`)).flat();
  return [
    ...['time_hidden', 'time_vector', 'stem'],
    ...levels.flatMap((level) => [...each(blocks, `down_${level}`), `down_${level}_half`]),
    ...[...block('middle_0'), 'middle_attention_norm', 'middle_attention', ...block('middle_1')],
    ...levels
      .toReversed()
      .flatMap((level) => [...each(blocks + 1, `up_${level}`), `up_${level}_conv`]),
    ...['end_norm', 'noise'],
  ].flatMap((name) => (names.has(name) ? [model.getLayer(name)] : []));
}

/**
 * Kernels that start at 0 would have the network give 0 for anything, and nothing would be compared.
 *
 * @param {import('gradus').Layer[]} layers
 */
function wake(layers) {
  const rng = createRng('compute/ddpm/wake');
  for (const layer of layers) {
    const weights = layer.getWeights().map((weight) => {
      if (weight.rank < 2 || weight.dataSync().some((value) => value !== 0)) return weight;
      return tf.tensor(rng.normals(weight.size, 0, 0.02), weight.shape);
    });
    layer.setWeights(weights);
  }
}

/**
 * @param {Config} config
 * @param {() => import('gradus').Optimizer} optimizer
 * @returns {import('./gradus.mjs').Generator}
 */
export function ddpmOf(config, optimizer) {
  const { image = [0, 0, 0], filters = 0, multipliers = [], blocks = 0, groups = 0 } = config;
  const model = denoisingUnet({
    ...{ inputShape: image, filters, channelMultipliers: multipliers, blocks, groups, seed: 1 },
  });
  const layers = layersOf(model, config);
  wake(layers);
  const adam = optimizer();
  const schedule = linearNoiseSchedule({ steps: config.timesteps ?? 0 });
  return {
    networks: layers,
    models: [model],
    optimizers: [adam],
    step(parts) {
      const [x0, noise, t] = /** @type {[Tensor, Tensor, Tensor]} */ (parts);
      const loss = adam.minimize(() => ddpmLoss(model, { x0, noise, t }, { schedule }), true);
      return /** @type {import('gradus').Scalar} */ (loss);
    },
    sample: ([start]) => {
      const { sampleSteps: steps = 0, sampleCount: count = 0 } = config;
      return ddimSample(model, { schedule, steps, count, start: /** @type {Tensor} */ (start) });
    },
  };
}
