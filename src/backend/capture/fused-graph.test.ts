import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { captureStep, type StepFunction } from './capture-step.js';
import { replaysBeforeFused } from './fused-graph.js';
import type { Binding, NativeBackend, TensorMetadata } from './native-backend.js';
import { stepInput } from './step-input.js';
import {
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

/** A step whose elementwise operations are large: 16,384 values, gated by hand. */
function gated() {
  const random = (shape: number[], seed: number): core.Variable =>
    core.tidy(() => core.variable(core.randomNormal(shape, 0, 0.1, 'float32', seed)));
  const [weight, out] = [random([4, 1024], 1), random([1024, 1], 2)];
  let steps = 0;
  const step = ([x, y]: core.Tensor[]): core.Tensor[] =>
    core.tidy(() => {
      const rate = stepInput(() => 0.02 / ++steps);
      const loss = (): core.Scalar => {
        const z = core.dot(x as core.Tensor, weight);
        const hidden = core.mul(core.tanh(core.mul(z, 0.5)), core.add(core.square(z), 1));
        return core.losses.meanSquaredError(y as core.Tensor, core.dot(hidden, out));
      };
      const { value, grads } = core.variableGrads(loss, [weight, out]);
      for (const one of [weight, out]) {
        one.assign(core.sub(one, core.mul(grads[one.name] as core.Tensor, rate)));
      }
      return [value];
    });
  return { weight, step, dispose: () => core.dispose([weight, out]) };
}

/** Losses and weights of a step, with a look at the weights in the middle. */
function train(
  mode: string,
  wrap: (step: StepFunction) => StepFunction & { dispose?(): void } = own,
): number[] {
  vi.stubEnv('GRADUS_CAPTURE', mode);
  const { weight, step, dispose } = gated();
  const wrapped = wrap(step);
  const results = run(wrapped, 9);
  results.push(...numbers(weight).slice(0, 4), ...run(wrapped, 9, 9));
  core.tidy(() => weight.assign(core.mul(weight, 0.9)));
  results.push(...run(wrapped, 9, 18), ...numbers(weight));
  wrapped.dispose?.();
  dispose();
  return results;
}

/** Changes calls of the binding; `restore` puts them back. */
function changeBinding(change: (binding: Binding) => Partial<Binding>): () => void {
  const { binding } = backend;
  const changed = Object.entries(change(binding)).map(([name, value]) => [name, { value }]);
  backend.binding = Object.create(binding, Object.fromEntries(changed));
  return () => {
    backend.binding = binding;
  };
}

/** How many graphs were loaded meanwhile. */
function countLoads(): { count: () => number; restore: () => void } {
  let count = 0;
  const restore = changeBinding((binding) => ({
    loadSavedModel: (...given) => {
      count++;
      return binding.loadSavedModel(...given);
    },
  }));
  return { count: () => count, restore };
}

test('the less a function saves, the later it is compiled', () => {
  const cpu = { isUsingGpuDevice: false };
  let trainable = false;
  const replays = (functions: number, saved: number, state = 10, device = cpu): number =>
    replaysBeforeFused(
      { assigned: () => [{ size: state, trainable } as core.Variable] },
      () => ({ functions, saved }),
      device,
    );
  vi.stubEnv('GRADUS_CAPTURE', 'on');
  expect([replays(8, 2e6), replays(1, 2e6), replays(1, 5e3)]).toEqual([600, 250, 30_000]);
  const never = [
    replays(0, 0),
    replays(8, 2e6, 1e9),
    replays(8, 2e6, 10, { isUsingGpuDevice: true }),
  ];
  trainable = true;
  expect(replays(8, 2e6)).toBe(Infinity);
  vi.stubEnv('GRADUS_CAPTURE', 'no-xla');
  expect([...never, replays(8, 2e6)]).toEqual([Infinity, Infinity, Infinity, Infinity]);
  vi.stubEnv('GRADUS_CAPTURE', 'xla');
  expect(replays(1, 5e3)).toBe(1);
});

type Failure = (binding: Binding, second: () => boolean) => Partial<Binding>;

describeIf('native', 'a captured step whose elementwise operations are compiled', () => {
  beforeAll(async () => {
    backend = await useNative();
  });

  test('gives the losses and weights of eager execution, and is one graph', () => {
    const eager = train('off');
    const loads = countLoads();
    const fused = train('xla');
    expect(loads.count()).toBe(2);
    loads.restore();
    expectClose(fused, eager);
    expect(backend.binding.getNumOfSavedModels()).toBe(0);
    expect(said).toEqual([]);
  });

  test('is made after many replays, and never with no-xla', () => {
    for (const mode of ['on', 'no-xla']) {
      vi.stubEnv('GRADUS_CAPTURE', mode);
      const elements = 4_000_000;
      const x = core.tensor1d([3]);
      const captured = own(([by]) =>
        core.tidy(() => {
          const all = core.fill([elements], 0.5);
          const z = core.mul(all, by as core.Tensor);
          return [core.sum(core.mul(core.square(z), core.add(core.square(z), z)))];
        }),
      );
      const loads = countLoads();
      const repeat = (times: number): void => {
        for (let i = 0; i < times; i++) core.dispose(captured([x]));
      };
      repeat(3 + 249);
      expect(loads.count()).toBe(1);
      repeat(2);
      expect(loads.count()).toBe(mode === 'on' ? 2 : 1);
      expect(backend.binding.getNumOfSavedModels()).toBe(1);
      loads.restore();
      captured.dispose();
      x.dispose();
    }
  });

  test('is not made of small tensors', () => {
    vi.stubEnv('GRADUS_CAPTURE', 'xla');
    const network = smallNetwork();
    const step = own(network.step);
    const loads = countLoads();
    run(step, 8);
    expect(loads.count()).toBe(1);
    loads.restore();
    step.dispose();
    network.dispose();
  });

  test('leaves as many tensors as before it was made', () => {
    const { step, dispose } = gated();
    const captured = own(step);
    const count = () => [backend.binding.getNumOfTensors(), core.memory().numTensors];
    vi.stubEnv('GRADUS_CAPTURE', 'no-xla');
    run(captured, 6);
    captured.dispose();
    const without = own(step);
    run(without, 6);
    const before = count();
    without.dispose();
    vi.stubEnv('GRADUS_CAPTURE', 'xla');
    const fused = own(step);
    run(fused, 6);
    expect(count()).toEqual(before);
    run(fused, 100);
    expect(count()).toEqual(before);
    fused.dispose();
    dispose();
  });

  test('is still compared with eager execution where the code is not the own', () => {
    const eager = vi.fn();
    const fused = train('xla', (step) =>
      captureStep(
        (inputs) => {
          eager();
          return step(inputs);
        },
        { name: 'The step', because: 'asked', code: [] },
      ),
    );
    // Once at first, twice recorded, and compared at the replays 1, 3 and 10.
    expect(eager).toHaveBeenCalledTimes(6);
    expectClose(fused, train('off'));
    expect(said).toEqual([]);
  });

  /** What a replay of the second graph that is loaded does in the place of its own. */
  const replaysOfSecond =
    (replay: (binding: Binding, run: () => TensorMetadata[]) => TensorMetadata[]): Failure =>
    (binding, second) => {
      let bad = -1;
      return {
        loadSavedModel: (...given) => {
          const isSecond = second();
          const id = binding.loadSavedModel(...given);
          if (isSecond) bad = id;
          return id;
        },
        runSavedModel: (id, inputs, feeds, fetches) => {
          const run = () => binding.runSavedModel(id, inputs, feeds, fetches);
          return id === bad && fetches.startsWith('out') ? replay(binding, run) : run();
        },
      };
    };

  /** Ways in which the second graph that is loaded can be of no use. */
  const failures: Record<string, Failure> = {
    'TensorFlow refuses': (binding, second) => ({
      loadSavedModel: (...given) => {
        if (second()) throw new Error('XLA is not here');
        return binding.loadSavedModel(...given);
      },
    }),
    'cannot be compiled': replaysOfSecond(() => {
      throw new Error('cannot compile');
    }),
    'gives other numbers': replaysOfSecond((binding, run) => {
      for (const output of run()) binding.deleteTensor(output.id);
      const wrong = binding.createTensor([], 1, Float32Array.of(7));
      return [{ id: wrong, shape: [], dtype: 1 }];
    }),
  };

  test.each(Object.keys(failures))('is not used when it %s', (failure) => {
    const eager = train('off');
    let loads = 0;
    const restore = changeBinding((binding) =>
      (failures[failure] as Failure)(binding, () => ++loads === 2),
    );
    const captured = train('xla');
    restore();
    expect(loads).toBe(2);
    expectClose(captured, eager);
    expect(said).toEqual([]);
    expect(backend.binding.getNumOfSavedModels()).toBe(0);
  });
});
