import * as core from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import {
  nativeTensorsLeft,
  numericalGradient,
  opsOf,
  relativeError,
  useNative,
} from '../../nn/test-tools.js';
import { whileRecording } from '../capture/recording.js';
import { useBackend } from '../index.js';
import { type LstmOptions, lstm } from './lstm.js';
import { composedLstm } from './lstm-composed.js';

const [D, H] = [3, 5];
const normal = <R extends core.Rank>(shape: core.ShapeMap[R], seed: number): core.Tensor<R> =>
  core.randomNormal<R>(shape, 0, 0.7, 'float32', seed);

/** Everything an LSTM takes, of `batch` examples with `steps` steps. */
function made(batch: number, steps: number) {
  return {
    x: normal<core.Rank.R3>([batch, steps, D], 1),
    kernel: normal<core.Rank.R2>([D, 4 * H], 2),
    recurrentKernel: normal<core.Rank.R2>([H, 4 * H], 3),
    bias: normal<core.Rank.R1>([4 * H], 4),
    h: normal<core.Rank.R2>([batch, H], 5),
    c: normal<core.Rank.R2>([batch, H], 6),
  };
}
type Made = ReturnType<typeof made>;

/** What is computed with: all outputs, and gradients of all arguments. */
function passes(given: Made, run: (given: Made) => core.Tensor[]): core.Tensor[] {
  const names = Object.keys(given) as (keyof Made)[];
  const loss = (...tensors: core.Tensor[]): core.Scalar => {
    const entries = names.map((name, i) => [name, tensors[i] as core.Tensor]);
    const outputs = run(Object.fromEntries(entries) as Made);
    const sums = outputs.map((y, i) => core.sum(core.mul(y, normal(y.shape as [number], 20 + i))));
    return core.addN(sums) as core.Scalar;
  };
  return [...run(given), ...core.grads(loss)(Object.values(given))];
}

const fused =
  (options: LstmOptions) =>
  (given: Made): core.Tensor[] => {
    const states = lstm(given.x, given, { ...options, initialState: [given.h, given.c] });
    return [states.last, states.all, states.cell].filter((y) => y !== undefined);
  };
const composed =
  ({ mask, everyStep, cellState }: LstmOptions) =>
  (given: Made): core.Tensor[] => {
    const weights = [given.kernel, given.recurrentKernel, given.bias] as const;
    const { hidden, cells } = composedLstm(given.x, weights, [given.h, given.c], mask);
    const [h, c] = [hidden, cells].map((states) => core.unstack(states, 1).at(-1) as core.Tensor);
    return [h, ...(everyStep ? [hidden] : []), ...(cellState ? [c] : [])] as core.Tensor[];
  };

function expectEqual(mine: core.Tensor[], other: core.Tensor[]): void {
  expect(mine.map(({ shape }) => shape)).toEqual(other.map(({ shape }) => shape));
  for (const [i, value] of mine.entries()) {
    const expected = (other[i] as core.Tensor).dataSync();
    expect(relativeError(value.dataSync(), expected)).toBeLessThan(1e-5);
  }
}

const asked: LstmOptions[] = [
  {},
  { cellState: true },
  { everyStep: true },
  { everyStep: true, cellState: true },
];

describeIf('native', 'the LSTM of fused cells', () => {
  beforeAll(useNative);

  describe.each(asked)('with %j', (options) => {
    test.each([
      ['eagerly', 3, <T>(work: () => T) => work()],
      ['recorded', 32, whileRecording],
    ] as const)('%s equals the composed one, with its gradients', (_, batch, how) => {
      core.tidy(() => {
        const given = made(batch, 4);
        expectEqual(
          how(() => passes(given, fused(options))),
          passes(given, composed(options)),
        );
      });
    });

    test('carries the state over masked steps', () => {
      core.tidy(() => {
        const mask = core.tensor2d([
          [1, 1, 1, 1],
          [0, 0, 1, 1],
          [1, 0, 1, 0],
          [0, 0, 0, 0],
        ]);
        const given = made(4, 4);
        const all = { ...options, mask };
        expectEqual(passes(given, fused(all)), passes(given, composed(all)));
      });
    });
  });

  test('lengths mask the end of each sequence', () => {
    core.tidy(() => {
      const given = made(3, 4);
      const lengths = core.tensor1d([4, 1, 2], 'int32');
      const mask = core.tensor2d([
        [1, 1, 1, 1],
        [1, 0, 0, 0],
        [1, 1, 0, 0],
      ]);
      expectEqual(fused({ lengths })(given), fused({ mask })(given));
    });
  });

  test('no initial state and no bias are zeros', () => {
    core.tidy(() => {
      const given = made(2, 3);
      const { x, kernel, recurrentKernel } = given;
      const zero = core.zeros<core.Rank.R2>([2, H]);
      const expected = composed({})({ ...given, bias: core.zeros([4 * H]), h: zero, c: zero });
      expectEqual([lstm(x, { kernel, recurrentKernel }).last], expected);
    });
  });

  test('its gradient is that of finite differences', () => {
    const { recurrentKernel, ...given } = made(2, 3);
    const f = (w: core.Tensor): core.Scalar =>
      core.sum(lstm(given.x, { ...given, recurrentKernel: w as core.Tensor2D }).last);
    const numerical = numericalGradient(
      (w) => core.tidy(() => f(core.tensor(w, [H, 4 * H])).dataSync()[0] as number),
      recurrentKernel.dataSync(),
    );
    const exact = core.tidy(() => core.grad(f)(recurrentKernel).dataSync());
    expect(relativeError(exact, numerical)).toBeLessThan(1e-3);
    core.dispose([recurrentKernel, ...Object.values(given)]);
  });

  test('leaves no tensor; recorded, a step is one operation forwards and two backwards, eagerly none', () => {
    const given = made(2, 20);
    const step = (steps: number, options: object) => () =>
      core.tidy(() => {
        const x = core.slice(given.x, [0, 0, 0], [2, steps, D]);
        passes({ ...given, x }, fused(options));
      });
    step(20, {})();
    expect(nativeTensorsLeft(step(20, { everyStep: true, cellState: true }))).toBe(0);
    const more = (): number => opsOf(step(20, {})).length - opsOf(step(10, {})).length;
    expect(more()).toBe(0);
    // All forwards twice, backwards once.
    expect(whileRecording(more) / 10).toBe(4);
    core.dispose(Object.values(given));
  });

  test('many weights are trained step by step, and predict in one operation', () => {
    core.tidy(() => {
      const [units, features] = [64, 4];
      const x = normal<core.Rank.R3>([2, 6, features], 1);
      const weights = {
        kernel: normal<core.Rank.R2>([features, 4 * units], 2),
        recurrentKernel: core.mul(0.2, normal([units, 4 * units], 3)) as core.Tensor2D,
      };
      const forward = (input: core.Tensor): core.Tensor =>
        lstm(input as core.Tensor3D, weights).last;
      const count = (name: string, work: () => core.Tensor): number =>
        opsOf(() => void work()).filter((one) => one === name).length;
      const train = (): core.Tensor => core.grad((input) => core.sum(forward(input)))(x);
      expect(count('BlockLSTMV2', () => forward(x))).toBe(1);
      expect(count('BlockLSTMV2', train)).toBe(0);
      expect(count('LSTMBlockCell', train)).toBe(6);
    });
  });
});

test('a backend without TensorFlow takes the composed form', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    const given = made(2, 3);
    const mask = core.tensor2d([
      [1, 1, 0],
      [0, 1, 1],
    ]);
    const all = { mask, everyStep: true, cellState: true };
    expectEqual(passes(given, fused(all)), passes(given, composed(all)));
  });
});

test('shapes that do not fit are said with those that would', async () => {
  await useBackend({ backend: 'cpu', printBackend: false });
  core.tidy(() => {
    const { x, kernel, recurrentKernel } = made(2, 3);
    expect(() => lstm(x, { kernel, recurrentKernel: kernel })).toThrow(
      'Expected `lstm` to get x [N, T, D] with T >= 1, kernel [D, 4H], recurrentKernel [H, 4H] and bias [4H]. ' +
        'Received: x [2,3,3], kernel [3,20], recurrentKernel [3,20], bias [none]',
    );
    expect(() => lstm(x, { kernel, recurrentKernel }, { mask: core.ones([2, 4]) })).toThrow(
      'Expected the mask of `lstm` to be [N, T] = [2,3]. Received: [2,4]',
    );
    expect(() =>
      lstm(x, { kernel, recurrentKernel }, { mask: core.ones([2, 3]), lengths: core.ones([2]) }),
    ).toThrow('Expected `mask` or `lengths` of `lstm`. Received: both');
  });
});
