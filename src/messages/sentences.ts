/** Codes to sentences: issues of tests and notices of submissions. */
import type { Messages } from './index.js';
import { type Params, paramsIn, type WordedParams } from './params.js';
import { type Wording, wordsIn } from './text.js';

interface Coded {
  code: string;
  params: WordedParams;
}

function lookUp(
  { judge, language }: Messages,
  table: Readonly<Record<string, (p: Params) => string>>,
  { code, params }: Coded,
): string {
  // Own keys only: a code that came from a file must not find `constructor`.
  const sentence = Object.hasOwn(table, code) ? table[code] : undefined;
  return sentence === undefined
    ? judge.unknownCode({ code })
    : sentence(paramsIn(params, language));
}

/** Why a test did not pass, as a sentence. An unknown code is said to be one, never thrown. */
export function issueSentence(catalogue: Messages, issue: Coded): string {
  return lookUp(catalogue, catalogue.judge.issues, issue);
}

/** A notice about a submission or an exercise, as a sentence. */
export function noticeSentence(catalogue: Messages, notice: Coded): string {
  return lookUp(catalogue, catalogue.judge.notices, notice);
}

const aboutTheAnswer: ReadonlySet<string> = new Set([
  'type-mismatch',
  'dtype-mismatch',
  'shape-mismatch',
  'value-mismatch',
  'not-finite',
  'missing-key',
  'expectation',
  'wrong-error',
]);

/**
 * Whether a test's fixed hint belongs beside an issue: it is about the answer, or the error that is due
 * in its place. Code that threw otherwise, gave no answer or changed its arguments has another trouble
 * first, which its own sentence names.
 */
export const hintFits = (code: string | undefined): boolean =>
  code === undefined || aboutTheAnswer.has(code);

/** What has probably been done, as a sentence: an exercise's own guess, else one by the values. */
export function guessSentence(
  catalogue: Messages,
  { guess, likely }: { guess?: Wording | undefined; likely?: Coded | undefined },
): string | undefined {
  if (guess !== undefined) return wordsIn(guess, catalogue.language);
  return likely && lookUp(catalogue, catalogue.judge.guesses, likely);
}
