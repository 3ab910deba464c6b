/** Runs the visible tests of one notebook, in the processes and sandboxes that a class is graded in. */
import { packageRoot } from '../../src/package-root.js';
import type { Lesson } from '../course/index.js';
import { listLessons, readListed } from '../course/lessons.js';
import { type CheckedNotebook, type CheckNotebookOptions, UsageError } from '../results/types.js';
import { lessonsOfClass } from './lessons-of-class.js';
import { openLesson } from './open-lesson.js';
import { type Reader, startReader } from './reader.js';
import { startChecking, startTypeService } from './type-service.js';

/** The exercises of the lesson that a notebook is of. */
export async function exercisesOf(file: string, wanted?: string): Promise<string[]> {
  const reader = await startReader({ type: 'file', file });
  try {
    const { exercises } = await lessonOf(reader, wanted);
    return exercises.map(({ id }) => id);
  } finally {
    await reader.close();
  }
}

/** The lesson asked for, else the one that the notebook is of; no other is read. */
async function lessonOf(reader: Reader, wanted?: string): Promise<Lesson> {
  const listed = await listLessons(packageRoot());
  const [found] = await lessonsOfClass(reader, listed, wanted).catch(async (error: unknown) => {
    // A file that cannot be read does not say its lesson either: what is wrong comes first.
    const [notice] = (await reader.noticesOf(0)).filter(
      ({ code }) => code === 'unreadable-notebook',
    );
    if (wanted !== undefined || notice === undefined) throw error;
    const { reason = '', detail = '' } = notice.params;
    throw new UsageError('unreadable-notebook', { reason: `${reason}`, detail: `${detail}` });
  });
  if (found === undefined) throw new Error('Expected the notebook to be of a lesson.');
  return readListed(found.lesson);
}

export async function checkNotebook(options: CheckNotebookOptions): Promise<CheckedNotebook> {
  const { file, sandbox, jobs, isolate = 'submission', only = [] } = options;
  const closing: (() => Promise<void>)[] = [];
  try {
    const checking = startChecking(packageRoot());
    closing.push(() => checking.close());
    const reader = await startReader({ type: 'file', file });
    closing.push(reader.close);
    const [submission] = reader.submissions;
    if (submission === undefined) throw new Error('Expected one notebook.');
    const lesson = await lessonOf(reader, options.lesson);
    const read = await reader.read(0, { artefacts: [], lesson: lesson.id });
    const types = startTypeService({
      root: packageRoot(),
      checking,
      count: 1,
      read: async () => ('kind' in read ? undefined : read),
    });
    closing.push(types.close);
    const open = await openLesson({ lesson, sandbox, isolate, jobs, processes: 1 });
    closing.push(open.close);
    options.onProgress?.({ kind: 'start', total: lesson.exercises.length });
    const ids = lesson.exercises.map(({ id }) => id);
    const exercises = only.length === 0 ? ids : ids.filter((id) => only.includes(id));
    const asked = { exercises, artefacts: [] };
    const diagnostics = types.check(0);
    const { record } = await open.grade({ submission, asked, read, diagnostics });
    return { grade: record, isolation: open.results.isolation };
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}
