import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { loadModel } from '../../models/load-model.js';
import { seq2seq } from '../../models/nlp/seq2seq.js';
import { transformer } from '../../models/nlp/transformer.js';
import { saveModel } from '../../models/save-model.js';
import { savedAndLoaded, tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { attentionMap, diagonality } from './attention-map.js';
import { translationExamples } from './examples.js';
import { END, START } from './special-tokens.js';
import { translate } from './translate.js';
import { TranslationTrainer } from './translation-trainer.js';

const [V, S, T] = [9, 6, 7];
const sizes = { sourceVocabSize: V, targetVocabSize: V };

/** Weights large enough that different inputs give clearly different outputs. */
function loud(model: LayersModel): LayersModel {
  const rng = createRng(4);
  tf.tidy(() => {
    model.setWeights(
      model.getWeights().map((w) => tf.tensor(rng.normals(w.size, 0, 0.4), w.shape)),
    );
  });
  return model;
}

const models: readonly [string, (seed?: number) => LayersModel][] = [
  ['transformer', (seed = 1) => transformer({ ...sizes, width: 8, heads: 2, seed })],
  [
    'transformer as Llama',
    (seed = 1) =>
      transformer({
        ...{ ...sizes, width: 16, heads: 4, keyValueHeads: 2, positions: 'rotary', norm: 'rms' },
        ...{ feedForward: 'swiglu', layers: 1, dropout: 0.1, seed },
      }),
  ],
  [
    'transformer with ALiBi',
    (seed = 1) => transformer({ ...sizes, width: 8, heads: 2, positions: 'alibi', seed }),
  ],
  [
    'seq2seq',
    (seed = 1) => seq2seq({ ...sizes, sourceLength: S, targetLength: T, width: 8, units: 8, seed }),
  ],
];

const rows = (values: number[][]): Tensor => tf.tensor2d(values, undefined, 'int32');
const padded = (list: number[], length: number): number[] => [
  ...list,
  ...Array<number>(length - list.length).fill(0),
];

/** Logits `[T, V]` of one source and target. */
function logitsOf(model: LayersModel, source: number[], target: number[]): number[][] {
  return tf.tidy(() => {
    const given = [rows([padded(source, S)]), rows([padded(target, T)])];
    return ((model.predict(given) as Tensor).arraySync() as number[][][])[0] as number[][];
  });
}

const far = (a: number[][], b: number[][]): number =>
  Math.max(...a.flatMap((row, i) => row.map((v, j) => Math.abs(v - (b[i]?.[j] as number)))));

/** The likeliest token each time, by whole runs of the model. */
function greedy(model: LayersModel, source: number[]): number[] {
  const tokens: number[] = [];
  while (tokens.length < T) {
    const logits = logitsOf(model, source, [START, ...tokens])[tokens.length] as number[];
    const allowed = logits.map((value, i) => (i < END ? -Infinity : value));
    const token = allowed.indexOf(Math.max(...allowed));
    if (token === END) break;
    tokens.push(token);
  }
  return tokens;
}

const sources = [[3, 4, 5], [8, 7, 6, 5, 4, 3], [5], [4, 4, 4, 4], [6, 3]];

function suite(): void {
  for (const [name, make] of models) {
    describe(name, () => {
      test('no edit of the future, and no padding of the source, changes an output', () => {
        const model = loud(make());
        const whole = logitsOf(model, [3, 4, 5], [START, 6, 7, 8, 3]);
        const edited = logitsOf(model, [3, 4, 5], [START, 6, 7, 4, 5]);
        expect(far(whole.slice(0, 3), edited.slice(0, 3))).toBe(0);
        expect(far(whole.slice(3, 5), edited.slice(3, 5))).toBeGreaterThan(1e-3);
        expect(far(whole, logitsOf(model, [3, 4], [START, 6, 7, 8, 3]))).toBeGreaterThan(1e-3);
        model.dispose();
      });

      test('greedy decoding is the likeliest token of whole runs; batches and beams agree', async () => {
        const model = loud(make());
        const options = { maxTokens: T };
        const found = await translate(model, sources, options);
        expect(found.map(({ tokens }) => tokens)).toEqual(sources.map((s) => greedy(model, s)));
        expect(await translate(model, sources, { ...options, batchSize: 2 })).toEqual(
          found.map(({ score, ...rest }) => ({ ...rest, score: expect.closeTo(score, 4) })),
        );
        const wide = await translate(model, sources, { ...options, beams: 3, batchSize: 2 });
        for (const [i, { tokens, score, ended }] of wide.entries()) {
          const written = [START, ...tokens];
          const logits = logitsOf(model, sources[i] as number[], written.slice(0, T));
          const log = [...tokens, ...(ended ? [END] : [])].reduce((sum, token, t) => {
            const row = logits[t] as number[];
            const total = Math.log(row.reduce((all, value) => all + Math.exp(value), 0));
            return sum + (row[token] as number) - total;
          }, 0);
          const length = tokens.length + (ended ? 1 : 0);
          expect(score).toBeCloseTo(log / ((5 + length) / 6) ** 0.6, 3);
        }
        model.dispose();
      });

      test('a map of attention has a row for each token and the end, each of sum 1', () => {
        const model = loud(make());
        const map = attentionMap(model, [3, 4, 5], [6, 7]);
        expect(map.map((row) => row.length)).toEqual([3, 3, 3]);
        for (const row of map) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
        model.dispose();
      });

      test('translates the same after it was saved and loaded', async () => {
        const model = loud(make());
        const loaded = await savedAndLoaded(model);
        const options = { maxTokens: T };
        expect(await translate(loaded, sources, options)).toEqual(
          await translate(model, sources, options),
        );
        model.dispose();
        loaded.dispose();
      });

      test('translating leaves no tensor behind', async () => {
        const model = loud(make());
        const kept = await tensorsKept(() =>
          translate(model, sources, { maxTokens: 3, beams: 2, batchSize: 2 }),
        );
        expect(kept).toEqual([0, 0]);
        model.dispose();
      });
    });
  }
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('says what does not fit', async () => {
    const model = transformer({ ...sizes, width: 8, heads: 2 });
    await expect(translate(model, [])).rejects.toThrow('Expected one source at least');
    await expect(translate(model, [[3, 9]])).rejects.toThrow(
      'Expected each source as integers from 1 to 8. Received: 9, number 0',
    );
    await expect(translate(model, [[3]], { beams: 0 })).rejects.toThrow('`beams`');
    await expect(translate(model, [[3]], { lengthPenalty: -1 })).rejects.toThrow(
      'Expected `lengthPenalty` to be a number >= 0. Received: -1',
    );
    expect(() => attentionMap(model, [3], [4], { block: 5 })).toThrow(
      'Expected `block` to be one of 0, 1. Received: 5',
    );
    const other = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1], name: 'd' })],
    });
    await expect(translate(other, [[3]])).rejects.toThrow(
      'Expected `model` to be made by `transformer` or `seq2seq`, or loaded from one. Received: layers d',
    );
    const trainer = new TranslationTrainer({ model, optimizer: tf.train.adam(1e-3) });
    await expect(
      trainer.fit({ source: tf.zeros([2, 3]), target: tf.zeros([2, 3], 'int32') }, { epochs: 1 }),
    ).rejects.toThrow('Expected `source` [N, S] and `target` [N, T + 1]');
    expect(
      () => new TranslationTrainer({ model, optimizer: tf.train.adam(1e-3), clipNorm: 0 }),
    ).toThrow('`clipNorm`');
    expect(() => transformer({ ...sizes, width: 12, heads: 4, positions: 'rotary' })).toThrow(
      'Expected `width` to be a multiple of 8, since `positions` takes numbers in pairs. Received: 12',
    );
    expect(() => transformer({ ...sizes, keyValueHeads: 3 })).toThrow(
      'Expected `keyValueHeads` to be a divisor of `heads`, 4. Received: 3',
    );
    for (const one of [model, other]) one.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('learns to copy; saved with its vocabulary, it translates by its folder alone', async () => {
    const rng = createRng(1);
    const draw = (count: number): { source: number[]; target: number[] }[] =>
      Array.from({ length: count }, () => {
        const list = Array.from({ length: rng.integer(2, 6) }, () => rng.integer(3, V));
        return { source: list, target: list };
      });
    const [train, held] = [draw(800), draw(50)];
    const data = translationExamples(train, { sourceLength: S, targetLength: T });
    const model = transformer({ ...sizes, width: 32, layers: 1, seed: 1 });
    const optimizer = tf.train.adam(5e-3);
    const trainer = new TranslationTrainer({ model, optimizer, clipNorm: 1, seed: 1 });
    const history = await trainer.fit(data, { epochs: 12 });
    expect(history.steps.at(-1)).toBeLessThan(0.5);
    const folder = mkdtempSync(join(tmpdir(), 'gradus-translate-'));
    await saveModel(model, join(folder, 'model'));
    const loaded = await loadModel(join(folder, 'model'));
    const found = await translate(
      loaded.model,
      held.map(({ source }) => source),
      { maxTokens: T },
    );
    const right = found.filter(({ tokens }, i) => String(tokens) === String(held[i]?.target));
    expect(right.length / held.length).toBeGreaterThan(0.9);
    const [first] = held.filter(({ source }) => new Set(source).size === source.length);
    const map = attentionMap(loaded.model, first?.source ?? [], first?.target ?? []);
    expect(diagonality(map)).toBeGreaterThan(0.5);
    rmSync(folder, { recursive: true });
    tf.dispose([data.source, data.target]);
    for (const one of [model, loaded.model, optimizer]) one.dispose();
  });
});
