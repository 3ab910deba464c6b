/** `gradus grade`: a class graded, its results written, its points shown. */
import { rmdir, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Language, Messages } from '../../src/messages/index.js';
import { noticeSentence } from '../../src/messages/sentences.js';
import { makeFolder } from '../../src/runtime/make-folder.js';
import { CourseError, problemText } from '../course/problem.js';
import type { BrokenLesson, GradedLesson, LessonHooks } from '../grading/grade-class.js';
import { holdsSolutions } from '../judge/reference-folder.js';
import { OverlayError } from '../reference/overlay-error.js';
import { createProgress, type Progress } from '../report/progress.js';
import { ResultsWriter } from '../report/results-writer.js';
import { pointsTable } from '../report/terminal.js';
import { folderFor, resultsFolders } from '../results/lesson-folders.js';
import { oneLine, terminalText } from '../results/plain-text.js';
import type { Results } from '../results/results.js';
import { readResults, resultsPath } from '../results/store.js';
import { type IsolationUnit, type SandboxChoice, UsageError } from '../results/types.js';
import { defaultSecretPath, exampleClassFolder } from './paths.js';
import { exampleSecret, readSecret } from './secret.js';

export interface GradeOptions {
  only: string[];
  out: string;
  sandbox: SandboxChoice;
  jobs: number;
  isolate: IsolationUnit;
  secret?: string;
  lesson?: string;
  reference?: string;
  language: Language;
}

/** Results inside the class's folder would be taken for a student on the next run. */
async function requireOut(out: string, folder: string): Promise<void> {
  const way = relative(resolve(folder), resolve(out));
  if (way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))) {
    throw new UsageError('out-inside-class', { out, folder });
  }
  const found = await stat(out).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UsageError('out-not-a-folder', { out });
  // What cannot be written is said before anything is graded.
  const made = await makeFolder(out, 0o700).catch(({ code = '' }: NodeJS.ErrnoException) => {
    throw new UsageError('cannot-write', { path: out, detail: code });
  });
  for (const one of made.reverse()) await rmdir(one).catch(() => {});
}

/** With `--only`, what was graded before stays; without, everything is new. */
async function earlierResults(out: string, only: readonly string[]): Promise<Results | undefined> {
  const isThere =
    only.length > 0 && (await stat(resultsPath(out)).catch(() => undefined)) !== undefined;
  return isThere ? readResults(out) : undefined;
}

async function secretOf(example: boolean, file: string | undefined): Promise<Uint8Array> {
  return example && file === undefined ? exampleSecret() : readSecret(file ?? defaultSecretPath());
}

/**
 * @returns 0 when every submission has its verdicts, 1 when the grader itself failed on one or a lesson
 *   could not be graded
 */
export async function gradeCommand(
  folder: string | undefined,
  options: GradeOptions,
  m: Messages,
): Promise<number> {
  const { out, only, language } = options;
  if (!holdsSolutions && (folder === undefined || options.reference === undefined)) {
    throw new UsageError('no-reference-here');
  }
  const example = folder === undefined;
  const classFolder = folder ?? exampleClassFolder();
  await requireOut(out, classFolder);
  // With results that cannot be read, nothing is graded in vain.
  const there = await resultsFolders(out);
  for (const own of there.size > 0 ? there.values() : [out]) await earlierResults(own, only);
  const { gradeFolder, readClass } = await import('../grading/grade-class.js');
  // First of all: a wrong path is said before a secret is asked for.
  const reading = await readClass(classFolder, options.lesson, options.reference);
  const secret = await secretOf(example, options.secret).catch(async (error: unknown) => {
    await reading.reader.close();
    throw error;
  });
  if (example) console.error(m.cli.exampleClass);
  if (options.sandbox === 'none') console.error(m.report.unsafe);

  const progress = await createProgress(m);
  const interrupted = (): void => {
    progress.stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  const report = new LessonReports(options, m, progress, there);
  const graded = await gradeFolder({
    folder: classFolder,
    reading,
    ...(options.lesson !== undefined && { lesson: options.lesson }),
    ...(options.reference !== undefined && { reference: options.reference }),
    ...(only.length > 0 && { only }),
    secret,
    sandbox: options.sandbox,
    jobs: options.jobs,
    isolate: options.isolate,
    language,
    onProgress: (event) => progress.report(event),
    onLessons: async (lessons) => report.expect(lessons),
    onLesson: (lesson) => report.begin(lesson),
    onLessonEnd: (lesson) => report.end(lesson),
  }).finally(() => {
    progress.stop();
    process.removeListener('SIGINT', interrupted);
  });
  for (const notice of graded.notices)
    console.error(terminalText(oneLine(noticeSentence(m, notice))));
  for (const broken of graded.broken) console.error(brokenText(broken, language, m));
  return report.hasFailed || graded.broken.length > 0 ? 1 : 0;
}

/** Why a lesson was not graded, with files and lines. */
function brokenText({ lesson, error }: BrokenLesson, language: Language, m: Messages): string {
  const problems =
    error instanceof CourseError || error instanceof OverlayError
      ? error.problems.map((problem) => problemText(problem, language)).join('\n')
      : error.message;
  return terminalText(m.cli.error({ sentence: m.cli.lessonNotGraded({ lesson, problems }) }));
}

/** Results written and points shown, lesson by lesson. */
class LessonReports {
  hasFailed = false;
  #isOneOfSeveral = false;
  #out: string;
  #writer: ResultsWriter | undefined;
  #unwritten: NodeJS.ErrnoException | undefined;
  #hasWarned = false;

  constructor(
    private readonly options: GradeOptions,
    private readonly m: Messages,
    private readonly progress: Progress,
    private readonly there: ReadonlyMap<string, string>,
  ) {
    this.#out = options.out;
  }

  expect(lessons: readonly string[]): void {
    this.#isOneOfSeveral = lessons.length > 1;
    const list = lessons.join(', ');
    if (this.#isOneOfSeveral) console.error(this.m.cli.severalLessons({ n: lessons.length, list }));
  }

  async begin(lesson: { id: string; title: string }): Promise<LessonHooks> {
    const { out, only } = this.options;
    this.#out = folderFor(lesson.id, out, this.there, this.#isOneOfSeveral);
    if (this.#isOneOfSeveral) {
      // A bar is gone when its lesson is done; lines need to say of which they are.
      if (process.stderr.isTTY !== true) console.error(`\n== ${lesson.id}`);
    }
    const writer = new ResultsWriter(this.#out, await earlierResults(this.#out, only));
    this.#writer = writer;
    return {
      onRecord: (record, results, pages) => this.#unlessFull(writer.add(record, results, pages)),
      onGraded: (results, pages) => this.#unlessFull(writer.addEarlier(results, pages)),
    };
  }

  async end({ grade, times }: GradedLesson): Promise<void> {
    const { m } = this;
    this.progress.stop();
    // Which one `auto` chose is known only now.
    if (grade.isolation.backend === 'plain-uid' && !this.#hasWarned)
      console.error(m.report.plainUid);
    this.#hasWarned = true;
    if (this.#isOneOfSeveral) console.log(`== ${grade.lesson.id}`);
    console.log(pointsTable(m, grade) + (this.#isOneOfSeveral ? '\n' : ''));
    if (this.#unwritten === undefined) {
      const written = this.#writer?.finish(grade, times, this.options.language);
      await this.#unlessFull(written ?? Promise.resolve());
    }
    if (this.#unwritten !== undefined) {
      const { path = this.#out, code = '' } = this.#unwritten;
      throw new UsageError('cannot-write', { path, detail: code });
    }
    const seconds = (times.totalMs / 1000).toFixed(1);
    console.error(m.cli.graded({ n: grade.students.length, seconds }));
    const instructor = `${this.#out}/instructor/index.html`;
    const [results, student] = [resultsPath(this.#out), `${this.#out}/student/`];
    console.error(m.cli.reports({ instructor, results, student }));
    for (const { student, graderFailure } of grade.students) {
      if (graderFailure === undefined) continue;
      this.hasFailed = true;
      const params = { student: oneLine(student), reason: oneLine(graderFailure) };
      console.error(terminalText(m.cli.graderFailed(params)));
    }
  }

  /** Points must not be lost with a full disk: they are shown first. */
  #unlessFull<T>(work: Promise<T>): Promise<T | undefined> {
    return work.catch((error: NodeJS.ErrnoException) => {
      if (error.syscall === undefined) throw error;
      this.#unwritten ??= error;
      return undefined;
    });
  }
}
