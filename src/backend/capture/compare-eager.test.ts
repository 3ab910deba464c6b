import * as core from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { CapturedGraph } from './captured-graph.js';
import { compareWithEager } from './compare-eager.js';
import { record } from './record-step.js';
import type { Recording } from './recorder.js';
import { stepInput } from './step-input.js';
import { numbers, useNative } from './test-tools.js';

describeIf('native', 'comparing a replay with eager execution', () => {
  test('says where they differ, keeps the eager result and asks step inputs once', async () => {
    const backend = await useNative();
    const total = core.tidy(() => core.variable(core.scalar(0)));
    let factor = 2;
    let asked = 0;
    const step = ([x]: core.Tensor[]): core.Tensor[] =>
      core.tidy(() => {
        const scaled = core.mul(
          core.mul(x as core.Tensor, factor),
          stepInput(() => ++asked),
        );
        total.assign(core.add(total, core.sum(scaled)));
        return [scaled];
      });
    const x = core.tensor1d([1, 2]);
    const first = record(step, [x], backend);
    const graph = new CapturedGraph(first.recording as Recording, [x], backend);
    expect([asked, numbers(total)]).toEqual([1, [6]]);

    const same = compareWithEager(graph, step, [x], 2);
    expect(same.reason).toBeUndefined();
    expect([asked, numbers(same.outputs[0]), numbers(total)]).toEqual([2, [4, 8], [18]]);

    factor = 3;
    const other = compareWithEager(graph, step, [x], 3);
    expect(other.reason).toEqual({ code: 'differs', params: { step: 3 } });
    expect([asked, numbers(other.outputs[0]), numbers(total)]).toEqual([3, [9, 18], [45]]);

    graph.close();
    core.dispose([...first.outputs, ...same.outputs, ...other.outputs, x, total]);
    expect(backend.binding.getNumOfTensors()).toBe(0);
  });
});
