/** Answers that stand in a passage: learnt from, and found. */
import { checkSizes, shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import { spec } from '../../models/nlp/bert-question-answering.js';
import { type LayersModel, type Tensor, type Tensor2D, tf } from '../../nn/tf.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { answerSpan } from './answer-span.js';
import { type BertInputs, inputsOfRows } from './inputs.js';
import { type Question, questionRows } from './question-rows.js';

/** As SQuAD has it (Rajpurkar et al. 2016, arXiv:1606.05250). */
export interface AnsweredQuestion extends Question {
  /** A part of the passage, and at which character it begins. */
  readonly answer: { readonly text: string; readonly start: number };
}

export interface QuestionExamplesOptions {
  /** With the tokens `[PAD]` as number 0, `[CLS]`, `[SEP]` and `[MASK]`. */
  tokenizer: Tokenizer;
  /** Tokens of a row, T: the `context` of the model. */
  length: number;
}

/** Rows to learn to answer from. */
export type QuestionExamples = BertInputs & {
  /** The places of the answer's first and last token in the row, `[N, 2]`, int32. */
  readonly labels: Tensor2D;
};

/**
 * Questions with their answers as rows: `[CLS]` question `[SEP]` passage `[SEP]`, and where the answer begins and ends.
 *
 * @throws TypeError for anything but questions; RangeError for a row that is longer than `length`, or an answer that is
 *   not made of whole words of its passage
 * @example
 * const examples = questionExamples(questionPassages({ count: 1000 }), { tokenizer, length: 64 });
 */
export function questionExamples(
  questions: readonly AnsweredQuestion[],
  options: QuestionExamplesOptions,
): QuestionExamples {
  checkSizes({ length: options.length });
  const rows = questionRows('questionExamples', questions, options);
  const labels = rows.map(({ words, wordOf, from }, at): [number, number] => {
    const { passage, answer } = questions[at] as AnsweredQuestion;
    const { text = '', start = Number.NaN } = answer ?? {};
    const first = words.findIndex((word) => word.start === start);
    const last = words.findIndex((word) => word.end === start + text.length);
    const found = passage.slice(start, start + text.length);
    const tokens = [wordOf.indexOf(first), wordOf.lastIndexOf(last)] as const;
    if (first < 0 || last < first || found !== text || tokens[0] < 0 || tokens[1] < tokens[0]) {
      const given = { given: shown(text), start: String(start), at, found: shown(found) };
      throw new RangeError(messages().bert.answer(given));
    }
    return [from + tokens[0], from + tokens[1]];
  });
  return {
    ...inputsOfRows(
      rows.map(({ row }) => row),
      options.length,
    ),
    labels: tf.tensor2d(labels, [labels.length, 2], 'int32'),
  };
}

export interface AnswerQuestionsOptions {
  /** The one that the model learnt with. */
  tokenizer: Tokenizer;
  /** Tokens that an answer may have at most. Default 16. */
  maxAnswerLength?: number;
  /** Questions that are answered at once. Default 128. */
  batchSize?: number;
}

/** A part of a passage. */
export interface FoundAnswer {
  readonly text: string;
  /** At which character of the passage it begins. */
  readonly start: number;
  /** The sum of its ends' logits: higher for surer answers of one passage. */
  readonly score: number;
}

/**
 * The likeliest answer to each question: the part of the passage whose first and last token have the highest sum of
 * logits (Devlin et al. 2018, section 4.2), as it stands there, from whole words.
 *
 * @param model made by `bertQuestionAnswering`, or loaded from one
 * @throws TypeError for another model, or a passage without words; RangeError for a row that is longer than the model
 *   takes
 * @example
 * const [answer] = answerQuestions(model, [{ question, passage }], { tokenizer });
 */
export function answerQuestions(
  model: LayersModel,
  questions: readonly Question[],
  options: AnswerQuestionsOptions,
): FoundAnswer[] {
  const { tokenizer, maxAnswerLength = 16, batchSize = 128 } = options;
  checkSizes({ maxAnswerLength, batchSize });
  spec.parts(model);
  const where = 'answerQuestions';
  const length = model.inputs[0]?.shape[1] as number;
  const rows = questionRows(where, questions, { tokenizer, length });
  if (rows.some(({ wordOf }) => wordOf.length === 0)) {
    const empty = questions[rows.findIndex(({ wordOf }) => wordOf.length === 0)];
    throw new TypeError(messages().bert.questions({ where, given: shown(empty) }));
  }
  const answers: FoundAnswer[] = [];
  for (let begin = 0; begin < rows.length; begin += batchSize) {
    const batch = rows.slice(begin, begin + batchSize);
    const logits = tf.tidy(() => {
      const { tokens, segments } = inputsOfRows(
        batch.map(({ row }) => row),
        length,
      );
      return (model.apply([tokens, segments] as Tensor[]) as Tensor).dataSync();
    });
    batch.forEach(({ words, wordOf, from }, i) => {
      const scores = logits.subarray(2 * i * length, 2 * (i + 1) * length);
      const span = answerSpan(scores.subarray(0, length), scores.subarray(length), {
        ...{ from, to: from + wordOf.length, maxAnswerLength },
      });
      const [first, last] = [wordOf[span.first - from], wordOf[span.last - from]];
      const start = words[first ?? 0]?.start ?? 0;
      const text = questions[begin + i]?.passage.slice(start, words[last ?? 0]?.end) ?? '';
      answers.push({ text, start, score: span.score });
    });
  }
  return answers;
}
