import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { setSeed } from '../../backend/seed.js';
import { nativeTensorsLeft, opsOf, relativeError, useNative } from '../test-tools.js';
import { tf } from '../tf.js';

type Make = (options: object) => tfl.layers.Layer;
const factory = (all: object, name: string): Make =>
  new Map<string, Make>(Object.entries(all)).get(name) as Make;
const ours = (name: string): Make => factory(tf.layers, name);
const theirs = (name: string): Make => factory(tfl.layers, name);
const sigmoid = { units: 3, recurrentActivation: 'sigmoid' };

/** Token numbers, with zeros at either end and within. */
const tokens = (): core.Tensor =>
  core.tensor2d(
    [
      [1, 2, 3, 4],
      [0, 0, 5, 6],
      [7, 0, 8, 0],
      [0, 0, 0, 0],
    ],
    [4, 4],
    'int32',
  );

/** A model of tokens, with the layers of gradus or of tfjs, and weights that follow from the seed. */
function model(makeLayers: (of: (name: string) => Make) => tfl.layers.Layer[], of: typeof ours) {
  const input = tfl.input({ shape: [4], dtype: 'int32' });
  const embedding = tfl.layers.embedding({ inputDim: 9, outputDim: 2, maskZero: true });
  const layers = [embedding, ...makeLayers(of)];
  const output = layers.reduce(
    (x, layer) => ([layer.apply(x)].flat() as tfl.SymbolicTensor[])[0] as tfl.SymbolicTensor,
    input,
  );
  const made = tfl.model({ inputs: input, outputs: output });
  core.tidy(() => {
    const weights = made.getWeights();
    made.setWeights(weights.map((w, i) => core.randomNormal(w.shape, 0.2, 0.7, 'float32', i + 1)));
  });
  return made;
}

/** Predictions, and the gradients of all weights. */
function passes(of: tfl.LayersModel): core.Tensor[] {
  const run = (): core.Tensor => of.apply(tokens(), { training: true }) as core.Tensor;
  const y = run();
  const dy = core.randomNormal(y.shape, 0, 1, 'float32', 3);
  const weights = of.trainableWeights.map((weight) => weight.read() as core.Variable);
  const { grads } = core.variableGrads(() => core.sum(core.mul(run(), dy)), weights);
  return [y, ...weights.map((weight) => grads[weight.name] as core.Tensor)];
}

type MakeLayers = (of: (name: string) => Make) => tfl.layers.Layer[];
const stacks: [title: string, operations: number, MakeLayers][] = [
  ['lstm', 1, (of) => [of('lstm')(sigmoid)]],
  ['gru', 4, (of) => [of('gru')(sigmoid)]],
  ['lstm without bias', 1, (of) => [of('lstm')({ ...sigmoid, useBias: false })]],
  ['lstm backwards', 1, (of) => [of('lstm')({ ...sigmoid, goBackwards: true })]],
  ['gru, every step', 4, (of) => [of('gru')({ ...sigmoid, returnSequences: true })]],
  [
    'two layers',
    5,
    (of) => [of('lstm')({ ...sigmoid, returnSequences: true }), of('gru')(sigmoid)],
  ],
  [
    'bidirectional lstm',
    2,
    (of) => [
      tfl.layers.bidirectional({
        layer: of('lstm')({ ...sigmoid, returnSequences: true }) as tfl.RNN,
        mergeMode: 'concat',
      }),
    ],
  ],
  [
    'stacked cells',
    0, // the cells of a generic RNN are those of tfjs
    () => [
      tfl.layers.rnn({
        cell: [tfl.layers.lstmCell({ units: 3 }), tfl.layers.gruCell({ units: 3 })],
      }),
    ],
  ],
];

describeIf('native', 'recurrent layers', () => {
  beforeAll(useNative);

  test.each(stacks)('%s over masked tokens equals that of tfjs', (_, operations, makeLayers) => {
    const [mine, other] = [model(makeLayers, ours), model(makeLayers, theirs)];
    core.tidy(() => {
      const [values, expected] = [passes(mine), passes(other)];
      for (const [i, value] of values.entries()) {
        const reference = (expected[i] as core.Tensor).dataSync();
        expect(value.shape).toEqual(expected[i]?.shape);
        expect(relativeError(value.dataSync(), reference)).toBeLessThan(1e-5);
      }
    });
    const names = opsOf(() => core.tidy(() => void mine.apply(tokens())));
    const fused = names.filter((name) => name === 'BlockLSTMV2' || name === 'GRUBlockCell');
    // An LSTM is one operation, a GRU one for each of four steps.
    expect(fused).toHaveLength(operations);
    expect(nativeTensorsLeft(() => core.tidy(() => void passes(mine)))).toBe(0);
    for (const { weights } of [mine, other]) core.dispose(weights.map((weight) => weight.read()));
  });

  test.each(['lstm', 'gru'])('%s takes and returns states as tfjs does', (name) => {
    const options = { ...sigmoid, returnState: true, returnSequences: true };
    const [mine, other] = [ours(name)(options), theirs(name)(options)];
    core.tidy(() => {
      const x = core.randomNormal([2, 4, 3], 0, 1, 'float32', 1);
      const count = name === 'lstm' ? 2 : 1;
      const initialState = Array.from({ length: count }, (_, i) =>
        core.randomNormal([2, 3], 0, 1, 'float32', i + 1),
      );
      const [values, expected] = [mine, other].map((layer) => {
        layer.apply(x);
        layer.setWeights(
          layer.weights.map((w, i) =>
            core.randomNormal(w.shape as [number], 0, 1, 'float32', i + 1),
          ),
        );
        return layer.apply(x, { initialState }) as core.Tensor[];
      }) as [core.Tensor[], core.Tensor[]];
      expect(values).toHaveLength(count + 1);
      for (const [i, value] of values.entries()) {
        expect(
          relativeError(value.dataSync(), (expected[i] as core.Tensor).dataSync()),
        ).toBeLessThan(1e-5);
      }
      expect(() => mine.call([x], { initialState: [...initialState, x] })).toThrow(
        `Expected ${count} initial state`,
      );
    });
  });

  test('a stateful layer goes on from the batch before, and leaves no tensor', () => {
    const options = { ...sigmoid, stateful: true, batchInputShape: [2, 4, 3] };
    const layer = ours('lstm')(options);
    const x = core.randomNormal([2, 4, 3], 0, 1, 'float32', 1);
    const run = (): number[] => core.tidy(() => [...(layer.apply(x) as core.Tensor).dataSync()]);
    const first = run();
    const second = run();
    expect(relativeError(first, second)).toBeGreaterThan(0.01);
    expect(nativeTensorsLeft(run)).toBe(0);
    (layer as tfl.RNN).resetStates();
    expect(run()).toEqual(first);
  });

  describe('sigmoid is the default', () => {
    test('of a new layer', () => {
      expect(ours('lstm')({ units: 2 }).getConfig()).toMatchObject({
        recurrentActivation: 'sigmoid',
      });
      expect(ours('gru')({ units: 2 }).getConfig()).toMatchObject({
        recurrentActivation: 'sigmoid',
      });
    });

    test('not of a loaded one, whose JSON tfjs wrote', () => {
      const made = ours('lstm')({ units: 2 })
        .constructor as core.serialization.SerializableConstructor<tfl.layers.Layer>;
      const loaded = made.fromConfig?.(made, { units: 2 });
      expect(loaded?.getConfig()).toMatchObject({ recurrentActivation: 'hardSigmoid' });
    });
  });

  test('another activation, and dropout of states while training, are computed by tfjs', () => {
    const fusedCells = (options: object, call: object): number => {
      const layer = ours('gru')({ ...sigmoid, ...options });
      const x = core.ones([2, 4, 3]);
      core.dispose(layer.apply(x) as core.Tensor);
      const names = opsOf(() => core.tidy(() => void layer.apply(x, call)));
      return names.filter((name) => name === 'GRUBlockCell').length;
    };
    expect(fusedCells({ recurrentActivation: 'hardSigmoid' }, {})).toBe(0);
    expect(fusedCells({ activation: 'relu' }, {})).toBe(0);
    expect(fusedCells({ recurrentDropout: 0.5 }, { training: true })).toBe(0);
    expect(fusedCells({ recurrentDropout: 0.5 }, { training: false })).toBe(4);
    expect(fusedCells({ dropout: 0.5 }, { training: true })).toBe(4);
  });

  test.each(['dropout', 'recurrentDropout'])(
    '%s follows from the seed, and only in training',
    (name) => {
      setSeed(5);
      const run = (training: boolean): number[] => {
        const layer = ours('lstm')({ ...sigmoid, [name]: 0.5 });
        return core.tidy(() => {
          const x = core.ones([2, 4, 3]);
          layer.apply(x);
          const weights = layer.getWeights();
          layer.setWeights(
            weights.map((w, i) => core.randomNormal(w.shape, 0, 1, 'float32', i + 1)),
          );
          const y = layer.apply(x, { training }) as core.Tensor;
          return [...y.dataSync()];
        });
      };
      const [first, second] = [run(true), run(true)];
      setSeed(5);
      expect([run(true), run(true)]).toEqual([first, second]);
      expect(first).not.toEqual(second);
      expect(run(false)).toEqual(run(false));
      expect(first).not.toEqual(run(false));
    },
  );

  test('dropout of the input takes the same features at each step', () => {
    // With half of six features gone, and all weights of the candidate 1, the output tells how many.
    const layer = ours('gru')({ units: 1, dropout: 0.5, returnSequences: true });
    core.tidy(() => {
      const x = core.ones([40, 2, 6]);
      layer.apply(x);
      const kernel = core.tensor2d(
        [0, 0, 0.1].flatMap((v) => new Array(6).fill(v)),
        [3, 6],
      );
      layer.setWeights([core.transpose(kernel), core.zeros([1, 3]), core.zeros([3])]);
      const y = (layer.apply(x, { training: true }) as core.Tensor3D).arraySync();
      // h1 = tanh(s) / 2 and h2 = h1 / 2 + tanh(s) / 2, with the same s if the mask is the same.
      for (const [[h1], [h2]] of y as [[number], [number]][]) expect(h2).toBeCloseTo(1.5 * h1, 5);
      expect(new Set(y.map(([step]) => (step as number[])[0]?.toFixed(4))).size).toBeGreaterThan(3);
    });
  });
});
