import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';
import { guardModule } from '../backend/allowed.js';
import { markLibrary } from '../backend/capture/index.js';
import * as losses from './losses/index.js';
import './tf.js';
import { userCodeIn } from './user-code.js';

const { layers: tfl } = layers;
beforeAll(() => core.setBackend('cpu'));

class Mine extends tfl.Layer {
  static className = 'Mine';
}
class OwnDense extends (tfl.dense({ units: 1 }).constructor as typeof tfl.Layer) {
  static className = 'OwnDense';
}

const model = (...inner: layers.layers.Layer[]) =>
  layers.sequential({ layers: [tfl.dense({ units: 2, inputShape: [3, 2] }), ...inner] });
const namesIn = (one: object): string[] => userCodeIn(one).map(({ name }) => name);

test('built-in layers, optimisers, losses and metrics are no user code', () => {
  const built = model(
    tfl.bidirectional({
      layer: tfl.lstm({ units: 2, kernelRegularizer: 'l1l2' }) as never,
      mergeMode: 'sum',
    }),
    model(tfl.flatten()) as layers.layers.Layer,
  );
  expect(namesIn(model(tfl.timeDistributed({ layer: tfl.dense({ units: 1 }) })))).toEqual([]);
  for (const optimizer of ['sgd', 'rmsprop', 'adagrad', 'adamax', 'adam', 'adadelta']) {
    const small = model(tfl.flatten());
    small.compile({ optimizer, loss: core.losses.meanSquaredError, metrics: [layers.metrics.MSE] });
    expect(namesIn(small), optimizer).toEqual([]);
  }
  expect(built.layers).toHaveLength(3);
});

test('a layer of the user is found wherever it is, and a replaced method too', () => {
  expect(namesIn(model(new Mine({ name: 'mine' })))).toEqual(['mine']);
  expect(namesIn(model(tfl.timeDistributed({ layer: new Mine({ name: 'inner' }) })))).toEqual([
    'inner',
  ]);
  const patched = tfl.dense({ units: 1, name: 'patched' });
  patched.call = (inputs) => inputs;
  expect(namesIn(model(patched))).toEqual(['patched']);
});

test("a class that the library marks as its own is none of the user's", () => {
  const layer = new OwnDense(Object.assign({ name: 'own' }, { units: 1 }));
  expect(namesIn(layer)).toEqual(['own']);
  markLibrary(OwnDense);
  expect(namesIn(layer)).toEqual([]);
});

test("what a notebook has of the library, behind a guard, is none of the user's", () => {
  const guard = guardModule('gradus', losses) as typeof losses;
  expect(guard.sparseSoftmaxCrossEntropy).not.toBe(losses.sparseSoftmaxCrossEntropy);
  const tf = guardModule('tf', core) as typeof core;
  for (const loss of [guard.sparseSoftmaxCrossEntropy, tf.losses.meanSquaredError]) {
    expect(userCodeIn({ loss, metrics: [loss] })).toEqual([]);
  }
});

test('a loss or metric of the user is found by its name', () => {
  const compiled = model(tfl.flatten());
  const strange = (a: core.Tensor, b: core.Tensor): core.Tensor => core.sub(a, b);
  compiled.compile({ optimizer: 'sgd', loss: strange, metrics: ['accuracy', strange] });
  expect(namesIn(compiled)).toEqual(['strange', 'strange']);
});
