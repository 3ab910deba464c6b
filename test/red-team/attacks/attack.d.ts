/** One attack: what the attacker hands in, and what it must come to. */
export interface Attack {
  /** Number in the list of fifty; 51 and up are ours. */
  n: number;
  /** Folder name of the attacker. */
  id: string;
  title: string;
  /** What holds against it. */
  defence: string;
  /** The exercise under attack. Default denseForward. */
  exercise?: string;
  /** The cell of that exercise. */
  code?: string;
  /** Whole notebook text made from the solved one, instead of one cell. */
  notebook?: (solved: Notebook, raw: string) => string;
  /** Other files beside the notebook, by name. */
  files?: Readonly<Record<string, string>>;
  /** Does to the student's folder what a text file cannot. */
  prepare?: (folder: string) => void;
  /** Verdicts that the tests of the attacked exercise may have. */
  verdicts: readonly string[];
  /** Points of that exercise: exactly `full`, or at most so many. Default 0. */
  score?: 'full' | number;
  /** Every exercise is under attack (an unreadable file): nothing else is asked of the rest. */
  whole?: boolean;
  /** Exercises that use a name which the attacked cell assigns: its slice is theirs, and their loss his own. */
  shares?: readonly string[];
  /** What must stand in none of the student's pages. */
  absentFromPages?: readonly string[];
  /** Nothing to attack in this version, and why. */
  absent?: string;
}

export interface Cell {
  id: string;
  cell_type: string;
  metadata: Record<string, unknown>;
  source: string[];
  outputs?: unknown[];
}

export interface Notebook {
  cells: Cell[];
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}
