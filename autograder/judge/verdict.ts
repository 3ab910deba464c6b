/** What happened to a test, as data. Text is made from it by the message catalogue. */
import type { Messages, Wording } from '../../src/messages/index.js';
import type { WordedParams } from '../../src/messages/params.js';
import type { Value } from './value.js';

/** Codes are keys of the message catalogue: each has its sentence. */
export type IssueCode = keyof Messages['judge']['issues'];
export type NoticeCode = keyof Messages['judge']['notices'];
/** What student code sent that is not in the protocol. */
export type BreachCode = keyof Messages['judge']['breaches'];
export type GuessCode = keyof Messages['judge']['guesses'];

export const verdicts = [
  'passed',
  'failed',
  'error',
  'timeout',
  'out-of-memory',
  'not-run',
  'tampered',
] as const;
export type Verdict = (typeof verdicts)[number];

/** Where in the student's notebook: cell as the notebook counts code cells (1-based), line 1-based. */
export interface SourceLocation {
  cell: number;
  line: number;
  column: number;
  /** The text of that line, trimmed. */
  text: string;
}

/** A guess by the values alone. */
export interface Likely {
  code: GuessCode;
  params: Readonly<Record<string, string | number>>;
}

/** Why a test did not pass. `code` selects the sentence in the message catalogue. */
export interface Issue {
  code: IssueCode;
  /** Values for the sentence. */
  params: WordedParams;
  expected?: Value;
  got?: Value;
  /** The outermost list that the two are a part of: a guess must hold for all of it. */
  within?: { got: Value; expected: Value };
  /** First differing index of a tensor or list. */
  index?: readonly number[];
  /** Largest absolute difference. */
  maxError?: number;
  /** What has probably been done, as a sentence: a typical wrong solution gives the same value. */
  guess?: Wording;
  /** The same, by the values alone. */
  likely?: Likely;
  /** Where the student's code failed, when it threw. */
  place?: SourceLocation;
}

/** The last call that a test made of the student's function, before the test ended. */
export interface TestCall {
  /** The function, or the class where it was constructed. */
  fn: string;
  constructs: boolean;
  args: readonly Value[];
  /** How many calls the test had made by then. */
  count: number;
}

/** What is told and costs nothing, since only the student's own process can say it. */
export type TestNotice = Extract<NoticeCode, 'tensors-left' | 'no-next-frame'>;

export interface TestResult {
  /** `softmax/rows-sum-to-one` */
  id: string;
  exercise: string;
  name: Wording;
  kind: string;
  visible: boolean;
  points: number;
  /** `points` when passed, else 0. */
  score: number;
  verdict: Verdict;
  issue?: Issue;
  hint?: Wording;
  /** Where it was asked for. */
  call?: TestCall;
  /** Of a visible test. */
  notices?: readonly TestNotice[];
  /** Wall-clock ms, judge's clock. Kept apart from results.json. */
  ms: number;
}
