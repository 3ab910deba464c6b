import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../test/capabilities.js';
import { gpt } from '../models/nlp/gpt.js';
import { vqVae } from '../models/vae/vq-vae.js';
import { tensorsKept, use } from '../nn/layers/test-tools.js';
import { sparseSoftmaxCrossEntropy } from '../nn/losses/index.js';
import { type LayersModel, type Tensor, tf } from '../nn/tf.js';
import { Trainer } from '../nn/training/trainer.js';
import { InterruptedError } from '../runtime/interrupt.js';
import { cellsKey } from '../runtime/kernel-cells.js';
import { codePrior, codeSequences, sampleCodes } from './code-prior.js';
import { decodeCodes, quantize } from './codebook.js';

const CODES = 6;
const small = (): LayersModel =>
  vqVae({ inputShape: [4, 4, 1], codes: CODES, codeSize: 2, filters: [4], seed: 1 });
const pictures = (count: number): Tensor => tf.randomUniform([count, 4, 4, 1], 0, 1, 'float32', 3);
const tiny = { layers: 1, heads: 2, width: 16, seed: 1 };

async function sampled(drawn: Promise<Tensor>): Promise<number[][]> {
  const codes = await drawn;
  const values = Array.from(codes.dataSync());
  const [count = 0] = codes.shape;
  codes.dispose();
  const length = values.length / count;
  return Array.from({ length: count }, (_, i) => values.slice(i * length, (i + 1) * length));
}

function suite(): void {
  test('a sequence is the codes row by row; what is read begins with the start and lacks the last', () => {
    const [model, x] = [small(), pictures(5)];
    tf.tidy(() => {
      const codes = quantize(model, x).arraySync() as unknown as number[][][];
      const { x: read, y } = codeSequences(model, x);
      expect([read.dtype, y.dtype]).toEqual(['int32', 'int32']);
      const rows = codes.map((grid) => grid.flat());
      expect(y.arraySync()).toEqual(rows);
      expect(read.arraySync()).toEqual(rows.map((row) => [CODES, ...row.slice(0, -1)]));
    });
    x.dispose();
    model.dispose();
  });

  test('draws follow from their seed; at temperature 0, and of one code, all are alike', async () => {
    const model = small();
    const prior = codePrior(model, tiny);
    const draw = (options: object) => sampled(sampleCodes(model, prior, { count: 8, ...options }));
    const one = await draw({ seed: 1 });
    expect(await draw({ seed: 1 })).toEqual(one);
    expect(await draw({ seed: 2 })).not.toEqual(one);
    expect(one.flat().every((code) => Number.isInteger(code) && code >= 0 && code < CODES)).toBe(
      true,
    );
    const [likeliest = [], ...others] = await draw({ temperature: 0 });
    for (const other of [...others, ...(await draw({ topK: 1, seed: 5 }))]) {
      expect(other).toEqual(likeliest);
    }
    for (const each of [model, prior]) each.dispose();
  });

  test('a draw leaves its codes alone', async () => {
    const model = small();
    const prior = codePrior(model, tiny);
    const work = async (): Promise<void> => {
      const codes = await sampleCodes(model, prior, { count: 3, seed: 1 });
      tf.dispose([codes, decodeCodes(model, codes)]);
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
    for (const each of [model, prior]) each.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('an image of one code is drawn too', async () => {
    const model = vqVae({ inputShape: [2, 2, 1], codes: 3, codeSize: 2, filters: [4] });
    const prior = codePrior(model, tiny);
    const x = tf.zeros([2, 2, 2, 1]);
    const { x: read, y } = codeSequences(model, x);
    expect([read.arraySync(), y.shape]).toEqual([
      [[3], [3]],
      [2, 1],
    ]);
    const codes = await sampleCodes(model, prior, { count: 4 });
    expect(codes.shape).toEqual([4, 1, 1]);
    tf.dispose([x, read, y, codes]);
    for (const each of [model, prior]) each.dispose();
  });

  test('a stopped cell ends it', async () => {
    const model = small();
    const prior = codePrior(model, tiny);
    const cell = { count: 1, interrupted: true };
    Reflect.set(globalThis, cellsKey, { locate: () => undefined, running: () => cell });
    try {
      const stopped = (): Promise<void> =>
        expect(sampleCodes(model, prior, { count: 2 })).rejects.toThrow(InterruptedError);
      expect(await tensorsKept(stopped)).toEqual([0, 0]);
    } finally {
      Reflect.deleteProperty(globalThis, cellsKey);
    }
    for (const each of [model, prior]) each.dispose();
  });

  test('what does not fit is told', async () => {
    const model = small();
    const prior = codePrior(model, tiny);
    const other = gpt({ ...tiny, vocabSize: CODES, context: 4 });
    const short = gpt({ ...tiny, vocabSize: CODES + 1, context: 3 });
    const draw = (options: object, by = prior) => sampleCodes(model, by, { count: 1, ...options });
    await expect(draw({}, other)).rejects.toThrow(
      'Expected `prior` of sampleCodes to be made by `codePrior` for this model: of 7 tokens, with a context of ' +
        '4 at least. Received: one of 6 tokens, with a context of 4',
    );
    await expect(draw({}, short)).rejects.toThrow('with a context of 3');
    await expect(draw({}, model)).rejects.toThrow('`gpt`');
    await expect(draw({ count: 0 })).rejects.toThrow(
      'Expected `count` of sampleCodes to be an integer >= 1. Received: 0',
    );
    await expect(draw({ topK: 1.5 })).rejects.toThrow('`topK` of sampleCodes');
    await expect(draw({ temperature: -1 })).rejects.toThrow('`temperature` of sampleCodes');
    expect(() => codePrior(prior)).toThrow('`vqVae`');
    expect(() => codePrior(model, { width: 6 })).toThrow('`width`');
    for (const each of [model, prior, other, short]) each.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('learns which codes stand together: it draws what it has seen, and all of it', async () => {
    const model = small();
    const prior = codePrior(model, tiny);
    const optimizer = tf.train.adam(1e-2);
    const rows = [
      [0, 1, 2, 3],
      [0, 1, 5, 4],
      [3, 3, 0, 0],
      [5, 2, 2, 1],
    ];
    const read = rows.map((row) => [CODES, ...row.slice(0, -1)]);
    const data = { x: tf.tensor2d(read, [4, 4], 'int32'), y: tf.tensor2d(rows, [4, 4], 'int32') };
    const trainer = new Trainer({ model: prior, loss: sparseSoftmaxCrossEntropy, optimizer });
    await trainer.fit(data, { epochs: 150, batchSize: 4 });
    const drawn = (await sampled(sampleCodes(model, prior, { count: 60, seed: 1 }))).map(String);
    const known = drawn.filter((one) => rows.map(String).includes(one));
    expect(known.length).toBeGreaterThan(54);
    expect(new Set(known).size).toBe(4);
    tf.dispose([data.x, data.y]);
    for (const each of [model, prior, optimizer]) each.dispose();
  });
});
