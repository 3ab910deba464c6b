/**
 * The models that are compared: configuration, seeded data that each can learn, and how many steps
 * are run. Both peers read the same folder, so that the work is known to be the same.
 */
import { createRng } from 'gradus';
import { generatorTasks } from './generators/tasks.mjs';
import { textTasks } from './texts/tasks.mjs';

/** @typedef {import('gradus').Rng} Rng */
/** @typedef {{ values: Float32Array | Int32Array, shape: number[] }} Values */
/**
 * @typedef {object} Config sizes of a model, and how it is trained
 * @property {'adam' | 'adamw' | 'momentum'} optimizer
 * @property {number} learningRate
 * @property {number} [weightDecay]
 * @property {number} [epsilon] of normalisation
 * @property {number} [inputs]
 * @property {number[]} [hidden]
 * @property {number} [classes]
 * @property {number} [vocabSize]
 * @property {number} [embedding]
 * @property {number} [units]
 * @property {number} [time]
 * @property {number[]} [kernelSizes] tokens that a filter sees, for each kind of filter
 * @property {boolean} [padded] whether classes 0 are padding, which no loss counts
 * @property {number} [context]
 * @property {number} [layers]
 * @property {number} [heads]
 * @property {number} [width]
 * @property {boolean} [tied]
 * @property {[number, number, number]} [image] height, width, channels
 * @property {number} [patchSize]
 * @property {number} [depth] how often U-Net halves
 * @property {number} [filters] of U-Net at full size; of each kind in a text's convolutions
 * @property {number} [latent] numbers of a code, or of a generator's noise
 * @property {number} [beta1] of Adam; 0.9 where it is not said
 * @property {number} [beta2] of Adam; 0.999 where it is not said
 * @property {number[]} [generatorFilters]
 * @property {number[]} [criticFilters]
 * @property {number} [criticSteps] steps of the critic for one of the generator
 * @property {number} [penalty] weight of the gradient penalty
 * @property {number} [timesteps] of diffusion
 * @property {number} [sampleSteps] of diffusion's sampler
 * @property {number} [sampleCount] samples at a time
 * @property {number[]} [multipliers] of a diffusion's filters, size by size
 * @property {number} [blocks] of a diffusion's network at each size
 * @property {number} [groups] of channels that are normalised together
 */
/**
 * @typedef {object} Task
 * @property {string} about
 * @property {Config} config
 * @property {number} steps
 * @property {number} batches
 * @property {(rng: Rng, config: Config) => () => Values[]} data
 * @property {{ tokens: number, prompt: number }} [generate]
 * @property {(rng: Rng, config: Config) => Values[]} [sample] what a generator makes samples of
 * @property {boolean} [adversarial] whether its loss does not fall as it learns
 * @property {Record<string, number>} [perStep] what a step deals with, for a rate
 * @property {boolean} [wasm] whether it runs on WebAssembly too
 */

/**
 * Examples that differ from a pattern of their class by noise.
 *
 * @param {Rng} rng
 * @param {number[]} shape
 * @param {number} classes
 * @param {number} batchSize
 * @returns {() => [Values, Values]}
 */
function patterns(rng, shape, classes, batchSize) {
  const size = shape.reduce((a, b) => a * b, 1);
  const centres = Array.from({ length: classes }, () => rng.normals(size, 0, 0.5));
  return () => {
    const y = Int32Array.from({ length: batchSize }, () => rng.integer(0, classes));
    const x = new Float32Array(batchSize * size);
    for (let i = 0; i < batchSize; i++) {
      const noise = rng.normals(size);
      const centre = centres[y[i] ?? 0] ?? noise;
      for (let j = 0; j < size; j++) x[i * size + j] = (noise[j] ?? 0) + (centre[j] ?? 0);
    }
    return [
      { values: x, shape: [batchSize, ...shape] },
      { values: y, shape: [batchSize, 1] },
    ];
  };
}

/**
 * Token sequences; the class shows in how often the lower half of the vocabulary comes late.
 *
 * @param {Rng} rng
 * @param {Config} config
 * @param {number} batchSize
 * @returns {() => [Values, Values]}
 */
function sentences(rng, { vocabSize = 0, time = 0 }, batchSize) {
  return () => {
    const y = Int32Array.from({ length: batchSize }, () => rng.integer(0, 2));
    const x = Int32Array.from({ length: batchSize * time }, (_, i) => {
      const late = i % time >= time / 2;
      const low = rng.uniform() < (late === (y[Math.floor(i / time)] === 1) ? 0.7 : 0.3);
      return rng.integer(low ? 0 : vocabSize / 2, low ? vocabSize / 2 : vocabSize);
    });
    return [
      { values: x, shape: [batchSize, time] },
      { values: y, shape: [batchSize, 1] },
    ];
  };
}

/**
 * A Markov chain: each token has eight that may follow.
 *
 * @param {Rng} rng
 * @param {Config} config
 * @param {number} time
 * @param {number} batchSize
 * @returns {() => [Values, Values]}
 */
function chain(rng, { vocabSize = 0 }, time, batchSize) {
  const next = Array.from({ length: Math.min(vocabSize, 1024) }, () =>
    Array.from({ length: 8 }, () => rng.integer(0, Math.min(vocabSize, 1024))),
  );
  return () => {
    const x = new Int32Array(batchSize * time);
    const y = new Int32Array(batchSize * time);
    for (let i = 0; i < batchSize; i++) {
      let token = rng.integer(0, next.length);
      for (let t = 0; t < time; t++) {
        x[i * time + t] = token;
        token = next[token]?.[Math.min(rng.integer(0, 8), rng.integer(0, 8))] ?? 0;
        y[i * time + t] = token;
      }
    }
    return [
      { values: x, shape: [batchSize, time] },
      { values: y, shape: [batchSize, time] },
    ];
  };
}

/**
 * Pictures with rectangles of several classes on a ground, and the class of each pixel.
 *
 * @param {Rng} rng
 * @param {Config} config
 * @param {number} batchSize
 * @returns {() => [Values, Values]}
 */
function regions(rng, { image: [height, width] = [0, 0, 0], classes = 0 }, batchSize) {
  return () => {
    const y = new Int32Array(batchSize * height * width);
    for (let i = 0; i < batchSize; i++) {
      for (let label = 1; label < classes; label++) {
        const [rows, columns] = [rng.integer(8, height / 2), rng.integer(8, width / 2)];
        const [top, left] = [rng.integer(0, height - rows), rng.integer(0, width - columns)];
        for (let row = top; row < top + rows; row++) {
          const start = (i * height + row) * width + left;
          y.fill(label, start, start + columns);
        }
      }
    }
    const x = Float32Array.from(y, (label) => label / classes + rng.normal(0, 0.3));
    return [
      { values: x, shape: [batchSize, height, width, 1] },
      { values: y, shape: [batchSize, height, width] },
    ];
  };
}

/** @type {Config} */
const adam = { optimizer: 'adam', learningRate: 1e-3 };
/** @type {Config} */
const adamw = { optimizer: 'adamw', learningRate: 1e-3, weightDecay: 0.1, epsilon: 1e-5 };

/** @type {Record<string, Task>} */
export const tasks = {
  mlp: {
    about: 'MLP 784-256-128-10, batch 128, Adam',
    config: { ...adam, inputs: 784, hidden: [256, 128], classes: 10 },
    steps: 300,
    batches: 20,
    data: (rng, config) => patterns(rng, [config.inputs ?? 0], config.classes ?? 0, 128),
  },
  cnn: {
    about: 'CNN conv 16, pool, conv 32, pool, dense 64, dense 10; batch 128 of 28×28, Adam',
    config: { ...adam, classes: 10 },
    steps: 150,
    batches: 20,
    data: (rng, config) => patterns(rng, [28, 28, 1], config.classes ?? 0, 128),
  },
  lstm: {
    about: 'embedding 1000×32, LSTM 64, dense 2; batch 64, T = 50, Adam',
    config: { ...adam, vocabSize: 1000, embedding: 32, units: 64, time: 50, classes: 2 },
    steps: 150,
    batches: 20,
    data: (rng, config) => sentences(rng, config, 64),
  },
  gpt: {
    about: 'GPT 4 layers, 4 heads, width 128; batch 12, T = 64, AdamW',
    config: { ...adamw, vocabSize: 65, context: 64, layers: 4, heads: 4, width: 128, tied: true },
    steps: 80,
    batches: 20,
    data: (rng, config) => chain(rng, config, config.context ?? 0, 12),
    generate: { tokens: 48, prompt: 8 },
  },
  gpt2: {
    about: 'GPT-2 124M shape: 12 layers, 12 heads, width 768; batch 1, T = 256, AdamW',
    config: {
      ...adamw,
      learningRate: 1e-4,
      vocabSize: 50257,
      context: 1024,
      layers: 12,
      heads: 12,
      width: 768,
      tied: true,
    },
    steps: 14,
    batches: 4,
    data: (rng, config) => chain(rng, config, 256, 1),
    generate: { tokens: 24, prompt: 64 },
    perStep: { tokens: 256 },
  },
  resnet18: {
    about: 'ResNet-18, batch 16 of 64×64×3, momentum',
    config: { optimizer: 'momentum', learningRate: 0.01, classes: 10, epsilon: 1e-5 },
    steps: 25,
    batches: 4,
    data: (rng, config) => patterns(rng, [64, 64, 3], config.classes ?? 0, 16),
    perStep: { images: 16 },
  },
  mobilenet: {
    about: 'MobileNet-like net of five separable blocks, batch 16 of 32×32×3, momentum',
    config: {
      ...{ optimizer: 'momentum', learningRate: 0.01, epsilon: 1e-5 },
      ...{ image: [32, 32, 3], classes: 10 },
    },
    steps: 100,
    batches: 10,
    data: (rng, config) => patterns(rng, config.image ?? [], config.classes ?? 0, 16),
    perStep: { images: 16 },
    wasm: true,
  },
  vit: {
    about:
      'Vision Transformer 4 layers, 4 heads, width 64, patches 4×4; batch 16 of 32×32×3, AdamW',
    config: {
      ...{ ...adamw, image: [32, 32, 3], patchSize: 4, layers: 4, heads: 4, width: 64 },
      classes: 10,
    },
    steps: 100,
    batches: 10,
    data: (rng, config) => patterns(rng, config.image ?? [], config.classes ?? 0, 16),
    perStep: { images: 16 },
    wasm: true,
  },
  unet: {
    about: 'U-Net depth 3, 16 filters, batch 4 of 48×48×1, 4 classes of pixels, Adam',
    config: { ...adam, image: [48, 48, 1], depth: 3, filters: 16, classes: 4 },
    steps: 100,
    batches: 10,
    data: (rng, config) => regions(rng, config, 4),
    perStep: { images: 4 },
    wasm: true,
  },
  ...generatorTasks,
  ...textTasks,
};

/**
 * The batches of a task, always the same.
 *
 * @param {string} name
 */
export function batchesOf(name) {
  const task = taskOf(name);
  const rng = createRng(`compute/${name}`);
  const draw = task.data(rng, task.config);
  return Array.from({ length: task.batches }, () => draw());
}

/**
 * What a task's generator makes samples of, always the same.
 *
 * @param {string} name
 */
export function sampleInputsOf(name) {
  const { sample, config } = taskOf(name);
  return sample?.(createRng(`compute/${name}/sample`), config);
}

/**
 * @param {string} name
 * @throws {RangeError} when there is none of that name
 */
export function taskOf(name) {
  const task = tasks[name];
  if (task === undefined) {
    throw new RangeError(`Expected one of ${Object.keys(tasks).join(', ')}. Received: ${name}`);
  }
  return task;
}
