/** Questions and passages as rows, and from a row back to the passage. */
import { shown } from '../../checks.js';
import { messages } from '../../messages/index.js';
import type { Tokenizer } from '../tokenizers/tokenizer.js';
import { type Row, rowOf } from './inputs.js';
import { type PlacedWord, wordsOf } from './passage-words.js';
import { tokensOfBert } from './special-tokens.js';

/** A question and where to look. */
export interface Question {
  readonly question: string;
  readonly passage: string;
}

/** A row, and which tokens are whose. */
export interface QuestionRow {
  readonly row: Row;
  readonly words: readonly PlacedWord[];
  /** The place of the passage's first token in the row. */
  readonly from: number;
  /** For each token of the passage the number of its word. */
  readonly wordOf: readonly number[];
}

/**
 * `[CLS]` question `[SEP]` passage `[SEP]`, the passage word by word.
 *
 * @throws TypeError for anything but questions, or a tokenizer without BERT's tokens; RangeError for a row that is
 *   longer than `length`
 */
export function questionRows(
  where: string,
  questions: readonly Question[],
  { tokenizer, length }: { readonly tokenizer: Tokenizer; readonly length: number },
): QuestionRow[] {
  const special = tokensOfBert(where, tokenizer);
  const isQuestion = (one: unknown): boolean =>
    typeof (one as Question)?.question === 'string' &&
    typeof (one as Question).passage === 'string';
  if (!Array.isArray(questions) || questions.length === 0 || !questions.every(isQuestion)) {
    throw new TypeError(messages().bert.questions({ where, given: shown(questions) }));
  }
  return questions.map(({ question, passage }: Question, at) => {
    const words = wordsOf(passage);
    const asked = tokenizer.encode(question);
    const tokens = words.map(({ text }) => tokenizer.encode(text));
    const row = rowOf(asked, tokens.flat(), special);
    if (row.tokens.length > length) {
      const given = row.tokens.length;
      throw new RangeError(messages().bert.passageTooLong({ where, length, given, at }));
    }
    const wordOf = tokens.flatMap((list, word) => list.map(() => word));
    return { row, words, from: asked.length + 2, wordOf };
  });
}
