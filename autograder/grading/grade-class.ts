/**
 * Grades a class: everybody has a verdict, whatever they handed in, and it always ends.
 *
 * This process owns the results and parses nothing of a student's: what is read, graded and shown is
 * so in processes that may be killed, and what they answer is checked.
 */
import pLimit from 'p-limit';
import { packageRoot } from '../../src/package-root.js';
import { type ListedLesson, listLessons, readListed } from '../course/lessons.js';
import { sortStudents } from '../results/record.js';
import type { Results, StudentResult } from '../results/results.js';
import { type GradeClassOptions, type Notice, type Times, UsageError } from '../results/types.js';
import { askedIn, type Selection, selection, type ToGrade } from './asked.js';
import { type ClassLesson, lessonsOfClass } from './lessons-of-class.js';
import type { MemoryBudget } from './memory-budget.js';
import { openLesson } from './open-lesson.js';
import { classSource, type Reader, type ReadFor, startReader } from './reader.js';
import { type Checking, startChecking, startTypeService } from './type-service.js';
import type { Pages } from './workers.js';

/** Makes what a student and the instructor are shown of a record. */
export type MakePages = (record: StudentResult) => Promise<Pages>;

export interface ClassHooks {
  /** What the processes that grade may take together. Default: a share for each. */
  budget?: MemoryBudget;
  /** The class's folder, where it is already being read; closed here. Default: `folder` is read. */
  reading?: ClassReading;
}

/** A class's folder that is being read, and the lessons that there are. */
export interface ClassReading {
  reader: Reader;
  listed: readonly ListedLesson[];
}

export interface LessonHooks {
  /** Is called with each record as it comes, and with the results that it belongs to, without students. */
  onRecord?: (
    record: StudentResult,
    results: Results,
    pages: MakePages,
  ) => Promise<StudentResult | undefined>;
  /** Is called when all are graded, while pages can still be made. */
  onGraded?: (results: Results, pages: MakePages) => Promise<unknown>;
}

export interface GradedLesson {
  grade: Results;
  times: Times;
}

/** A lesson that could not be graded: its text or its reference is wrong. */
export interface BrokenLesson {
  lesson: string;
  error: Error;
}

export interface GradedFolder {
  lessons: GradedLesson[];
  broken: BrokenLesson[];
  /** What concerns no single submission. */
  notices: Notice[];
}

export interface FolderHooks extends ClassHooks {
  /** Is called with the lessons that the class holds, before the first is graded. */
  onLessons?: (lessons: readonly string[]) => Promise<void>;
  /** What is done with the results of a lesson; it is called when its grading begins. */
  onLesson?: (lesson: { id: string; title: string }) => Promise<LessonHooks>;
  /** Is called with each lesson when all in it are graded. */
  onLessonEnd?: (lesson: GradedLesson) => Promise<void>;
}

/**
 * Grades every lesson that a folder holds, one after the other. A lesson whose text or reference is
 * broken stops only itself.
 */
export function gradeFolder(options: GradeClassOptions & FolderHooks): Promise<GradedFolder> {
  return withClass(options, async (open) => {
    const { reader, broken, toGrade } = open;
    const known = new Map(open.lessons.map((one) => [one.lesson.id, one.known]));
    const graded: GradedLesson[] = [];
    const selected = selectionOf(reader, toGrade, broken, options.only);
    await options.onLessons?.(open.lessons.map(({ lesson }) => lesson.id));
    for (const one of selected) {
      const { id, title } = one.lesson;
      try {
        const hooks = (await options.onLesson?.({ id, title })) ?? {};
        const lesson = await gradeLesson(one, known.get(id), open, { ...options, ...hooks });
        graded.push(lesson);
        await options.onLessonEnd?.(lesson);
      } catch (error) {
        if (!isBroken(error)) throw error;
        broken.push({ lesson: id, error });
      }
    }
    const [only, another] = broken;
    if (graded.length === 0 && only !== undefined && another === undefined) throw only.error;
    return { lessons: graded, broken, notices: reader.notices };
  });
}

/**
 * Grades a class of one lesson; `notices` concern no single submission.
 *
 * @throws UsageError `several-lessons` where it holds more
 */
export function gradeClass(
  options: GradeClassOptions & ClassHooks & LessonHooks,
): Promise<GradedLesson & { notices: Notice[] }> {
  return withClass(options, async (open) => {
    const [only, another] = open.lessons;
    if (another !== undefined) {
      const known = open.lessons.map(({ lesson }) => lesson.id).join(', ');
      throw new UsageError('several-lessons', { known });
    }
    const [broken] = open.broken;
    if (broken !== undefined) throw broken.error;
    const [selected] = selection(open.reader.submissions, open.toGrade, options.only);
    if (selected === undefined) throw new Error('Expected a lesson to grade.');
    const graded = await gradeLesson(selected, only?.known, open, options);
    return { ...graded, notices: open.reader.notices };
  });
}

interface OpenClass {
  reader: Reader;
  /** What it holds. */
  lessons: readonly ClassLesson[];
  /** Those whose text could be read. */
  toGrade: readonly ToGrade[];
  broken: BrokenLesson[];
  /** A process that checks types, once; others are started where it is taken. */
  takeChecking(): Checking;
}

/** Reads what there is, and closes it afterwards. */
async function withClass<T>(
  options: GradeClassOptions & ClassHooks,
  work: (open: OpenClass) => Promise<T>,
): Promise<T> {
  const { folder, reference, lesson: wanted } = options;
  const closing: (() => Promise<void>)[] = [];
  try {
    const first = startChecking(packageRoot());
    closing.push(() => first.close());
    let checking: Checking | undefined = first;
    if (options.reading !== undefined) closing.push(options.reading.reader.close);
    const { reader, listed } = options.reading ?? (await readClass(folder, wanted, reference));
    closing.push(reader.close);
    const lessons = await lessonsOfClass(reader, listed, wanted);
    const toGrade: ToGrade[] = [];
    const broken: BrokenLesson[] = [];
    for (const { lesson, students } of lessons) {
      try {
        toGrade.push({ lesson: await readListed(lesson), students });
      } catch (error) {
        if (!isBroken(error)) throw error;
        broken.push({ lesson: lesson.id, error });
      }
    }
    const takeChecking = (): Checking => {
      const taken = checking ?? startChecking(packageRoot());
      checking = undefined;
      return taken;
    };
    return await work({ reader, lessons, toGrade, broken, takeChecking });
  } finally {
    await Promise.all(closing.map((close) => close()));
  }
}

/**
 * Begins to read a class.
 *
 * @throws UsageError when nothing can be read there
 */
export async function readClass(
  folder: string,
  lesson?: string,
  reference?: string,
): Promise<ClassReading> {
  const listed = await listLessons(packageRoot(), reference);
  const ids = listed.map(({ id }) => id);
  return { listed, reader: await startReader(classSource(folder, lesson, reference, ids)) };
}

/** A lesson's own fault: its text, or the reference that belongs to it. */
const isBroken = (error: unknown): error is Error & { code: string } =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'course-invalid' || error.code === 'reference-invalid');

/** What is asked of each; a name that is nowhere may be of a lesson that cannot be read. */
function selectionOf(
  reader: Reader,
  toGrade: readonly ToGrade[],
  broken: readonly BrokenLesson[],
  only: readonly string[] = [],
): Selection[] {
  try {
    return selection(reader.submissions, toGrade, only);
  } catch (error) {
    throw broken[0]?.error ?? error;
  }
}

/** Grades one lesson of a class. */
async function gradeLesson(
  { lesson, students, exercises, artefacts }: Selection,
  known: readonly string[] | undefined,
  { reader, takeChecking }: Pick<OpenClass, 'reader' | 'takeChecking'>,
  options: GradeClassOptions & ClassHooks & LessonHooks,
): Promise<GradedLesson> {
  const begun = performance.now();
  const { jobs, secret, reference, language = 'en' } = options;
  const asked = askedIn({ exercises, artefacts });
  const what = { lesson: lesson.id, ...(known !== undefined && { known }) };
  const read = (index: number, own: ReadFor['artefacts']) =>
    reader.read(index, { ...what, artefacts: own });
  const types = startTypeService({
    root: packageRoot(),
    checking: takeChecking(),
    count: students.length,
    async read(i) {
      const bytes = await read(students[i] as number, []);
      return 'kind' in bytes ? undefined : bytes;
    },
  });
  const closing = [types.close];
  // As many as there are processes, and one more that is read meanwhile.
  const limit = pLimit(jobs + 1);
  const running = new Set<Promise<unknown>>();
  try {
    const { sandbox, isolate = 'submission', budget } = options;
    const open = await openLesson({
      ...{ lesson, reference, secret, sandbox, isolate, jobs, budget },
      processes: students.length,
    });
    closing.push(open.close);
    const { results } = open;
    const times: Times = { totalMs: 0, students: {} };
    const pagesOf: MakePages = (record) => open.pages(record, asked, language);
    options.onProgress({ kind: 'start', total: students.length });
    const gradeOne = async (index: number, i: number): Promise<StudentResult> => {
      const submission = reader.submissions[index];
      if (submission === undefined) throw new RangeError(`Expected a submission ${index}.`);
      const { student } = submission;
      const started = performance.now();
      options.onProgress({ kind: 'student-start', student });
      const bytes = await read(index, artefacts);
      const diagnostics = types.check(i);
      const graded = await open.grade({ submission, asked, read: bytes, diagnostics });
      const record = (await options.onRecord?.(graded.record, results, pagesOf)) ?? graded.record;
      times.students[student] = { totalMs: performance.now() - started, tests: graded.times };
      const { score, points } = record;
      const failed = record.graderFailure !== undefined;
      options.onProgress({ kind: 'student-end', student, score, points, failed });
      return record;
    };
    const records = await limit.map(students, (index, i) => {
      const one = gradeOne(index, i);
      running.add(one);
      return one;
    });
    const grade = { ...results, students: sortStudents(records) };
    await options.onGraded?.(grade, pagesOf);
    times.totalMs = performance.now() - begun;
    return { grade, times };
  } finally {
    // Where one of them threw, no other begins, and none goes on when this returns.
    limit.clearQueue();
    await Promise.all(closing.map((close) => close()));
    await Promise.allSettled(running);
  }
}
