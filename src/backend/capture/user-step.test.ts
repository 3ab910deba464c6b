import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { type CapturedStep, captureStep, type StepFunction } from './capture-step.js';
import { listening, numbers, useNative } from './test-tools.js';

const said = listening();

const asked = (step: StepFunction): CapturedStep =>
  captureStep(step, { name: 'The step', because: 'asked' });

describeIf('native', 'a captured step of a user', () => {
  beforeAll(async () => {
    await useNative();
  });

  const input = () => core.tensor1d([1, 2]);
  const repeat = (step: StepFunction, times: number): number[] => {
    const captured = asked(step);
    const x = input();
    const results: number[] = [];
    for (let i = 0; i < times; i++) {
      const outputs = captured([x]);
      results.push(numbers(outputs[0])[0] as number);
      core.dispose(outputs);
    }
    captured.dispose();
    x.dispose();
    return results;
  };

  test('that only computes is replayed', () => {
    const square = vi.fn(core.square);
    expect(repeat(([x]) => [square(x as core.Tensor)], 20)).toEqual(Array(20).fill(1));
    // Three eager steps, then the comparisons of replays 1, 3 and 10.
    expect(square).toHaveBeenCalledTimes(6);
    expect(said).toEqual([]);
  });

  test('that prints, draws random numbers or looks at the clock runs eagerly', () => {
    let printed = 0;
    vi.spyOn(console, 'log').mockImplementation(() => {
      printed++;
    });
    repeat(([x]) => {
      console.log('step');
      return [core.square(x as core.Tensor)];
    }, 20);
    expect(printed).toBe(20);
    expect(said.splice(0)).toEqual([
      'The step runs eagerly, operation by operation, because it prints (console.log).',
    ]);
    const drawn = repeat(([x]) => [core.mul(x as core.Tensor, Math.random())], 10);
    expect(new Set(drawn).size).toBe(10);
    expect(said.splice(0)[0]).toContain(
      'because it draws random numbers in JavaScript (Math.random)',
    );
    repeat(([x]) => (Date.now() > 0 ? [core.square(x as core.Tensor)] : []), 5);
    expect(said.splice(0)[0]).toContain('because it looks at the clock (Date.now)');
  });

  test('with a counter in it counts', () => {
    let count = 0;
    const squares = repeat(([x]) => {
      count++;
      return [core.square(x as core.Tensor)];
    }, 20);
    expect([count, ...squares]).toEqual([20, ...Array(20).fill(1)]);
    expect(said.splice(0)).toEqual([
      'The step runs eagerly, operation by operation, because it changes `count`, which is not a tensor of its own.',
    ]);
    const state = { calls: 0 };
    const called = (): number => {
      state.calls++;
      return state.calls;
    };
    // Hidden in a helper: found because the value goes into a tensor.
    expect(repeat(([x]) => [core.mul(x as core.Tensor, called())], 4)).toEqual([1, 2, 3, 4]);
    expect(said).toHaveLength(1);
  });

  test('with a branch at step 500, or another closure, returns to eager with a warning', () => {
    let call = 0;
    let hard = false;
    const captured = asked(([x]) => [
      hard ? core.square(x as core.Tensor) : core.neg(x as core.Tensor),
    ]);
    const x = core.tensor1d([3]);
    const results: number[] = [];
    for (call = 1; call <= 510; call++) {
      hard = call >= 500;
      const outputs = captured([x]);
      results.push(numbers(outputs[0])[0] as number);
      core.dispose(outputs);
    }
    expect(results).toEqual([...Array(499).fill(-3), ...Array(11).fill(9)]);
    expect(said).toEqual([
      'The step runs eagerly from now on, operation by operation: its replay was given up, because it gave another result than eager execution (step 500).',
    ]);
    captured.dispose();
    x.dispose();
  });

  test('whose variable is unfrozen trains it too', () => {
    const train = (wrap: (step: StepFunction) => StepFunction): number[] => {
      const a = core.tidy(() => core.variable(core.scalar(1), true));
      const b = core.tidy(() => core.variable(core.scalar(1), false));
      const optimizer = core.train.sgd(0.1);
      const step = wrap(() => [
        optimizer.minimize(() => core.square(core.add(a, b)), true) as core.Scalar,
      ]);
      const values: number[] = [];
      for (let i = 0; i < 16; i++) {
        if (i === 7) b.trainable = true;
        core.dispose(step([]));
        values.push(...numbers(a), ...numbers(b));
      }
      core.dispose([a, b]);
      optimizer.dispose();
      return values;
    };
    const steps: CapturedStep[] = [];
    const captured = train((step) => {
      steps.push(asked(step));
      return steps[0] as CapturedStep;
    });
    const eager = train((step) => step);
    expect(captured).toHaveLength(eager.length);
    for (const [i, value] of captured.entries()) expect(value).toBeCloseTo(eager[i] as number, 5);
    for (const step of steps) step.dispose();
    expect(said).toEqual([]);
  });
});
