/** gradus's part of the comparison: `runner.mjs <task> eager|captured`, or `prepare` to write it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf, useBackend } from 'gradus';
import { models } from './models.mjs';
import { batchesOf, tasks } from './tasks.mjs';

const [folder, mode, name, seconds] = process.argv.slice(2);
if (mode === 'eager') process.env.GRADUS_CAPTURE = 'off';
await useBackend({ backend: 'tensorflow', printBackend: false });

function prepare() {
  const task = tasks[name];
  mkdirSync(folder, { recursive: true });
  const write = (file, values, shape) => {
    writeFileSync(join(folder, file), values);
    return { file, shape, dtype: values instanceof Int32Array ? 'int32' : 'float32' };
  };
  const model = models[name](task.config);
  const weights = model.getWeights().map((w, i) => write(`weight-${i}.bin`, w.dataSync(), w.shape));
  const batches = batchesOf(name).map((parts, i) =>
    parts.map(({ values, shape }, j) => write(`batch-${i}-${j}.bin`, values, shape)),
  );
  const { about, config, steps } = task;
  const spec = { model: name, about, config, steps, seconds: Number(seconds), weights, batches };
  writeFileSync(join(folder, 'task.json'), JSON.stringify(spec));
}

function readTask() {
  const spec = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8'));
  const read = ({ file, shape, dtype }) => {
    const { buffer } = new Uint8Array(readFileSync(join(folder, file)));
    return tf.tensor(
      dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer),
      shape,
      dtype,
    );
  };
  return {
    ...spec,
    weights: spec.weights.map(read),
    batches: spec.batches.map((b) => b.map(read)),
  };
}

function optimizerOf(config) {
  if (config.optimizer === 'adam') return tf.train.adam(config.learningRate);
  return tf.train.momentum(config.learningRate, 0.9);
}

async function train() {
  const task = readTask();
  const model = models[task.model](task.config);
  model.setWeights(task.weights);
  const sparse = (y, logits) =>
    tf.losses.softmaxCrossEntropy(
      tf.oneHot(tf.cast(y, 'int32').flatten(), logits.shape.at(-1)),
      logits,
    );
  const bce = (y, logits) => tf.losses.sigmoidCrossEntropy(y, logits);
  model.compile({
    optimizer: optimizerOf(task.config),
    loss: task.model === 'lstm' ? bce : sparse,
  });
  const times = [];
  const losses = [];
  const start = performance.now();
  for (let i = 0; i < task.steps; i++) {
    const before = performance.now();
    const [x, y] = task.batches[i % task.batches.length];
    losses.push(Number(await model.trainOnBatch(x, y)));
    const now = performance.now();
    times.push(now - before);
    if (now - start > task.seconds * 1000) break;
  }
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ times, losses, peakMegabytes }));
}

if (mode === 'prepare') prepare();
else await train();
