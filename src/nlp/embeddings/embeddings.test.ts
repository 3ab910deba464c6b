import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { createRng } from '../../backend/random.js';
import { grammarAnalogies, grammarText } from '../../data/grammar-text.js';
import { mlp } from '../../models/deep-learning/mlp.js';
import { glove } from '../../models/nlp/glove.js';
import { skipGram } from '../../models/nlp/skip-gram.js';
import { tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type Tensor, tf } from '../../nn/tf.js';
import { characterTokenizer, wordTokenizer } from '../tokenizers/word-level-tokenizers.js';
import { analogy, analogyAccuracy } from './analogy.js';
import { coOccurrences } from './co-occurrences.js';
import { gloveBatches } from './glove-batches.js';
import { gloveLoss, skipGramLoss } from './losses.js';
import { nearestWords } from './nearest-words.js';
import { keepProbabilities, negativeSampler, noiseDistribution } from './negative-sampler.js';
import { projectVectors } from './project-vectors.js';
import { skipGramBatches } from './skip-gram-batches.js';
import { skipGramPairs } from './skip-gram-pairs.js';
import { gloveTrainer, skipGramTrainer } from './trainers.js';
import { wordVectors, wordVectorsOf } from './word-vectors.js';

describe('what is drawn', () => {
  test('negatives come as often as counts to the power of 0.75', () => {
    const counts = [81, 16, 1, 0];
    const expected = noiseDistribution(counts);
    expect(Array.from(expected)).toEqual([27 / 36, 8 / 36, 1 / 36, 0]);
    expect(Array.from(noiseDistribution(counts, 0))).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
  });

  test('the share of each is that of the distribution (chi-square)', () => {
    const expected = noiseDistribution([500, 200, 90, 40, 7]);
    const draw = negativeSampler(expected);
    const rng = createRng('chi-square');
    const seen = new Float64Array(5);
    const count = 50_000;
    for (let i = 0; i < count; i++) {
      const token = draw(rng);
      seen[token] = (seen[token] as number) + 1;
    }
    const chi = seen.reduce((sum, n, i) => {
      const wanted = count * (expected[i] as number);
      return sum + (n - wanted) ** 2 / wanted;
    }, 0);
    // Four degrees of freedom: above 18.5 once in a thousand.
    expect(chi).toBeLessThan(18.5);
  });

  test('frequent tokens are kept as the formula says, rare ones always', () => {
    const keep = keepProbabilities([9000, 900, 100], 0.09);
    expect(Array.from(keep)).toEqual([Math.sqrt(0.1), 1, 1]);
  });

  test('pairs lie in the window, and none is a token with itself', () => {
    const { words, contexts } = skipGramPairs([[0, 1, 2, 3, 4], [5]], {
      window: 2,
      keep: Array(6).fill(1),
      rng: createRng(1),
    });
    words.forEach((word, i) => {
      const distance = Math.abs(word - (contexts[i] as number));
      expect(distance).toBeGreaterThan(0);
      expect(distance).toBeLessThanOrEqual(2);
    });
    const neighbours = Array.from(words, (word, i) => `${word} ${contexts[i]}`);
    for (const pair of ['0 1', '1 0', '3 4', '4 3']) expect(neighbours).toContain(pair);
  });

  test('pairs that stand near each other count by their distance, both ways', () => {
    const { words, contexts, counts } = coOccurrences([[0, 1, 0, 2]], {
      vocabularySize: 3,
      window: 2,
    });
    const found = Object.fromEntries(
      Array.from(words, (word, i) => [`${word} ${contexts[i]}`, counts[i]]),
    );
    expect(found).toEqual({
      '0 0': 1,
      '0 1': 2,
      '1 0': 2,
      '1 2': 0.5,
      '2 1': 0.5,
      '0 2': 1,
      '2 0': 1,
    });
  });
});

describe('vectors', () => {
  const vectors = wordVectorsOf(
    ['man', 'woman', 'king', 'queen', 'apple'],
    [
      [1, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
      [1, 1, 1],
      [-1, 0, 0.1],
    ],
  );

  test('king is to man as queen to woman', () => {
    expect(analogy(vectors, ['man', 'king', 'woman'])[0]?.word).toBe('queen');
    expect(analogyAccuracy(vectors, [['man', 'king', 'woman', 'queen']])).toBe(1);
    expect(analogyAccuracy(vectors, [['man', 'king', 'woman', 'apple']])).toBe(0);
  });

  test('the nearest words are those of the smallest angle, without the word itself', () => {
    const found = nearestWords(vectors, 'man', { k: 9 });
    expect(found.map(({ word }) => word)).toEqual(['woman', 'king', 'queen', 'apple']);
    expect(found[0]?.similarity).toBeCloseTo(Math.SQRT1_2, 6);
    expect(found[3]?.similarity).toBeCloseTo(-1 / Math.hypot(1, 0.1), 6);
    expect(() => nearestWords(vectors, 'pear')).toThrow(
      'Expected one of the 5 words that have a vector. Received: "pear"',
    );
    expect(() => nearestWords(vectors, 'man', { k: 0 })).toThrow('Expected `k` of nearestWords');
  });

  test('the plane has the directions of greatest variance, whatever the turn of the vectors', () => {
    const { points, explained } = projectVectors(vectors);
    expect(points).toHaveLength(5);
    expect(explained[0]).toBeGreaterThanOrEqual(explained[1] as number);
    const all = projectVectors(vectors, 3);
    expect(all.explained.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    // All directions together keep every distance.
    const between = (list: readonly (readonly number[])[]) =>
      list.map((a) => list.map((b) => Math.hypot(...a.map((x, i) => x - (b[i] as number)))));
    const given = Array.from({ length: 5 }, (_, i) =>
      Array.from(vectors.values.subarray(3 * i, 3 * i + 3)),
    );
    const [found, wanted] = [between(all.points).flat(), between(given).flat()];
    for (const [i, distance] of found.entries()) {
      expect(distance).toBeCloseTo(wanted[i] as number, 6);
    }
    expect(() => projectVectors(vectors, 4)).toThrow('from 1 to the width of the vectors, 3');
  });

  test('says what does not fit', () => {
    expect(() => wordVectorsOf(['a'], [[1], [2]])).toThrow('Received: 1 words and 2 vectors');
    expect(() => wordVectorsOf(['a', 'a'], [[1], [2]])).toThrow('Received twice: "a"');
    expect(() => wordVectorsOf(['a'], [[Number.NaN]])).toThrow('Received: NaN in that of "a"');
  });
});

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));

  test('the loss of skip-gram is that of the formula', () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const row = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const wanted = rows.map(([first = 0, ...drawn]) =>
          drawn.reduce((sum, x) => sum - Math.log(sigmoid(-x)), -Math.log(sigmoid(first))),
        );
        const loss = tf.tidy(() => skipGramLoss(tf.tensor2d(rows)).dataSync()[0] as number);
        expect(loss).toBeCloseTo(wanted.reduce((a, b) => a + b) / rows.length, 4);
      }),
    );
  });

  test('the loss of GloVe weighs squared errors', () => {
    const column = (values: number[]): Tensor => tf.tensor2d(values, [2, 1]);
    const terms = { predicted: column([1, 2]), logCount: column([0, 4]), weight: column([1, 0.5]) };
    const loss = gloveLoss(terms);
    expect(loss.dataSync()[0]).toBeCloseTo((1 + 0.5 * 4) / 2, 6);
    tf.dispose([terms, loss]);
  });

  test('batches follow from the seed, and hold the pairs of the text once an epoch', () => {
    const tokens = [[0, 1, 2, 3, 2, 1]];
    const read = (seed: number, epoch: number) =>
      Array.from(
        skipGramBatches(tokens, {
          vocabularySize: 4,
          window: 1,
          negatives: 2,
          batchSize: 4,
          seed,
        }).open(epoch, 0) as Iterable<{ word: Tensor; context: Tensor }>,
      ).flatMap(({ word, context }) => {
        const rows = (context.arraySync() as number[][]).map((row, i) => [
          (word.arraySync() as number[][])[i]?.[0],
          ...row,
        ]);
        tf.dispose([word, context]);
        return rows;
      });
    expect(read(1, 0)).toEqual(read(1, 0));
    expect(read(1, 0)).not.toEqual(read(1, 1));
    const pairs = (rows: (number | undefined)[][]) => rows.map(([a, b]) => `${a} ${b}`).sort();
    expect(pairs(read(1, 0))).toEqual(pairs(read(1, 1)));
    expect(pairs(read(1, 0))).toHaveLength(10);
    expect(() => skipGramBatches([[1]], { vocabularySize: 4 })).toThrow('two tokens at least');
    expect(() => skipGramBatches([[4]], { vocabularySize: 4 })).toThrow('Received: 4');
    expect(() => gloveBatches([[1, 2]], { vocabularySize: 4, xMax: 0 })).toThrow(
      'Expected `xMax` of gloveBatches to be a number > 0. Received: 0',
    );
  });

  test('only models of the kind are trained, or read', () => {
    const model = mlp({ inputShape: [2], hidden: [3], classes: 2 });
    const optimizer = tf.train.adam(0.01);
    expect(() => skipGramTrainer({ model, optimizer })).toThrow('made by `skipGram`');
    expect(() => wordVectors(model, ['a'])).toThrow('made by `skipGram`, `glove`');
    model.dispose();
    optimizer.dispose();
    const vectors = skipGram({ vocabSize: 3, width: 2 });
    expect(() => wordVectors(vectors, ['a'])).toThrow('Received: 1 words and 3 vectors');
    vectors.dispose();
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));

  test('tokens of two halves of a text that never meet lie apart', async () => {
    const letters = characterTokenizer(['abcxyz'], { specialTokens: ['.'] });
    const rng = createRng('halves');
    const lists = Array.from({ length: 60 }, (_, i) =>
      letters.encode(
        Array.from({ length: 8 }, () => rng.choice(Array.from(i % 2 ? 'abc' : 'xyz'))).join(''),
      ),
    );
    const { vocabularySize, tokens } = letters;
    const nearOf = async (kind: 'skip-gram' | 'glove'): Promise<string[]> => {
      const options = { vocabSize: vocabularySize, width: 4, seed: 1 };
      const optimizer = tf.train.adam(0.05);
      const model = kind === 'glove' ? glove(options) : skipGram(options);
      const counting = { vocabularySize, window: 2, seed: 1 };
      if (kind === 'glove') {
        const loop = gloveTrainer({ model, optimizer });
        await loop.fit(gloveBatches(lists, counting), { epochs: 100 });
      } else {
        const loop = skipGramTrainer({ model, optimizer });
        await loop.fit(skipGramBatches(lists, counting), { epochs: 40 });
      }
      const vectors = wordVectors(model, tokens);
      model.dispose();
      optimizer.dispose();
      return ['a', 'y'].map((letter) =>
        nearestWords(vectors, letter, { k: 2 })
          .map(({ word }) => word)
          .sort()
          .join(''),
      );
    };
    for (const kind of ['skip-gram', 'glove'] as const) {
      expect([kind, ...(await nearOf(kind))]).toEqual([kind, 'bc', 'xz']);
      expect(await tensorsKept(() => nearOf(kind))).toEqual([0, 0]);
    }
  }, 60_000);

  test('plurals of the grammar are found by analogy, which chance does not', async () => {
    const lines = grammarText({ sentences: 4000, preference: 0.8, seed: 1 }).trim().split('\n');
    const words = wordTokenizer(lines, { lowercase: true });
    const { vocabularySize } = words;
    const model = skipGram({ vocabSize: vocabularySize, width: 24, seed: 1 });
    const optimizer = tf.train.adam(0.01);
    const batches = skipGramBatches(
      lines.map((line) => words.encode(line)),
      { vocabularySize, seed: 1 },
    );
    const untrained = analogyAccuracy(wordVectors(model, words.tokens), grammarAnalogies());
    await skipGramTrainer({ model, optimizer }).fit(batches, { epochs: 2 });
    const trained = analogyAccuracy(wordVectors(model, words.tokens), grammarAnalogies());
    expect(untrained).toBeLessThan(0.2);
    expect(trained).toBeGreaterThan(0.9);
    model.dispose();
    optimizer.dispose();
  });
});
