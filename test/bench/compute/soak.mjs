/**
 * `node --expose-gc test/bench/compute/soak.mjs 3000`: whether memory stays flat.
 *
 * Each model trains for so many captured steps; tensors are counted, and the resident memory after
 * a garbage collection is read a hundred times. Its last third must stay within 5 %.
 */
import * as core from '@tensorflow/tfjs-core';
import { sparseSoftmaxCrossEntropy, tf, useBackend } from 'gradus';
import { modelOf, optimizerOf } from './models.mjs';
import { batchesOf, taskOf } from './tasks.mjs';

const steps = Number(process.argv[2] ?? 3000);
const names = (process.argv[3] ?? 'mlp,cnn,lstm,gpt').split(',');
const { gc } = globalThis;
if (gc === undefined) throw new Error('Expected `node --expose-gc`');
await useBackend({ backend: 'tensorflow', printBackend: false });
const backend = /** @type {{ getNumOfTFTensors(): number }} */ (
  /** @type {unknown} */ (core.backend())
);

console.log(
  '| model | steps | tensors after warm-up, at the end | resident MB, last third: min, max | spread |',
);
console.log('| --- | --- | --- | --- | --- |');
let failed = false;
for (const name of names) {
  const { config } = taskOf(name);
  const model = modelOf(name, config);
  model.compile({ optimizer: optimizerOf(config), loss: sparseSoftmaxCrossEntropy });
  const batches = batchesOf(name).map((parts) =>
    parts.map(({ values, shape }) =>
      tf.tensor(values, shape, values instanceof Int32Array ? 'int32' : 'float32'),
    ),
  );
  const resident = [];
  let tensors = 0;
  for (let i = 0; i < steps; i++) {
    const [x, y] = batches[i % batches.length] ?? [];
    if (x === undefined || y === undefined) throw new Error('no batch');
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
    `| ${name} | ${steps} | ${tensors}, ${end} | ${low.toFixed(0)}, ${high.toFixed(0)} | ${(100 * spread).toFixed(1)} % |`,
  );
  model.dispose();
  tf.dispose(batches);
}
process.exitCode = failed ? 1 : 0;
