/** What a notebook imports is there while an exercise is graded, from the driver's snapshot. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LibraryRules } from '../../src/backend/allowed.js';
import * as data from '../../src/data/index.js';
import * as deepLearning from '../../src/deep-learning/index.js';
import * as diffusion from '../../src/diffusion/index.js';
import * as gan from '../../src/gan/index.js';
import * as generative from '../../src/generative/index.js';
import * as gradus from '../../src/index.js';
import * as nlp from '../../src/nlp/index.js';
import * as plot from '../../src/plot/index.js';
import * as scratch from '../../src/scratch/index.js';
import * as speech from '../../src/speech/index.js';
import * as vae from '../../src/vae/index.js';
import * as vision from '../../src/vision/index.js';
import { readLesson } from '../course/lesson.js';
import type { CallOutcome } from '../judge/driver.js';
import { chooseBackend } from './choose-backend.js';
import { defaultLimits } from './limits.js';
import { prepareRuntime } from './runtime.js';
import { type Sandbox, startSandbox } from './sandbox.js';
import { requireModule } from './student-modules.js';

const notebook: Record<string, object> = {
  gradus,
  'gradus/data': data,
  'gradus/deep-learning': deepLearning,
  'gradus/diffusion': diffusion,
  'gradus/gan': gan,
  'gradus/generative': generative,
  'gradus/nlp': nlp,
  'gradus/plot': plot,
  'gradus/scratch': scratch,
  'gradus/speech': speech,
  'gradus/vae': vae,
  'gradus/vision': vision,
};

/** Names that need files, another backend or a browser; they say so when they are used. */
const absent = [
  'BackendError',
  'NoBackendError',
  'backendNames',
  'dataCard',
  'describeBackend',
  'downloadDataset',
  'figureBundle',
  'isFigure',
  'listDatasets',
  'loadDataset',
  ...['readCsv', 'readIdx', 'readImage', 'readJson', 'readJsonLines', 'readWav'],
  'toSvg',
];

const moduleOf = (name: string): Record<string, unknown> =>
  requireModule(name, () => {}) as Record<string, unknown>;

test.each(Object.keys(notebook))('%s has the names that it has in a notebook', (name) => {
  const offered = Object.keys(moduleOf(name));
  const missing = Object.keys(notebook[name] ?? {}).filter((one) => !offered.includes(one));
  expect(missing.filter((one) => !absent.includes(one))).toEqual([]);
});

test('every family of the library can be imported', () => {
  const inner = ['backend', 'jupyterlab', 'messages', 'nn', 'notebook', 'runtime', 'setup'];
  const folders = readdirSync(new URL('../../src', import.meta.url), { withFileTypes: true });
  const families = folders.filter((one) => one.isDirectory() && !inner.includes(one.name));
  expect(families.length).toBeGreaterThan(5);
  for (const { name } of families) expect(moduleOf(`gradus/${name}`)).toBeTypeOf('object');
});

const everything: LibraryRules = {
  allow: ['tf', ...Object.keys(notebook)],
};
const lessonRules = async (exercise: string): Promise<LibraryRules> => {
  const path = new URL('../../notebooks/02-a-network-from-scratch/lesson.md', import.meta.url);
  return (await readLesson(fileURLToPath(path))).allowed[exercise] ?? {};
};

/** A function's body as a student may write it, and what a fresh sandbox answers. */
interface Solution {
  readonly body: string;
  readonly rules?: LibraryRules | undefined;
}

describe('in the sandbox', () => {
  let start: () => Sandbox;
  beforeAll(async () => {
    const runtime = await prepareRuntime();
    const backend = await chooseBackend('none', runtime);
    start = () => startSandbox({ backend, runtime, limits: defaultLimits });
  });

  async function answer({ body, rules = everything }: Solution): Promise<CallOutcome> {
    const sandbox = start();
    try {
      const code = `(async (_, require) => ({ solve: async () => { ${body} } }))`;
      await sandbox.load(code, rules, 5000);
      return await sandbox.call('solve', [], 20_000);
    } finally {
      await sandbox.close();
    }
  }

  test('a trainer trains a model, and what shows its progress does nothing', async () => {
    const body = `
      const { tf, Trainer, setSeed, sparseSoftmaxCrossEntropy, cosineWithWarmup,
        trainingProgress, trainingChart } = require('gradus');
      const { mlp } = require('gradus/deep-learning');
      setSeed(1);
      const model = mlp({ inputShape: [2], hidden: [8], classes: 2, dropout: 0.1 });
      const trainer = new Trainer({
        model, loss: sparseSoftmaxCrossEntropy, optimizer: tf.train.adamw(0.1),
        callbacks: [trainingProgress(), trainingChart()],
      });
      const x = tf.tensor2d([[0, 0], [0, 1], [1, 0], [1, 1]]);
      const y = tf.tensor1d([0, 1, 1, 0], 'int32');
      const { loss } = await trainer.fit({ x, y }, { epochs: 60, batchSize: 4 });
      return [loss.length, loss.at(-1) < loss[0] / 2];`;
    expect(await answer({ body })).toMatchObject({ kind: 'value', value: [60, true] });
  });

  test('a GPT writes, and a network of convolutions and sounds has its shapes', async () => {
    const body = `
      const { tf } = require('gradus');
      const { shapeImages } = require('gradus/data');
      const { characterVocabulary, generate, gpt } = require('gradus/nlp');
      const { ctcLoss, logMelSpectrogram, spectrogram } = require('gradus/speech');
      const { cnn } = require('gradus/vision');
      const vocabulary = characterVocabulary('a cat');
      const writer = gpt({
        vocabSize: vocabulary.size, context: 8, layers: 1, heads: 2, width: 8,
      });
      const text = await generate(writer, vocabulary.encode('a'), { maxTokens: 3 });
      const images = shapeImages({ count: 4, seed: 1 });
      const model = cnn({ inputShape: images.x.shape.slice(1), classes: 3 });
      const heard = spectrogram(tf.zeros([1, 4000]), { windowSize: 256, stride: 128 });
      const mel = logMelSpectrogram(heard, { sampleRate: 8000 });
      const loss = ctcLoss(tf.zeros([1, 4, 3]), tf.tensor2d([[0, 1]], [1, 2], 'int32'));
      return [text.length, model.predict(images.x).shape, mel.rank, loss.dataSync()[0]];`;
    expect(await answer({ body })).toMatchObject({
      kind: 'value',
      value: [3, [4, 3], 3, expect.closeTo(Math.log(81 / 15), 5)],
    });
  });

  test('operations that TensorFlow.js gets wrong are right, as in a notebook on cpu', async () => {
    const body = `
      const { tf } = require('gradus');
      const x = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
      const z = tf.complex([[1, 2]], [[0, 1]]);
      const square = tf.mul(z, z);
      const sums = tf.cumsum(tf.concat([tf.tensor1d([1e8]), tf.ones([64])]));
      return [
        tf.einsum('ijk,k->i', x, tf.tensor1d([1, 1])), tf.cumprod(x, -1).reshape([8]),
        tf.real(tf.mul(z, tf.complex(2, 0))), tf.imag(square.reshape([2])), tf.imag(tf.mean(z)),
        tf.slice(sums, 64),
      ].map((tensor) => [...tensor.dataSync()]);`;
    expect(await answer({ body })).toMatchObject({
      kind: 'value',
      value: [[10, 26], [1, 2, 3, 12, 5, 30, 7, 56], [2, 4], [0, 4], [0.5], [100000064]],
    });
  });

  test("a layer of one's own is trained in a model", async () => {
    const body = `
      const { tf } = require('gradus');
      class Scale extends tf.layers.Layer {
        static className = 'Scale';
        build(inputShape) {
          const size = inputShape[inputShape.length - 1];
          this.factor = this.addWeight('factor', [size], 'float32', tf.initializers.ones());
          super.build(inputShape);
        }
        call(inputs) {
          return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, this.factor.read());
        }
      }
      tf.serialization.registerClass(Scale);
      const model = tf.sequential({ layers: [new Scale({ inputShape: [1] })] });
      model.compile({ optimizer: tf.train.adam(0.1), loss: 'meanSquaredError' });
      const x = tf.tensor2d([[1], [2]]);
      await model.fit(x, tf.mul(x, 3), { epochs: 100, verbose: 0 });
      return [model.countParams(), model.getWeights()[0].dataSync()[0]];`;
    expect(await answer({ body })).toMatchObject({
      kind: 'value',
      value: [1, expect.closeTo(3, 0)],
    });
  });

  test.each([
    ['its global name', 'found = globalThis._tfengine;'],
    ['the table of kernels', "found = globalThis._tfGlobals.get('kernelRegistry');"],
    ['its function', 'const { runKernel } = tf.engine(); found = { runKernel };'],
    ['its state', 'found = tf.engine().state;'],
    ['the backend', 'found = tf.backend().data.dataMover;'],
    ['the backend by name', "found = tf.findBackend('cpu').data.dataMover;"],
    [
      'a kernel of its own',
      `tf.registerKernel({ kernelName: 'Exp', backendName: 'cpu',
        kernelFunc: ({ backend }) => { found = backend.data.dataMover; } }); tf.exp(x);`,
    ],
    [
      'a patched store',
      'tf.DataStorage.prototype.get = function () { found = this.dataMover; }; tf.exp(x);',
    ],
    [
      'getters on what it lacks',
      `for (const name of ['pendingBackendInit', 'profiler', 'backendName', 'lacking', 'then'])
        Object.defineProperty(Object.prototype, name, {
          configurable: true,
          get() { if (this?.runKernel || this?.dataMover) found = this; return undefined; },
        });
      tf.exp(x); tf.tidy(() => tf.relu(x)); tf.memory();`,
    ],
    [
      'calls on a stack',
      `Error.prepareStackTrace = (_, sites) => {
        for (const site of sites) { const it = site.getThis?.(); if (it?.runKernel) found = it; }
        return '';
      };
      tf.tidy(() => { new Error('here').stack; return tf.zeros([1]); });
      try { tf.matMul(x, tf.zeros([7, 7])); } catch (error) { error.stack; }`,
    ],
    [
      "a tensor's own checks",
      `const names = ['throwIfDisposed', 'isDisposed', 'dataId', 'kerasMask'];
      for (const name of names)
        Object.defineProperty(x, name, { get: () => { found ??= globalThis._tfengine; } });
      x.dataSync();`,
    ],
    ['an inspector', "found = { runKernel: require('node:inspector').Session };"],
    [
      "the process's inspector",
      "found = { runKernel: process.getBuiltinModule('inspector').Session };",
    ],
    ['a binding', "found = { runKernel: process.binding('inspector').Connection };"],
  ])('the engine is not reached by %s', async (_name, code) => {
    const body = `
      const { tf } = require('gradus');
      const x = tf.tensor2d([[1, 2], [3, 4]]);
      let found;
      try { ${code} } catch {}
      return [typeof found?.runKernel, typeof found?.get, Object.keys(found ?? {}).length];`;
    expect(await answer({ body, rules: await lessonRules('softmax') })).toMatchObject({
      kind: 'value',
      value: ['undefined', 'undefined', 0],
    });
  });

  const x = 'tf.tensor2d([[1, 2], [3, 4]])';
  test.each([
    [
      'softmax',
      `tf.layers.dense({ units: 2, activation: 'softmax' }).apply(${x})`,
      'tf.layers.dense',
    ],
    [
      'softmax',
      `gradus.sparseSoftmaxCrossEntropy(tf.zeros([2], 'int32'), ${x})`,
      'gradus.sparseSoftmaxCrossEntropy',
    ],
    [
      'softmax',
      `nlp.scaledDotProductAttention(...Array(3).fill(${x}.reshape([1, 1, 2, 2])))`,
      'gradus/nlp.scaledDotProductAttention',
    ],
    [
      'softmax',
      `Math.exp(-deepLearning.crossEntropy(${x}, tf.tensor1d([0, 1], 'int32')).dataSync()[0])`,
      'gradus/deep-learning.crossEntropy',
    ],
    [
      'softmax',
      `tf.metrics.categoricalCrossentropy(tf.eye(2), ${x})`,
      'tf.metrics.categoricalCrossentropy',
    ],
    [
      'crossEntropy',
      `tf.sequential({ layers: [tf.layers.activation({ activation: 'softmax', inputShape: [2] })] })`,
      'tf.layers.activation',
    ],
    ['crossEntropy', `new gradus.Trainer({ model: { variables: [] } })`, 'gradus.Trainer'],
    ['crossEntropy', `deepLearning.trainMlp({ x: ${x} })`, 'gradus/deep-learning.trainMlp'],
    [
      'crossEntropy',
      `speech.ctcLoss(${x}.reshape([2, 1, 2]), tf.zeros([2, 1], 'int32'))`,
      'gradus/speech.ctcLoss',
    ],
    [
      'denseForward',
      'deepLearning.mlp({ inputShape: [2], hidden: [], classes: 2 })',
      'gradus/deep-learning.mlp',
    ],
    ['softmax', `require('gradus/scratch').softmax(${x})`, 'gradus/scratch.softmax'],
    ['denseForward', 'tf.layers.conv1d({ filters: 2, kernelSize: 1 })', 'tf.layers.conv1d'],
    ['denseForward', `tf.fused.matMul({ a: ${x}, b: ${x} })`, 'tf.fused.matMul'],
    ['denseForward', "tf.models.modelFromJSON('{}')", 'tf.models.modelFromJSON'],
    ['denseBackward', "tf.getGradient('BatchMatMul')", 'tf.getGradient'],
    ['trainMlp', 'tf.serialization.SerializationMap()', 'tf.serialization.SerializationMap'],
    ['denseBackward', 'new tf.SGDOptimizer(1)', 'tf.SGDOptimizer'],
    [
      'trainMlp',
      'deepLearning.mlp({ inputShape: [2], hidden: [2], classes: 2 })',
      'gradus/deep-learning.mlp',
    ],
    ['trainMlp', 'new gradus.Trainer({ model: { variables: [] } })', 'gradus.Trainer'],
    ['trainMlp', 'new tf.Sequential()', 'tf.Sequential'],
  ])('%s cannot be answered by %s', async (exercise, call, name) => {
    const body = `
      const gradus = require('gradus'), nlp = require('gradus/nlp');
      const speech = require('gradus/speech'), deepLearning = require('gradus/deep-learning');
      const { tf } = gradus;
      return ${call};`;
    expect(await answer({ body, rules: await lessonRules(exercise) })).toMatchObject({
      kind: 'threw',
      error: { message: expect.stringContaining(`${name} may not be used in this exercise`) },
    });
  });
});

test('a grade depends on no other lesson: what was kept is not looked for', () => {
  const { kept } = requireModule('gradus', () => {}) as Pick<typeof gradus, 'kept'>;
  const library = (): string => 'library';
  expect(kept('softmax', library)).toBe(library);
});
