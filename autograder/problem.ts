/**
 * What is wrong with a text that an author writes (a lesson, the syllabus, a reference): data first,
 * its sentence from the message catalogue.
 */
import { type Language, messages } from '../src/messages/index.js';
import { paramsIn, type WordedParams } from '../src/messages/params.js';

/** Where in a file; line and column count from 1. */
export interface ProblemLocation {
  /** As it is told, e.g. `lesson.md`. */
  file: string;
  line: number;
  column: number;
}

/** One thing to mend, with its place. */
export interface Problem extends ProblemLocation {
  /** Selects the sentence in the catalogue's `course.problems`. */
  code: ProblemCode;
  params: WordedParams;
}

export type ProblemCode = keyof ReturnType<typeof messages>['course']['problems'];

/** `lesson.md:12:3: Every exercise needs …` */
export function problemText(problem: Problem, language?: Language): string {
  const { file, line, column, code, params } = problem;
  const { course, language: spoken } = messages(language);
  return `${file}:${line}:${column}: ${course.problems[code](paramsIn(params, spoken))}`;
}
