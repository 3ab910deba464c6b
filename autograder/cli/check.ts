/** `gradus check`: the visible tests of one notebook, judged as in JupyterLab and as in grading. */
import { stat } from 'node:fs/promises';
import type { Messages } from '../../src/messages/index.js';
import type { TestOutcome } from '../gradebook/results.js';
import { type IsolationUnit, type SandboxChoice, UsageError } from '../gradebook/types.js';
import { pointsText } from '../report/parts.js';
import { explainExercise } from '../report/terminal.js';

export interface CheckCommandOptions {
  sandbox: SandboxChoice;
  jobs: number;
  isolate: IsolationUnit;
  lesson?: string;
}

const pointsOf = (tests: readonly TestOutcome[]): number =>
  tests.reduce((sum, test) => sum + test.points, 0);

/** @returns 0 when every visible test passed, else 1 */
export async function checkCommand(
  file: string,
  options: CheckCommandOptions,
  m: Messages,
): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError('notebook-missing', { file });
  if (options.sandbox === 'none') console.error(m.report.unsafe);

  const { checkNotebook } = await import('../grading/check-notebook.js');
  const { grade: submission, isolation } = await checkNotebook({ file, ...options });
  // Which one `auto` chose is known only now.
  if (isolation.backend === 'plain-uid') console.error(m.report.plainUid);
  if (submission.graderFailure !== undefined) {
    console.error(m.report.graderFailed({ reason: submission.graderFailure }));
    return 1;
  }
  // Hidden tests are not run here, so their points are not to be had either.
  const exercises = submission.exercises.map((e) => ({ ...e, points: pointsOf(e.tests) }));
  const [first, ...rest] = exercises;
  // What concerns the whole notebook is said once, before the first exercise.
  const shown = [
    ...(first ? [explainExercise(m, submission, first)] : []),
    ...rest.map((e) => explainExercise(m, { ...submission, notices: [] }, e)),
  ];
  console.log(shown.join('\n\n'));
  const tests = exercises.flatMap((e) => e.tests);
  const passed = tests.filter((t) => t.verdict === 'passed').length;
  const score = pointsText(submission.score);
  const points = pointsText(pointsOf(tests));
  console.log(`\n${m.cli.checked({ passed, total: tests.length, score, points })}`);
  return passed === tests.length && tests.length > 0 ? 0 : 1;
}
