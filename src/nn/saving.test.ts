import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { type Layer, useBackend } from '../backend/index.js';
import { CannotSaveError } from './index.js';
import { tf } from './tf.js';

beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));

const theirs = (layer: Layer): tfl.layers.Layer => layer as unknown as tfl.layers.Layer;
const dense = (options: object): tfl.layers.Layer =>
  theirs(tf.layers.dense({ units: 3, ...options }));

async function artifacts(model: tfl.LayersModel, config?: core.io.SaveConfig) {
  let saved: core.io.ModelArtifacts | undefined;
  const handler = core.io.withSaveHandler(async (given) => {
    saved = given;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler, config);
  if (saved === undefined) throw new Error('nothing was saved');
  return { ...saved, modelTopology: JSON.parse(JSON.stringify(saved.modelTopology)) as object };
}

async function expectSame(model: tfl.LayersModel): Promise<void> {
  const again = await tfl.loadLayersModel(core.io.fromMemory(await artifacts(model)));
  const x = core.randomNormal([2, 4], 0, 1, 'float32', 1);
  const [given, expected] = [again, model].map((one) =>
    Array.from((one.predict(x) as core.Tensor).dataSync()),
  );
  expect(given).toEqual(expected);
}

test('a sequential model of layers that were applied before is loaded again', async () => {
  const applied = dense({});
  applied.apply(tfl.input({ shape: [4] }));
  const symbolic = tfl.sequential();
  symbolic.add(applied);
  await expectSame(symbolic);

  const first = tfl.sequential({ layers: [dense({ inputShape: [4] }), dense({})] });
  await expectSame(tfl.sequential({ layers: first.layers.slice(0, 1) }));
  expect(() => tfl.sequential({ layers: first.layers.slice(1) })).toThrow(
    `behind \`${first.layers[0]?.name}\` in another model`,
  );

  const x = tfl.input({ shape: [4] });
  const shared = dense({});
  const functional = tfl.model({
    inputs: x,
    outputs: dense({}).apply(shared.apply(x)) as tfl.SymbolicTensor,
  });
  await expectSame(functional);
  await expectSame(tfl.sequential({ layers: [shared, dense({})] }));
});

test('models within models, and layers that a functional model shares, are loaded again', async () => {
  const inner = tfl.sequential({ layers: [dense({ inputShape: [4] })] });
  await expectSame(tfl.sequential({ layers: [inner, dense({})] }));
  const x = tfl.input({ shape: [4] });
  const square = dense({ units: 4 });
  const twice = square.apply(square.apply(x)) as tfl.SymbolicTensor;
  await expectSame(tfl.model({ inputs: x, outputs: twice }));
  const model = tfl.sequential({ layers: [dense({ units: 4, inputShape: [4] })] });
  const applied = model.apply(model.apply(x)) as tfl.SymbolicTensor;
  await expectSame(tfl.model({ inputs: x, outputs: applied }));
});

test('what could not be loaded is refused when it is saved', async () => {
  const twice = dense({ name: 'twice', inputShape: [3] });
  const cases: [tfl.LayersModel, string, core.io.SaveConfig?][] = [
    [
      tfl.sequential({ layers: [twice, twice] }),
      'Expected each layer once in a sequential model that is saved. Received: `twice` more than once.',
    ],
    [
      tfl.sequential({
        layers: [dense({ name: 'same', inputShape: [3] }), dense({ name: 'same' })],
      }),
      'Received: `same/kernel` more than once. Give the layers called `same` names of their own',
    ],
    [tfl.sequential(), 'which was never built'],
  ];
  const compiled = tfl.sequential({ layers: [dense({ inputShape: [4] })] });
  const loss = (y: core.Tensor, output: core.Tensor): core.Tensor =>
    core.mean(core.squaredDifference(y, output));
  compiled.compile({ optimizer: 'sgd', loss });
  cases.push([compiled, 'Save it without `includeOptimizer`', { includeOptimizer: true }]);
  for (const [model, message, config] of cases) {
    await expect(artifacts(model, config)).rejects.toThrow(message);
    await expect(artifacts(model, config)).rejects.toBeInstanceOf(CannotSaveError);
  }
  await expectSame(compiled);
});
