/** What is wrong with a lesson or the syllabus: data first, text from the message catalogue. */
import { type Language, messages } from '../../src/messages/index.js';
import { paramsIn, type WordedParams } from '../../src/messages/params.js';

/** One thing to mend, with its place in a Markdown file (line and column count from 1). */
export interface Problem {
  /** As it is told, e.g. `lesson.md`. */
  file: string;
  line: number;
  column: number;
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

/** A lesson or syllabus that cannot be used as it stands; says everything that is wrong at once. */
export class CourseError extends Error {
  override readonly name = 'CourseError';
  readonly code = 'course-invalid';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problemText(problem)).join('\n'));
  }
}

/** Collects the problems of one file. */
export class Problems {
  readonly list: Problem[] = [];
  constructor(private readonly file: string) {}

  add(
    place: { line: number; column?: number },
    code: ProblemCode,
    params: WordedParams = {},
  ): void {
    this.list.push({ file: this.file, line: place.line, column: place.column ?? 1, code, params });
  }

  /** @throws CourseError when there are any, in the order of the file */
  throwIfAny(): void {
    if (this.list.length === 0) return;
    throw new CourseError([...this.list].sort((a, b) => a.line - b.line || a.column - b.column));
  }
}
