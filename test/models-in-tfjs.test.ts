/** A model trained here loads in TensorFlow.js alone, as a web page has it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { mlp } from '../src/deep-learning/index.js';
import { type LayersModel, type Tensor, tf } from '../src/index.js';
import { lstmClassifier } from '../src/nlp/index.js';
import { cnn } from '../src/vision/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Loads what was saved, without a line of gradus, and prints what it predicts. */
const page = `
  const tf = require('@tensorflow/tfjs-core');
  const { loadLayersModel } = require('@tensorflow/tfjs-layers');
  require('@tensorflow/tfjs-backend-cpu');
  const saved = JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'));
  const weightData = new Uint8Array(Buffer.from(saved.weights, 'base64')).buffer;
  const { modelTopology, weightSpecs, x, shape, dtype } = saved;
  tf.env().set('PROD', true);
  tf.setBackend('cpu').then(async () => {
    const model = await loadLayersModel({ load: async () => ({ modelTopology, weightSpecs, weightData }) });
    console.log(JSON.stringify(Array.from(model.predict(tf.tensor(x, shape, dtype)).dataSync())));
  });
`;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

async function inTfjs(model: LayersModel, x: Tensor): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-page-'));
  try {
    let artifacts: core.io.ModelArtifacts | undefined;
    const keep = core.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    });
    if (!(model instanceof tfl.LayersModel)) throw new TypeError('no model of tf.layers');
    await model.save(keep);
    const weights = Buffer.from(core.io.CompositeArrayBuffer.join(artifacts?.weightData));
    const { modelTopology, weightSpecs } = artifacts ?? {};
    const file = join(folder, 'model.json');
    const input = { x: Array.from(x.dataSync()), shape: x.shape, dtype: x.dtype };
    const saved = { modelTopology, weightSpecs, weights: weights.toString('base64'), ...input };
    writeFileSync(file, JSON.stringify(saved));
    const said = execFileSync(process.execPath, ['-e', page, file], {
      cwd: root,
      encoding: 'utf8',
    });
    return JSON.parse(said.trim().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const cases: [string, () => LayersModel, () => Tensor][] = [
  ['mlp', () => mlp({ inputShape: [6], hidden: [5], classes: 3, seed: 1 }), () => tf.ones([2, 6])],
  [
    'cnn',
    () => cnn({ inputShape: [12, 12, 1], classes: 3, filters: [2, 3], hidden: 4, seed: 1 }),
    () => tf.ones([2, 12, 12, 1]),
  ],
  [
    'lstmClassifier',
    () => lstmClassifier({ vocabSize: 9, length: 5, classes: 2, width: 4, units: 3, seed: 1 }),
    () => tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 0, 1], [2, 5], 'int32'),
  ],
];

test.each(cases)('%s predicts the same in TensorFlow.js alone', async (_name, make, input) => {
  const model = make();
  const x = input();
  const here = (model.predict(x) as Tensor).dataSync();
  const there = await inTfjs(model, x);
  expect(there).toHaveLength(here.length);
  there.forEach((value, i) => {
    expect(Math.abs(value - (here[i] as number))).toBeLessThan(1e-5);
  });
});
