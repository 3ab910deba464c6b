/** What a layout finds, whichever system the class was handed in by. */
import type { Notice } from '../results/types.js';

/** Something handed in, before it is settled which of a student's attempts counts. */
export interface HandedInFile {
  student: string;
  /** What the system tells students apart by, where that is more than the name. */
  key: string;
  /** A folder to look for the notebook in, or the notebook. */
  path: readonly string[];
  kind: 'folder' | 'file';
  /** What it was handed in for, where that is one of several. */
  assignment?: string;
  /** The student's own name of the file, where the system put something before it. */
  fileName?: string;
  /** Of a student's attempts the greatest counts: submission, then copy, then name. */
  order: readonly [submission: number, copy: number, name: string];
  notices: Notice[];
}
