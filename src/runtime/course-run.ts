/**
 * What `gradus run` asks of the library in the one kernel that it starts: few steps a training where
 * nothing is solved, and no times in what is published.
 *
 * No variable of the environment and no option sets it. It is on `globalThis` before the first module
 * of the library is loaded, or it is not there: the grader, its sandboxes and a student's kernel never
 * have it, and code that runs later changes nothing.
 */

export interface CourseRun {
  /** At most so many steps in each training; default: all. */
  readonly maxSteps?: number;
  /** Told once a backend runs. */
  onBackend?(backend: { name: string; device: string }): void;
}

/** Where the run's own preload keeps it on `globalThis`. */
export const courseRunKey: unique symbol = Symbol.for('gradus.course-run');

/** The run that this process belongs to; undefined everywhere else. */
export const courseRun: CourseRun | undefined = (
  globalThis as { readonly [courseRunKey]?: CourseRun }
)[courseRunKey];

/** The steps of a training, of those that it wants; for a run that allows fewer at least one. */
export function stepsAllowed(wanted: number, run: CourseRun | undefined = courseRun): number {
  return Math.min(wanted, Math.max(1, run?.maxSteps ?? Number.POSITIVE_INFINITY));
}
