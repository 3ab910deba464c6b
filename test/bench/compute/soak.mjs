/**
 * `node --expose-gc test/bench/compute/soak.mjs 3000`: whether memory stays flat.
 *
 * Each model of the registry, as small as its spec's example, trains for so many captured steps; so do the
 * models of the comparison where they are named instead (`3000 mlp,cnn,lstm,gpt`). Tensors are counted, and
 * the resident memory after a garbage collection is read a hundred times: its last third must stay within
 * 5 %, and no tensor may be added after the first fifty steps.
 */
import * as core from '@tensorflow/tfjs-core';
import { meanSquaredError, sparseSoftmaxCrossEntropy, tf, useBackend } from 'gradus';
import { buildModel } from '../../../dist/src/models/build-model.js';
import { isModelId, modelIds, modelSpec } from '../../../dist/src/models/registry.js';
import { exampleInputs } from '../../../dist/src/nn/conformance/subject.js';
import { exampleLabels, lossOf } from '../../example-labels.mjs';
import { modelOf, optimizerOf } from './models.mjs';
import { batchesOf, taskOf } from './tasks.mjs';

/** @typedef {import('gradus').Tensor} Tensor */
/** @typedef {import('gradus').LayersModel} LayersModel */
/** @typedef {{ model: LayersModel, batches: Tensor[][] }} Soaked */

const steps = Number(process.argv[2] ?? 3000);
const names = process.argv[3]?.split(',') ?? modelIds;
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

console.log(
  '| model | steps | tensors after warm-up, at the end | resident MB, last third: min, max | spread |',
);
console.log('| --- | --- | --- | --- | --- |');
let failed = false;
for (const name of names) {
  const { model, batches } = isModelId(name) ? await exampleOf(name) : comparedOf(name);
  const resident = [];
  let tensors = 0;
  for (let i = 0; i < steps; i++) {
    const batch = batches[i % batches.length] ?? [];
    const y = batch.at(-1);
    if (y === undefined) throw new Error('no batch');
    await model.trainOnBatch(batch.slice(0, -1), y);
    if (i === 50) tensors = backend.getNumOfTFTensors();
    if (i % Math.ceil(steps / 100) === 0) {
      gc();
      resident.push(process.memoryUsage().rss / 2 ** 20);
    }
  }
  const last = resident.slice(Math.floor((resident.length * 2) / 3));
  const [low, high] = [Math.min(...last), Math.max(...last)];
  const spread = high / low - 1;
  const end = backend.getNumOfTFTensors();
  failed ||= end !== tensors || spread > 0.05;
  console.log(
    `| ${name} | ${steps} | ${tensors}, ${end} | ${low.toFixed(0)}, ${high.toFixed(0)} | ${(100 * spread).toFixed(1)} % |`,
  );
  const { optimizer } = model;
  model.dispose();
  optimizer.dispose();
  tf.dispose(batches);
}
process.exitCode = failed ? 1 : 0;
