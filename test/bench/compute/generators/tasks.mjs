/** The generators that are compared: what they learn from, with the noise that each step takes. */

/** @typedef {import('gradus').Rng} Rng */
/** @typedef {import('../tasks.mjs').Config} Config */
/** @typedef {import('../tasks.mjs').Values} Values */
/** @typedef {import('../tasks.mjs').Task} Task */

/**
 * Pictures of a bright rectangle on a dark ground.
 *
 * @param {Rng} rng
 * @param {number[]} shape [B, H, W, channels]
 * @param {[number, number]} values of ground and rectangle
 * @returns {Values}
 */
function rectangles(rng, shape, [ground, bright]) {
  const [count = 0, height = 0, width = 0, channels = 0] = shape;
  const values = new Float32Array(count * height * width * channels).fill(ground);
  for (let i = 0; i < count; i++) {
    const [rows, columns] = [rng.integer(4, height / 2), rng.integer(4, width / 2)];
    const [top, left] = [rng.integer(0, height - rows), rng.integer(0, width - columns)];
    for (let row = top; row < top + rows; row++) {
      const start = ((i * height + row) * width + left) * channels;
      values.fill(bright, start, start + columns * channels);
    }
  }
  return { values, shape };
}

/**
 * @param {Rng} rng
 * @param {number[]} shape
 * @returns {Values}
 */
const noise = (rng, shape) => ({ values: rng.normals(shape.reduce((a, b) => a * b, 1)), shape });

/** @type {Record<string, Task>} */
export const generatorTasks = {
  vae: {
    about: 'VAE 784-400-20-400-784, Bernoulli pixels, batch 128, Adam',
    config: {
      ...{ optimizer: 'adam', learningRate: 1e-3 },
      ...{ inputs: 784, hidden: [400], latent: 20 },
    },
    steps: 200,
    batches: 20,
    data:
      (rng, { latent = 0 }) =>
      () => {
        const { values } = rectangles(rng, [128, 28, 28, 1], [0, 1]);
        return [{ values, shape: [128, 784] }, noise(rng, [128, latent])];
      },
    sample: (rng, { latent = 0 }) => [noise(rng, [128, latent])],
    perStep: { images: 128 },
  },
  dcgan: {
    about:
      'DCGAN 64-64-32 and 32-64, batch norm, batch 64 of 28×28×1, a step of each network, Adam',
    config: {
      ...{ optimizer: 'adam', learningRate: 2e-4, beta1: 0.5, epsilon: 1e-5 },
      ...{ image: [28, 28, 1], latent: 64, generatorFilters: [64, 32], criticFilters: [32, 64] },
    },
    steps: 60,
    batches: 10,
    data:
      (rng, { image = [0, 0, 0], latent = 0 }) =>
      () => [
        rectangles(rng, [64, ...image], [0, 1]),
        noise(rng, [64, latent]),
        noise(rng, [64, latent]),
      ],
    sample: (rng, { latent = 0 }) => [noise(rng, [64, latent])],
    perStep: { images: 64 },
    adversarial: true,
  },
  'wgan-gp': {
    about:
      'WGAN-GP: the generator of DCGAN, a critic 32-64 without norms, batch 32 of 28×28×1, three steps of the critic and one of the generator, Adam',
    config: {
      ...{ optimizer: 'adam', learningRate: 1e-4, beta1: 0, beta2: 0.9, epsilon: 1e-5 },
      ...{ image: [28, 28, 1], latent: 64, generatorFilters: [64, 32], criticFilters: [32, 64] },
      ...{ criticSteps: 3, penalty: 10 },
    },
    steps: 40,
    batches: 10,
    data:
      (rng, { image = [0, 0, 0], latent = 0, criticSteps = 0 }) =>
      () => [
        rectangles(rng, [32 * criticSteps, ...image], [0, 1]),
        noise(rng, [32 * criticSteps, latent]),
        { values: rng.uniforms(32 * criticSteps), shape: [32 * criticSteps, 1, 1, 1] },
        noise(rng, [32, latent]),
      ],
    sample: (rng, { latent = 0 }) => [noise(rng, [64, latent])],
    perStep: { images: 96 },
    adversarial: true,
  },
  ddpm: {
    about:
      'DDPM: U-Net 32-64-64 with attention, 1,000 times, batch 16 of 28×28×1, Adam; samples in 50 steps of DDIM, 8 at a time',
    config: {
      ...{ optimizer: 'adam', learningRate: 2e-4, image: [28, 28, 1] },
      ...{ filters: 32, multipliers: [1, 2, 2], blocks: 1, groups: 8, timesteps: 1000 },
      ...{ sampleSteps: 50, sampleCount: 8 },
    },
    steps: 40,
    batches: 10,
    data:
      (rng, { image: [height, width, channels] = [0, 0, 0], timesteps = 0 }) =>
      () => {
        const shape = [16, height, width, channels];
        const times = Int32Array.from({ length: 16 }, () => rng.integer(0, timesteps));
        return [rectangles(rng, shape, [-1, 1]), noise(rng, shape), { values: times, shape: [16] }];
      },
    sample: (rng, { image = [0, 0, 0], sampleCount = 0 }) => [noise(rng, [sampleCount, ...image])],
    perStep: { images: 16 },
  },
};
