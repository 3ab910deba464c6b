/** Runs the visible tests of one notebook, in the processes and sandboxes that a class is graded in. */
import { packageRoot } from '../../src/package-root.js';
import type { CheckedNotebook, CheckNotebookOptions } from '../gradebook/types.js';
import { chooseLesson } from './read-class.js';
import { startReader } from './reader.js';
import { startChecking, startTypeService } from './type-service.js';
import { startWorkers } from './workers.js';

/** The exercises of the lesson that a notebook is of. */
export async function exercisesOf(file: string, wanted?: string): Promise<string[]> {
  const reader = await startReader({ type: 'file', file });
  try {
    const { exercises } = await chooseLesson(reader, wanted);
    return exercises.map(({ id }) => id);
  } finally {
    await reader.close();
  }
}

export async function checkNotebook(options: CheckNotebookOptions): Promise<CheckedNotebook> {
  const { file, sandbox, jobs, isolate = 'submission', only = [] } = options;
  const closing: (() => Promise<void>)[] = [];
  try {
    const started = startChecking(packageRoot());
    closing.push(started.close);
    const reader = await startReader({ type: 'file', file });
    closing.push(reader.close);
    const [submission] = reader.submissions;
    if (submission === undefined) throw new Error('Expected one notebook.');
    const lesson = await chooseLesson(reader, options.lesson);
    const read = await reader.read(0, []);
    const types = startTypeService({
      root: packageRoot(),
      started,
      count: 1,
      read: async () => ('kind' in read ? undefined : read),
    });
    closing.push(types.close);
    const workers = await startWorkers({ lesson, sandbox, isolate, sandboxes: jobs }, 1);
    closing.push(workers.close);
    options.onProgress?.({ kind: 'start', total: lesson.exercises.length });
    const ids = lesson.exercises.map(({ id }) => id);
    const exercises = only.length === 0 ? ids : ids.filter((id) => only.includes(id));
    const asked = { exercises, artefacts: [] };
    const diagnostics = types.check(0);
    const { record } = await workers.grade({ submission, asked, read, diagnostics });
    return { grade: record, isolation: workers.isolation };
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}
