import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { useBackend } from '../../backend/use-backend.js';
import { nativeTensorsLeft, useNative } from '../test-tools.js';
import { type Layer, type Scalar, type Tensor, tf } from '../tf.js';

const rng = createRng(4);
const x = (): Tensor => tf.tensor2d(createRng(1).normals(32), [8, 4]);
const kernel = rng.normals(12);

/** A model whose last layer gives probabilities, with fixed weights. */
function model(last: Layer[], shape = [4]): ReturnType<typeof tf.sequential> {
  const made = tf.sequential({ layers: [...last] });
  expect(made.layers[0]?.outputShape).toEqual([null, ...shape.slice(0, -1), 3]);
  made.setWeights([tf.tensor2d(kernel, [4, 3]), tf.tensor1d([0.1, 0, -0.2])]);
  return made;
}

const dense = (activation: 'softmax' | 'sigmoid' | 'linear', inputShape = [4]): Layer =>
  tf.layers.dense({ units: 3, activation, inputShape });

const cases: [loss: string, activation: 'softmax' | 'sigmoid', labels: () => Tensor][] = [
  [
    'categoricalCrossentropy',
    'softmax',
    () => tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 0, 1, 2, 0, 0], 'int32'), 3), 'float32'),
  ],
  ['sparseCategoricalCrossentropy', 'softmax', () => tf.tensor2d([0, 1, 2, 0, 1, 2, 0, 0], [8, 1])],
  [
    'binaryCrossentropy',
    'sigmoid',
    () =>
      tf.tensor2d(
        Array.from({ length: 24 }, (_, i) => i % 2),
        [8, 3],
      ),
  ],
];

function suite(): void {
  // An activation of its own layer hides the scores: there tfjs's own loss runs.
  test.each(cases)(
    '%s is that of tfjs, and so are two steps of training',
    async (loss, activation, labels) => {
      const fused = model([dense(activation)]);
      const plain = model([dense('linear'), tf.layers.activation({ activation })]);
      const results: number[][] = [];
      for (const one of [fused, plain]) {
        one.compile({ optimizer: tf.train.sgd(0.5), loss, metrics: ['accuracy'] });
        const first = (await one.trainOnBatch(x(), labels())) as number[];
        const second = (await one.trainOnBatch(x(), labels())) as number[];
        const evaluated = (one.evaluate(x(), labels()) as Scalar[]).map(
          (t) => t.dataSync()[0] as number,
        );
        results.push([
          ...first,
          ...second,
          ...evaluated,
          ...one.getWeights().flatMap((w) => Array.from(w.dataSync())),
        ]);
      }
      for (const [i, value] of (results[0] as number[]).entries()) {
        expect(value).toBeCloseTo(results[1]?.[i] as number, 5);
      }
    },
  );

  test('sequences of class numbers', async () => {
    const labels = tf.tensor3d([0, 1, 2, 0, 1, 2, 0, 0], [2, 4, 1]);
    const inputs = tf.reshape(x(), [2, 4, 4]);
    const losses = [dense('softmax', [4, 4]), dense('linear', [4, 4])].map(async (layer, i) => {
      const more = i === 0 ? [] : [tf.layers.activation({ activation: 'softmax' })];
      const one = model([layer, ...more], [4, 4]);
      one.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
      return (await one.trainOnBatch(inputs, labels)) as number;
    });
    const [a, b] = await Promise.all(losses);
    expect(a).toBeCloseTo(b as number, 5);
  });

  test('a model goes on learning where the probability of the right class rounds to 0', async () => {
    const sure = model([dense('softmax')]);
    sure.setWeights([tf.zeros([4, 3]), tf.tensor1d([60, 0, 0])]);
    sure.compile({ optimizer: tf.train.sgd(1), loss: 'sparseCategoricalCrossentropy' });
    await sure.trainOnBatch(tf.zeros([1, 4]), tf.tensor2d([[1]]));
    expect(sure.getWeights()[1]?.dataSync()[0]).toBeCloseTo(59, 3);
  });
}

describe('losses from probabilities on the cpu backend', () => {
  beforeAll(async () => void (await useBackend({ backend: 'cpu', printBackend: false })));
  suite();
});

describeIf('native', 'losses from probabilities on TensorFlow', () => {
  beforeAll(useNative);
  suite();

  test('scores that a layer notes are freed', () => {
    const layer = dense('softmax');
    const input = x();
    const once = (): void => layer.apply(input).dispose();
    expect(nativeTensorsLeft(once)).toBe(0);
    const step = (): void =>
      tf.tidy(() => {
        tf.variableGrads(() => tf.sum(tf.square(layer.apply(input, { training: true }))));
      });
    expect(nativeTensorsLeft(step)).toBe(0);
  });
});
