/**
 * `node --expose-gc test/bench/compute/soak.mjs 3000`: whether memory stays flat.
 *
 * Each model of the registry, as small as its spec's example, trains for so many captured steps, and each
 * trainer of generators makes as many (`soak-trainers.mjs`); so do the models of the comparison where they
 * are named instead (`3000 mlp,cnn,lstm,gpt`). Tensors are counted, and the resident memory after a garbage
 * collection is read a hundred times: its last third must stay within 5 %, and no tensor may be added after
 * the first fifty steps.
 */
import * as core from '@tensorflow/tfjs-core';
import { meanSquaredError, sparseSoftmaxCrossEntropy, tf, useBackend } from 'gradus';
import { buildModel } from '../../../dist/src/models/build-model.js';
import { isModelId, modelIds, modelSpec } from '../../../dist/src/models/registry.js';
import { exampleInputs } from '../../../dist/src/nn/conformance/subject.js';
import { exampleLabels, lossOf } from '../../example-labels.mjs';
import { modelOf, optimizerOf } from './models.mjs';
import { trainers } from './soak-trainers.mjs';
import { batchesOf, taskOf } from './tasks.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {{ model: LayersModel, batches: Tensor[][] }} Soaked */

const steps = Number(process.argv[2] ?? 3000);
const names = process.argv[3]?.split(',') ?? [...modelIds, ...Object.keys(trainers)];
const { gc } = globalThis;
if (gc === undefined) throw new Error('Expected `node --expose-gc`');
await useBackend({ backend: 'tensorflow', printBackend: false });
const backend = /** @type {{ getNumOfTFTensors(): number }} */ (
  /** @type {unknown} */ (core.backend())
);

const BATCH = 8;

/**
 * The example of a model of the library, with four batches of it.
 *
 * @param {import('gradus/models').ModelId} id
 * @returns {Promise<Soaked>}
 */
async function exampleOf(id) {
  const spec = await modelSpec(id);
  const model = buildModel(spec, spec.example.options);
  const loss = { meanSquaredError, sparseSoftmaxCrossEntropy }[lossOf[spec.task]];
  model.compile({ optimizer: tf.train.adam(1e-3), loss });
  const batches = [1, 2, 3, 4].map((seed) => {
    const inputs = exampleInputs(spec.example.inputs, BATCH, seed);
    const labels = exampleLabels(spec, inputs[0]?.values ?? [], BATCH);
    return [...inputs, labels].map(({ values, shape, dtype }) =>
      tf.tensor(Array.from(values), [...shape], /** @type {'float32' | 'int32'} */ (dtype)),
    );
  });
  return { model, batches };
}

/**
 * A model of the comparison with Keras and PyTorch.
 *
 * @param {string} name
 * @returns {Soaked}
 */
function comparedOf(name) {
  const { config } = taskOf(name);
  const model = modelOf(name, config);
  model.compile({ optimizer: optimizerOf(config), loss: sparseSoftmaxCrossEntropy });
  const batches = batchesOf(name).map((parts) =>
    parts.map(({ values, shape }) =>
      tf.tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32'),
    ),
  );
  return { model, batches };
}

/** @param {number} i the number of a step that was made, from 0 */
function look(i) {
  if (i === 50) tensors = backend.getNumOfTFTensors();
  if (i % Math.ceil(steps / 100) === 0) {
    gc?.();
    resident.push(process.memoryUsage().rss / 2 ** 20);
  }
}

/** @param {Soaked} soaked */
async function soak({ model, batches }) {
  for (let i = 0; i < steps; i++) {
    const batch = batches[i % batches.length] ?? [];
    const [inputs, y] = [batch.slice(0, -1), batch.at(-1)];
    const [x] = inputs;
    if (x === undefined || y === undefined) throw new Error('no batch');
    await model.trainOnBatch(inputs.length === 1 ? x : inputs, y);
    look(i);
  }
  const end = backend.getNumOfTFTensors();
  const { optimizer } = model;
  model.dispose();
  optimizer.dispose();
  tf.dispose(batches);
  return end;
}

/** @param {import('./soak-trainers.mjs').Train} train */
async function soakTrainer(train) {
  // Every 500 steps two are made as they are, for which the weights lie there as tensors: the least of the
  // last ten is what stays.
  let end = Number.POSITIVE_INFINITY;
  const onStep = (/** @type {{ step: number }} */ { step }) => {
    look(step - 1);
    if (step > steps - 10) end = Math.min(end, backend.getNumOfTFTensors());
  };
  await train({ onStep }, steps);
  return end;
}

console.log(
  '| model | steps | tensors after warm-up, at the end | resident MB, last third: min, max | spread |',
);
console.log('| --- | --- | --- | --- | --- |');
/** @type {number[]} */
let resident = [];
let tensors = 0;
let failed = false;
for (const name of names) {
  resident = [];
  const train = trainers[name];
  const end =
    train === undefined
      ? await soak(isModelId(name) ? await exampleOf(name) : comparedOf(name))
      : await soakTrainer(train);
  const last = resident.slice(Math.floor((resident.length * 2) / 3));
  const [low, high] = [Math.min(...last), Math.max(...last)];
  const spread = high / low - 1;
  failed ||= end !== tensors || spread > 0.05;
  console.log(
    `| ${name} | ${steps} | ${tensors}, ${end} | ${low.toFixed(0)}, ${high.toFixed(0)} | ${(100 * spread).toFixed(1)} % |`,
  );
}
process.exitCode = failed ? 1 : 0;
