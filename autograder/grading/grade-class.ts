/**
 * Grades a class: everybody has a verdict, whatever they handed in, and it always ends.
 *
 * This process owns the results and parses nothing of a student's: what is read, graded and shown is
 * so in processes that may be killed, and what they answer is checked.
 */
import pLimit from 'p-limit';
import { packageRoot, packageVersion } from '../../src/package-root.js';
import { recordFrame, sortStudents } from '../gradebook/record.js';
import type { Results, StudentResult } from '../gradebook/results.js';
import { seedId } from '../gradebook/seed-id.js';
import type { GradeClassOptions, Notice, Times } from '../gradebook/types.js';
import { lessonInfo } from './lesson-info.js';
import type { MemoryBudget } from './memory-budget.js';
import { chooseLesson, selection } from './read-class.js';
import { classSource, type Reader, startReader } from './reader.js';
import { startChecking, startTypeService } from './type-service.js';
import { type Pages, startWorkers } from './workers.js';

export interface ClassHooks {
  /** What the processes that grade may take together. Default: a share for each. */
  budget?: MemoryBudget;
  /** The class's folder, where it is already being read; closed here. Default: `folder` is read. */
  reader?: Reader;
  /**
   * Is called with each record as it comes, and with the results that it belongs to, without students.
   * `pages` makes what a student and the instructor are shown of a record.
   */
  onRecord?: (
    record: StudentResult,
    results: Results,
    pages: (record: StudentResult) => Promise<Pages>,
  ) => Promise<StudentResult | undefined>;
  /** Is called when all are graded, while pages can still be made. */
  onGraded?: (
    results: Results,
    pages: (record: StudentResult) => Promise<Pages>,
  ) => Promise<unknown>;
}

/** Grades every student of a class; `notices` concern no single submission. */
export async function gradeClass(
  options: GradeClassOptions & ClassHooks,
): Promise<{ grade: Results; times: Times; notices: Notice[] }> {
  const begun = performance.now();
  const { folder, jobs, secret, reference, language = 'en' } = options;
  const closing: (() => Promise<void>)[] = [];
  try {
    const started = startChecking(packageRoot());
    closing.push(started.close);
    const reader =
      options.reader ?? (await startReader(classSource(folder, options.lesson, reference)));
    closing.push(reader.close);
    const lesson = await chooseLesson(reader, options.lesson, reference);
    const { students, exercises, artefacts } = selection(reader.submissions, lesson, options.only);
    const asked = {
      exercises: exercises.map(({ id }) => id),
      artefacts: artefacts.map(({ id }) => id),
    };
    const types = startTypeService({
      root: packageRoot(),
      started,
      count: students.length,
      async read(i) {
        const bytes = await reader.read(students[i] as number, []);
        return 'kind' in bytes ? undefined : bytes;
      },
    });
    closing.push(types.close);
    const count = Math.max(1, Math.min(jobs, students.length));
    const workers = await startWorkers(
      {
        lesson,
        reference,
        secret,
        sandbox: options.sandbox,
        isolate: options.isolate ?? 'submission',
        sandboxes: Math.max(1, Math.floor(jobs / count)),
      },
      count,
      options.budget,
    );
    closing.push(workers.close);

    const results = recordFrame({
      graderVersion: packageVersion(),
      lesson: lessonInfo(lesson),
      referenceHash: workers.referenceHash,
      seedId: seedId(secret),
      isolation: workers.isolation,
    });
    const times: Times = { totalMs: 0, students: {} };
    const pagesOf = (record: StudentResult): Promise<Pages> => {
      const submission = { student: record.student, file: record.file, attempt: record.attempt };
      return workers.pages({ results, record, language, submission, asked });
    };
    options.onProgress({ kind: 'start', total: students.length });
    const gradeOne = async (index: number, i: number): Promise<StudentResult> => {
      const submission = reader.submissions[index];
      if (submission === undefined) throw new RangeError(`Expected a submission ${index}.`);
      const { student } = submission;
      const started = performance.now();
      options.onProgress({ kind: 'student-start', student });
      const read = await reader.read(index, artefacts);
      const diagnostics = types.check(i);
      const graded = await workers.grade({ submission, asked, read, diagnostics });
      const record = (await options.onRecord?.(graded.record, results, pagesOf)) ?? graded.record;
      times.students[student] = { totalMs: performance.now() - started, tests: graded.times };
      const { score, points } = record;
      const failed = record.graderFailure !== undefined;
      options.onProgress({ kind: 'student-end', student, score, points, failed });
      return record;
    };
    // As many as there are processes, and one more that is read meanwhile.
    const records = await pLimit(jobs + 1).map(students, gradeOne);
    const grade = { ...results, students: sortStudents(records) };
    await options.onGraded?.(grade, pagesOf);
    times.totalMs = performance.now() - begun;
    return { grade, times, notices: reader.notices };
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}
