import { beforeAll, expect, test } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { useCpu } from '../deep-learning/test-tools.js';
import type { TrainerCallback } from '../nn/callbacks/callback.js';
import { Trainer } from '../nn/index.js';
import { tf } from '../nn/tf.js';
import { trainingChart, trainingProgress } from './training.js';

beforeAll(useCpu);

/** Trains w towards -∞: the losses are 0, -1, -2, … */
async function train(callback: TrainerCallback): Promise<string[]> {
  const kernel = fakeKernel();
  const w = tf.variable(tf.scalar(0));
  const data = { x: tf.zeros([2]), y: tf.zeros([2]) };
  const optimizer = tf.train.sgd(1);
  const model = { variables: [w], loss: () => tf.mul(w, 1) };
  const trainer = new Trainer({ model, optimizer, callbacks: [callback] });
  await trainer.fit(data, { epochs: 2, batchSize: 1, validation: data });
  optimizer.dispose();
  tf.dispose([w, data]);
  kernel.restore();
  return kernel.sent.map((message) => String(message.data['text/plain']));
}

test('the bar tells epoch and loss', async () => {
  const texts = await train(trainingProgress());
  expect(texts.at(-1)).toMatch(/^steps 4\/4 · took .* · epoch 2\/2 · loss -3\.000$/);
});

test('the chart has a line for training and one for validation', async () => {
  const texts = await train(trainingChart());
  expect(texts.at(-1)).toMatch(
    /training goes from -0\.5 to -2\.5 .*validation goes from -2 to -4/s,
  );
});
