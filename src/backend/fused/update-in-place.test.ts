import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { nativeTensorsLeft, opsOf, useNative } from '../../nn/test-tools.js';
import type { VariableUpdate } from '../capture/index.js';
import { updateInPlace } from './update-in-place.js';

const descent = (variable: core.Variable, gradient: core.Tensor) => (): VariableUpdate => ({
  op: 'ResourceApplyGradientDescent',
  attributes: { types: { T: 'float32' }, bools: { use_locking: false } },
  inputs: [variable, core.scalar(0.5), gradient],
});

describeIf('native', 'updates by one operation', () => {
  test('variables of any shape move; what shares their values does not', async () => {
    await useNative();
    for (const shape of [[2], [2, 3], [], [1, 2, 1]]) {
      const variable = core.variable(core.ones(shape), false);
      const before = core.clone(variable);
      const gradient = core.fill(shape, 4);
      const step = (): void =>
        core.tidy(() => updateInPlace(descent(variable, gradient), () => {}));
      step();
      expect(variable.shape).toEqual(shape);
      expect(variable.dataSync()[0]).toBe(-1);
      expect(before.dataSync()[0]).toBe(1);
      expect(nativeTensorsLeft(step)).toBe(0);
      expect(opsOf(step)).toEqual([
        'AssignVariableOp',
        'ResourceApplyGradientDescent',
        'ReadVariableOp',
      ]);
      core.dispose([variable, before, gradient]);
    }
  });

  test('a gradient of another shape is refused and changes nothing', async () => {
    await useNative();
    const variable = core.variable(core.ones([3]), false);
    expect(() => updateInPlace(descent(variable, core.ones([2])), () => {})).toThrow('same shape');
    expect(Array.from(variable.dataSync())).toEqual([1, 1, 1]);
  });
});

test('elsewhere the composed form runs', async () => {
  await core.setBackend('cpu');
  const variable = core.variable(core.ones([1]), false);
  updateInPlace(descent(variable, core.ones([1])), () => variable.assign(core.tensor1d([7])));
  expect(variable.dataSync()[0]).toBe(7);
});
