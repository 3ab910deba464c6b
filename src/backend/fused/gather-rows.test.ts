import * as core from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { gatherRows } from './gather-rows.js';

function suite(): void {
  test('gives the rows in the shape of the indices', async () => {
    const rows = (): number[] =>
      core.tidy(() => {
        const x = core.tensor2d([0, 1, 10, 11, 20, 21], [3, 2], 'int32');
        const y = gatherRows(x, core.tensor2d([2, 0, 1, 2], [2, 2], 'int32'));
        expect([y.shape, y.dtype]).toEqual([[2, 2, 2], 'int32']);
        return Array.from(y.dataSync());
      });
    expect(rows()).toEqual([20, 21, 0, 1, 10, 11, 20, 21]);
    expect(await tensorsKept(rows)).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();
});
describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
