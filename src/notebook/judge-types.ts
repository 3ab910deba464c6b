/**
 * The judge as `check` sees it. The library never imports the grader's code, so its types are
 * written here once more; a test proves that the two agree.
 */
import type { WordedParams } from '../messages/params.js';
import type { Wording } from '../messages/text.js';
import type { StudentPlace } from '../runtime/kernel-cells.js';

export interface TensorLike {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export interface JudgeIssue {
  code: string;
  params: WordedParams;
  expected?: unknown;
  got?: unknown;
  index?: readonly number[];
  guess?: Wording;
  likely?: { code: string; params: Readonly<Record<string, string | number>> };
  place?: StudentPlace;
}

/** What a test called last. */
export interface JudgeCall {
  fn: string;
  constructs: boolean;
  args: readonly unknown[];
  count: number;
}

export interface JudgeTestResult {
  id: string;
  name: Wording;
  points: number;
  score: number;
  verdict: string;
  issue?: JudgeIssue;
  hint?: Wording;
  call?: JudgeCall;
  notices?: readonly ('tensors-left' | 'no-next-frame')[];
}

export interface JudgeResult {
  lesson: string;
  exercise: string;
  results: JudgeTestResult[];
  score: number;
  points: number;
  hiddenPoints: number;
}

export interface Judge {
  checkExercise(options: {
    exercise: string;
    fn: unknown;
    lesson?: string;
    locate?: (stack: string) => StudentPlace | undefined;
  }): Promise<JudgeResult>;
}

/** The judge's error for a name that no lesson, or more than one, has. */
export interface UnknownExercise extends Error {
  code: 'unknown-exercise';
  exercise: string;
  /** `lesson/exercise` */
  known: readonly string[];
  ambiguous: boolean;
}

/** Whether an error is that one; the class itself belongs to the judge. */
export function isUnknownExercise(error: unknown): error is UnknownExercise {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'unknown-exercise' &&
    'known' in error
  );
}
