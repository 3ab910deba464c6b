import { type Problem, problemText } from '../problem.js';

/** A private reference that cannot be used; says everything that is wrong at once. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
  readonly code = 'reference-invalid';
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problemText(problem)).join('\n'));
  }
}
