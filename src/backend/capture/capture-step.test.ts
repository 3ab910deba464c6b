import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import type { StepFunction } from './capture-step.js';
import type { NativeBackend } from './native-backend.js';
import { stepInput } from './step-input.js';
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

let backend: NativeBackend;
const said = listening();

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

  test('what is drawn or given and never used changes nothing: the next draw is the one of eager execution', () => {
    const drawing = (wrap: (step: StepFunction) => StepFunction): number[] => {
      let drawn = 0;
      const next = (): number => ++drawn;
      const step = wrap(([x]) =>
        core.tidy(() => {
          stepInput(next);
          const used = stepInput(next);
          stepInput(() => Float32Array.of(next(), next()), [2]);
          stepInput(() => Int32Array.of(next()), [1], 'int32');
          return [core.mul(core.sum(x as core.Tensor), used)];
        }),
      );
      const results = run(step, 8);
      return [...results, drawn];
    };
    const { eager, captured } = both(drawing);
    expectClose(captured, eager);
    expect(said).toEqual([]);
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
    const eager = vi.fn(network.step);
    const step = own(eager);
    for (const size of [2, 3, 4, 5]) run(step, 4, 0, size);
    run(step, 110, 0, 5);
    eager.mockClear();
    run(step, 10, 0, 6);
    expect(eager).toHaveBeenCalledTimes(3);
    expect(backend.binding.getNumOfSavedModels()).toBe(4);
    step.dispose();
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
    const table = core.reshape(core.range(0, 80_000), [8_000, 10]);
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
    const repeat = (step: StepFunction): string[] => {
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
