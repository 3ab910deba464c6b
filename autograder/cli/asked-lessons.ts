/** Lessons of the course that a command for authors is asked for. */
import { holdsSolutions } from '../judge/reference-folder.js';
import { UsageError } from '../results/types.js';

/** @throws UsageError `repository-only`: the package on npm has no sources of lessons */
export function requireRepository(): void {
  if (!holdsSolutions) throw new UsageError('repository-only');
}

/**
 * The lesson that was asked for, or all.
 *
 * @throws UsageError `unknown-lesson`
 */
export function askedLessons(known: readonly string[], lesson: string | undefined): string[] {
  if (lesson === undefined) return [...known];
  if (!known.includes(lesson)) {
    throw new UsageError('unknown-lesson', { lesson, known: known.join(', ') });
  }
  return [lesson];
}
