import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { entitySentences } from '../../data/entity-sentences.js';
import { biLstmTagger } from '../../models/nlp/bi-lstm-tagger.js';
import { lstmClassifier } from '../../models/nlp/lstm-classifier.js';
import { savedAndLoaded, tensorsKept, use } from '../../nn/layers/test-tools.js';
import { tf } from '../../nn/tf.js';
import { callsOfSteps } from '../../nn/training/test-tools.js';
import { wordTokenizer } from '../tokenizers/word-level-tokenizers.js';
import { entityF1 } from './entities.js';
import { type TaggedTokens, taggingExamples } from './examples.js';
import { tagTokens } from './tag-tokens.js';
import { TaggingTrainer, type TaggingTrainerOptions } from './tagging-trainer.js';

/** Tag 1 for token 1 behind token 2, else 0; tag 2 for tokens above 2. */
const texts: TaggedTokens[] = [
  { tokens: [2, 1, 3], tags: [0, 1, 2] },
  { tokens: [1, 2, 1, 4], tags: [0, 0, 1, 2] },
  { tokens: [4, 1], tags: [2, 0] },
  { tokens: [1], tags: [0] },
];

async function learnt(crf: boolean, options: Partial<TaggingTrainerOptions> = {}) {
  const model = biLstmTagger({
    vocabSize: 5,
    length: 4,
    tags: 3,
    width: 6,
    units: 6,
    crf,
    seed: 1,
  });
  const optimizer = tf.train.adam(0.05);
  const trainer = new TaggingTrainer({ model, optimizer, clipNorm: 1, seed: 1, ...options });
  const examples = taggingExamples(texts);
  const history = await trainer.fit(examples, { steps: 40, batchSize: 2 });
  optimizer.dispose();
  tf.dispose([examples.tokens, examples.tags]);
  return { model, history };
}

function suite(): void {
  test('measures examples that are not learnt from', async () => {
    const model = biLstmTagger({ vocabSize: 5, length: 4, tags: 3, seed: 1 });
    const optimizer = tf.train.adam(0.01);
    const trainer = new TaggingTrainer({ model, optimizer });
    const examples = taggingExamples(texts);
    const { validationLoss } = await trainer.fit(examples, { epochs: 2, validation: examples });
    expect(validationLoss).toHaveLength(2);
    expect(validationLoss[1]).toBeLessThan(Math.log(3));
    tf.dispose([examples.tokens, examples.tags]);
    for (const one of [model, optimizer]) one.dispose();
  });

  test.each([true, false])('learns tags by heart, with a CRF: %s', async (crf) => {
    const { model, history } = await learnt(crf);
    expect(history.steps[0]).toBeCloseTo(Math.log(3), 1);
    const loaded = await savedAndLoaded(model);
    for (const one of [model, loaded]) {
      const found = tagTokens(
        one,
        texts.map(({ tokens }) => tokens),
        { batchSize: 3 },
      );
      expect(found).toEqual(texts.map(({ tags }) => tags));
    }
    for (const one of [model, loaded]) one.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('examples have padding behind', () => {
    const { tokens, tags } = taggingExamples(texts, { length: 5 });
    expect(tokens.arraySync()).toEqual([
      [2, 1, 3, 0, 0],
      [1, 2, 1, 4, 0],
      [4, 1, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
    expect(tags.arraySync()[1]).toEqual([0, 0, 1, 2, 0]);
    tf.dispose([tokens, tags]);
  });

  test('says what does not fit', async () => {
    expect(() => taggingExamples([])).toThrow('Expected one text at least');
    expect(() => taggingExamples([{ tokens: [3, 0], tags: [1, 1] }])).toThrow(
      'Expected texts of taggingExamples as lists of tokens, integers >= 1: 0 is padding. Received: 0 in text 0',
    );
    expect(() => taggingExamples([{ tokens: [3], tags: [] }])).toThrow(
      'Received: 1 tokens and 0 tags in text 0',
    );
    expect(() => taggingExamples(texts, { length: 3 })).toThrow(
      'at most 3 tokens. Received: 4, text 1',
    );
    const model = biLstmTagger({ vocabSize: 5, length: 4, tags: 2 });
    expect(() => tagTokens(model, [[1, 2, 3, 4, 1]])).toThrow('at most 4 tokens');
    const optimizer = tf.train.adam();
    expect(() => new TaggingTrainer({ model, optimizer, clipNorm: 0 })).toThrow('`clipNorm`');
    const trainer = new TaggingTrainer({ model, optimizer });
    const wrong = taggingExamples(texts);
    await expect(trainer.fit(wrong, { epochs: 1 })).rejects.toThrow(
      'Expected tags of TaggingTrainer.fit to be integers in [0, 2). Received: 2',
    );
    await expect(
      trainer.fit({ ...wrong, tags: tf.zeros([2, 4], 'int32') }, { epochs: 1 }),
    ).rejects.toThrow('`taggingExamples` makes them');
    const other = lstmClassifier({ vocabSize: 5, length: 4, classes: 2 });
    expect(() => new TaggingTrainer({ model: other, optimizer })).toThrow(
      'Expected `model` to be made by `biLstmTagger`',
    );
    expect(() => tagTokens(other, [[1]])).toThrow('made by `biLstmTagger`');
    for (const one of [model, other, optimizer]) one.dispose();
  });
});

describeIf('wasm', 'on the wasm backend', () => {
  beforeAll(() => use('wasm'));
  afterAll(() => use('cpu'));
  suite();
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test.each([true, false])('a step is captured, unasked, and as the eager one: %s', async (crf) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const steps = await callsOfSteps(async (callbacks) => {
      (await learnt(crf, { callbacks })).model.dispose();
    });
    for (const i of [5, 6, 7, 8]) expect(steps[i]?.sessions).toBe(1);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
    const [captured, eager] = [await learnt(crf), await learnt(crf, { capture: false })];
    captured.history.steps.slice(0, 20).forEach((loss, i) => {
      expect(Math.abs(loss - (eager.history.steps[i] as number))).toBeLessThan(1e-3);
    });
    for (const { model } of [captured, eager]) model.dispose();
  });

  test('keeps no tensors', async () => {
    const kept = await tensorsKept(async () => {
      const { model } = await learnt(true);
      tagTokens(model, [[1, 2]]);
      model.dispose();
    });
    expect(kept).toEqual([0, 0]);
  });

  test('finds entities where the tag that a word has most often does not', async () => {
    const [data, held] = [
      entitySentences({ count: 800, seed: 1 }),
      entitySentences({ count: 300, seed: 'held' }),
    ];
    const words = wordTokenizer(data.words.map((text) => text.join(' ')));
    const read = ({ words: all }: typeof data): number[][] =>
      all.map((text) => words.encode(text.join(' ')));
    const tokens = read(data);
    const examples = taggingExamples(
      tokens.map((text, i) => ({
        tokens: text,
        tags: (data.tags[i] ?? []).map((tag) => data.classes.indexOf(tag)),
      })),
      { length: 24 },
    );
    const model = biLstmTagger({
      ...{ vocabSize: words.vocabularySize, length: 24, tags: data.classes.length, seed: 1 },
    });
    const optimizer = tf.train.adam(0.01);
    const trainer = new TaggingTrainer({ model, optimizer, clipNorm: 1, seed: 1 });
    await trainer.fit(examples, { epochs: 5 });
    const found = tagTokens(model, read(held)).map((tags) =>
      tags.map((tag) => data.classes[tag] ?? ''),
    );
    expect(entityF1(found, held.tags).f1).toBeGreaterThan(0.85);
    tf.dispose([examples.tokens, examples.tags]);
    for (const one of [model, optimizer]) one.dispose();
  });
});
