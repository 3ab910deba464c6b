/** Tuning to instructions, and to a preference: rows, what is learnt of them, answers. */
import { beforeAll, describe, expect, test } from 'vitest';
import { describeIf } from '../../../test/capabilities.js';
import { gpt } from '../../models/nlp/gpt.js';
import { lstmClassifier } from '../../models/nlp/lstm-classifier.js';
import type { Snapshot } from '../../nn/callbacks/callback.js';
import { savedAndLoaded, tensorsKept, use } from '../../nn/layers/test-tools.js';
import { type LayersModel, type Tensor2D, tf } from '../../nn/tf.js';
import { callsOfSteps } from '../../nn/training/test-tools.js';
import { generate } from '../generate.js';
import { wordTokenizer } from '../tokenizers/word-level-tokenizers.js';
import { answerPrompts } from './answer-prompts.js';
import { assistantTokens } from './assistant-tokens.js';
import { DpoTrainer } from './dpo-trainer.js';
import { type Answered, instructionExamples } from './instruction-examples.js';
import { InstructionTrainer, type InstructionTrainerOptions } from './instruction-trainer.js';
import { preferenceExamples } from './preference-examples.js';
import { sequenceLogProbability } from './sequence-log-probability.js';
import { keepForEachTest } from './test-tools.js';

const asked: Answered[] = [
  { prompt: 'one and two', answer: 'three' },
  { prompt: 'one', answer: 'one one two' },
  { prompt: 'two and one and one', answer: 'four' },
];
const tokenizer = wordTokenizer(
  asked.flatMap(({ prompt, answer }) => [prompt, answer]),
  { specialTokens: assistantTokens },
);
const id = (word: string): number => tokenizer.tokenToId(word) as number;
const ids = (text: string): number[] => text.split(' ').map(id);
const LENGTH = 9;
const make = (seed = 1): LayersModel =>
  gpt({
    vocabSize: tokenizer.vocabularySize,
    context: LENGTH,
    layers: 1,
    heads: 2,
    width: 16,
    seed,
  });

const { keep } = keepForEachTest();
const rows = () => instructionExamples(asked, { tokenizer, length: LENGTH });
const disposeAll = (tensors: object): void => tf.dispose(Object.values(tensors));

async function tuned(options: Partial<InstructionTrainerOptions> = {}, steps = 60) {
  const model = keep(make());
  const optimizer = keep(tf.train.adam(0.02));
  const trainer = new InstructionTrainer({ model, optimizer, clipNorm: 1, seed: 1, ...options });
  const examples = rows();
  const history = await trainer.fit(examples, { steps, batchSize: 3 });
  disposeAll(examples);
  return { model, history };
}

function suite(): void {
  test('learns to answer, and answers many prompts as each alone, saved and loaded too', async () => {
    const { model, history } = await tuned();
    expect(history.steps[0]).toBeGreaterThan(1.5);
    expect(history.steps.at(-1)).toBeLessThan(0.1);
    const loaded = keep(await savedAndLoaded(model));
    const prompts = asked.map(({ prompt }) => prompt);
    for (const one of [model, loaded]) {
      const answers = await answerPrompts(one, prompts, { tokenizer, batchSize: 2 });
      expect(answers).toEqual(asked.map(({ answer }) => answer));
    }
    const alone = await generate(model, ids('one [ANSWER]'), {
      ...{ maxTokens: 7, temperature: 0, stopToken: id('[END]') },
    });
    expect(alone).toEqual(ids('one one two [END]'));
    const cut = await answerPrompts(model, ['one'], { tokenizer, maxTokens: 2 });
    expect(cut).toEqual(['one one']);
  });

  test('draws by its seed, another for each prompt', async () => {
    const model = keep(make());
    const draw = (seed: number): Promise<string[]> =>
      answerPrompts(model, Array<string>(4).fill('one'), { tokenizer, temperature: 1, seed });
    const answers = await draw(1);
    expect(await draw(1)).toEqual(answers);
    expect(await draw(2)).not.toEqual(answers);
    expect(new Set(answers).size).toBeGreaterThan(1);
  });

  test('the loss is the mean over tokens of answers, whatever prompts and padding are worth', async () => {
    const model = keep(make());
    tf.tidy(() => model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 9))));
    const examples = rows();
    const expected = tf.tidy(() => {
      const sums = sequenceLogProbability(model, examples.tokens, examples.counts);
      // Three answers of 1, 3 and 1 tokens, each with its end.
      return -(tf.sum(sums).dataSync()[0] as number) / (2 + 4 + 2);
    });
    const optimizer = keep(tf.train.sgd(1e-9));
    const { steps, validationLoss } = await new InstructionTrainer({ model, optimizer }).fit(
      examples,
      { epochs: 1, validation: examples },
    );
    expect(steps[0]).toBeCloseTo(expected, 4);
    expect(validationLoss[0]).toBeCloseTo(expected, 3);
    disposeAll(examples);
  });

  test('goes on exactly where it was left', async () => {
    let saved: Snapshot | undefined;
    const whole = await tuned(
      {
        callbacks: [
          {
            async onStep({ step }, run) {
              if (step === 5) saved = await run.snapshot();
            },
          },
        ],
      },
      10,
    );
    const model = keep(make(7));
    const optimizer = keep(tf.train.adam(0.02));
    const trainer = new InstructionTrainer({ model, optimizer, clipNorm: 1, seed: 1 });
    if (saved === undefined) throw new Error('nothing was saved');
    await trainer.resume(saved);
    const examples = rows();
    const { steps } = await trainer.fit(examples, { steps: 10, batchSize: 3 });
    expect(steps.slice(5)).toEqual(whole.history.steps.slice(5));
    disposeAll(examples);
  });

  test('preferred answers become likelier than the others, and the reference stays', async () => {
    const { model } = await tuned({}, 30);
    const reference = keep(make());
    reference.setWeights(model.getWeights());
    const before = reference.getWeights().map((one) => Array.from(one.dataSync()));
    const pairs = preferenceExamples(
      [
        { prompt: 'one', chosen: 'two', rejected: 'one one two' },
        { prompt: 'one and two', chosen: 'two', rejected: 'three' },
        { prompt: 'two and one', chosen: 'two', rejected: 'four' },
      ],
      { tokenizer, length: LENGTH },
    );
    const optimizer = keep(tf.train.adam(0.003));
    const trainer = new DpoTrainer({ model, reference, optimizer, beta: 0.5, seed: 1 });
    const { steps, metrics, validationLoss } = await trainer.fit(pairs, {
      ...{ epochs: 30, batchSize: 3, validation: pairs },
    });
    expect(steps[0]).toBeCloseTo(Math.LN2, 4);
    expect(metrics?.margin?.[0]).toBeCloseTo(0, 4);
    expect(steps.at(-1)).toBeLessThan(0.2);
    expect(validationLoss.at(-1)).toBeLessThan(0.2);
    expect(metrics?.accuracy?.at(-1)).toBe(1);
    expect(metrics?.margin?.at(-1)).toBeGreaterThan(1);
    expect(reference.getWeights().map((one) => Array.from(one.dataSync()))).toEqual(before);
    expect(await answerPrompts(model, ['one'], { tokenizer })).toEqual(['two']);
    disposeAll(pairs);
  });

  test('leaves no tensors', async () => {
    const work = async (): Promise<void> => {
      const [model, reference] = [make(), make()];
      const optimizer = tf.train.adam(0.01);
      const examples = rows();
      await new InstructionTrainer({ model, optimizer }).fit(examples, { steps: 5 });
      const pairs = preferenceExamples([{ prompt: 'one', chosen: 'two', rejected: 'one' }], {
        tokenizer,
        length: LENGTH,
      });
      const other = tf.train.adam(0.01);
      await new DpoTrainer({ model, reference, optimizer: other }).fit(pairs, { steps: 5 });
      await answerPrompts(model, ['one', 'two'], { tokenizer });
      disposeAll(examples);
      disposeAll(pairs);
      for (const one of [optimizer, other, model, reference]) one.dispose();
    };
    expect(await tensorsKept(work)).toEqual([0, 0]);
  });
}

describe('on the cpu backend', () => {
  beforeAll(() => use('cpu'));
  suite();

  test('a row is prompt, [ANSWER], answer, [END], padding, and the answer with its end counts', () => {
    const { tokens, counts } = rows();
    expect(tokens.arraySync()).toEqual([
      [...ids('one and two [ANSWER] three [END]'), 0, 0, 0],
      [...ids('one [ANSWER] one one two [END]'), 0, 0, 0],
      [...ids('two and one and one [ANSWER] four [END]'), 0],
    ]);
    expect(counts.arraySync()).toEqual([
      [0, 0, 0, 0, 1, 1, 0, 0, 0],
      [0, 0, 1, 1, 1, 1, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 1, 1, 0],
    ]);
    disposeAll({ tokens, counts });
  });

  test('says what does not fit', async () => {
    const options = { tokenizer, length: LENGTH };
    expect(() => instructionExamples([], options)).toThrow('Expected prompts with answers');
    expect(() => instructionExamples([{ prompt: 'one' } as Answered], options)).toThrow(
      'each `{ prompt, answer }` of two texts',
    );
    expect(() => instructionExamples(asked, { tokenizer, length: 7 })).toThrow(
      'of 7 tokens at most, the special ones too. Row 2 has 8',
    );
    expect(() => instructionExamples(asked, { ...options, length: 0 })).toThrow('`length`');
    const plain = wordTokenizer(['one']);
    expect(() => instructionExamples(asked, { tokenizer: plain, length: 9 })).toThrow(
      'Expected the tokenizer of instructionExamples to have `[PAD]` as number 0',
    );
    expect(() => preferenceExamples([{ prompt: 'one' } as never], options)).toThrow(
      'Expected pairs of answers for preferenceExamples',
    );
    const model = keep(make());
    const optimizer = keep(tf.train.adam());
    const trainer = new InstructionTrainer({ model, optimizer });
    const learn = (tokens: Tensor2D, counts: Tensor2D): Promise<unknown> =>
      trainer.fit({ tokens, counts }, { steps: 1 });
    await expect(learn(tf.zeros([1, 11], 'int32'), tf.ones([1, 11]))).rejects.toThrow(
      "of 10 tokens at most: the model's context and one more",
    );
    await expect(learn(tf.zeros([1, 5], 'int32'), tf.ones([1, 4]))).rejects.toThrow(
      'of their shape',
    );
    await expect(learn(tf.fill([1, 5], 99, 'int32'), tf.ones([1, 5]))).rejects.toThrow(
      'those of the model. Received: 99',
    );
    await expect(learn(tf.zeros([1, 5], 'int32'), tf.zeros([1, 5]))).rejects.toThrow(
      'Row 0 has: [0,0,0,0]',
    );
    const other = keep(lstmClassifier({ vocabSize: 5, length: 4, classes: 2 }));
    expect(() => new InstructionTrainer({ model: other, optimizer })).toThrow('`gpt`');
    expect(() => new DpoTrainer({ model, reference: other, optimizer })).toThrow('`gpt`');
    const reference = keep(make());
    expect(() => new DpoTrainer({ model, reference, optimizer, beta: 0 })).toThrow('`beta`');
    await expect(answerPrompts(model, [], { tokenizer })).rejects.toThrow('Expected one prompt');
    await expect(answerPrompts(model, ['one'], { tokenizer, maxTokens: 0 })).rejects.toThrow(
      '`maxTokens`',
    );
    await expect(answerPrompts(model, ['one'], { tokenizer, maxTokens: 9 })).rejects.toThrow(
      "to be 10 tokens together at most, the model's context and one more. Prompt 0 comes to 11",
    );
    await expect(
      answerPrompts(model, [Array(10).fill('one').join(' ')], { tokenizer }),
    ).rejects.toThrow('Prompt 0 comes to 12');
  });
});

describeIf('native', 'on the tensorflow backend', () => {
  beforeAll(() => use('tensorflow'));
  suite();

  test('a step is one call, for both trainers, with the same losses as without', async () => {
    const calls = await callsOfSteps(async (callbacks) => {
      await tuned({ callbacks }, 8);
    });
    expect(calls.slice(5).every(({ sessions }) => sessions === 1)).toBe(true);
    const [graph, plain] = [await tuned({}, 8), await tuned({ capture: false }, 8)];
    for (const [i, loss] of plain.history.steps.entries()) {
      expect(graph.history.steps[i]).toBeCloseTo(loss, 4);
    }
  });
});
