/** A small notebook whose slice for `answer` must do what the whole does in tslab. */
export interface CorpusNotebook {
  name: string;
  /** One of them declares `answer`: a function that gives the values to compare, or a value. */
  cells: readonly string[];
  /** What `answer` gives, as Node shows it. */
  gives?: string;
  /** Numbers (from 1) of cells that the slice leaves out. */
  leaves?: readonly number[];
  /** Numbers of cells that tslab refuses or that throw; all others must run. */
  fails?: readonly number[];
  /** As the lesson's `needs=`. */
  needs?: readonly string[];
  /** Takes back what the notebook does to globals. */
  undo?: () => void;
}
