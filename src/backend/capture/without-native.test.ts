import '@tensorflow/tfjs-backend-cpu';
import * as core from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import { captureStep } from './capture-step.js';
import { stepInput } from './step-input.js';
import { updateVariables } from './update.js';

test('on another backend a captured step is the step, and updates are eager', async () => {
  await core.setBackend('cpu');
  const weight = core.variable(core.scalar(1));
  const update = vi.fn();
  const step = captureStep(
    () => {
      updateVariables(update, () =>
        weight.assign(
          core.add(
            weight,
            stepInput(() => 2),
          ),
        ),
      );
      return [core.clone(weight)];
    },
    { name: 'the step', because: 'library' },
  );
  const values = [1, 2, 3, 4, 5].map(() => step([])[0]?.dataSync()[0]);
  expect(values).toEqual([3, 5, 7, 9, 11]);
  expect(update).not.toHaveBeenCalled();
  step.dispose();
});
