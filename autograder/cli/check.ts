/** `gradus check`: the visible tests of notebooks, judged as in JupyterLab and as in grading. */
import type { Messages } from '../../src/messages/index.js';
import { pointsText } from '../report/parts.js';
import { explainExercise } from '../report/terminal.js';
import { plainText } from '../results/plain-text.js';
import type { TestOutcome } from '../results/results.js';
import { type IsolationUnit, type SandboxChoice, UsageError } from '../results/types.js';
import { calledAs } from './called.js';
import { report } from './errors.js';
import { notebooksOf } from './notebooks.js';

export interface CheckCommandOptions {
  sandbox: SandboxChoice;
  jobs: number;
  isolate: IsolationUnit;
  /** Exercises; all when empty. */
  only: readonly string[];
  lesson?: string;
}

const pointsOf = (tests: readonly TestOutcome[]): number =>
  tests.reduce((sum, test) => sum + test.points, 0);

/**
 * Checks the notebooks one after the other; one that cannot be checked does not stop the next.
 *
 * @param paths notebooks, and folders that hold them
 * @returns 0 when every visible test of every notebook passed, 2 when one could not be checked, else 1
 */
export async function checkCommand(
  paths: readonly string[],
  options: CheckCommandOptions,
  m: Messages,
): Promise<number> {
  const files = await notebooksOf(paths);
  const asked = await exercisesAsked(files, options);
  if (options.sandbox === 'none') console.error(m.report.unsafe);
  const several = asked.length > 1;
  let code = 0;
  for (const [i, { file, only }] of asked.entries()) {
    if (several) console.log(`${i > 0 ? '\n' : ''}== ${plainText(file)}\n`);
    try {
      code = Math.max(code, await checkOne(file, { ...options, only }, m, i === 0));
    } catch (error) {
      if (!several || !(error instanceof UsageError)) throw error;
      code = Math.max(code, report(error, [], m, calledAs()));
    }
  }
  return code;
}

/**
 * Which exercises of which notebook `--only` asks for.
 *
 * @throws UsageError `unknown-only-exercise` when no notebook has one of them
 */
async function exercisesAsked(
  files: readonly string[],
  { only, lesson }: CheckCommandOptions,
): Promise<{ file: string; only: readonly string[] }[]> {
  if (only.length === 0) return files.map((file) => ({ file, only }));
  const { exercisesOf } = await import('../grading/check-notebook.js');
  const unknown = new Set(only);
  const all = new Set<string>();
  const asked: { file: string; only: string[] }[] = [];
  for (const file of files) {
    let exercises: readonly string[];
    try {
      exercises = await exercisesOf(file, lesson);
    } catch (error) {
      if (files.length === 1 || !(error instanceof UsageError)) throw error;
      // Said when its turn comes: one that is of no known lesson does not stop the others.
      asked.push({ file, only: [...only] });
      continue;
    }
    const own = only.filter((name) => exercises.includes(name));
    for (const name of exercises) all.add(name);
    for (const name of own) unknown.delete(name);
    if (own.length > 0) asked.push({ file, only: own });
  }
  const [name] = unknown;
  if (name !== undefined) {
    const known = [...all].join(', ');
    throw new UsageError('unknown-only-exercise', { name, known, exercises: known });
  }
  return asked;
}

/** @returns 0 when every visible test passed, else 1 */
async function checkOne(
  file: string,
  options: CheckCommandOptions,
  m: Messages,
  first: boolean,
): Promise<number> {
  const { checkNotebook } = await import('../grading/check-notebook.js');
  const { grade: submission, isolation } = await checkNotebook({ file, ...options });
  // Which one `auto` chose is known only now.
  if (first && isolation.backend === 'plain-uid') console.error(m.report.plainUid);
  if (submission.graderFailure !== undefined) {
    console.error(m.report.graderFailed({ reason: submission.graderFailure }));
    return 1;
  }
  // Hidden tests are not run here, so their points are not to be had either.
  const exercises = submission.exercises.map((e) => ({ ...e, points: pointsOf(e.tests) }));
  const [head, ...rest] = exercises;
  // What concerns the whole notebook is said once, before the first exercise.
  const shown = [
    ...(head ? [explainExercise(m, submission, head)] : []),
    ...rest.map((e) => explainExercise(m, { ...submission, notices: [] }, e)),
  ];
  console.log(shown.join('\n\n'));
  const tests = exercises.flatMap((e) => e.tests);
  const passed = tests.filter((t) => t.verdict === 'passed').length;
  const score = pointsText(submission.score);
  const points = pointsText(pointsOf(tests));
  const all = submission.exercises.reduce((sum, exercise) => sum + exercise.points, 0);
  const hidden = pointsText(all - pointsOf(tests));
  console.log(`\n${m.cli.checked({ passed, total: tests.length, score, points, hidden })}`);
  return passed === tests.length && tests.length > 0 ? 0 : 1;
}
