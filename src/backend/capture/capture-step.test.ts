import * as core from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type CapturedStep, captureStep, type Step } from './capture-step.js';
import type { NativeBackend } from './native-backend.js';
import { stepInput } from './step-input.js';
import { batch, numbers, smallNetwork, useNative } from './test-tools.js';
import { updateVariables } from './update.js';

let backend: NativeBackend;
const said: string[] = [];

beforeEach(() => {
  vi.stubEnv('GRADUS_LANG', 'en');
  said.length = 0;
  for (const method of ['info', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((text) => {
      said.push(String(text));
    });
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const own = (step: Step): CapturedStep => captureStep(step, { name: 'The step', because: 'own' });

/** The first output of each of `steps` steps. */
function run(step: Step, steps: number, from = 0, size = 16): number[] {
  const results: number[] = [];
  for (let i = from; i < from + steps; i++) {
    const inputs = batch(i, size);
    const outputs = step(inputs);
    results.push(numbers(outputs[0])[0] as number);
    core.dispose([...inputs, ...outputs]);
  }
  return results;
}

/** What a scenario gives eagerly and captured; it must be the same. */
function both<T>(scenario: (wrap: (step: Step) => Step) => T): { eager: T; captured: T } {
  const eager = scenario((step) => step);
  const steps: CapturedStep[] = [];
  const captured = scenario((step) => {
    const one = own(step);
    steps.push(one);
    return one;
  });
  for (const step of steps) step.dispose();
  return { eager, captured };
}

function expectClose(a: readonly number[], b: readonly number[], tolerance = 1e-5): void {
  expect(a).toHaveLength(b.length);
  for (const [i, value] of a.entries())
    expect(Math.abs(value - (b[i] as number))).toBeLessThan(tolerance);
}

describeIf('native', 'a captured step', () => {
  beforeAll(async () => {
    backend = await useNative();
  });

  test('gives the losses and weights of eager execution, in one graph that is freed', () => {
    const { eager, captured } = both((wrap) => {
      const network = smallNetwork();
      const losses = run(wrap(network.step), 50);
      const graphs = backend.binding.getNumOfSavedModels();
      const weights = network.variables.flatMap(numbers);
      network.dispose();
      return { losses, weights, graphs };
    });
    expectClose(captured.losses, eager.losses);
    expectClose(captured.weights, eager.weights);
    expect([eager.graphs, captured.graphs]).toEqual([0, 1]);
    expect(backend.binding.getNumOfSavedModels()).toBe(0);
    expect(said).toEqual([]);
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

  test('shapes seen once or twice run eagerly, and at most four graphs are kept', () => {
    const network = smallNetwork();
    const step = own(network.step);
    const graphs = () => backend.binding.getNumOfSavedModels();
    run(step, 2);
    expect(graphs()).toBe(0);
    // Many shapes in turn do not push each other out: the first four stay.
    for (let round = 0; round < 4; round++) {
      for (const size of [2, 3, 4, 5, 6, 7]) run(step, 1, 0, size);
    }
    for (const size of [2, 3, 4, 5, 6, 7]) run(step, 3, 0, size);
    expect(graphs()).toBe(4);
    step.dispose();
    expect(graphs()).toBe(0);
    network.dispose();
  });

  test('a graph that is not used any more gives way to another shape', () => {
    const network = smallNetwork();
    const step = own(network.step);
    for (const size of [2, 3, 4, 5]) run(step, 4, 0, size);
    run(step, 110, 0, 5);
    run(step, 4, 0, 6);
    expect(backend.binding.getNumOfSavedModels()).toBe(4);
    let eager = 0;
    const counted = own((inputs) => {
      eager++;
      return network.step(inputs);
    });
    run(counted, 10, 0, 6);
    expect(eager).toBe(3);
    step.dispose();
    counted.dispose();
    network.dispose();
  });

  test('a step that uses other tensors again and again stays eager in the end', () => {
    const x = core.tensor1d([1]);
    const step = own(([given]) => [core.mul(given as core.Tensor, table)]);
    let table = core.tensor1d([0]);
    for (let i = 1; i < 8; i++) {
      table.dispose();
      table = core.tensor1d([i]);
      for (let repeat = 0; repeat < 4; repeat++) expect(numbers(step([x])[0])).toEqual([i]);
    }
    expect(said).toEqual([
      'The step runs eagerly, operation by operation, because it uses tensors or frozen variables that are others again and again.',
    ]);
    expect(backend.binding.getNumOfSavedModels()).toBe(0);
  });

  test('the number of tensors stays the same over 300 steps', () => {
    const network = smallNetwork();
    const step = own(network.step);
    run(step, 10);
    const before = [backend.binding.getNumOfTensors(), core.memory().numTensors];
    run(step, 300);
    expect([backend.binding.getNumOfTensors(), core.memory().numTensors]).toEqual(before);
    step.dispose();
    network.dispose();
  });

  test('capturing leaves tfjs as many tensors as eager execution does', () => {
    const { eager, captured } = both((wrap) => {
      const before = core.memory().numTensors;
      const network = smallNetwork();
      run(wrap(network.step), 10);
      const during = core.memory().numTensors - before;
      network.dispose();
      return [during, core.memory().numTensors - before];
    });
    expect(captured).toEqual(eager);
  });

  test('a step input is asked before each replay, even if it was equal while recorded', () => {
    const { eager, captured } = both((wrap) => {
      const network = smallNetwork();
      let rate = 1;
      const step = wrap((inputs) => [
        core.tidy(() =>
          core.mul(
            network.step(inputs)[0] as core.Tensor,
            stepInput(() => rate),
          ),
        ),
      ]);
      const results = run(step, 5);
      rate = 3;
      results.push(...run(step, 3, 5));
      network.dispose();
      return results;
    });
    expectClose(captured, eager, 1e-4);
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
      const results = [...run(step, 6), ...numbers(weight), ...run(step, 3, 6), ...numbers(weight)];
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

  test('inputs and constants that are handed through are new tensors', () => {
    const step = own(([a]) => [a as core.Tensor, core.tensor1d([7])]);
    for (let i = 0; i < 5; i++) {
      const input = core.tensor1d([i]);
      const [through, constant] = step([input]);
      expect([...numbers(through), ...numbers(constant)]).toEqual([i, 7]);
    }
    step.dispose();
  });

  test('a tensor from outside may be disposed and replaced: the step is recorded again', () => {
    let mask = core.tensor1d([1, 0]);
    const step = own(([a]) => [core.mul(a as core.Tensor, mask)]);
    const input = core.tensor1d([2, 3]);
    for (let i = 0; i < 5; i++) expect(numbers(step([input])[0])).toEqual([2, 0]);
    mask.dispose();
    mask = core.tensor1d([0, 1]);
    for (let i = 0; i < 5; i++) expect(numbers(step([input])[0])).toEqual([0, 3]);
    step.dispose();
  });

  test('a large table from outside lives in the graph', () => {
    const table = core.range(0, 20_000).reshape([2_000, 10]);
    const step = own(([rows]) => [core.gather(table, rows as core.Tensor1D)]);
    for (const row of [1, 2, 3, 4, 5]) {
      const rows = core.tensor1d([row], 'int32');
      expect(numbers(step([rows])[0])[0]).toBe(row * 10);
    }
    expect(backend.binding.getNumOfSavedModels()).toBe(1);
    step.dispose();
    table.dispose();
  });

  test('an error of the step is that of eager execution; nothing was assigned, and it goes on', () => {
    const table = core.tidy(() => core.variable(core.ones([4, 2])));
    const step = own(([rows]) =>
      core.tidy(() => {
        const found = core.gather(table, rows as core.Tensor1D);
        table.assign(core.add(table, core.sum(found)));
        return [core.sum(found)];
      }),
    );
    const call = (row: number): number =>
      core.tidy(() => numbers(step([core.tensor1d([row], 'int32')])[0])[0] as number);
    for (let i = 0; i < 4; i++) call(1);
    const before = numbers(table);
    expect(() => call(9)).toThrow(/9 is not in \[0, /);
    expect(numbers(table)).toEqual(before);
    expect(call(1)).toBeGreaterThan(0);
    expect(backend.binding.getNumOfSavedModels()).toBe(1);
    expect(said).toEqual([]);
    step.dispose();
    table.dispose();
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

  test('inside a gradient, and when switched off, it runs eagerly', () => {
    const weight = core.tidy(() => core.variable(core.scalar(3)));
    const square = own(() => [core.square(weight)]);
    for (let i = 0; i < 5; i++) core.dispose(square([]));
    const { grads } = core.variableGrads(() => square([])[0] as core.Scalar, [weight]);
    expect(numbers(grads[weight.name])).toEqual([6]);
    square.dispose();
    vi.stubEnv('GRADUS_CAPTURE', 'off');
    const off = own(() => [core.square(weight)]);
    for (let i = 0; i < 5; i++) core.dispose(off([]));
    expect(backend.binding.getNumOfSavedModels()).toBe(0);
    weight.dispose();
  });

  test('what cannot be captured runs eagerly and is said once, with the operation', () => {
    const input = core.tensor1d([1, 2]);
    const repeat = (step: Step): string[] => {
      said.length = 0;
      const captured = own(step);
      for (let i = 0; i < 6; i++) core.dispose(captured([input]));
      captured.dispose();
      return said;
    };
    expect(
      repeat(([x]) => [core.scalar(numbers(core.square(x as core.Tensor))[0] as number)]),
    ).toEqual([
      'The step runs eagerly, operation by operation, because it reads values of a tensor (`dataSync`, `arraySync`, `data`; made by Square) while it runs.',
    ]);
    let count = 0;
    expect(repeat(([x]) => [core.mul(x as core.Tensor, ++count)])).toEqual([
      'The step runs eagerly, operation by operation, because it makes a tensor in JavaScript that is another one each time (it goes into Mul), such as random numbers or a dropout mask.',
    ]);
    expect(
      repeat(([x]) => [
        ++count % 2 === 0 ? core.square(x as core.Tensor) : core.neg(x as core.Tensor),
      ])[0],
    ).toContain('because it does not do the same operations each time (first at');
    expect(
      repeat(([x]) => [
        core.keep(core.square(x as core.Tensor)),
        core.neg(core.keep(core.abs(x as core.Tensor))),
      ])[0],
    ).toContain('because it keeps a tensor (of Abs) after its end');
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

  test('the memory of the process stays flat over 3,000 steps', () => {
    const network = smallNetwork();
    const step = own(network.step);
    run(step, 1_000);
    const before = process.memoryUsage().rss;
    run(step, 2_000, 1_000);
    expect(process.memoryUsage().rss / before).toBeLessThan(1.1);
    step.dispose();
    network.dispose();
  });
});
