/** Codes to sentences: issues of tests and notices of submissions. */
import type { Messages } from './index.js';
import type { Params } from './params.js';

interface Coded {
  code: string;
  params: Params;
}

function lookUp(
  table: Readonly<Record<string, (p: Params) => string>>,
  { code, params }: Coded,
  unknown: (p: Params) => string,
): string {
  // Own keys only: a code that came from a file must not find `constructor`.
  const sentence = Object.hasOwn(table, code) ? table[code] : undefined;
  return sentence === undefined ? unknown({ code }) : sentence(params);
}

/** Why a test did not pass, as a sentence. An unknown code is said to be one, never thrown. */
export function issueSentence(catalogue: Messages, issue: Coded): string {
  return lookUp(catalogue.judge.issues, issue, catalogue.judge.unknownCode);
}

/** A notice about a submission or an exercise, as a sentence. */
export function noticeSentence(catalogue: Messages, notice: Coded): string {
  return lookUp(catalogue.judge.notices, notice, catalogue.judge.unknownCode);
}

/** What has probably been done, as a sentence: an exercise's own guess, else one by the values. */
export function guessSentence(
  catalogue: Messages,
  issue: { guess?: string | undefined; likely?: Coded | undefined },
): string | undefined {
  if (issue.guess !== undefined || issue.likely === undefined) return issue.guess;
  return lookUp(catalogue.judge.guesses, issue.likely, catalogue.judge.unknownCode);
}
