import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as converter from '@tensorflow/tfjs-converter';
import * as core from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backendsHere } from '../../test/conformance.js';
import { fileSystem } from '../backend/files.js';
import { useBackend } from '../backend/index.js';
import { messages } from '../messages/index.js';
import { exampleInputs, toTensor } from '../nn/conformance/subject.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { buildModel } from './build-model.js';
import { modelIds, modelSpec } from './registry.js';
import { saveGraphModel } from './save-graph-model.js';
import { saveModel } from './save-model.js';
import { cnn } from './vision/cnn.js';

const root = mkdtempSync(join(tmpdir(), 'gradus-graph-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, String(folders++));

const load = (folder: string): Promise<converter.GraphModel> =>
  converter.loadGraphModel(fileSystem(join(folder, 'model.json')));

describe.each(backendsHere())('on %s', (backend) => {
  beforeAll(() => useBackend({ backend, printBackend: false }));

  test.each(modelIds)('%s predicts the same as a graph, for batches of 1 and 5', async (id) => {
    const spec = await modelSpec(id);
    const model = buildModel(spec, spec.example.options);
    const folder = newFolder();
    await saveGraphModel(model, folder);
    const tensors = tf.memory().numTensors;
    await saveGraphModel(model, folder);
    expect(tf.memory().numTensors).toBe(tensors);
    const graph = await load(folder);
    for (const batch of [1, 5]) {
      core.tidy(() => {
        const inputs = exampleInputs(spec.example.inputs, batch, 3).map(toTensor);
        const given = inputs.length === 1 ? (inputs[0] as core.Tensor) : inputs;
        const got = graph.predict(given) as core.Tensor;
        const expected = model.predict(given as unknown as Tensor) as Tensor;
        expect([got.shape, got.dtype]).toEqual([expected.shape, expected.dtype]);
        const values = got.dataSync();
        expected.dataSync().forEach((value, i) => {
          expect(Math.abs((values[i] as number) - value)).toBeLessThan(1e-4);
        });
      });
    }
    graph.dispose();
    model.dispose();
    expect(readdirSync(folder).sort()).toEqual([
      'model.json',
      expect.stringMatching(/^weights-[0-9a-f]{16}\.bin$/),
    ]);
  });
});

describe('on the plain backend', () => {
  beforeAll(() => useBackend({ backend: 'cpu', printBackend: false }));
  const small = (seed = 1): LayersModel =>
    cnn({ inputShape: [8, 8, 1], classes: 3, filters: [2], hidden: 4, seed });

  test('inputs, outputs and weights have the names of the layers', async () => {
    const model = small();
    const folder = newFolder();
    await saveGraphModel(model, folder);
    const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
      format: string;
      generatedBy: string;
      signature: { inputs: object; outputs: object };
      weightsManifest: { weights: { name: string }[] }[];
    };
    expect(json.format).toBe('graph-model');
    expect(json.generatedBy).toMatch(/^gradus \d/);
    expect(json.signature.inputs).toEqual({
      conv_0_input: {
        name: 'conv_0_input:0',
        dtype: 'DT_FLOAT',
        tensorShape: { dim: ['-1', '8', '8', '1'].map((size) => ({ size })) },
      },
    });
    expect(Object.keys(json.signature.outputs)).toEqual(['logits']);
    const names = json.weightsManifest.flatMap(({ weights }) => weights.map(({ name }) => name));
    const own = model.layers.flatMap((layer) =>
      layer.weights.map((weight) => Reflect.get(weight, 'originalName') as string),
    );
    expect(names.filter((name) => name.includes('/'))).toEqual(own);
    model.dispose();
  });

  test('a model of two inputs and two outputs, of which one is an input', async () => {
    const a = tf.input({ shape: [3], name: 'a' });
    const b = tf.input({ shape: [3], name: 'b' });
    const sum = tf.layers.add({ name: 'sum' }).apply([a, b]) as typeof a;
    const model = tf.model({ inputs: [a, b], outputs: [sum, a] });
    const folder = newFolder();
    await saveGraphModel(model, folder);
    const graph = await load(folder);
    const [x, y] = [core.tensor2d([[1, 2, 3]]), core.tensor2d([[10, 20, 30]])];
    const out = graph.predict({ b: y, a: x }) as core.Tensor[];
    expect(out.map((one) => [...one.dataSync()])).toEqual([
      [11, 22, 33],
      [1, 2, 3],
    ]);
    core.dispose([x, y, ...out]);
    graph.dispose();
  });

  test('a second model takes the place of the first, its weights too', async () => {
    const folder = newFolder();
    const [first, second] = [small(1), small(2)];
    await saveGraphModel(first, folder);
    const before = readdirSync(folder);
    await saveGraphModel(second, folder);
    const after = readdirSync(folder);
    expect(after).toHaveLength(2);
    expect(after).not.toEqual(before);
    first.dispose();
    second.dispose();
  });

  test('what no graph can hold is refused, and nothing is written', async () => {
    const { graph, folder: say } = messages('en').models;
    const folder = newFolder();
    const layer = (className: string, work: (x: core.Tensor) => core.Tensor): LayersModel => {
      const Lambda = class extends (tf.layers.Layer as unknown as new (o: object) => object) {
        static className = className;
        call(inputs: core.Tensor | core.Tensor[]): core.Tensor {
          return work([inputs].flat()[0] as core.Tensor);
        }
      };
      const made = new Lambda({}) as unknown as { apply(x: unknown): never };
      const x = tf.input({ shape: [4] });
      return tf.model({ inputs: x, outputs: made.apply(x) });
    };
    let count = 0;
    const changing = layer('Changing', (x) => core.add(x, count++ < 2 ? 0 : 1));
    await expect(saveGraphModel(changing, folder)).rejects.toThrow(/off by/);
    const stepping = layer('Stepping', (x) => core.step(x));
    await expect(saveGraphModel(stepping, folder)).rejects.toThrow(graph.noOp({ kernel: 'Step' }));
    const reading = layer('Reading', (x) => core.mul(x, core.sum(x).dataSync()[0] as number));
    await expect(saveGraphModel(reading, folder)).rejects.toThrow(graph.reads());
    await expect(saveGraphModel({} as LayersModel, folder)).rejects.toThrow(/of layers/);
    await expect(saveGraphModel(tf.sequential(), folder)).rejects.toThrow(/input/);
    await expect(saveGraphModel(small(), '')).rejects.toThrow(TypeError);
    expect(readdirSync(root)).not.toContain(folder.split('/').at(-1));

    const model = small();
    await saveModel(model, folder);
    await expect(saveGraphModel(model, folder)).rejects.toThrow(graph.ownFolder({ path: folder }));
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(saveGraphModel(model, file)).rejects.toMatchObject({ code: 'model-file' });
    expect(say.notForTheWeb({ id: 'x', layers: 'y' })).toMatch(/saveGraphModel/);
    model.dispose();
  });
});
