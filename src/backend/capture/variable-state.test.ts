import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import type { NativeBackend } from './native-backend.js';
import {
  both,
  expectClose,
  listening,
  numbers,
  own,
  run,
  smallNetwork,
  useNative,
} from './test-tools.js';
import { updateVariables } from './update.js';

let backend: NativeBackend;
const said = listening();

describeIf('native', 'the variables of a captured step', () => {
  beforeAll(async () => {
    backend = await useNative();
  });

  test('weights read, cloned, assigned and updated by an operation in the middle are right', () => {
    const { eager, captured } = both((wrap) => {
      const network = smallNetwork();
      const [w1, b1] = network.variables as [core.Variable, core.Variable];
      const step = wrap(network.step);
      const seen: number[] = [...run(step, 7), ...numbers(w1)];
      const clone = w1.clone();
      seen.push(...run(step, 3, 7));
      const late = w1.clone();
      seen.push(...run(step, 3, 10), ...numbers(clone), ...numbers(late));
      core.tidy(() => b1.assign(core.ones([8])));
      seen.push(...run(step, 3, 13), ...numbers(b1));
      core.tidy(() => w1.assign(core.mul(w1, 0.5)));
      seen.push(...run(step, 3, 16), ...numbers(w1));
      core.dispose([clone, late]);
      network.dispose();
      return seen;
    });
    expectClose(captured, eager);
  });

  test('two batch sizes share the weights; each has a graph', () => {
    const { eager, captured } = both((wrap) => {
      const network = smallNetwork();
      const step = wrap(network.step);
      const losses: number[] = [];
      for (let i = 0; i < 8; i++) losses.push(...run(step, 2, i), ...run(step, 2, i, 8));
      const graphs = backend.binding.getNumOfSavedModels();
      network.dispose();
      return { losses, graphs };
    });
    expectClose(captured.losses, eager.losses);
    expect(captured.graphs).toBe(2);
  });

  test('an update in place gives what eager assignment gives, also when read afterwards', () => {
    const { eager, captured } = both((wrap) => {
      const weight = core.tidy(() => core.variable(core.ones([4, 1])));
      const rate = 0.01;
      const step = wrap(([x, y]) =>
        core.tidy(() => {
          const dense = (): core.Scalar =>
            core.losses.meanSquaredError(y as core.Tensor, core.dot(x as core.Tensor, weight));
          const { value, grads } = core.variableGrads(dense, [weight]);
          const gradient = grads[weight.name] as core.Tensor;
          updateVariables(
            () => ({
              op: 'ResourceApplyGradientDescent',
              attributes: { types: { T: 'float32' } },
              inputs: [weight, core.scalar(rate), gradient],
            }),
            () => weight.assign(core.sub(weight, core.mul(gradient, rate))),
          );
          return [core.add(value, core.sum(weight)), core.clone(value)];
        }),
      );
      const results = [...run(step, 6), ...numbers(weight)];
      // TensorFlow updates the memory itself: a clone must keep what it had.
      const clone = weight.clone();
      results.push(...run(step, 3, 6), ...numbers(weight), ...numbers(clone));
      const late = weight.clone();
      results.push(...run(step, 3, 9), ...numbers(late), ...numbers(clone));
      core.dispose([clone, late]);
      weight.dispose();
      return results;
    });
    expectClose(captured, eager);
    expect(said).toEqual([]);
  });

  test('an input given twice is two inputs', () => {
    const step = own(([a, b]) => [core.sub(a as core.Tensor, b as core.Tensor)]);
    const same = core.tensor1d([1, 2]);
    const other = core.tensor1d([5, 5]);
    for (let i = 0; i < 4; i++) expect(numbers(step([same, same])[0])).toEqual([0, 0]);
    expect(numbers(step([same, other])[0])).toEqual([-4, -3]);
    step.dispose();
  });

  test('a variable disposed in the middle is an error, as it is eagerly', () => {
    const network = smallNetwork();
    const step = own(network.step);
    run(step, 6);
    network.dispose();
    expect(() => run(step, 1)).toThrow();
    step.dispose();
    expect(backend.binding.getNumOfSavedModels()).toBe(0);
  });

  test("two steps that change each other's variables in turn, as in a GAN", () => {
    const { eager, captured } = both((wrap) => {
      const a = core.tidy(() => core.variable(core.ones([3])));
      const b = core.tidy(() => core.variable(core.fill([3], 2)));
      const first = wrap(([x]) =>
        core.tidy(() => {
          a.assign(core.add(core.mul(a, 0.5), core.mul(b, x as core.Tensor)));
          return [core.sum(a)];
        }),
      );
      const second = wrap(() =>
        core.tidy(() => {
          b.assign(core.sub(b, core.mul(a, 0.1)));
          return [core.sum(b)];
        }),
      );
      const x = core.scalar(0.3);
      const results: number[] = [];
      for (let i = 0; i < 12; i++) {
        for (const outputs of [first([x]), second([]), second([])]) {
          results.push(...numbers(outputs[0]));
          core.dispose(outputs);
        }
      }
      results.push(...numbers(a), ...numbers(b));
      core.dispose([a, b, x]);
      return results;
    });
    expectClose(captured, eager);
  });

  test('a variable that is an input and is assigned by the step', () => {
    const { eager, captured } = both((wrap) => {
      const weight = core.tidy(() => core.variable(core.tensor1d([1, 2])));
      const step = wrap(([given]) =>
        core.tidy(() => {
          weight.assign(core.add(core.mul(weight, 0.5), core.mul(given as core.Tensor, 2)));
          return [core.sum(weight)];
        }),
      );
      const results: number[] = [];
      for (let i = 0; i < 8; i++) {
        const outputs = step([weight]);
        results.push(...numbers(outputs[0]), ...(i % 3 === 0 ? numbers(weight) : []));
        core.dispose(outputs);
      }
      weight.dispose();
      return results;
    });
    expectClose(captured, eager);
  });

  test('a large variable that one step trains and another only reads', () => {
    const { eager, captured } = both((wrap) => {
      const weight = core.tidy(() => core.variable(core.ones([300, 300])));
      const train = wrap(([x]) =>
        core.tidy(() => {
          weight.assign(core.add(weight, x as core.Tensor));
          return [core.mean(weight)];
        }),
      );
      const read = wrap(([x]) => core.tidy(() => [core.mul(core.mean(weight), x as core.Tensor)]));
      const x = core.scalar(0.25);
      const results: number[] = [];
      const take = (outputs: core.Tensor[]): void => {
        results.push(...numbers(outputs[0]));
        core.dispose(outputs);
      };
      for (let i = 0; i < 10; i++) {
        take(train([x]));
        take(read([x]));
        take(read([x]));
        if (i === 6) core.tidy(() => weight.assign(core.mul(weight, 2)));
      }
      core.dispose([weight, x]);
      return results;
    });
    expectClose(captured, eager);
  });
});
