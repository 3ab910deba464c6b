/** What a model gives and how it changes: in TensorFlow.js against loops in float64. */
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test as it } from 'vitest';
import { createRng } from '../../src/backend/random.js';
import { useBackend } from '../../src/backend/use-backend.js';
import { tf } from '../../src/nn/tf.js';
import { describeIf } from '../../test/capabilities.js';
import { weightSlopes } from '../test-kit/models.js';
import { modelValue } from './check-model.js';
import { makeModel } from './driver-model.js';
import { runExercise } from './in-process.js';
import { modelNumbers } from './model-output.js';
import { activationNames, type LayerSpec, type ModelValue, weightsOf } from './model-spec.js';
import { type TestContext, test } from './test.js';
import { slopes } from './toy-exercise.fixture.js';
import { TensorValue } from './value.js';

const rng = createRng('models');
const random = (shape: readonly number[], stddev = 1): TensorValue =>
  new TensorValue(
    'float32',
    [...shape],
    rng.normals(
      shape.reduce((product, n) => product * n, 1),
      0,
      stddev,
    ),
  );
const numbers = (shape: number[], below: number): TensorValue =>
  new TensorValue(
    'int32',
    shape,
    Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => rng.integer(0, below)),
  );

const dense = (inputs: number, units: number, activation?: (typeof activationNames)[number]) =>
  ({
    type: 'dense',
    kernel: random([inputs, units]),
    bias: random([units]),
    ...(activation === undefined ? {} : { activation }),
  }) satisfies LayerSpec;

const cases: [name: string, layers: LayerSpec[], x: TensorValue][] = [
  ...activationNames.map((name): [string, LayerSpec[], TensorValue] => [
    name,
    [dense(3, 4), { type: 'activation', activation: name }, dense(4, 2)],
    random([3, 3]),
  ]),
  ['dense on every position', [dense(3, 2, 'tanh')], random([2, 4, 3])],
  [
    'valid convolutions with strides',
    [
      { type: 'conv2d', kernel: random([2, 3, 2, 3]), strides: 2, activation: 'tanh' },
      { type: 'flatten' },
    ],
    random([2, 5, 6, 2]),
  ],
  [
    'same convolutions',
    [
      { type: 'conv2d', kernel: random([3, 3, 1, 2]), bias: random([2]), padding: 'same' },
      { type: 'activation', activation: 'sigmoid' },
      { type: 'conv2d', kernel: random([2, 2, 2, 2]), padding: 'same', strides: 2 },
      { type: 'globalAveragePooling' },
    ],
    random([2, 5, 4, 1]),
  ],
  [
    'embedding, layer norm, pooling',
    [
      { type: 'embedding', embeddings: random([5, 3]) },
      { type: 'layerNorm', gamma: random([3]), beta: random([3]), epsilon: 0.1 },
      { type: 'globalAveragePooling' },
      dense(3, 2, 'logSoftmax'),
    ],
    numbers([3, 4], 5),
  ],
  [
    'reshape',
    [
      { type: 'reshape', shape: [2, 2, 1] },
      { type: 'conv2d', kernel: random([2, 2, 1, 3]) },
    ],
    random([2, 4]),
  ],
];

/** As student code sees it. */
interface TrainableModel {
  apply(x: tf.Tensor): tf.Tensor;
  predict(x: tf.Tensor): tf.Tensor;
  readonly trainableVariables: readonly tf.Variable[];
}

function made(value: ModelValue): TrainableModel {
  const layers = value.layers.map((layer) => {
    const tensors = weightsOf(layer).map(([name, { data, shape }]) => [
      name,
      tf.tensor(data as Float32Array, [...shape]),
    ]);
    return { ...layer, ...Object.fromEntries(tensors) } as LayerSpec;
  });
  return makeModel(true, layers).model as unknown as TrainableModel;
}

const sumOfSquares = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value ** 2, 0);

function suite(rough: number): void {
  const isClose = (got: tf.Tensor | undefined, expected: ArrayLike<number>): void => {
    const values = got?.dataSync() ?? [];
    expect(values).toHaveLength(expected.length);
    for (const [i, value] of Array.from(values).entries()) {
      const want = expected[i] as number;
      expect(Math.abs(value - want)).toBeLessThan(rough * (1 + Math.abs(want)));
    }
  };

  it.each(cases)('%s: the output and its gradients', (_name, layers, x) => {
    const value = modelValue({ layers });
    const model = made(value);
    const input = tf.tensor(x.data as Float32Array, [...x.shape], x.dtype as 'float32');
    const output = model.apply(input);
    const expected = modelNumbers(value, x);
    expect(output.shape).toEqual(expected.shape);
    isClose(output, expected.data);
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(model.predict(input))), [
      ...model.trainableVariables,
    ] as tf.Variable[]);
    const byWeights = weightSlopes(value, (changed) => sumOfSquares(modelNumbers(changed, x).data));
    for (const [i, variable] of model.trainableVariables.entries()) {
      isClose(grads[variable.name], byWeights[i]?.data ?? []);
    }
  });

  it.each(cases.filter(([, , x]) => x.dtype === 'float32'))(
    '%s: the gradient of a gradient',
    (_name, layers, x) => {
      const value = modelValue({ layers });
      const model = made(value);
      const input = tf.tensor(x.data as Float32Array, [...x.shape]);
      const steepness = (): tf.Scalar =>
        tf.sum(tf.square(tf.grad((at) => tf.sum(tf.square(model.apply(at))))(input)));
      const { grads } = tf.variableGrads(steepness, [...model.trainableVariables]);
      const expected = weightSlopes(value, (changed) =>
        sumOfSquares(
          slopes(
            (at) => sumOfSquares(modelNumbers(changed, { shape: x.shape, data: at }).data),
            x.data,
          ),
        ),
      );
      for (const [i, variable] of model.trainableVariables.entries()) {
        const got = grads[variable.name];
        if (got !== undefined && got !== null) isClose(got, expected[i]?.data ?? []);
        else expect(Math.max(...(expected[i]?.data ?? []).map(Math.abs))).toBeLessThan(1e-3);
      }
    },
  );
}

describe('on cpu', () => {
  beforeAll(() => tf.setBackend('cpu'));
  suite(5e-3);
});

describeIf('wasm', 'on wasm', () => {
  beforeAll(() => useBackend('wasm'));
  suite(5e-3);
});

describeIf('native', 'on TensorFlow', () => {
  beforeAll(() => useBackend('tensorflow'));
  suite(5e-3);
});

describe('a model in a test', () => {
  beforeAll(() => tf.setBackend('cpu'));
  const layers = [dense(2, 3, 'tanh'), dense(3, 1)];
  const judge = (
    fn: (...args: never[]) => unknown,
    run: (t: TestContext) => Promise<void>,
    rules?: { allow?: string[]; deny?: string[] },
    solution: Record<string, unknown> = {},
  ) =>
    runExercise({
      exercise: 'f',
      tests: [test({ name: 'a test', points: 1, kind: 'value', visible: true }, run)],
      fn,
      solution,
      tf: tf as never,
      ...(rules === undefined ? {} : { rules }),
    });

  it('computes where the exercise may use nothing of tf', async () => {
    const [result] = await judge(
      (model: (x: unknown) => unknown, x: never) => model(x),
      async (t) => {
        const [model, x] = [t.model({ layers }), t.randomTensor([4, 2])];
        t.expectClose(await t.student.f?.(model, x), t.modelOutput(model, x));
      },
      { deny: ['tf', 'gradus'] },
    );
    expect(result?.issue).toBeUndefined();
  });

  it('is a new one in each call, and leaves nothing', async () => {
    const before = tf.memory().numTensors;
    const [result] = await judge(
      (model: TrainableModel) => {
        const [kernel] = model.trainableVariables;
        kernel?.assign(tf.zerosLike(kernel));
        return model;
      },
      async (t) => {
        const model = t.model({ layers }, { trainable: true });
        for (let call = 0; call < 2; call++) {
          const got = t.expectWeights(await t.student.f?.(model), model);
          t.expectClose(got[0], t.tensor([0, 0, 0, 0, 0, 0], [2, 3]));
          t.expectClose(got.slice(1), model.weights.slice(1));
          const next = model.withWeights(got);
          t.expectClose(next.weights, got);
          t.expect(next.trainable, 'It can still be trained.');
        }
        t.expectArgumentsUnchanged();
      },
    );
    expect(result).toMatchObject({ issue: { code: 'argument-changed', params: { argument: 1 } } });
    // Two calls, each with the zeros that the function made.
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2);
  });

  it.each<[string, LayerSpec[], unknown, RegExp]>([
    ['other features', layers, [[1, 2, 3]], /Expected `x` to be \[B, 2\]\. Received: \[1, 3\]/],
    ['no batch', layers, [1, 2], /\[B, 2\]\. Received: \[2\]/],
    [
      'no images',
      [{ type: 'conv2d', kernel: random([2, 2, 3, 1]) }],
      [[1, 2, 3]],
      /\[B, H, W, 3\]\. Received: \[1, 3\]/,
    ],
    ['no numbers', layers, { a: 1 }, /must be a Tensor or TensorLike/],
    ['nothing', layers, null, /must be a Tensor or TensorLike/],
  ])('given %s it says what it takes', async (_name, given, x, text) => {
    const [result] = await judge(
      (model: (x: unknown) => unknown) => model(x),
      async (t) => {
        await t.student.f?.(t.model({ layers: given }));
      },
    );
    expect(result).toMatchObject({ verdict: 'error', issue: { code: 'threw' } });
    expect(result?.issue?.params.message).toMatch(text);
  });

  it('takes a list of numbers, as every operation does', async () => {
    const [result] = await judge(
      (model: TrainableModel) => model.predict([[1, 2]] as never),
      async (t) => {
        const model = t.model({ layers }, { trainable: true });
        const got = await t.student.f?.(model);
        t.expectClose(got, t.modelOutput(model, t.tensor([[1, 2]])));
      },
    );
    expect(result?.issue).toBeUndefined();
  });

  it('the reference solution is given the same', async () => {
    const twice = (model: TrainableModel, x: tf.Tensor) => tf.tidy(() => tf.mul(model.apply(x), 2));
    const before = tf.memory().numTensors;
    const [result] = await judge(
      twice,
      async (t) => {
        const [model, x] = [t.model({ layers }, { trainable: true }), t.randomTensor([3, 2])];
        const expected = await t.reference.f?.(model, x);
        t.expectClose(await t.student.f?.(model, x), expected);
        t.expectArgumentsUnchanged();
      },
      { allow: [] },
      { f: twice },
    );
    expect(result?.issue).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('a constant one shows no weights, and comes back as a function', async () => {
    const [result] = await judge(
      (model: object) => [Object.getOwnPropertyNames(model), Object.isFrozen(model), model],
      async (t) => {
        const model = t.model({ layers });
        const got = (await t.student.f?.(model)) as never[];
        t.expect(got[1] === true, JSON.stringify(got[0]));
        t.expectClose(got[2], model);
        t.expectArgumentsUnchanged();
      },
    );
    expect(result?.issue).toBeUndefined();
  });

  it.each<[string, (x: tf.Tensor) => unknown, string, RegExp]>([
    ['no scalar', (x) => x, 'shape-mismatch', /\[2, 2\]/],
    ['no tensor', () => 3, 'type-mismatch', /number/],
    ['a list of tensors', (x) => [tf.add(x, 1)], 'type-mismatch', /array/],
    ['a promise', async (x) => tf.sum(x), 'unencodable', /promise/],
    ['whole numbers', () => tf.scalar(3, 'int32'), 'dtype-mismatch', /int32/],
  ])('differentiated, %s is said as what it is', async (_name, fn, code, text) => {
    const [result] = await judge(fn, async (t) => {
      await t.gradients('f', t.randomTensor([2, 2]));
    });
    expect(result).toMatchObject({ verdict: 'failed', issue: { code } });
    expect(JSON.stringify(result?.issue?.params)).toMatch(text);
  });

  it('gradients stand where what they are of stands', async () => {
    const [result] = await judge(
      ({ x, y }: { x: tf.Tensor; y: tf.Tensor[] }, scale: number) =>
        tf.mul(tf.sum(tf.mul(x, y[0] as tf.Tensor)), scale),
      async (t) => {
        const [x, y, z] = [t.tensor([1, 2]), t.tensor([3, 4]), t.tensor([1, 2], [2], 'int32')];
        const { value, gradients } = await t.gradients('f', { x, y: [y, x, z] }, 2);
        t.expectClose(value, t.tensor([22], []));
        t.expectClose(gradients, [
          { x: t.tensor([6, 8]), y: [t.tensor([2, 4]), null, null] },
          null,
        ]);
      },
    );
    expect(result?.issue).toBeUndefined();
  });
});
