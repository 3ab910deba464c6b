/** A trainer is a case of the loop; its numbers are those of a loop that knows nothing else. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { captureStep } from '../../backend/capture/index.js';
import { gatherRows } from '../../backend/fused/gather-rows.js';
import { createRng } from '../../backend/random.js';
import { meanSquaredError, Trainer } from '../index.js';
import { use } from '../layers/test-tools.js';
import { type LayersModel, type Optimizer, type Tensor, tf } from '../tf.js';
import { targetOf } from './target.js';
import { trainStep } from './train-step.js';

const N = 20;
const BATCH = 6;

function data(seed: number): { x: Tensor; y: Tensor } {
  const rng = createRng(seed);
  const x = tf.tensor2d(rng.normals(N * 3), [N, 3]);
  return { x, y: tf.tensor2d(rng.normals(N), [N, 1]) };
}

function network(rate: number): LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 1 });
  const kernelRegularizer = 'l1l2';
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 5, inputShape: [3], activation: 'tanh', kernelInitializer }),
      tf.layers.dropout({ rate, seed: 1 }),
      tf.layers.dense({ units: 1, kernelInitializer, kernelRegularizer }),
    ],
  });
}

/** Written out: shuffled rows, one captured step each. */
async function writtenOut(model: LayersModel, optimizer: Optimizer, steps: number) {
  const { x, y } = data(1);
  const target = targetOf(model, meanSquaredError);
  const options = {
    optimizer,
    accumulate: 1,
    clipNorm: 1,
    loss: (a: Tensor, b: Tensor) => target.loss(a, b, true),
    variables: () => target.trained(),
  };
  const step = captureStep(trainStep(options), { name: 'the step', because: 'library' });
  const losses: number[] = [];
  const stepsPerEpoch = Math.ceil(N / BATCH);
  for (let i = 0; i < steps; i++) {
    const epoch = Math.floor(i / stepsPerEpoch);
    const order = createRng(7).split(`epoch ${epoch}`).permutation(N);
    const begin = (i % stepsPerEpoch) * BATCH;
    const rows = tf.tensor1d(order.slice(begin, begin + BATCH), 'int32');
    const batch = [x, y].map((one) => gatherRows(one as never, rows as never));
    const results = step(batch);
    losses.push((await results[0]?.data())?.[0] as number);
    tf.dispose([rows, batch, results] as never);
  }
  step.dispose();
  tf.dispose([x, y]);
  return losses;
}

function suite(): void {
  test.each(['adam', 'rmsprop', 'adagrad'] as const)(
    '%s: those of a loop written out',
    async (name) => {
      const losses: number[][] = [];
      for (const isTrainer of [false, true]) {
        const [model, optimizer] = [network(0.2), tf.train[name](0.02)];
        const options = { model, optimizer, loss: meanSquaredError, clipNorm: 1, seed: 7 };
        const examples = data(1);
        losses.push(
          isTrainer
            ? (await new Trainer(options).fit(examples, { steps: 26, batchSize: BATCH })).steps
            : await writtenOut(model, optimizer, 26),
        );
        tf.dispose(examples);
        model.dispose();
        optimizer.dispose();
      }
      expect(losses[1]).toEqual(losses[0]);
    },
  );
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('those of the trainer before it was one of several', async () => {
    const [model, optimizer, examples, validation] = [
      network(0.2),
      tf.train.adam(),
      data(1),
      data(2),
    ];
    const history = await new Trainer({
      model,
      loss: meanSquaredError,
      optimizer,
      seed: 7,
      clipNorm: 0.1,
      accumulate: 3,
      learningRate: (step) => 0.05 / (1 + step),
    }).fit(examples, { epochs: 6, batchSize: BATCH, validation });
    expect(history).toEqual({
      steps: [
        3.540527820587158, 0.9746589064598083, 3.4886858463287354, 0.08039797097444534,
        1.2025226354599, 2.218938112258911, 2.4752938747406006, 2.1761693954467773,
        2.2872419357299805, 1.4382025003433228, 2.1145594120025635, 0.6449288129806519,
        0.49107399582862854, 1.2886335849761963, 2.870081901550293, 2.1570982933044434,
        1.3469054698944092, 1.208488941192627, 2.602710247039795, 3.7877440452575684,
        3.011544704437256, 1.7671599388122559, 0.3763968348503113, 2.815402030944824,
      ],
      loss: [
        2.409201569110155, 1.9866433262825012, 1.8164940357208252, 1.6106466740369796,
        1.9262058019638062, 1.8280706465244294,
      ],
      validationLoss: [
        1.340913075208664, 1.2472829580307008, 1.1899443328380586, 1.1596338331699372,
        1.1397911250591277, 1.1235144793987275,
      ],
    });
    tf.dispose([examples, validation]);
    model.dispose();
    optimizer.dispose();
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  suite();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();
});
