import { beforeAll, expect, test } from 'vitest';
import { fakeKernel } from '../../test/notebook/fake-kernel.js';
import { useCpu } from '../deep-learning/test-tools.js';
import type { TrainerCallback } from '../nn/callbacks/callback.js';
import { Trainer, TrainingLoop } from '../nn/index.js';
import { type Scalar, type Tensor, tf } from '../nn/tf.js';
import { trainingChart, trainingProgress } from './training.js';

beforeAll(useCpu);

/** Trains w towards -∞: the losses are 0, -1, -2, … */
async function train(callback: TrainerCallback, validated = true): Promise<string[]> {
  const kernel = fakeKernel();
  const w = tf.variable(tf.scalar(0));
  const data = { x: tf.zeros([2]), y: tf.zeros([2]) };
  const optimizer = tf.train.sgd(1);
  const model = { variables: [w], loss: () => tf.mul(w, 1) };
  const trainer = new Trainer({ model, optimizer, callbacks: [callback] });
  await trainer.fit(data, { epochs: 2, batchSize: 1, ...(validated && { validation: data }) });
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

test('the chart says nothing of validation where there is none, and is drawn anew in a next run', async () => {
  const chart = trainingChart();
  for (const validated of [false, true, false]) {
    const text = (await train(chart, validated)).at(-1) ?? '';
    expect(text).toMatch(/training goes from -0\.5 to -2\.5/);
    expect(text.includes('validation')).toBe(validated);
  }
});

test('a chart of what the steps measure has a line for each', async () => {
  const kernel = fakeKernel();
  const chart = trainingChart({ title: 'GAN', metrics: ['loss', 'generatorLoss'] });
  const w = tf.variable(tf.scalar(1));
  const loop = new TrainingLoop<Tensor>({
    step: (x) => ({ loss: tf.mul(tf.sum<Scalar>(x), w), generatorLoss: tf.mul(w, 3) }),
    variables: [w],
    callbacks: [chart],
  });
  await loop.fit([tf.ones([1]), tf.ones([2])], { epochs: 1 });
  kernel.restore();
  w.dispose();
  const texts = kernel.sent.map((message) => String(message.data['text/plain']));
  expect(texts.at(-1)).toMatch(/loss goes from 1 to 2 .*generatorLoss goes from 3 to 3/s);
});
