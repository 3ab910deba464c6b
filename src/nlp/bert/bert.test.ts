/** BERT: rows, masks, training under each head, answers, vectors of sentences. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { factSentences } from '../../data/generated/fact-sentences.js';
import { type BertClassifierOptions, bertClassifier } from '../../models/nlp/bert-classifier.js';
import { bertMaskedLm } from '../../models/nlp/bert-masked-lm.js';
import { bertQuestionAnswering } from '../../models/nlp/bert-question-answering.js';
import { lstmClassifier } from '../../models/nlp/lstm-classifier.js';
import { savedAndLoaded, tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor, tf } from '../../nn/tf.js';
import { callsOfSteps } from '../../nn/training/test-tools.js';
import { trainWordPiece } from '../tokenizers/train-word-piece.js';
import { wordTokenizer } from '../tokenizers/word-level-tokenizers.js';
import { answerSpan } from './answer-span.js';
import { type BertExamples, BertTrainer, type BertTrainerOptions } from './bert-trainer.js';
import { copyEncoder } from './encoder.js';
import { bertInputs } from './inputs.js';
import { maskTokens } from './mask-tokens.js';
import { answerQuestions, questionExamples } from './question-answering.js';
import { cosineSimilarity, sentenceEmbeddings } from './sentence-embeddings.js';
import { bertTokens } from './special-tokens.js';

const texts = ['the cat sat', 'a dog ran far', 'the dog sat'];
const tokenizer = wordTokenizer(texts, { specialTokens: bertTokens });
const [PAD, , CLS, SEP, MASK] = [0, 1, 2, 3, 4];
const id = (word: string): number => tokenizer.tokenToId(word) as number;
const vocabSize = tokenizer.vocabularySize;
const small = { vocabSize, context: 6, layers: 1, heads: 2, width: 8, seed: 1 };
const inputs = () => bertInputs(texts, { tokenizer, length: 6 });

type Kind = 'masks' | 'classes' | 'answers';
const makers: Record<Kind, () => { model: LayersModel; labels: Tensor }> = {
  masks: () => ({
    model: bertMaskedLm(small),
    labels: tf.tensor2d(
      [0, id('the'), 0, 0, 0, 0, 0, 0, id('dog'), 0, 0, 0, 0, 0, 0, 6, 0, 0],
      [3, 6],
      'int32',
    ),
  }),
  classes: () => ({
    model: bertClassifier({ ...small, classes: 2 }),
    labels: tf.tensor1d([0, 1, 0], 'int32'),
  }),
  answers: () => ({
    model: bertQuestionAnswering(small),
    labels: tf.tensor2d([1, 2, 2, 4, 3, 3], [3, 2], 'int32'),
  }),
};
const kinds = Object.keys(makers) as Kind[];

async function learnt(kind: Kind, options: Partial<BertTrainerOptions> = {}, steps = 60) {
  const { model, labels } = makers[kind]();
  const optimizer = tf.train.adam(0.02);
  const trainer = new BertTrainer({ model, optimizer, clipNorm: 1, seed: 1, ...options });
  const examples: BertExamples = { ...inputs(), labels };
  const history = await trainer.fit(examples, { steps, batchSize: 3 });
  optimizer.dispose();
  tf.dispose(Object.values(examples));
  return { model, history };
}

function suite(): void {
  test.each(kinds)('learns by heart, by %s', async (kind) => {
    const { model, history } = await learnt(kind);
    expect(history.steps[0]).toBeGreaterThan(0.4);
    expect(history.steps.at(-1)).toBeLessThan(0.1);
    model.dispose();
  });

  test('only places that are to be guessed count', async () => {
    const { model, labels } = makers.masks();
    const { tokens, segments } = inputs();
    const logits = model.predict([tokens, segments]) as Tensor;
    const values = logits.arraySync() as number[][][];
    const told = labels.arraySync() as number[][];
    const losses = told.flatMap((row, i) =>
      row.flatMap((label, t) => {
        const scores = values[i]?.[t] ?? [];
        const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
        return label === 0 ? [] : [Math.log(sum) - (scores[label] ?? 0)];
      }),
    );
    expect(losses).toHaveLength(3);
    const optimizer = tf.train.sgd(1e-9);
    const trainer = new BertTrainer({ model, optimizer });
    const { steps } = await trainer.fit({ tokens, segments, labels }, { steps: 1 });
    expect(steps[0]).toBeCloseTo(losses.reduce((a, b) => a + b) / 3, 4);
    tf.dispose([tokens, segments, labels, logits]);
    for (const one of [model, optimizer]) one.dispose();
  });

  test('padding changes nothing, and a vector of a sentence is the mean of its tokens', () => {
    const model = bertMaskedLm(small);
    const { tokens, segments } = bertInputs(['the cat sat'], { tokenizer, length: 6 });
    const other = bertMaskedLm({ ...small, context: 5 });
    const short = bertInputs(['the cat sat'], { tokenizer, length: 5 });
    tf.tidy(() => {
      // The same weights, and one place less.
      other.setWeights(
        model
          .getWeights()
          .map((weight) =>
            weight.shape[0] === 6 && weight.shape.length === 2 && weight.shape[1] === 8
              ? (tf.slice(weight, [0, 0], [5, 8]) as Tensor)
              : weight,
          ),
      );
    });
    const [long, cut] = [
      sentenceEmbeddings(model, { tokens, segments }),
      sentenceEmbeddings(other, short),
    ];
    const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(long, cut))).dataSync()[0]);
    expect(apart).toBeLessThan(1e-5);
    const alike = cosineSimilarity(long, cut);
    expect(alike.shape).toEqual([1, 1]);
    expect(alike.dataSync()[0]).toBeCloseTo(1, 5);
    tf.dispose([tokens, segments, short.tokens, short.segments, long, cut, alike]);
    for (const one of [model, other]) one.dispose();
  });

  test.each(kinds)('the encoder of one goes under the head of %s, which stays', (kind) => {
    const from = bertMaskedLm({ ...small, seed: 5 });
    const { model, labels } = makers[kind]();
    const rows = inputs();
    const head = (of: LayersModel): number[] =>
      of.layers
        .filter(({ name }) => /pooler|logits|spans|transform|bias/.test(name))
        .flatMap((layer) => layer.getWeights().flatMap((one) => Array.from(one.dataSync())));
    const before = head(model);
    copyEncoder(from, model);
    expect(head(model)).toEqual(before);
    const [a, b] = [sentenceEmbeddings(from, rows), sentenceEmbeddings(model, rows)];
    expect(a.arraySync()).toEqual(b.arraySync());
    tf.dispose([labels, a, b, ...Object.values(rows)]);
    for (const one of [from, model]) one.dispose();
  });

  test('answers, saved and loaded too', async () => {
    const questions = [
      { question: 'who sat', passage: 'the cat sat', answer: { text: 'the cat', start: 0 } },
      { question: 'who ran', passage: 'a dog ran far', answer: { text: 'a dog', start: 0 } },
      { question: 'ran far', passage: 'a dog ran far', answer: { text: 'far', start: 10 } },
    ];
    const examples = questionExamples(questions, { tokenizer, length: 10 });
    const model = bertQuestionAnswering({ ...small, context: 10 });
    const optimizer = tf.train.adam(0.02);
    await new BertTrainer({ model, optimizer, clipNorm: 1 }).fit(examples, { steps: 60 });
    const loaded = await savedAndLoaded(model);
    for (const one of [model, loaded]) {
      const found = answerQuestions(one, questions, { tokenizer, batchSize: 2 });
      expect(found.map(({ text, start }) => ({ text, start }))).toEqual(
        questions.map(({ answer }) => answer),
      );
    }
    tf.dispose(Object.values(examples));
    for (const one of [model, loaded, optimizer]) one.dispose();
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('rows begin with [CLS], end each text with [SEP], and tell the second text', () => {
    const { tokens, segments } = bertInputs([['the cat', 'a dog'], 'far'], { tokenizer });
    expect(tokens.arraySync()).toEqual([
      [CLS, id('the'), id('cat'), SEP, id('a'), id('dog'), SEP],
      [CLS, id('far'), SEP, PAD, PAD, PAD, PAD],
    ]);
    expect(segments.arraySync()).toEqual([
      [0, 0, 0, 0, 1, 1, 1],
      [0, 0, 0, 0, 0, 0, 0],
    ]);
    const cut = bertInputs([['the cat sat far', 'a dog']], {
      tokenizer,
      length: 6,
      truncate: true,
    });
    expect(cut.tokens.arraySync()).toEqual([[CLS, id('the'), SEP, id('a'), id('dog'), SEP]]);
    tf.dispose([tokens, segments, ...Object.values(cut)]);
  });

  test('of many tokens 15 % are to be guessed: 80 % masked, 10 % replaced, 10 % kept', () => {
    const rows = bertInputs(factSentences({ count: 200, seed: 1 }), {
      tokenizer: wordTokenizer(factSentences({ count: 200, seed: 1 }), {
        specialTokens: bertTokens,
      }),
    });
    const words = wordTokenizer(factSentences({ count: 200, seed: 1 }), {
      specialTokens: bertTokens,
    });
    const { examples, counts } = maskTokens(rows, { tokenizer: words, copies: 4, seed: 1 });
    const chosen = counts.masked + counts.replaced + counts.kept;
    expect(counts.tokens).toBeGreaterThan(10_000);
    expect(chosen / counts.tokens).toBeCloseTo(0.15, 1.5);
    expect(counts.masked / chosen).toBeCloseTo(0.8, 1.3);
    expect(counts.replaced / chosen).toBeCloseTo(0.1, 1.3);
    const before = rows.tokens.dataSync();
    const [after, labels] = [examples.tokens.dataSync(), examples.labels.dataSync()];
    const found = { masked: 0, guessed: 0 };
    after.forEach((token, i) => {
      const original = before[i % before.length] as number;
      // Special tokens and padding are as they were; nothing else is changed but what is to be guessed.
      if (original < 5) expect([token, labels[i]]).toEqual([original, 0]);
      else if (labels[i] === 0) expect(token).toBe(original);
      else {
        expect(labels[i]).toBe(original);
        expect(token === MASK || token >= 5).toBe(true);
        found.guessed++;
        if (token === MASK) found.masked++;
      }
    });
    expect(found).toEqual({ masked: counts.masked, guessed: chosen });
    // Each copy has masks of its own, and the same seed the same.
    const half = after.length / 4;
    expect(after.slice(0, half)).not.toEqual(after.slice(half, 2 * half));
    const again = maskTokens(rows, { tokenizer: words, copies: 4, seed: 1 }).examples;
    expect(again.tokens.dataSync()).toEqual(after);
    tf.dispose([...Object.values(rows), ...Object.values(examples), ...Object.values(again)]);
  });

  test('with all shares at one end: all masked, all replaced, all kept', () => {
    const rows = inputs();
    const before = Array.from(rows.tokens.dataSync());
    const made = (masked: number, replaced: number): number[] => {
      const { examples } = maskTokens(rows, { tokenizer, rate: 1, masked, replaced, seed: 2 });
      const after = Array.from(examples.tokens.dataSync());
      tf.dispose(Object.values(examples));
      return after;
    };
    expect(made(1, 0)).toEqual(before.map((token) => (token < 5 ? token : MASK)));
    expect(made(0, 0)).toEqual(before);
    expect(made(0, 1).filter((token) => token === MASK)).toEqual([]);
    expect(made(0, 1)).not.toEqual(before);
    tf.dispose(Object.values(rows));
  });

  test('the best span is that of trying all', () => {
    const scores = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 9 }), fc.nat(), (start, most, salt) => {
        const end = start.map((_, i) => ((i * 7 + salt) % 11) - 5);
        const { first, last, score } = answerSpan(start, end, { maxAnswerLength: most });
        const all = start.flatMap((a, i) =>
          end.flatMap((b, j) => (i <= j && j < i + most ? [a + b] : [])),
        );
        expect(score).toBe(Math.max(...all));
        expect((start[first] as number) + (end[last] as number)).toBe(score);
        expect(first <= last && last < first + most).toBe(true);
      }),
    );
    // The highest start is behind the highest end.
    expect(answerSpan([0, 2, 1], [3, 0, 1])).toEqual({ first: 0, last: 0, score: 3 });
    expect(answerSpan([9, 2, 1], [9, 0, 1], { from: 1 })).toEqual({ first: 1, last: 2, score: 3 });
  });

  test('answers are whole words, as the passage writes them, whatever the tokens', () => {
    const passage = 'In Oslo, Anna-Lena bought 2 unbelievable lamps. 她住在北京。';
    const pieces = trainWordPiece([passage, 'un believ able oslo'], { vocabularySize: 60 });
    const answers = ['Oslo', 'Anna-Lena', '2 unbelievable lamps', '北京', '.'];
    const asked = answers.map((text) => ({
      question: 'what?',
      passage,
      answer: { text, start: passage.indexOf(text) },
    }));
    const { tokens, segments, labels } = questionExamples(asked, { tokenizer: pieces, length: 80 });
    const [rows, ends] = [tokens.arraySync() as number[][], labels.arraySync() as number[][]];
    answers.forEach((text, i) => {
      const [first = 0, last = 0] = ends[i] ?? [];
      const written = pieces.decode((rows[i] ?? []).slice(first, last + 1));
      const plain = (one: string): string => one.toLowerCase().replace(/\s/g, '');
      expect(plain(written)).toBe(plain(text));
    });
    tf.dispose([tokens, segments, labels]);
  });

  test('says what does not fit', async () => {
    const words = wordTokenizer(texts);
    expect(() => bertInputs(texts, { tokenizer: words })).toThrow(
      'It lacks: `[CLS]`, `[SEP]`, `[MASK]`',
    );
    expect(() => bertInputs([], { tokenizer })).toThrow('Expected texts, or pairs of texts');
    expect(() => bertInputs(['the cat', 3 as never], { tokenizer })).toThrow('pairs of texts');
    expect(() => bertInputs(texts, { tokenizer, length: 5 })).toThrow('Received: 6, number 1');
    const rows = inputs();
    expect(() => maskTokens(rows, { tokenizer, rate: 0 })).toThrow(
      '`rate` to be a number in (0, 1]',
    );
    expect(() => maskTokens(rows, { tokenizer, masked: 0.95 })).toThrow('[0, 1 - masked]');
    expect(() => maskTokens(rows, { tokenizer, copies: 0 })).toThrow('`copies`');
    expect(() => answerSpan([1], [])).toThrow('Received: 1 and 0');
    expect(() => answerSpan([Number.NaN], [1])).toThrow('Received: NaN');
    expect(() => answerSpan([1], [1], { from: 1 })).toThrow('0 <= from < to <= 1');
    const passage = { question: 'who?', passage: 'the cat sat' };
    const wrong = { ...passage, answer: { text: 'cat', start: 5 } };
    expect(() => questionExamples([wrong], { tokenizer, length: 20 })).toThrow(
      'Received: "cat" at 5, number 0. The passage has there: "at "',
    );
    const part = { ...passage, answer: { text: 'he cat', start: 1 } };
    expect(() => questionExamples([part], { tokenizer, length: 20 })).toThrow('whole words');
    const model = bertClassifier({ ...small, classes: 2 });
    expect(() => answerQuestions(model, [passage], { tokenizer })).toThrow(
      '`bertQuestionAnswering`',
    );
    const answering = bertQuestionAnswering(small);
    expect(() => answerQuestions(answering, [passage], { tokenizer })).toThrow('at most 6 tokens');
    expect(() =>
      answerQuestions(answering, [{ question: 'x', passage: ' ' }], { tokenizer }),
    ).toThrow('Expected questions');
    const optimizer = tf.train.adam();
    const trainer = new BertTrainer({ model, optimizer });
    const labels = tf.tensor1d([0, 2, 1], 'int32');
    await expect(trainer.fit({ ...rows, labels }, { epochs: 1 })).rejects.toThrow(
      'integers in [0, 2). Received: 2',
    );
    await expect(trainer.fit({ ...rows, labels: rows.tokens }, { epochs: 1 })).rejects.toThrow(
      'Expected `labels` [3] of BertTrainer.fit',
    );
    const short = bertInputs(texts, { tokenizer, length: 7 });
    await expect(trainer.fit({ ...short, labels }, { epochs: 1 })).rejects.toThrow('T = 6');
    const other = lstmClassifier({ vocabSize: 5, length: 4, classes: 2 });
    expect(() => new BertTrainer({ model: other, optimizer })).toThrow(
      'Expected `model` to be made',
    );
    expect(() => copyEncoder(other, model)).toThrow('Expected `from` to be made by `bertMaskedLm`');
    const wide = bertClassifier({ ...small, width: 4, classes: 2 } satisfies BertClassifierOptions);
    expect(() => copyEncoder(wide, model)).toThrow('make both models with the same `vocabSize`');
    expect(() => sentenceEmbeddings(model, short)).toThrow('T = 6');
    expect(() => cosineSimilarity(tf.zeros([1, 2]), tf.zeros([1, 3]))).toThrow('[1,2], [1,3]');
    tf.dispose([labels, ...Object.values(rows), ...Object.values(short)]);
    for (const one of [model, answering, other, wide, optimizer]) one.dispose();
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

  test.each(kinds)('a step is captured, unasked, and as the eager one: %s', async (kind) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const steps = await callsOfSteps(async (callbacks) => {
      (await learnt(kind, { callbacks }, 12)).model.dispose();
    });
    for (const i of [5, 6, 7, 8]) expect(steps[i]?.sessions).toBe(1);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
    const runs = [await learnt(kind, {}, 12), await learnt(kind, { capture: false }, 12)] as const;
    const [captured, eager] = runs;
    captured.history.steps.forEach((loss, i) => {
      expect(Math.abs(loss - (eager.history.steps[i] as number))).toBeLessThan(1e-3);
    });
    for (const { model } of runs) model.dispose();
  });

  test('keeps no tensors', async () => {
    const kept = await tensorsKept(async () => {
      const { model } = await learnt('answers', {}, 8);
      answerQuestions(model, [{ question: 'who', passage: 'the' }], { tokenizer });
      const rows = inputs();
      sentenceEmbeddings(model, rows).dispose();
      tf.dispose(Object.values(rows));
      model.dispose();
    });
    expect(kept).toEqual([0, 0]);
  });
});
