import { expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { use } from '../../nn/layers/test-tools.js';
import { resnet34 } from './resnet34.js';

test('says what does not fit', () => {
  expect(() => resnet34({ inputShape: [28, 28, 1], classes: 10 })).toThrow(
    'Expected `inputShape` to be [H, W, channels] with H and W >= 32. Received: [28,28,1]',
  );
});

describeIf('native', 'on the tensorflow backend', () => {
  test('has the weights of torchvision', async () => {
    await use('tensorflow');
    const model = resnet34({ inputShape: [64, 64, 3], classes: 1000 });
    const trained = model.getWeights(true).reduce((sum, { size }) => sum + size, 0);
    expect(trained).toBe(21_797_672);
    expect(model.getLayer('stage_2_block_5_add').outputShape).toEqual([null, 4, 4, 256]);
    model.dispose();
  });
});
