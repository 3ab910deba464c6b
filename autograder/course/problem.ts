/** What is wrong with a lesson or the syllabus, collected and thrown. */
import type { WordedParams } from '../../src/messages/params.js';
import { type Problem, type ProblemCode, problemText } from '../problem.js';

export { type Problem, type ProblemCode, problemText };

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
