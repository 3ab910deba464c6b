/** What a lesson is made of: cells in reading order, under headings. */
import type { RootContent } from 'mdast';
import type { ExerciseMeta } from './fence.js';
import type { Quiz } from './quiz.js';

/** A piece of a lesson in reading order; `line` is where its source begins in the file. */
export type Cell =
  | { kind: 'markdown'; id: string; source: string; line: number }
  | { kind: 'code'; id: string; source: string; line: number }
  | { kind: 'exercise'; id: string; source: string; line: number; exercise: ExerciseMeta }
  | { kind: 'check'; id: string; source: string; line: number; exercise: string }
  /** The student's answer to the question that stands over it. */
  | { kind: 'quiz'; id: string; source: string; line: number; quiz: Quiz };

/** A stretch of the file under one heading. */
export interface Section {
  title: string;
  line: number;
  cells: Cell[];
  nodes: RootContent[];
}
