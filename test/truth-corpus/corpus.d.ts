/** What the parts of the corpus hand to each other. */
import type { Rng } from '../../src/backend/random.js';

export type ExerciseName =
  | 'denseForward'
  | 'softmax'
  | 'crossEntropy'
  | 'denseBackward'
  | 'trainMlp';

/**
 * What must come out of one exercise.
 *
 * `right`: every test passes. `wrong`: at least one test is lost. `nothing`: no test passes.
 * `half`: tests of some kinds pass, and of each of some others at least one is lost. `any`: the
 * construction does not say.
 */
export type Truth =
  | 'right'
  | 'wrong'
  | 'nothing'
  | 'any'
  | { readonly passes: readonly string[]; readonly fails: readonly string[] };

export type Group = 'right' | 'mutant' | 'partial' | 'slow' | 'hostile';

/** The code of one exercise: its own cell, and cells that stand directly before it or at the end. */
export interface Answer {
  before: string[];
  cell: string;
  after: string[];
}

export interface Cell {
  id?: string;
  cell_type: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: null;
}

export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}

/** One answer of a submission: its code, how it was made, and what must come of it. */
export interface Made {
  /** Undefined where the exercise is left as it was handed out. */
  answer: Answer | undefined;
  /** The Python twin of the same meaning; null where Python has none. */
  python?: string | null;
  style?: string;
  /** The red team's attack. */
  attack?: string;
  made: string;
  truth: Truth;
}

/** How a whole notebook is changed without changing what its answers compute. */
export type Layout = (notebook: Notebook, rng: Rng) => void;

export interface Submission {
  id: string;
  group: Group;
  /** How it was made, for a reader. */
  made: string;
  /** The text of `lesson.ipynb`; undefined when `prepare` alone fills the folder. */
  text?: string | Uint8Array;
  /** Does to the student's folder what one file cannot. */
  prepare?: (folder: string) => void;
  truth: Record<ExerciseName, Truth>;
  /** What it was made of. */
  answers: Record<ExerciseName, Made>;
  layouts: readonly string[];
  /** The broken file's name. */
  file?: string;
}
