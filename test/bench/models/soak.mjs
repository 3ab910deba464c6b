/**
 * `node --expose-gc test/bench/models/soak.mjs 3000 vision/`: whether memory stays flat while every model
 * of the library, as small as its spec's example, trains for so many captured steps. Needs
 * `npm run build`.
 *
 * Tensors are counted as TensorFlow's binding counts them, and the resident memory after a garbage
 * collection is read a hundred times. Its last third must stay within 5 %.
 */
import * as core from '@tensorflow/tfjs-core';
import { createRng, sparseSoftmaxCrossEntropy, tf, useBackend } from 'gradus';
import { buildModel } from '../../../dist/src/models/build-model.js';
import { modelIds, modelSpec } from '../../../dist/src/models/registry.js';
import { exampleInputs } from '../../../dist/src/nn/conformance/subject.js';

/** @typedef {import('gradus').Tensor} Tensor */

const steps = Number(process.argv[2] ?? 3000);
const start = process.argv[3] ?? '';
const { gc } = globalThis;
if (gc === undefined) throw new Error('Expected `node --expose-gc`');
await useBackend({ backend: 'tensorflow', printBackend: false });
const backend = /** @type {{ getNumOfTFTensors(): number }} */ (
  /** @type {unknown} */ (core.backend())
);
/** Class numbers or values of the shape of an output. @param {readonly (number | null)[]} shape */
function labelsFor(shape) {
  const full = shape.slice(0, -1).map((size) => size ?? 8);
  const rng = createRng(full.join());
  const count = full.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Int32Array.from({ length: count }, () => rng.integer(0, shape.at(-1) ?? 1)),
    full,
    'int32',
  );
}

console.log(
  '| model | steps | tensors after warm-up, at the end | resident MB, last third: min, max | spread |',
);
console.log('| --- | --- | --- | --- | --- |');
let failed = false;
for (const id of modelIds.filter((one) => one.startsWith(start))) {
  const spec = await modelSpec(id);
  const model = buildModel(spec, spec.example.options);
  const optimizer = tf.train.adam(1e-3);
  model.compile({ optimizer, loss: sparseSoftmaxCrossEntropy });
  const batches = [1, 2].map((seed) => {
    const [{ values, shape, dtype }] = /** @type {[any]} */ (
      exampleInputs(spec.example.inputs, 8, seed)
    );
    /** @type {Tensor} */
    const x = tf.tensor(values, shape, dtype);
    const y = /** @type {Tensor} */ (model.predict(x));
    const labels = labelsFor(y.shape);
    y.dispose();
    return [x, labels];
  });
  const resident = [];
  let tensors = 0;
  for (let i = 0; i < steps; i++) {
    const [x, y] = /** @type {[Tensor, Tensor]} */ (batches[i % batches.length]);
    await model.trainOnBatch(x, y);
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
    `| ${id} | ${steps} | ${tensors}, ${end} | ${low.toFixed(0)}, ${high.toFixed(0)} | ${(100 * spread).toFixed(1)} % |`,
  );
  model.dispose();
  optimizer.dispose();
  tf.dispose(batches);
}
process.exitCode = failed ? 1 : 0;
