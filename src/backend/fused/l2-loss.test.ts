import * as core from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { composedL2Loss, l2Loss } from './l2-loss.js';

describeIf('native', 'half the sum of squares', () => {
  beforeAll(() => use('tensorflow'));
  test('is the same in both forms', async () => {
    const both = (): number[] =>
      core.tidy(() => {
        const x = core.tensor2d([1, -2, 3, 4], [2, 2]);
        return [l2Loss, composedL2Loss].map((form) => form(x).dataSync()[0] as number);
      });
    expect(both()).toEqual([15, 15]);
    expect(await tensorsKept(both)).toEqual([0, 0]);
  });
});
