/** A saved model's folder, served as files, loads in TensorFlow.js alone: in Node and in a web page. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import '@tensorflow/tfjs-backend-cpu';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LayersModel, type Tensor, tf } from '../src/index.js';
import { buildModel } from '../src/models/build-model.js';
import { type ModelId, modelIds, modelSpec } from '../src/models/registry.js';
import { saveGraphModel } from '../src/models/save-graph-model.js';
import { saveModel } from '../src/models/save-model.js';
import { unknownToTensorFlowJs } from '../src/models/tensorflowjs-classes.js';
import { type Data, exampleInputs, toTensor } from '../src/nn/conformance/subject.js';
import { describeIf } from './capabilities.js';
import { openBrowser } from './e2e/jupyterlab.js';
import { servePage } from './tfjs-page.fixture.js';

const run = promisify(execFile);
const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'gradus-page-'));

/** What both a page and a process do with a model: not a line of gradus is in it. */
const predict = `async (tf, url, inputs) => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  const model = await tf.loadLayersModel(url);
  const given = inputs.map(({ values, shape, dtype }) => tf.tensor(values, shape, dtype));
  return Array.from(model.predict(given.length === 1 ? given[0] : given).dataSync());
}`;

/** The same of a graph model. */
const predictGraph = `async (tf, url, inputs) => {
  tf.env().set('PROD', true);
  await tf.setBackend('cpu');
  const model = await tf.loadGraphModel(url);
  const given = inputs.map(({ values, shape, dtype }) => tf.tensor(values, shape, dtype));
  return Array.from(model.predict(given.length === 1 ? given[0] : given).dataSync());
}`;

let server: Awaited<ReturnType<typeof servePage>>;
let address: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  server = await servePage(folder);
  ({ address } = server);
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Saved {
  readonly url: string;
  readonly inputs: readonly Data[];
  readonly expected: readonly number[];
  readonly unknown: readonly string[];
}

/** Values that JSON has. */
const plain = (inputs: readonly Data[]): Data[] =>
  inputs.map((input) => ({ ...input, values: Array.from(input.values) }));

function predicted(model: LayersModel, inputs: readonly Data[]): number[] {
  return tf.tidy(() => {
    const given = inputs.map((input) => toTensor(input) as Tensor);
    const [output] = [model.predict(given.length === 1 ? (given[0] as Tensor) : given)].flat();
    return Array.from((output as Tensor).dataSync());
  });
}

/** The small model of a spec in a folder of its own, with what it predicts here. */
async function save(id: ModelId): Promise<Saved> {
  const spec = await modelSpec(id);
  const model = buildModel(spec, spec.example.options);
  await saveModel(model, join(folder, id));
  const inputs = exampleInputs(spec.example.inputs, 2, 1);
  const expected = predicted(model, inputs);
  model.dispose();
  const manifest = JSON.parse(readFileSync(join(folder, id, 'manifest.json'), 'utf8')) as {
    unknownToTensorFlowJs: string[];
  };
  const unknown = manifest.unknownToTensorFlowJs;
  return { url: `${address}/${id}/model.json`, inputs: plain(inputs), expected, unknown };
}

/** As `save`, as a graph; a batch of another size than those that the graph was made with. */
async function saveGraph(id: ModelId): Promise<Omit<Saved, 'unknown'>> {
  const spec = await modelSpec(id);
  const model = buildModel(spec, spec.example.options);
  await saveGraphModel(model, join(folder, `${id}-graph`));
  const inputs = exampleInputs(spec.example.inputs, 4, 1);
  const expected = predicted(model, inputs);
  model.dispose();
  return { url: `${address}/${id}-graph/model.json`, inputs: plain(inputs), expected };
}

function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-5);
  });
}

/** With what every page has: the released union package, and nothing that gradus patches. */
async function inNode(url: string, inputs: readonly Data[]): Promise<number[]> {
  const code = `(${predict})(require('@tensorflow/tfjs'), ...JSON.parse(process.argv[1])).then(
    (values) => console.log(JSON.stringify(values)),
    (error) => { console.error(error.message); process.exit(1); },
  );`;
  const words = ['-e', code, JSON.stringify([url, inputs])];
  const { stdout } = await run(process.execPath, words, { cwd: root });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as number[];
}

/** Layers that gradus alone has: only these keep a model from a page. */
const ownLayers: Partial<Record<ModelId, readonly string[]>> = {
  'diffusion/denoising-mlp': ['SinusoidalEmbedding'],
  'diffusion/denoising-unet': ['SinusoidalEmbedding', 'GroupNormalization', 'SelfAttention'],
  'nlp/bert-classifier': ['TokenAndPositionEmbedding', 'TokenMask', 'TransformerBlock'],
  'nlp/bert-masked-lm': [
    'TokenAndPositionEmbedding',
    'TokenMask',
    'TransformerBlock',
    'OutputBias',
  ],
  'nlp/bert-question-answering': ['TokenAndPositionEmbedding', 'TokenMask', 'TransformerBlock'],
  'nlp/bi-lstm-tagger': ['LinearChainCrf'],
  'nlp/gpt': ['TokenAndPositionEmbedding', 'TransformerBlock'],
  'nlp/seq2seq': ['TokenMask', 'RecurrentEncoder', 'AttentionDecoder'],
  'nlp/transformer': ['SinusoidalPositions', 'TokenMask', 'TransformerBlock', 'DecoderBlock'],
  'nlp/transformer-classifier': ['TokenMask', 'PositionEmbedding', 'TransformerBlock'],
  // Where the variance of pixels is learnt, as in its example.
  'vae/conv-vae': ['PixelVariance'],
  'vae/vq-vae': ['VectorQuantizer'],
  'vision/vit': ['ClassToken', 'PositionEmbedding', 'TransformerBlock'],
};

describe('in a process with TensorFlow.js alone', () => {
  test.each(modelIds)('%s predicts the same, or its manifest says why not', async (id) => {
    const { url, inputs, expected, unknown } = await save(id);
    if (unknown.length === 0) expectClose(await inNode(url, inputs), expected);
    else await expect(inNode(url, inputs)).rejects.toThrow(`Unknown layer: ${unknown[0]}.`);
    expect(unknown).toEqual(ownLayers[id] ?? []);
  });

  test('every model predicts the same as a graph model', async () => {
    const all: Omit<Saved, 'unknown'>[] = [];
    for (const id of modelIds) all.push(await saveGraph(id));
    const file = join(folder, 'calls.json');
    writeFileSync(file, JSON.stringify(all.map(({ url, inputs }) => [url, inputs])));
    // One process for all: each start takes seconds.
    const code = `(async () => {
      const all = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));
      const found = [];
      for (const given of all) found.push(await (${predictGraph})(require('@tensorflow/tfjs'), ...given));
      console.log(JSON.stringify(found));
    })().catch((error) => { console.error(error); process.exit(1); });`;
    const { stdout } = await run(process.execPath, ['-e', code, file], { cwd: root });
    const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as number[][];
    expect(found).toHaveLength(modelIds.length);
    found.forEach((values, i) => {
      expectClose(values, all[i]?.expected ?? []);
    });
  });

  test('the classes that count as known are those that it has', async () => {
    const code = `
      const { serialization } = require('@tensorflow/tfjs-core');
      require('@tensorflow/tfjs-layers');
      console.log(JSON.stringify(Object.keys(serialization.SerializationMap.getMap().classNameMap)));`;
    const { stdout } = await run(process.execPath, ['-e', code], { cwd: root });
    const classes = JSON.parse(stdout) as string[];
    // Optimizers and activations have a place of their own in a saved model.
    const others = /^(Ada\w+|Momentum|RMSProp|SGD|[a-z]\w*)$/;
    const counted = classes.filter((name) => !others.test(name));
    expect(counted.length).toBeGreaterThan(60);
    const config = (names: string[]) => ({ layers: names.map((class_name) => ({ class_name })) });
    expect(unknownToTensorFlowJs(config(counted))).toEqual([]);
    const source = readFileSync(join(root, 'src/models/tensorflowjs-classes.ts'), 'utf8');
    const listed = (/`([^`]*)`\.split/.exec(source)?.[1] ?? '').split(/\s+/);
    expect(listed.sort()).toEqual(counted.sort());
    expect(unknownToTensorFlowJs(config(['Dense', 'Scale', 'RMSNorm', 'Scale']))).toEqual([
      'Scale',
      'RMSNorm',
    ]);
  });
});

describeIf('browser', 'in a web page with TensorFlow.js alone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test('every model without layers of its own predicts the same', async () => {
    const page = await browser.newPage();
    await page.goto(address);
    let seen = 0;
    for (const id of modelIds) {
      const { url, inputs, expected, unknown } = await save(id);
      if (unknown.length > 0) continue;
      const call = `(${predict})(tf, ...${JSON.stringify([url, inputs])})`;
      expectClose((await page.evaluate(call)) as number[], expected);
      seen += 1;
    }
    expect(seen).toBeGreaterThan(3);
  });

  test('every model predicts the same as a graph model', async () => {
    const page = await browser.newPage();
    await page.goto(address);
    for (const id of modelIds) {
      const { url, inputs, expected } = await saveGraph(id);
      const call = `(${predictGraph})(tf, ...${JSON.stringify([url, inputs])})`;
      expectClose((await page.evaluate(call)) as number[], expected);
    }
  });
});
