import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { fileSystem } from './files.js';
import { type BackendName, useBackend } from './index.js';
import { tf } from './tf.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const made = (): tfl.Sequential => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 4 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2, activation: 'tanh' }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return model;
};
const predicted = (model: tfl.LayersModel): number[] =>
  core.tidy(() =>
    Array.from(
      (model.predict(core.tensor2d([[1, 2, 3, 4]], [1, 4], 'int32')) as core.Tensor).dataSync(),
    ),
  );

function suite(backend: BackendName): void {
  beforeEach(async () => void (await useBackend({ backend, printBackend: false })));
  afterEach(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

  test('a model is saved, and loaded by its folder or its file', async () => {
    const model = made();
    const path = join(folder, 'deep', 'model');
    const { modelArtifactsInfo } = await model.save(`file://${path}`);
    expect(modelArtifactsInfo.weightDataBytes).toBe(4 * model.countParams());
    expect(readdirSync(path).sort()).toEqual(['model.json', 'weights.bin']);
    for (const url of [`file://${path}/model.json`, `file://${path}`]) {
      const again = await tfl.loadLayersModel(url);
      expect(predicted(again)).toEqual(predicted(model));
    }
    const again = await tfl.loadLayersModel(fileSystem(path));
    expect(predicted(again)).toEqual(predicted(model));
    // Over an older one.
    await model.save(`file://${path}`, { includeOptimizer: true });
    expect((await tfl.loadLayersModel(`file://${path}`)).optimizer).toBeDefined();
    const io: unknown = Reflect.get(tf, 'io');
    expect(Reflect.get(io as object, 'fileSystem')).toBe(fileSystem);
  });
}

describe('files on the cpu backend', () => {
  suite('cpu');

  test('what is missing or broken is said with its path and the remedy', async () => {
    const load = (name = ''): Promise<unknown> => tfl.loadLayersModel(`file://${folder}/${name}`);
    await expect(load('nowhere')).rejects.toThrow(
      `Expected a saved model at ${join(folder, 'nowhere')}. There is no such file. \`model.save('file://models/digits')\` makes a folder`,
    );
    await expect(load()).rejects.toThrow(`at ${join(folder, 'model.json')}. There is no such file`);
    await useBackend({ backend: 'cpu', printBackend: false });
    await made().save(`file://${folder}`);
    const [json, weights] = ['model.json', 'weights.bin'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    const [text, bytes] = [readFileSync(json, 'utf8'), readFileSync(weights)];
    writeFileSync(weights, bytes.subarray(0, 40));
    await expect(load()).rejects.toThrow(
      `Expected ${bytes.length} bytes of weights in ${folder}. Received: 40. A file was cut off`,
    );
    rmSync(weights);
    await expect(load()).rejects.toThrow('not model.json alone');
    writeFileSync(json, text.replace('"weights.bin"', '"../../etc/passwd"'));
    await expect(load()).rejects.toThrow('to name files of weights beside it. Received: ../../etc');
    writeFileSync(json, '{ "cells": [] }');
    await expect(load()).rejects.toThrow('Received: other JSON');
    writeFileSync(json, '<<<<<<< HEAD');
    await expect(load()).rejects.toThrow('It is no JSON');
    await expect(made().save(`file://${json}`)).rejects.toThrow(
      `Expected to write the model to the folder ${json}.`,
    );
    expect(() => fileSystem('')).toThrow('Expected the path of a model');
  });
});
describeIf('wasm', 'files on the wasm backend', () => suite('wasm'));
describeIf('native', 'files on TensorFlow', () => {
  suite('tensorflow');

  test('either side reads what tfjs-node writes, and the bytes are its own', async () => {
    const { NodeFileSystem } = createRequire(import.meta.url)(
      '@tensorflow/tfjs-node-gpu/dist/io/file_system.js',
    ) as { NodeFileSystem: new (path: string) => core.io.IOHandler };
    const model = made();
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    await model.save(`file://${ours}`);
    await model.save(new NodeFileSystem(theirs));
    for (const name of ['model.json', 'weights.bin']) {
      expect(readFileSync(join(ours, name))).toEqual(readFileSync(join(theirs, name)));
    }
    const again = await tfl.loadLayersModel(new NodeFileSystem(join(ours, 'model.json')));
    expect(predicted(again)).toEqual(predicted(model));
    expect(predicted(await tfl.loadLayersModel(`file://${theirs}`))).toEqual(predicted(model));
  });
});
