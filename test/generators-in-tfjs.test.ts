/** Generators that were trained and saved draw the same in a web page that has TensorFlow.js alone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ddimSample, denoisingUnet, linearNoiseSchedule } from '../src/diffusion/index.js';
import { diffusionTrainer } from '../src/diffusion/trainer.js';
import { dcganDiscriminator, dcganGenerator, GanTrainer } from '../src/gan/index.js';
import { createRng, type LayersModel, memoryBatches, type Tensor, tf } from '../src/index.js';
import { saveGraphModel } from '../src/models/save-graph-model.js';
import { decoderOf, VaeTrainer, vae } from '../src/vae/index.js';
import { describeIf } from './capabilities.js';
import { openBrowser } from './e2e/jupyterlab.js';
import { servePage } from './tfjs-page.fixture.js';

const folder = mkdtempSync(join(tmpdir(), 'gradus-generators-'));

/** 8×8 pictures, each with a bright bar. */
function bars(low: number): Tensor {
  const values = Float32Array.from({ length: 16 * 64 }, (_, i) => {
    const [bar, column] = [Math.floor(i / 64) % 8, i % 8];
    return bar === column ? 1 : low;
  });
  return tf.tensor(values, [16, 8, 8, 1]);
}

const noise = (shape: number[]): Tensor =>
  tf.tensor(createRng('page').normals(shape.reduce((a, b) => a * b, 1)), shape);

/** The page draws each sample onto a canvas of its own, and hands back what stands on it, 0 to 255. */
const onCanvas = `async (tf, images) => {
  const found = [];
  for (const image of tf.unstack(tf.clipByValue(images, 0, 1))) {
    const canvas = document.body.appendChild(document.createElement('canvas'));
    await tf.browser.toPixels(image, canvas);
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    found.push(...Array.from(data).filter((_, i) => i % 4 === 0));
  }
  return found;
}`;

/** Codes or noise to pictures: one call of the graph. */
const drawOnce = `async (tf, url, { values, shape }) => {
  await tf.setBackend('cpu');
  const model = await tf.loadGraphModel(url);
  const made = model.predict(tf.tensor(values, shape));
  return { values: Array.from(made.dataSync()), drawn: await (${onCanvas})(tf, made) };
}`;

/** DDIM without noise of its own (Song et al. 2021), from the numbers of a schedule and plain operations. */
const drawByDdim = `async (tf, url, { values, shape }, times, left) => {
  await tf.setBackend('cpu');
  const model = await tf.loadGraphModel(url);
  let x = tf.tensor(values, shape);
  times.forEach((t, i) => {
    const [now, after] = [left[t], i + 1 < times.length ? left[times[i + 1]] : 1];
    const found = model.predict([x, tf.fill([shape[0], 1], t)]);
    const clean = x.sub(found.mul(Math.sqrt(1 - now))).div(Math.sqrt(now));
    x = clean.mul(Math.sqrt(after)).add(found.mul(Math.sqrt(1 - after)));
  });
  const drawn = await (${onCanvas})(tf, x.add(1).div(2));
  return { values: Array.from(x.dataSync()), drawn };
}`;

interface Drawn {
  readonly values: readonly number[];
  readonly drawn: readonly number[];
}

function expectSame(got: Drawn, expected: Tensor, toPixel: (value: number) => number): void {
  const values = Array.from(expected.dataSync());
  expect(got.values).toHaveLength(values.length);
  expect(got.drawn).toHaveLength(values.length);
  values.forEach((value, i) => {
    expect(Math.abs((got.values[i] as number) - value)).toBeLessThan(1e-4);
    const pixel = 255 * Math.min(1, Math.max(0, toPixel(value)));
    expect(Math.abs((got.drawn[i] as number) - pixel)).toBeLessThan(1);
  });
  // A generator that draws nothing would be the same everywhere.
  expect(new Set(got.values.map((value) => value.toFixed(3))).size).toBeGreaterThan(10);
}

describeIf('browser', 'in a web page with TensorFlow.js alone', () => {
  let server: Awaited<ReturnType<typeof servePage>>;
  let address: string;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    server = await servePage(folder);
    ({ address } = server);
    browser = await openBrowser();
    page = await browser.newPage();
    await page.goto(address);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the page makes of a saved model. */
  async function drawn(
    model: LayersModel,
    name: string,
    program: string,
    input: Tensor,
    more: unknown[] = [],
  ): Promise<Drawn> {
    await saveGraphModel(model, join(folder, name));
    const given = { values: Array.from(input.dataSync()), shape: input.shape };
    const words = [`${address}/${name}/model.json`, given, ...more];
    return page.evaluate(`(${program})(tf, ...${JSON.stringify(words)})`);
  }

  test("a VAE's decoder", async () => {
    const model = vae({ inputShape: [8, 8, 1], latent: 2, hidden: [16], seed: 1 });
    const optimizer = tf.train.adam(1e-2);
    await new VaeTrainer({ model, optimizer }).fit({ x: bars(0) }, { steps: 20, batchSize: 8 });
    const codes = noise([3, 2]);
    const expected = decoderOf(model).predict(codes) as Tensor;
    expectSame(await drawn(decoderOf(model), 'vae', drawOnce, codes), expected, (value) => value);
  });

  test("a DCGAN's generator", async () => {
    const generator = dcganGenerator({
      outputShape: [8, 8, 1],
      latent: 4,
      filters: [8, 4],
      seed: 1,
    });
    const trainer = new GanTrainer({
      generator,
      discriminator: dcganDiscriminator({ inputShape: [8, 8, 1], filters: [4], seed: 2 }),
      optimizers: [tf.train.adam(1e-2), tf.train.adam(1e-2)],
    });
    await trainer.fit({ x: bars(0) }, { steps: 20, batchSize: 8 });
    const z = noise([3, 4]);
    const expected = generator.predict(z) as Tensor;
    expectSame(await drawn(generator, 'gan', drawOnce, z), expected, (value) => value);
  });

  test("a diffusion's network, by DDIM", async () => {
    const model = denoisingUnet({
      ...{ inputShape: [8, 8, 1], filters: 4, channelMultipliers: [1, 2], groups: 2, seed: 1 },
    });
    const schedule = linearNoiseSchedule({ steps: 50, betaStart: 2e-3, betaEnd: 0.3 });
    const optimizer = tf.train.adam(1e-2);
    await diffusionTrainer({ model, optimizer, schedule }).fit(
      memoryBatches({ x: bars(-1) }, { batchSize: 8 }),
      { steps: 4 },
    );
    const start = noise([2, 8, 8, 1]);
    const times = [49, 32, 16];
    const expected = await ddimSample(model, { schedule, count: 2, steps: 3, start });
    const left = Array.from(schedule.alphasCumprod);
    const got = await drawn(model, 'diffusion', drawByDdim, start, [times, left]);
    expectSame(got, expected, (value) => (value + 1) / 2);
  });
});
