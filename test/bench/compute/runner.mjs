/**
 * gradus's part of the comparison: `runner.mjs <folder> eager|captured|xla|wasm|generate|generate-xla`, and
 * `runner.mjs <folder> prepare <model> <seconds>`, which writes what all runners read.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sparseSoftmaxCrossEntropy, tf, useBackend } from 'gradus';
import { generator } from 'gradus/nlp';
import { generatorOf, samplesASecond, trainGenerator } from './generators/gradus.mjs';
import { layersOf, modelOf, optimizerOf } from './models.mjs';
import { batchesOf, sampleInputsOf, taskOf } from './tasks.mjs';

/** @typedef {{ file: string, shape: number[], dtype: 'float32' | 'int32' }} Stored */

const [folder = '', mode = '', name = '', seconds = '60'] = process.argv.slice(2);
if (mode === 'eager') process.env.GRADUS_CAPTURE = 'off';
if (mode.endsWith('xla')) process.env.GRADUS_CAPTURE = 'xla';
await useBackend({ backend: mode === 'wasm' ? 'wasm' : 'tensorflow', printBackend: false });

function prepare() {
  const { about, config, steps, generate: options } = taskOf(name);
  mkdirSync(folder, { recursive: true });
  /** @returns {Stored} */
  const write = (
    /** @type {string} */ file,
    /** @type {import('gradus').TypedArray} */ values,
    /** @type {number[]} */ shape,
  ) => {
    writeFileSync(join(folder, file), values);
    return { file, shape, dtype: values instanceof Int32Array ? 'int32' : 'float32' };
  };
  const generative = generatorOf(name, config);
  const layers = generative?.networks ?? layersOf(name, config, modelOf(name, config));
  const weights = layers
    .flatMap((layer) => layer.getWeights())
    .map((w, i) => write(`weight-${i}.bin`, w.dataSync(), w.shape));
  const batches = batchesOf(name).map((parts, i) =>
    parts.map(({ values, shape }, j) => write(`batch-${i}-${j}.bin`, values, shape)),
  );
  const sample = sampleInputsOf(name)?.map(({ values, shape }, i) =>
    write(`sample-${i}.bin`, values, shape),
  );
  const prompt = Array.from({ length: options?.prompt ?? 0 }, (_, i) => i);
  const spec = {
    ...{ model: name, about, config, steps, seconds: Number(seconds), weights, batches, sample },
    ...(options !== undefined && { generate: { tokens: options.tokens, prompt } }),
  };
  writeFileSync(join(folder, 'task.json'), JSON.stringify(spec));
  report({});
}

function readTask() {
  const spec = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8'));
  const read = (/** @type {Stored} */ { file, shape, dtype }) => {
    const { buffer } = new Uint8Array(readFileSync(join(folder, file)));
    const values = dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer);
    return tf.tensor(values, shape, dtype);
  };
  /** @type {import('gradus').Tensor[][]} */
  const batches = spec.batches.map((/** @type {Stored[]} */ batch) => batch.map(read));
  return { ...spec, weights: spec.weights.map(read), batches, sample: spec.sample?.map(read) };
}

/**
 * @param {readonly import('gradus').Layer[]} layers
 * @param {import('gradus').Tensor[]} weights
 */
function setWeights(layers, weights) {
  for (const layer of layers) layer.setWeights(weights.splice(0, layer.getWeights().length));
}

/** The model of a task as it starts. */
function readModel() {
  const task = readTask();
  const model = modelOf(task.model, task.config);
  setWeights(layersOf(task.model, task.config, model), task.weights);
  return { ...task, model };
}

/** @param {object} values */
function report(values) {
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ ...values, peakMegabytes }));
}

/**
 * @param {import('./generators/gradus.mjs').Generator} generative
 * @param {ReturnType<typeof readTask>} task
 */
async function trainAndSample(generative, { weights, batches, sample, steps, seconds: budget }) {
  setWeights(generative.networks, weights);
  const sampled = sample && (await samplesASecond(generative, sample));
  report({ ...(await trainGenerator(generative, batches, steps, budget)), sampled });
}

async function train() {
  const { model, batches, config, steps, seconds: budget } = readModel();
  model.compile({ optimizer: optimizerOf(config), loss: sparseSoftmaxCrossEntropy });
  const times = [];
  const losses = [];
  const start = performance.now();
  for (let i = 0; i < steps; i++) {
    const [x, y] = batches[i % batches.length];
    const before = performance.now();
    losses.push(Number(await model.trainOnBatch(x, y)));
    const now = performance.now();
    times.push(now - before);
    if (now - start > budget * 1000) break;
  }
  report({ times, losses });
}

async function generateTokens() {
  const { model, config, generate: options } = readModel();
  const length = Math.min(config.context, options.prompt.length + options.tokens);
  /** @type {Record<string, number | number[]>} */
  const figures = {};
  for (const cached of [true, false]) {
    const kind = cached ? 'cached' : 'uncached';
    const writer = generator(model, { length, cache: cached });
    const run = () =>
      writer.generate(options.prompt, { maxTokens: options.tokens, temperature: 0 });
    // Twice: the step of a token is recorded in the first, and compiled by then.
    for (let i = 0; i < 2; i++) await run();
    const start = performance.now();
    const tokens = await run();
    figures[kind] = (options.tokens * 1000) / (performance.now() - start);
    figures[`${kind}Tokens`] = [...options.prompt, ...tokens];
    writer.dispose();
  }
  report({ generate: figures });
}

if (mode === 'prepare') prepare();
else if (mode.startsWith('generate')) await generateTokens();
else {
  const task = readTask();
  const generative = generatorOf(task.model, task.config);
  if (generative === undefined) await train();
  else await trainAndSample(generative, task);
}
